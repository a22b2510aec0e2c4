// What must change inside a container to make it a given value, so that the comments of what stays can stay too.

import { equal, get, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Change } from './codec.ts';
import { type Container, jsonOf } from './jsonc-tree.ts';

/** The changes of members that lead to `value`; undefined where that is no container of the same kind. */
export function differences(container: Container, value: Json): ReadonlyMap<string, Change> | undefined {
  if (container.kind === 'object') return isObject(value) ? memberChanges(container, value) : undefined;
  return isArray(value) ? itemChanges(jsonOf(container) as readonly Json[], value) : undefined;
}

function memberChanges({ slots }: Container, value: JsonObject): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  for (const { key } of slots) if (get(value, key) === undefined) changes.set(key, { kind: 'remove' });
  for (const [key, member] of Object.entries(value)) changes.set(key, { kind: 'set', value: member });
  return changes;
}

/** Items in front and at the end that stay are left alone; those between change in place, the surplus goes or comes. */
function itemChanges(before: readonly Json[], after: readonly Json[]): ReadonlyMap<string, Change> {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && equal(before[head], after[head])) head++;
  let kept = 0;
  while (kept < shorter - head && equal(before.at(-1 - kept), after.at(-1 - kept))) kept++;
  if (after.length > before.length) kept = 0;
  const changes = new Map<string, Change>();
  for (const [i, value] of after.slice(head, after.length - kept).entries()) {
    changes.set(String(head + i), { kind: 'set', value });
  }
  for (let i = head + changes.size; i < before.length - kept; i++) changes.set(String(i), { kind: 'remove' });
  return changes;
}
