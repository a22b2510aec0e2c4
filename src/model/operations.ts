// A plan's edits as RFC 6902 operations on the map form of a place (`/github/headers/X`), without any secret.

import { digestOf, type Hasher } from './digest.ts';
import { isArray, isObject, type Json, object } from './json.ts';
import type { EntryPlan, Guard } from './plan.ts';
import { parsePointer, printPointer } from './pointer.ts';

export interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: Json;
}

/** The operations that carry out the entry's edit. A sensitive value is `hide`d: its hash stands in its place. */
export function operationsOf(entry: EntryPlan, hide: Hasher): readonly Operation[] {
  const { edit, name } = entry;
  if (edit === undefined) return [];
  const path = printPointer([name]);
  if (edit.kind === 'remove') return [{ op: 'remove', path }];
  if (edit.kind === 'add') return [{ op: 'add', path, value: hidden(entry, edit.value, [], hide) }];
  const before = new Map(entry.guards.map(({ pointer, saw }) => [pointer, saw]));
  return [...edit.fields].map(([pointer, value]): Operation => {
    if (value === undefined) return { op: 'remove', path: path + pointer };
    const op = before.get(pointer) === undefined ? 'add' : 'replace';
    return { op, path: path + pointer, value: hidden(entry, value, parsePointer(pointer), hide) };
  });
}

function hidden(entry: EntryPlan, value: Json, path: readonly string[], hide: Hasher): Json {
  const pointer = printPointer(path);
  if (entry.secrets.has(pointer)) return { $secret: hide(`/${entry.name}${pointer}`, value) };
  if (isObject(value))
    return object(Object.entries(value).map(([key, member]) => [key, hidden(entry, member, [...path, key], hide)]));
  if (isArray(value)) return value.map((item, i) => hidden(entry, item, [...path, String(i)], hide));
  return value;
}

/** What a guard asks for: a public value by its plain hash, a sensitive one only by whether it is what we wrote. */
export function guardState({ saw, sensitive, asApplied }: Guard): string {
  if (saw === undefined) return 'absent';
  return sensitive ? (asApplied ? 'as applied' : 'changed') : digestOf(saw);
}
