// The three states of one entry, field by field: what is there, what is equal, and the shape of each field.

import type { FieldRole } from '../hosts/api.ts';
import { comparable, type Host, roleOf } from '../hosts/index.ts';
import type { Hasher } from '../model/digest.ts';
import { at, equal, isArray, isObject, type Json, type Path } from '../model/json.ts';
import { parsePointer, printPointer } from '../model/pointer.ts';
import type { EntryRecord, FieldRecord } from '../model/record.ts';
import { isSecretArgument, isSecretUrl, looksLikeCredential } from '../secrets/sensitive.ts';
import { isSensitive } from '../secrets/visibility.ts';
import { serversPlace } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import { hashPointer, isAsRecorded, referenceDigest } from '../state/records.ts';
import { type Shape, type States, shapeOf, verdicts } from './verdicts.ts';

/** A leaf, or the leaves that count as one field together. */
export interface Field {
  /** Leaves of the desired and the recorded entry that make it up. */
  readonly pointers: readonly string[];
  readonly shape: Shape;
  readonly verdict: NonNullable<(typeof verdicts)[Shape]>;
  /** The value behind an unchanged reference is another than the one we wrote. */
  readonly rotated: boolean;
}

const plainRole: FieldRole = { group: undefined, holds: 'plain', known: true };

/** The role of a field; what stands in a satellite is plain. */
export function roleIn(host: Host, place: string, path: Path): FieldRole {
  return place === serversPlace ? roleOf(host, path) : plainRole;
}

/** Pointer → value of every leaf: a scalar, a whole list, an empty object. A value that is no object is one leaf. */
export function leavesOf(value: Json | undefined): ReadonlyMap<string, Json> {
  const leaves = new Map<string, Json>();
  const walk = (node: Json, path: readonly string[]) => {
    const members = isObject(node) ? Object.entries(node) : [];
    if (members.length > 0) for (const [key, member] of members) walk(member, [...path, key]);
    else if (!isObject(node) || path.length > 0) leaves.set(printPointer(path), node);
  };
  if (value !== undefined) walk(value, []);
  return leaves;
}

export interface FieldContext {
  readonly host: Host;
  readonly place: string;
  readonly name: string;
  readonly hasher: Hasher | undefined;
}

/** The entry's fields that are desired or recorded, in a stable order. */
export function fieldsOf(
  context: FieldContext,
  desired: DesiredEntry | undefined,
  actual: Json | undefined,
  recorded: EntryRecord | undefined,
): readonly Field[] {
  const wanted = leavesOf(desired?.value);
  const owned = Object.keys(recorded?.fields ?? {});
  const groups = new Map<string, string[]>();
  for (const pointer of new Set([...wanted.keys(), ...owned])) {
    const key = roleIn(context.host, context.place, parsePointer(pointer)).group ?? pointer;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pointer]);
    else group.push(pointer);
  }
  const fields: Field[] = [];
  for (const pointers of groups.values()) {
    const states = pointers.map((pointer) => leafStates(context, pointer, desired, actual, recorded));
    const shape = shapeOf({
      desired: states.some((state) => state.desired),
      actual: states.some((state) => state.actual),
      recorded: states.some((state) => state.recorded),
      desiredIsActual: states.every((state) => state.desiredIsActual),
      desiredIsRecorded: states.every((state) => state.desiredIsRecorded),
      actualIsRecorded: states.every((state) => state.actualIsRecorded),
    });
    const rotated = states.some((state) => state.rotated);
    const verdict = rotated && shape === 'x y x' ? 'update' : verdicts[shape];
    if (verdict !== undefined) fields.push({ pointers, shape, verdict, rotated });
  }
  return fields;
}

interface LeafStates extends States {
  readonly rotated: boolean;
}

function leafStates(
  context: FieldContext,
  pointer: string,
  desired: DesiredEntry | undefined,
  actual: Json | undefined,
  recorded: EntryRecord | undefined,
): LeafStates {
  const path = parsePointer(pointer);
  const plain = (value: Json | undefined) =>
    context.place === serversPlace ? comparable(context.host, path, value) : value;
  const whole = at(desired?.value, path);
  const d = isFilled(whole) ? undefined : whole;
  const l = recorded && Object.hasOwn(recorded.fields, pointer) ? recorded.fields[pointer] : undefined;
  const a = standing(at(actual, path), d, l);
  const isInline = desired !== undefined && hasAny(desired.inline, pointer);
  const where = hashPointer(context.place, context.name, pointer);
  const same = (value: Json | undefined) =>
    l !== undefined &&
    (isAsRecorded(context.hasher, where, l, value) || ('value' in l && equal(plain(l.value), plain(value))));
  const actualIsRecorded = l === undefined ? a === undefined : same(a);
  if (isInline && d !== undefined) {
    const sameReference = l !== undefined && 'reference' in l && l.reference === referenceDigest(d);
    const known = desired.resolved === undefined ? undefined : at(desired.resolved, path);
    const matches = known === undefined ? sameReference && actualIsRecorded : equal(known, a);
    return {
      desired: true,
      actual: a !== undefined,
      recorded: l !== undefined,
      desiredIsActual: matches,
      desiredIsRecorded: sameReference,
      actualIsRecorded,
      rotated: sameReference && actualIsRecorded && !matches,
    };
  }
  // A default that is not there stands for itself.
  const isDefault = a === undefined && equal(plain(d), undefined);
  return {
    desired: d !== undefined,
    actual: a !== undefined || (isDefault && d !== undefined),
    recorded: l !== undefined && !(isDefault && d === undefined && actualIsRecorded),
    desiredIsActual: equal(plain(d), plain(a)),
    desiredIsRecorded: l === undefined ? d === undefined : same(d),
    actualIsRecorded,
    rotated: false,
  };
}

/** An object with something in it: no leaf. */
export function isFilled(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

/** An empty object is there as soon as any object is: what others put into it is theirs. */
function standing(value: Json | undefined, d: Json | undefined, l: FieldRecord | undefined): Json | undefined {
  if (!isFilled(value)) return value;
  if (isObject(d)) return d;
  return d === undefined && l !== undefined && 'value' in l && isObject(l.value) ? undefined : value;
}

/** Does a text at `pointer`, or within the list there, belong to `pointers`? */
export function hasAny(pointers: ReadonlySet<string>, pointer: string): boolean {
  return pointers.has(pointer) || [...pointers].some((other) => other.startsWith(`${pointer}/`));
}

/** Pointers of the leaves that others put into the entry: neither desired nor recorded. */
export function foreignLeaves(
  desired: DesiredEntry | undefined,
  actual: Json | undefined,
  recorded: EntryRecord | undefined,
): readonly string[] {
  const wanted = leavesOf(desired?.value);
  return [...leavesOf(actual).keys()].filter(
    (pointer) => !wanted.has(pointer) && !(recorded && Object.hasOwn(recorded.fields, pointer)),
  );
}

/** Is what is desired at a leaf sensitive: a credential in the manifest's text, references aside? */
export function isDesiredSensitive(host: Host, desired: DesiredEntry, pointer: string): boolean {
  const path = parsePointer(pointer);
  const role = roleIn(host, desired.place, path);
  if (isPublic(desired, role.holds, path)) return false;
  const own = withoutReferences(at(desired.value, path), pointer, desired);
  return isSensitive(role, path, own, desired.source === undefined ? 'manifest' : 'file');
}

/** Does the manifest give this variable or header a value, be it in another place of the host's entry? */
export function isGiven({ given }: DesiredEntry, { holds }: FieldRole, path: Path): boolean {
  const name = path.at(-1) ?? '';
  return given.has(`${holds}/${holds === 'header' ? name.toLowerCase() : name}`);
}

/** The texts in what is desired that are literal secrets: leaves, and items of lists. */
export function secretTexts(host: Host, desired: DesiredEntry): readonly string[] {
  return [...leavesOf(desired.value)].flatMap(([pointer, value]) => {
    if (!isDesiredSensitive(host, desired, pointer)) return [];
    const own = withoutReferences(value, pointer, desired);
    return isArray(own) ? own.flatMap((_, i) => (isSecretArgument(own, i) ? [`${pointer}/${i}`] : [])) : [pointer];
  });
}

/** What the manifest itself says: of a text with references only its fallbacks, or what is a credential beside them. */
function withoutReferences(
  value: Json | undefined,
  pointer: string,
  { native, inline }: DesiredEntry,
): Json | undefined {
  const isReference = (at: string) => native.has(at) || inline.has(at);
  const own = (item: Json | undefined) => credentialBeside(item) ?? fallbackIn(item);
  if (isArray(value)) return value.map((item, i) => (isReference(`${pointer}/${i}`) ? (own(item) ?? '') : item));
  return isReference(pointer) ? own(value) : value;
}

/** A reference, ours or a host's: `${…}`, `{env:…}`, `$NAME`. */
const reference = /\$?\{[^}]*\}|\$\w+/g;

/** The text without its references, where a credential is left; undefined elsewhere. */
function credentialBeside(text: Json | undefined): string | undefined {
  if (typeof text !== 'string') return undefined;
  const rest = text.replace(reference, '');
  return looksLikeCredential(rest) || isSecretUrl(rest.replace(/^[^?]*/, '')) ? rest : undefined;
}

/** The fallbacks in a text, ours or a host's; undefined where it has none. */
function fallbackIn(text: Json | undefined): string | undefined {
  const found = typeof text === 'string' ? [...text.matchAll(/:-([^}]*)\}/g)].map(([, fallback]) => fallback) : [];
  return found.length === 0 ? undefined : found.join(' ');
}

const neutralNames: Readonly<Record<string, string>> = { environment: 'env', header: 'headers' };

function isPublic(desired: DesiredEntry, holds: string, path: readonly string[]): boolean {
  if (desired.public.length === 0) return false;
  const section = neutralNames[holds];
  const neutral = section === undefined ? printPointer(path) : printPointer([section, path.at(-1) ?? '']);
  return desired.public.includes(neutral) || (holds === 'arguments' && desired.public.includes('/args'));
}
