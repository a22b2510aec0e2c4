// Sees every kind of container as one map from name to entry, and turns edits of entries into changes of its file.

import { at, isArray, isObject, type Json, type JsonObject, object, type Path, put } from '../model/json.ts';
import { itemEntry, itemName, listContainer, listEdits } from '../model/lists.ts';
import type { EntryEdit } from '../model/plan.ts';
import { parsePointer, printPointer } from '../model/pointer.ts';
import type { Origin } from '../model/record.ts';
import type { ArraysContainer, Container } from '../model/target.ts';
import { applyChange, changeTree } from './change.ts';
import { type Change, type Codec, type Document, FormatError } from './codec.ts';
import { originOf, restore, type SinglePlace } from './place-origin.ts';
import { render } from './splice.ts';

/** An entry as it stands: its value without its name member, and its path in the file. */
export interface FoundEntry {
  readonly value: Json;
  readonly path: Path;
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
  if (container.kind === 'arrays') return readLists(document, container);
  if (container.kind === 'map') {
    if (!isObject(value)) throw refuse(`${shown(container.path)} is not an object`, container.path);
    for (const [name, entry] of Object.entries(value))
      found.set(name, { value: entry, path: [...container.path, name] });
    return found;
  }
  if (!isArray(value)) throw refuse(`${shown(container.path)} is not a list`, container.path);
  for (const [index, item] of value.entries()) {
    const path = [...container.path, String(index)];
    const name = container.kind === 'names' ? item : itemName(container, item);
    if (typeof name !== 'string') continue;
    if (found.has(name)) throw refuse(`\`${name}\` stands twice in ${shown(container.path)}`, path);
    found.set(name, { value: container.kind === 'names' ? true : itemEntry(container, item), path });
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

/** A name that stands in two of the arrays is refused, as in one. */
function readLists(document: Document, container: ArraysContainer): ReadonlyMap<string, FoundEntry> {
  const found = new Map<string, FoundEntry>();
  for (const list of container.lists) {
    for (const [name, { value, path }] of readEntries(document, listContainer(container, list))) {
      if (found.has(name)) {
        const where = document.locate(path) ?? { line: 1, column: 1, offset: 0 };
        throw new FormatError(`\`${name}\` stands twice in ${shown(container.path)}`, where);
      }
      found.set(name, { value: { ...(value as JsonObject), [container.as]: list }, path });
    }
  }
  return found;
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
  const parts = places.map((place) => partsOf(document, place));
  const singles = parts.flat().map((part) => ({ ...part, origin: part.origin ?? originOf(document, part) }));
  const changes = singles.flatMap((part) => changesOf(document, part));
  let result = changes.length === 0 ? text : render(codec, text, changeTree(changes));
  for (const part of singles) result = restore(codec, result, part);
  const value = codec.read(result.replace(/^\uFEFF/, '')).value;
  let next = 0;
  const origins = places.map((place, i) => {
    const own = singles.slice(next, next + (parts[i]?.length ?? 0));
    next += own.length;
    return place.container.kind === 'arrays' ? originOfLists(place, own) : own[0]?.origin;
  });
  return { text: result, origins, empty: isObject(value) && Object.keys(value).length === 0 };
}

/** A place as single containers: itself, or those of its arrays that are edited. */
function partsOf(document: Document, place: PlaceEdit): readonly SinglePlace[] {
  const { container, edits, origin } = place;
  if (container.kind !== 'arrays') return [{ container, edits, origin, twins: [] }];
  const found = new Map([...readEntries(document, container)].map(([name, { value }]) => [name, value]));
  return [...listEdits(container, found, edits)].map(([list, own]) => ({
    container: listContainer(container, list),
    edits: own,
    origin: origin?.lists?.[list],
    twins: container.lists,
  }));
}

function originOfLists({ container: { path }, origin }: PlaceEdit, parts: readonly SinglePlace[]): Origin | undefined {
  const named = parts.flatMap(({ container, origin: own }) =>
    own === undefined ? [] : [[container.path.at(-1) ?? '', own] as const],
  );
  const lists = { ...origin?.lists, ...Object.fromEntries(named) };
  return Object.keys(lists).length === 0 ? undefined : { path, lists };
}

function changesOf(document: Document, { container, edits }: SinglePlace): (readonly [Path, Change])[] {
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
      if (typeof at(document.value, entry.path) !== 'string') changes.push(...fieldChanges(entry, edit.fields));
      else changes.push([entry.path, { kind: 'set', value: itemOf(container, name, withFields(entry, edit.fields)) }]);
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

function itemOf(container: SinglePlace['container'], name: string, value: Json): Json {
  if (container.kind === 'names') return name;
  if (container.kind === 'array') return object([[container.key, name], ...Object.entries(value as JsonObject)]);
  return value;
}

function withFields({ value }: FoundEntry, fields: ReadonlyMap<string, Json | undefined>): Json {
  const start = isObject(value) ? value : {};
  return [...fields].reduce((whole, [pointer, field]) => put(whole, parsePointer(pointer), field), start);
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
