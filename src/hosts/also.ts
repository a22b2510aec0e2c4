// Members that a host takes at a second place: read there, and left where they stand.

import { at, type JsonObject, type Path } from '../model/json.ts';
import type { Host } from './host.ts';
import { assign, startsWith } from './tree.ts';

/** The entry as it means, with every member at its own place; what stands there already goes before. */
export function atOwnPlaces(host: Host, entry: JsonObject): JsonObject {
  return (host.entry.also ?? []).reduce((under, [path, own]) => {
    const value = at(entry, path);
    return value === undefined || at(under, own) !== undefined ? under : assign(under, own, value);
  }, entry);
}

/** The place that a path stands for. */
export function ownPlace(host: Host, path: Path): Path {
  const second = host.entry.also?.find(([place]) => startsWith(path, place));
  return second === undefined ? path : [...second[1], ...path.slice(second[0].length)];
}

/** What is to be written, without the members that stand at their second place in an entry with these leaves. */
export function notElsewhere<T extends { readonly path: Path }>(
  host: Host,
  pieces: readonly T[],
  leaves: readonly (readonly [Path, unknown])[],
): readonly T[] {
  const elsewhere = (host.entry.also ?? []).filter(([place]) => leaves.some(([path]) => startsWith(path, place)));
  return pieces.filter(({ path }) => !elsewhere.some(([, own]) => startsWith(path, own)));
}
