// What somebody changed in a host's entry, as a change of the server's definition in the manifest.

import { decode } from '../hosts/index.ts';
import { assign } from '../hosts/tree.ts';
import { printServer } from '../manifest/print.ts';
import { at, get, isArray, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import { diff } from '../model/patch.ts';
import { parsePointer } from '../model/pointer.ts';
import type { Platform } from '../model/target.ts';
import { decideDrift } from '../plan/drift.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import type { TargetStates } from '../state/states.ts';
import { type Literal, literalSecrets, satellitesOf } from './found-servers.ts';

/** A field of the server, as a manifest writes it; a value of undefined takes it away. */
export interface AcceptedField {
  readonly path: Path;
  readonly value: Json | undefined;
}

export interface AcceptedChange {
  readonly fields: readonly AcceptedField[];
  /** Literal secrets, which stay in the host, and what could stand in the manifest instead. */
  readonly left: readonly Literal[];
  /** The server as the manifest has it now, and as it should, in its plainest form. */
  readonly before: JsonObject;
  readonly wanted: JsonObject;
}

export interface Places {
  readonly platform: Platform;
  readonly manifestDir: string;
}

/** What drifted in an entry that stands on both sides; undefined where it cannot be said in a manifest. */
export function acceptedChange(states: EntryStates, target: TargetStates, places: Places): AcceptedChange | undefined {
  const drifted = (decideDrift(states)?.fields ?? []).filter(({ kind }) => kind === 'drift');
  const { desired, actual } = states;
  if (desired === undefined || !isObject(desired.value) || !isObject(actual?.value)) return undefined;
  const changed = drifted.reduce<JsonObject>((entry, { pointer }) => {
    const path = parsePointer(pointer);
    return put(entry, path, at(actual.value, path));
  }, desired.value);
  const before = neutral(states, target, places, desired.value);
  const after = neutral(states, target, places, changed);
  if (before === undefined || after === undefined) return undefined;
  const secrets = literalSecrets(after);
  const operations = diff(before, after);
  const left = secrets.filter(({ pointer }) => operations.some(({ path }) => covers(path, pointer)));
  const fields = operations.map(
    (operation): AcceptedField => ({
      path: parsePointer(operation.path),
      value: operation.op === 'remove' || operation.op === 'test' ? undefined : operation.value,
    }),
  );
  const open = fields.flatMap((field) => withoutSecrets(field, left));
  const wanted = open.reduce<JsonObject>((server, { path, value }) => put(server, path, value), before);
  return { fields: open, left, before, wanted };
}

/** An entry of a host as the manifest would say it. */
export function neutral({ host, name }: EntryStates, target: TargetStates, places: Places, value: JsonObject) {
  const context = { platform: places.platform, home: target.home, manifestDir: places.manifestDir };
  const { server } = decode(host, name, value, satellitesOf(target.actual), context);
  return server && printServer(server, host.id);
}

/** Is the literal this field, or below it? */
function covers(path: string, pointer: string): boolean {
  return pointer === path || pointer.startsWith(`${path}/`);
}

/** The field without the literals in it; nothing where it is one. */
function withoutSecrets({ path, value }: AcceptedField, left: readonly Literal[]): readonly AcceptedField[] {
  const inner = left
    .map(({ pointer }) => parsePointer(pointer))
    .filter((secret) => path.every((key, i) => secret[i] === key))
    .map((secret) => secret.slice(path.length));
  if (inner.length === 0 || value === undefined) return [{ path, value }];
  if (!isObject(value) || inner.some((rest) => rest.length === 0)) return [];
  const rest = inner.reduce<JsonObject>((object_, key) => put(object_, key, undefined), value);
  return Object.keys(rest).length === 0 ? [] : [{ path, value: rest }];
}

/** The server's own definition with the fields in it. `null` takes off what is inherited; `written` is what it says. */
export function definitionWith(
  own: JsonObject,
  { fields, before }: AcceptedChange,
  removes: 'member' | 'null',
  written: (path: Path) => Json | undefined,
): JsonObject {
  return fields.reduce<JsonObject>((definition, { path, value }) => {
    if (value === undefined) return put(definition, path, removes === 'null' ? null : undefined);
    return put(definition, path, kept(value, at(before, path), written(path)));
  }, own);
}

/** Items of a list that stay keep the words they have: a reference stays one. */
function kept(value: Json, before: Json | undefined, own: Json | undefined): Json {
  if (!isArray(value) || !isArray(before) || !isArray(own) || before.length !== own.length) return value;
  return value.map((item) => {
    const place = before.indexOf(item);
    return place < 0 ? item : (own[place] ?? item);
  });
}

/** With the member at `path`, or without it; what is emptied by that goes too. */
export function put(root: JsonObject, path: Path, value: Json | undefined): JsonObject {
  if (value !== undefined) return assign(root, path, value);
  const [key = '', ...rest] = path;
  const below = get(root, key);
  const others = Object.entries(root).filter(([name]) => name !== key);
  if (rest.length === 0 || !isObject(below)) return rest.length === 0 ? object(others) : root;
  const next = put(below, rest, undefined);
  if (Object.keys(next).length === 0) return object(others);
  return object(Object.entries(root).map(([name, member]) => [name, name === key ? next : member]));
}
