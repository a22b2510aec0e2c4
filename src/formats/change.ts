// Change trees: built from paths, and applied to plain values (what an edit must lead to).

import { get, isArray, isObject, type Json, object, type Path } from '../model/json.ts';
import type { Change } from './codec.ts';

/** The tree that holds each change at its path. A later change of the same path replaces an earlier one. */
export function changeTree(changes: Iterable<readonly [Path, Change]>): Change {
  const root: Branch = { members: new Map() };
  for (const [path, change] of changes) {
    const [last, ...above] = [...path].reverse();
    if (last === undefined) return change;
    let branch = root;
    for (const key of above.reverse()) {
      const next = branch.members.get(key);
      const deeper: Branch = next !== undefined && !('kind' in next) ? next : { members: new Map() };
      branch.members.set(key, deeper);
      branch = deeper;
    }
    branch.members.set(last, change);
  }
  return freeze(root);
}

interface Branch {
  readonly members: Map<string, Branch | Change>;
}

function freeze(branch: Branch): Change {
  const members = new Map<string, Change>();
  for (const [key, node] of branch.members) members.set(key, 'kind' in node ? node : freeze(node));
  return { kind: 'members', members };
}

/** The value that `change` makes of `value`; undefined where it removes it. */
export function applyChange(value: Json | undefined, change: Change): Json | undefined {
  switch (change.kind) {
    case 'set':
    case 'source':
      return change.value;
    case 'remove':
      return undefined;
    case 'members':
      return isArray(value) ? changeItems(value, change.members) : changeMembers(value, change.members);
  }
}

/** The value without the containers that `change` took the last member from; undefined if it is one itself. */
export function withoutEmptied(value: Json, change: Change): Json | undefined {
  if (change.kind !== 'members') return value;
  if (isArray(value)) return withoutEmptiedItems(value, change.members);
  if (!isObject(value)) return value;
  const members = Object.entries(value).flatMap(([key, member]) => {
    const below = change.members.get(key);
    const kept = below === undefined ? member : withoutEmptied(member, below);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  const takes = [...change.members.values()].some(({ kind }) => kind !== 'set' && kind !== 'source');
  return takes && members.length === 0 ? undefined : object(members);
}

/** Items are known by their index from before the change: those that were removed are skipped. */
function withoutEmptiedItems(items: readonly Json[], changes: ReadonlyMap<string, Change>): Json | undefined {
  let index = 0;
  const kept = items.map((item) => {
    while (changes.get(String(index))?.kind === 'remove') index++;
    const below = changes.get(String(index++));
    return below === undefined ? item : (withoutEmptied(item, below) ?? {});
  });
  return kept.length === 0 ? undefined : kept;
}

function changeItems(items: readonly Json[], changes: ReadonlyMap<string, Change>): Json {
  const kept = items.map((item, i) => {
    const change = changes.get(String(i));
    return change === undefined ? item : applyChange(item, change);
  });
  const added = [...changes]
    .filter(([key]) => Number(key) >= items.length)
    .map(([, change]) => applyChange(undefined, change));
  return [...kept, ...added].filter((item) => item !== undefined);
}

function changeMembers(value: Json | undefined, changes: ReadonlyMap<string, Change>): Json {
  const before = isObject(value) ? Object.entries(value) : [];
  const after = new Map<string, Json>(before);
  for (const [key, change] of changes) {
    const next = applyChange(get(value, key), change);
    if (next === undefined) after.delete(key);
    else after.set(key, next);
  }
  return object(after);
}
