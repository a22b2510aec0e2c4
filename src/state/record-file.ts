// A record as the text of its file, made for git's merges: every line says by itself what it is about, so that none is
// ever taken for another; and an entry's fields stand between two lines that hardly ever change, so that changes of one
// entry and of its neighbour do not touch.

import { codecs } from '../formats/index.ts';
import { HatchError } from '../model/errors.ts';
import { at, byCodePoint, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';
import type { EntryRecord, FieldRecord, OwnerRecord, PlaceRecord } from '../model/record.ts';
import type { Container } from '../model/target.ts';

/** `file, place`, then an entry's name, then a field's pointer; what is known of that comes last, or nothing at its end. */
type Line = readonly Json[];

/** The record as text: sorted, a field a line. */
export function printRecord({ formatVersion, owner, manifest, places }: OwnerRecord): string {
  const lines = [...places]
    .filter(({ entries }) => Object.keys(entries).length > 0)
    .sort((a, b) => byCodePoint(a.file, b.file) || byCodePoint(a.place + insideOf(a), b.place + insideOf(b)))
    .flatMap(placeLines);
  const head = Object.entries({ formatVersion, owner, manifest }).map(
    ([key, value]) => `  "${key}": ${inline(value)},`,
  );
  // With an empty line at the end all others end alike, also where one more comes behind them.
  const rows = [...lines, []].map((line) => `    ${inline(line)}`);
  return `{\n${head.join('\n')}\n  "lines": [\n${rows.join(',\n')}\n  ]\n}\n`;
}

function placeLines({ file, place: id, entries, ...about }: PlaceRecord): readonly Line[] {
  const place = id + insideOf(about);
  const own = sorted(entries).flatMap(([name, entry]) => entryLines([file, place, name], entry));
  return [[file, place, about as unknown as Json], ...own, [file, place]];
}

/** Hosts that share a file keep their servers under different keys of it: a place is called by its key too. */
function insideOf({ container }: Pick<PlaceRecord, 'container'>): string {
  return printPointer(container.path);
}

function entryLines(names: Line, { fields, ...about }: EntryRecord): readonly Line[] {
  const own = sorted(fields).map(([pointer, field]) => [...names, pointer, field]);
  return [[...names, about], ...own, names];
}

function sorted<Item>(members: Readonly<Record<string, Item>>): readonly (readonly [string, Item])[] {
  return Object.entries(members).sort(([a], [b]) => byCodePoint(a, b));
}

function inline(value: Json): string {
  if (isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{ ${sorted(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`)
    .join(', ')} }`;
}

/**
 * The record that a text says. The order of its lines does not count; of two lines about the same the later one does,
 * and a field or an entry without the line about what it stands in is as if it had no record. Throws HatchError.
 */
export function parseRecord(path: string, bytes: Uint8Array): OwnerRecord {
  const refuse = (why: string, more: { readonly cause?: unknown; readonly hint?: string } = {}) =>
    new HatchError('failed', `the record ${path} ${why}`, {
      hint: 'after a merge keep the lines of both sides; or remove it: servers that are equal are then recorded again, nothing is deleted',
      ...more,
    });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refuse('cannot be read', { cause });
  }
  if (!isObject(value) || typeof value.owner !== 'string' || typeof value.manifest !== 'string') {
    throw refuse('is no record');
  }
  if (value.formatVersion !== 1) {
    throw refuse('was written by another version of hatch', { hint: 'update hatch, or run the version that wrote it' });
  }
  if (!isArray(value.lines) || !value.lines.every(isLine)) throw refuse('has lines that are none of a record');
  const { owner, manifest, lines } = value;
  return { formatVersion: 1, owner, manifest, places: placesOf(lines as readonly Line[]) };
}

/** Two to four names and what is known of it; or two or three names, at its end; or nothing. */
function isLine(line: Json): boolean {
  if (!isArray(line)) return false;
  const names = isObject(line.at(-1)) ? line.slice(0, -1) : line;
  const most = names === line ? 3 : 4;
  if (line.length === 0) return true;
  const isNamed = names.length >= 2 && names.length <= most && names.every((name) => typeof name === 'string');
  return isNamed && (names === line || says[names.length]?.(line.at(-1) ?? null, names.at(-1) as string) === true);
}

/** How many names a line has → does what it says have what every reader goes by? */
const says: Readonly<Record<number, (about: Json, name: string) => boolean>> = {
  2: (about) =>
    Object.hasOwn(codecs, String(at(about, ['format']))) &&
    kinds.has(String(at(about, ['container', 'kind']))) &&
    isTexts(at(about, ['container', 'path'])),
  3: (about) => ['found', 'written'].includes(String(at(about, ['origin']))),
  4: (about, pointer) =>
    /^(\/|$)/.test(pointer) && (at(about, ['value']) !== undefined || typeof at(about, ['digest']) === 'string'),
};

const kinds: ReadonlySet<string> = new Set<Container['kind']>(['map', 'array', 'arrays', 'names']);

function isTexts(value: Json | undefined): boolean {
  return isArray(value) && value.every((one) => typeof one === 'string');
}

interface Branch {
  readonly names: readonly string[];
  readonly about: JsonObject;
  readonly below: Map<string, Branch>;
}

function placesOf(lines: readonly Line[]): readonly PlaceRecord[] {
  const branches = new Map<string, Branch>();
  // Shorter lines first: what something stands in is known before it.
  for (const line of [...lines].sort((a, b) => a.length - b.length)) {
    const about = line.at(-1);
    if (!isObject(about)) continue;
    const names = line.slice(0, -1) as readonly string[];
    const branch: Branch = { names, about, below: new Map() };
    branches.get(JSON.stringify(names.slice(0, -1)))?.below.set(names.at(-1) ?? '', branch);
    branches.set(JSON.stringify(names), branch);
  }
  return [...branches.values()].filter(({ names }) => names.length === 2).map(placeOf);
}

function placeOf({ names: [file = '', name = ''], about, below }: Branch): PlaceRecord {
  const inside = insideOf(about as unknown as PlaceRecord);
  const place = name.endsWith(inside) ? name.slice(0, name.length - inside.length) : name;
  const entries = Object.fromEntries([...below].map(([name, entry]) => [name, entryOf(entry)]));
  return { ...(about as unknown as Omit<PlaceRecord, 'file' | 'place' | 'entries'>), file, place, entries };
}

function entryOf({ about, below }: Branch): EntryRecord {
  const fields = Object.fromEntries(
    [...below].map(([pointer, field]) => [pointer, field.about as unknown as FieldRecord]),
  );
  return { ...(about as unknown as Omit<EntryRecord, 'fields'>), fields };
}
