// A plan as RFC 6902 patches against the documents themselves, one for each file: what another tool could carry out.

import { at, get, isArray, isObject, type Json, type JsonObject, type Path, put } from '../model/json.ts';
import { itemName, listContainer, listEdits } from '../model/lists.ts';
import { diff, type Operation } from '../model/patch.ts';
import type { EntryPlan, Plan, TargetFile, TargetPlan } from '../model/plan.ts';
import { parsePointer, printPointer } from '../model/pointer.ts';
import type { ArraysContainer, Container } from '../model/target.ts';
import { type Masks, masks, seenValue } from './mask.ts';
import { sortedEntries, sortedTargets } from './view.ts';

/** The value that a file holds now; undefined where there is no file. Arrays as they stand, maps as they stand. */
export type ReadDocument = (file: TargetFile) => Json | undefined;

/** `[{ target, path, symbolic, patch }]`; a file without changes is left out. Secrets are masked, and never tested. */
export function jsonPatches(plan: Plan, read: ReadDocument): Json {
  const shown = masks();
  return sortedTargets(plan).flatMap((target) =>
    target.files.flatMap((file, index): readonly Json[] => {
      const patch = filePatch(target, file, index, read, shown);
      return patch.length === 0
        ? []
        : [{ target: target.name, path: file.path, symbolic: file.symbolic, patch: patch.map((one) => ({ ...one })) }];
    }),
  );
}

function filePatch(
  target: TargetPlan,
  file: TargetFile,
  index: number,
  read: ReadDocument,
  shown: Masks,
): readonly Operation[] {
  const entries = sortedEntries(target.entries).filter((entry) => entry.file === index && entry.edit !== undefined);
  if (entries.length === 0) return [];
  const document = read(file);
  const start = document ?? file.fresh ?? {};
  const begin: readonly Operation[] = document === undefined ? [{ op: 'add', path: '', value: start }] : [];
  return [
    ...begin,
    ...[...file.containers].flatMap(([place, container]) =>
      placePatch(
        start,
        container,
        entries.filter((entry) => entry.place === place),
        shown,
      ),
    ),
  ];
}

type Single = Exclude<Container, ArraysContainer>;

/** Changes first and removals from the end, so that every index still means what it meant in the document. */
function placePatch(
  document: Json,
  container: Container,
  entries: readonly EntryPlan[],
  shown: Masks,
): readonly Operation[] {
  if (entries.length === 0) return [];
  if (container.kind === 'arrays') return listPatches(document, container, entries, shown);
  const current = at(document, container.path);
  const found = entries.map((entry) => ({ entry, key: keyOf(container, current, entry.name) }));
  const kind = (wanted: 'fields' | 'remove' | 'add') => found.filter(({ entry }) => entry.edit?.kind === wanted);
  const position = ({ key }: { readonly key: string | undefined }) => Number(key ?? 0);
  const removals = container.kind === 'map' ? kind('remove') : kind('remove').sort((a, b) => position(b) - position(a));
  const path = (key: string | undefined) => printPointer([...container.path, key ?? '-']);
  return [
    ...parents(document, container),
    ...kind('fields').flatMap(({ entry, key }) => [
      ...nameTest(container, at(current, [key ?? '']), path(key)),
      ...changePatch(entry, at(current, key === undefined ? [] : [key]), path(key), shown),
    ]),
    ...removals.flatMap(({ key }) => [
      ...nameTest(container, at(current, [key ?? '']), path(key)),
      { op: 'remove' as const, path: path(key) },
    ]),
    ...kind('add').map(({ entry, key }) => ({
      op: 'add' as const,
      path: path(container.kind === 'map' ? entry.name : key),
      value: addedValue(container, entry, shown),
    })),
  ];
}

/** Each array by itself; an entry that moves from one to another leaves and comes. */
function listPatches(
  document: Json,
  container: ArraysContainer,
  entries: readonly EntryPlan[],
  shown: Masks,
): readonly Operation[] {
  const named = new Map(entries.map((entry) => [entry.name, entry]));
  const edits = new Map(entries.flatMap(({ name, edit }) => (edit === undefined ? [] : [[name, edit] as const])));
  const found = new Map(
    container.lists.flatMap((list) => {
      const single = listContainer(container, list);
      const items = at(document, single.path);
      return (isArray(items) ? items : []).flatMap((item) => {
        const name = itemName(single, item);
        return name === undefined ? [] : [[name, { ...(isObject(item) ? item : {}), [container.as]: list }] as const];
      });
    }),
  );
  const parent = at(document, container.path);
  const begun = isObject(document) && parent === undefined ? put(document, container.path, {}) : document;
  return [...listEdits(container, found, edits)].flatMap(([list, own], i) =>
    placePatch(
      i === 0 ? document : begun,
      listContainer(container, list),
      [...own].map(([name, edit]) => ({ ...(named.get(name) as EntryPlan), edit })),
      shown,
    ),
  );
}

/** The key of an entry in its container: its name, or its index in an array; undefined where it is not there. */
function keyOf(container: Single, current: Json | undefined, name: string): string | undefined {
  if (container.kind === 'map') return name;
  const isIt = (item: Json) => (container.kind === 'names' ? item : itemName(container, item)) === name;
  const index = isArray(current) ? current.findIndex(isIt) : -1;
  return index < 0 ? undefined : String(index);
}

/** That the item at an index is the one that was meant. */
function nameTest(container: Single, item: Json | undefined, path: string): readonly Operation[] {
  if (container.kind === 'map' || item === undefined) return [];
  if (!isObject(item) || container.kind === 'names') return [{ op: 'test', path, value: item }];
  const member = get(item, container.key) === undefined ? (container.otherwise ?? container.key) : container.key;
  return [{ op: 'test', path: path + printPointer([member]), value: get(item, member) ?? null }];
}

/** Containers that are not there yet. */
function parents(document: Json, container: Single): readonly Operation[] {
  return container.path.flatMap((_, i): readonly Operation[] => {
    const path: Path = container.path.slice(0, i + 1);
    if (at(document, path) !== undefined) return [];
    const value: Json = path.length === container.path.length && container.kind !== 'map' ? [] : {};
    return [{ op: 'add', path: printPointer(path), value }];
  });
}

function addedValue(container: Single, entry: EntryPlan, shown: Masks): Json {
  if (entry.edit?.kind !== 'add') return null;
  if (container.kind === 'names') return entry.name;
  const value = seenValue(entry, '', entry.edit.value, shown);
  return container.kind === 'array' && isObject(value) ? { [container.key]: entry.name, ...value } : value;
}

/** What changes within an entry; the tests of what may not be seen are left out. */
function changePatch(entry: EntryPlan, before: Json | undefined, base: string, shown: Masks): readonly Operation[] {
  if (entry.edit?.kind !== 'fields' || !isObject(before)) return [];
  const { fields } = entry.edit;
  const after = [...fields].reduce<JsonObject>(
    (value, [pointer, field]) => put(value, parsePointer(pointer), field),
    before,
  );
  const open = new Set(entry.guards.filter(({ sensitive }) => !sensitive).map(({ pointer }) => pointer));
  return diff(before, after, true).flatMap((operation): readonly Operation[] => {
    const { path: pointer } = operation;
    if (operation.op === 'test') return open.has(pointer) ? [{ ...operation, path: base + pointer }] : [];
    if (operation.op === 'remove') return [{ op: 'remove', path: base + pointer }];
    return [{ ...operation, path: base + pointer, value: seenValue(entry, pointer, operation.value, shown) }];
  });
}
