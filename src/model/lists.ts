// Arrays side by side, one for each transport, seen as one map: which array an entry stands in, and edits of the map as
// edits of the single arrays.

import { get, isArray, isObject, type Json, type JsonObject, object, put } from './json.ts';
import type { EntryEdit } from './plan.ts';
import { parsePointer } from './pointer.ts';
import type { ArrayContainer, ArraysContainer } from './target.ts';

/** One of the arrays, as a container of its own. */
export function listContainer({ path, key, otherwise }: ArraysContainer, list: string): ArrayContainer {
  return { kind: 'array', path: [...path, list], key, ...(otherwise !== undefined && { otherwise }) };
}

/** What names an item of an array; undefined where nothing does. */
export function itemName({ key, otherwise }: ArrayContainer, item: Json): string | undefined {
  if (typeof item === 'string') return otherwise === undefined ? undefined : item;
  const name = get(item, key) ?? (otherwise === undefined ? undefined : get(item, otherwise));
  return typeof name === 'string' && !isArray(item) ? name : undefined;
}

/** The entry that an item of an array stands for, without its name. */
export function itemEntry({ key, otherwise }: ArrayContainer, item: Json): JsonObject {
  if (isObject(item)) return withoutMember(item, key);
  return otherwise === undefined ? {} : { [otherwise]: item };
}

export function withoutMember(value: JsonObject, key: string): JsonObject {
  return object(Object.entries(value).filter(([name]) => name !== key));
}

/**
 * Array → its part of the edits, in the order of `lists`; arrays without one are left out. `found` are the entries as
 * they stand, with the member that names their array. An entry whose array changes is removed and added.
 */
export function listEdits(
  { lists, as }: ArraysContainer,
  found: ReadonlyMap<string, Json>,
  edits: ReadonlyMap<string, EntryEdit>,
): ReadonlyMap<string, ReadonlyMap<string, EntryEdit>> {
  const parts = new Map(lists.map((list) => [list, new Map<string, EntryEdit>()]));
  const give = (value: Json | undefined, name: string, edit: EntryEdit) => {
    parts.get(String(get(value, as)))?.set(name, edit);
  };
  const add = (value: Json): EntryEdit => ({ kind: 'add', value: isObject(value) ? withoutMember(value, as) : value });
  for (const [name, edit] of edits) {
    const before = found.get(name);
    if (edit.kind === 'add') give(edit.value, name, add(edit.value));
    else if (edit.kind === 'remove' || !isObject(before)) give(before, name, edit);
    else {
      const after = [...edit.fields].reduce(
        (value, [pointer, field]) => put(value, parsePointer(pointer), field),
        before,
      );
      const moves = get(after, as) !== get(before, as);
      give(before, name, moves ? { kind: 'remove' } : edit);
      if (moves) give(after, name, add(after));
    }
  }
  return new Map([...parts].filter(([, part]) => part.size > 0));
}
