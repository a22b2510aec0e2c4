// Sees every kind of container as one map from name to entry, and turns edits of entries into changes of its file.

import { at, get, isArray, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import type { EntryEdit } from '../model/plan.ts';
import { parsePointer, printPointer } from '../model/pointer.ts';
import type { Container } from '../model/target.ts';
import { applyChange, changeTree } from './change.ts';
import { type Change, type Codec, type Document, FormatError } from './codec.ts';
import { render } from './splice.ts';

/** An entry as it stands: its value without its name member, and its path in the file. */
export interface FoundEntry {
  readonly value: Json;
  readonly path: Path;
}

/**
 * How a place looked before our first entry came: the deepest container that was there, and its source text where it
 * held nothing. Kept with the record, so that our last entry leaves the bytes as they were.
 */
export interface Origin {
  readonly path: Path;
  /** Undefined where it had members of its own. */
  readonly source: string | undefined;
}

/** The entries of a container, in the order of the file. Throws `FormatError` where something else stands there. */
export function readEntries(document: Document, container: Container): ReadonlyMap<string, FoundEntry> {
  const found = new Map<string, FoundEntry>();
  const refuse = (what: string, path: Path) =>
    new FormatError(what, document.locate(path) ?? { line: 1, column: 1, offset: 0 });
  for (const above of container.path.map((_, depth) => container.path.slice(0, depth))) {
    const holder = at(document.value, above) ?? null;
    if (holder !== null && !isObject(holder)) throw refuse(`${shown(above)} is not an object`, above);
  }
  const value = at(document.value, container.path);
  if (value === undefined || value === null) return found;
  refuseDuplicates(document, container);
  if (container.kind === 'map') {
    if (!isObject(value)) throw refuse(`${shown(container.path)} is not an object`, container.path);
    for (const [name, entry] of Object.entries(value))
      found.set(name, { value: entry, path: [...container.path, name] });
    return found;
  }
  if (!isArray(value)) throw refuse(`${shown(container.path)} is not a list`, container.path);
  for (const [index, item] of value.entries()) {
    const path = [...container.path, String(index)];
    const name = container.kind === 'names' ? item : get(item, container.key);
    if (typeof name !== 'string') continue;
    if (found.has(name)) throw refuse(`\`${name}\` stands twice in ${shown(container.path)}`, path);
    found.set(name, { value: container.kind === 'names' ? true : without(item as JsonObject, container.key), path });
  }
  return found;
}

/** Duplicate keys on the path to the place and inside it are refused: what one reader sees, another does not. */
function refuseDuplicates(document: Document, { path: place }: Container): void {
  for (const { path, position } of document.duplicates) {
    const shared = Math.min(path.length, place.length);
    if (path.slice(0, shared).every((key, i) => key === place[i])) {
      throw new FormatError(`the key ${printPointer(path)} stands twice`, position);
    }
  }
}

function without(value: JsonObject, key: string): JsonObject {
  return object(Object.entries(value).filter(([name]) => name !== key));
}

function shown(path: Path): string {
  return path.length === 0 ? 'the file' : `\`${printPointer(path)}\``;
}

export interface PlaceEdit {
  readonly container: Container;
  /** Name → what becomes of the entry. */
  readonly edits: ReadonlyMap<string, EntryEdit>;
  /** From the record; undefined where we have had no entry there. */
  readonly origin: Origin | undefined;
}

export interface RenderedFile {
  readonly text: string;
  /** Per place, in the order given: what is to be remembered while entries of ours are there. */
  readonly origins: readonly (Origin | undefined)[];
  /** Nothing of anybody is left in a file that begins with nothing but what we wrote. */
  readonly empty: boolean;
}

/** The file after all edits, proven. Throws `FormatError` when it cannot be done safely. */
export function renderFile(codec: Codec, text: string, places: readonly PlaceEdit[]): RenderedFile {
  const document = codec.read(text.replace(/^\uFEFF/, ''));
  const origins = places.map((place) => place.origin ?? originOf(document, place));
  const changes = places.flatMap((place) => changesOf(document, place));
  let result = changes.length === 0 ? text : render(codec, text, changeTree(changes));
  for (const [i, place] of places.entries()) result = restore(codec, result, place, origins[i]);
  const value = codec.read(result.replace(/^\uFEFF/, '')).value;
  return { text: result, origins, empty: isObject(value) && Object.keys(value).length === 0 };
}

/** What the first entry that we add finds; undefined where we add none or the place has entries already. */
function originOf(document: Document, { container, edits }: PlaceEdit): Origin | undefined {
  if (![...edits.values()].some((edit) => edit.kind === 'add')) return undefined;
  let path: Path = container.path;
  while (path.length > 0 && at(document.value, path) === undefined) path = path.slice(0, -1);
  const value = at(document.value, path);
  const hollow =
    value === null || (isArray(value) ? value.length === 0 : Object.keys(value as JsonObject).length === 0);
  if (!hollow && path.length === container.path.length) return undefined;
  return { path, source: hollow ? document.source(path) : undefined };
}

function changesOf(document: Document, { container, edits }: PlaceEdit): (readonly [Path, Change])[] {
  const found = readEntries(document, container);
  const list = container.kind === 'map' ? undefined : at(document.value, container.path);
  const missing = container.kind !== 'map' && !isArray(list);
  let next = isArray(list) ? list.length : 0;
  const added: Json[] = [];
  const changes: (readonly [Path, Change])[] = [];
  for (const [name, edit] of edits) {
    const entry = found.get(name);
    if (edit.kind === 'remove') {
      if (entry !== undefined) changes.push([entry.path, { kind: 'remove' }]);
    } else if (edit.kind === 'fields') {
      if (entry === undefined) throw new FormatError(`\`${name}\` is gone`, { line: 1, column: 1, offset: 0 });
      changes.push(...fieldChanges(entry, edit.fields));
    } else {
      const value = itemOf(container, name, edit.value);
      if (container.kind === 'map') changes.push([[...container.path, name], { kind: 'set', value }]);
      else if (missing) added.push(value);
      else changes.push([[...container.path, String(next++)], { kind: 'set', value }]);
    }
  }
  if (added.length > 0) changes.push([container.path, { kind: 'set', value: added }]);
  return changes;
}

function itemOf(container: Container, name: string, value: Json): Json {
  if (container.kind === 'names') return name;
  if (container.kind === 'array') return object([[container.key, name], ...Object.entries(value as JsonObject)]);
  return value;
}

/** A field that leaves takes along the objects that are empty without it, as far as the entry itself. */
function fieldChanges(entry: FoundEntry, fields: ReadonlyMap<string, Json | undefined>): (readonly [Path, Change])[] {
  const changes = new Map<string, readonly [Path, Change]>();
  const tree = changeTree(
    [...fields].map(([pointer, value]) => [
      parsePointer(pointer),
      value === undefined ? { kind: 'remove' } : { kind: 'set', value },
    ]),
  );
  const after = applyChange(entry.value, tree);
  for (const [pointer, value] of fields) {
    let path = parsePointer(pointer);
    if (value === undefined) while (path.length > 1 && isHollow(at(after, path.slice(0, -1)))) path = path.slice(0, -1);
    changes.set(printPointer(path), [
      [...entry.path, ...path],
      value === undefined ? { kind: 'remove' } : { kind: 'set', value },
    ]);
  }
  return [...changes.values()];
}

function isHollow(value: Json | undefined): boolean {
  return value === undefined || (isObject(value) && Object.keys(value).length === 0);
}

/** Once the place is empty again: containers that we created go, and what was there before looks as it did. */
function restore(codec: Codec, text: string, { container, edits }: PlaceEdit, origin: Origin | undefined): string {
  if (origin === undefined || ![...edits.values()].some((edit) => edit.kind === 'remove')) return text;
  const document = codec.read(text.replace(/^\uFEFF/, ''));
  let result = text;
  if (origin.path.length < container.path.length) {
    const created = container.path.slice(0, origin.path.length + 1);
    const value = at(document.value, created);
    if (value !== undefined) {
      if (!isBare(value) || hasComment(document.source(created) ?? '')) return text;
      result = render(codec, text, changeTree([[created, { kind: 'remove' }]]));
    }
  }
  if (origin.source === undefined) return result;
  const now = codec.read(result.replace(/^\uFEFF/, ''));
  const left = at(now.value, origin.path);
  if (left === undefined || left === null || !isBare(left) || hasComment(now.source(origin.path) ?? '')) return result;
  if (now.source(origin.path) === origin.source) return result;
  const bare: Json = isNothing(origin) ? null : isArray(left) ? [] : {};
  return render(codec, result, changeTree([[origin.path, { kind: 'source', text: origin.source, value: bare }]]));
}

/** Nothing in it but containers with nothing in them. */
function isBare(value: Json): boolean {
  if (value === null) return true;
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isBare);
}

/** `key:` without a value, or with an explicit null. */
function isNothing({ path, source = '' }: Origin): boolean {
  return path.length > 0 && /^\s*(null|~)?\s*$/.test(source);
}

/** A comment somebody wrote meanwhile must not go with the old look. */
function hasComment(source: string): boolean {
  const withoutTexts = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '');
  return /\/\/|\/\*|#/.test(withoutTexts);
}
