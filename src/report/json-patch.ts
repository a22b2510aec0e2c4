// A plan as RFC 6902 patches against the documents themselves, one for each file: what another tool could carry out.

import { at, equal, isArray, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import { diff, type Operation } from '../model/patch.ts';
import type { EntryPlan, Plan, TargetFile, TargetPlan } from '../model/plan.ts';
import { parsePointer, printPointer } from '../model/pointer.ts';
import type { Container } from '../model/target.ts';
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

/** Changes first and removals from the end, so that every index still means what it meant in the document. */
function placePatch(
  document: Json,
  container: Container,
  entries: readonly EntryPlan[],
  shown: Masks,
): readonly Operation[] {
  if (entries.length === 0) return [];
  const current = at(document, container.path);
  const found = entries.map((entry) => ({ entry, key: keyOf(container, current, entry.name) }));
  const kind = (wanted: 'fields' | 'remove' | 'add') => found.filter(({ entry }) => entry.edit?.kind === wanted);
  const position = ({ key }: { readonly key: string | undefined }) => Number(key ?? 0);
  const removals = container.kind === 'map' ? kind('remove') : kind('remove').sort((a, b) => position(b) - position(a));
  const path = (key: string | undefined) => printPointer([...container.path, key ?? '-']);
  return [
    ...parents(document, container),
    ...kind('fields').flatMap(({ entry, key }) => [
      ...nameTest(container, path(key), entry.name),
      ...changePatch(entry, at(current, key === undefined ? [] : [key]), path(key), shown),
    ]),
    ...removals.flatMap(({ entry, key }) => [
      ...nameTest(container, path(key), entry.name),
      { op: 'remove' as const, path: path(key) },
    ]),
    ...kind('add').map(({ entry, key }) => ({
      op: 'add' as const,
      path: path(container.kind === 'map' ? entry.name : key),
      value: addedValue(container, entry, shown),
    })),
  ];
}

/** The key of an entry in its container: its name, or its index in an array; undefined where it is not there. */
function keyOf(container: Container, current: Json | undefined, name: string): string | undefined {
  if (container.kind === 'map') return name;
  const isIt = (item: Json) => (container.kind === 'names' ? item === name : at(item, [container.key]) === name);
  const index = isArray(current) ? current.findIndex(isIt) : -1;
  return index < 0 ? undefined : String(index);
}

function nameTest(container: Container, path: string, name: string): readonly Operation[] {
  if (container.kind === 'map') return [];
  return [{ op: 'test', path: container.kind === 'names' ? path : path + printPointer([container.key]), value: name }];
}

/** Containers that are not there yet. */
function parents(document: Json, container: Container): readonly Operation[] {
  return container.path.flatMap((_, i): readonly Operation[] => {
    const path: Path = container.path.slice(0, i + 1);
    if (at(document, path) !== undefined) return [];
    const value: Json = path.length === container.path.length && container.kind !== 'map' ? [] : {};
    return [{ op: 'add', path: printPointer(path), value }];
  });
}

function addedValue(container: Container, entry: EntryPlan, shown: Masks): Json {
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

/** The object with the member at `path` set or, for undefined, removed. */
function put(value: JsonObject, path: Path, member: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const others = Object.entries(value).filter(([name]) => name !== key);
  if (rest.length === 0) return object(member === undefined ? others : [...Object.entries(value), [key, member]]);
  const inner = at(value, [key]);
  const next = put(isObject(inner) ? inner : {}, rest, member);
  return equal(inner, next) ? value : object([...Object.entries(value), [key, next]]);
}
