// One place under several paths: a link, or another way to the same folder. What was recorded of it by another path than
// the target's is the target's all the same; else what we own would be taken for a stranger's, and removed as left over.

import { type PlaceRecord, placeKey } from '../model/record.ts';
import type { Container } from '../model/target.ts';
import { containersOf } from '../state/actual.ts';
import { absolutePath, type RecordStore, recordedPath, storeFor } from '../state/records.ts';
import type { ResolvedTarget } from '../state/targets.ts';
import { realOf } from './bounds.ts';
import type { ReadPorts } from './options.ts';

/** The path by which a target knows this place; undefined where none stands there. */
export type PathHere = (path: string, container: Container) => string | undefined;

export function pathsHere({ system }: ReadPorts, targets: readonly ResolvedTarget[]): PathHere {
  const keyOf = (path: string, { path: inside }: Container) => JSON.stringify([realOf(system, path), inside]);
  const known = targets.flatMap(({ located }) =>
    [...containersOf(located).values()].map((container) => [keyOf(located.path, container), located.path] as const),
  );
  // Of several targets in one place the first is the one that is planned.
  const paths = new Map(known.reverse());
  return (path, container) => paths.get(keyOf(path, container));
}

/** The store with each place under the path by which a target knows it. */
export function underPathsHere(
  { surroundings: { platform } }: ReadPorts,
  stores: readonly RecordStore[],
  pathHere: PathHere,
): readonly RecordStore[] {
  return stores.map((store) => {
    const places = new Map<string, PlaceRecord>();
    for (const place of store.record.places) {
      const path = pathHere(absolutePath(store, platform, place.file), place.container);
      const isKept = path !== undefined && storeFor(stores, platform, path) === store;
      const named = isKept ? { ...place, file: recordedPath(store, platform, path) } : place;
      const other = places.get(placeKey(named));
      const entries =
        named === place ? { ...other?.entries, ...place.entries } : { ...place.entries, ...other?.entries };
      places.set(placeKey(named), { ...named, entries });
    }
    return { ...store, record: { ...store.record, places: [...places.values()] } };
  });
}
