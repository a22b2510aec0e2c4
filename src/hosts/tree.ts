// Entries as trees of leaves: a leaf is a scalar, a whole array or an empty object.

import { get, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';

/** The object with `value` at `path`; members that are there keep their place. What is no object on the way goes. */
export function assign(root: JsonObject, path: Path, value: Json): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return isObject(value) ? value : root;
  const child = get(root, key);
  const next = rest.length === 0 ? value : assign(isObject(child) ? child : {}, rest, value);
  return object([...Object.entries(root), [key, next]]);
}

/** Both objects; where both have a leaf `over` wins. */
export function merge(under: JsonObject, over: JsonObject): JsonObject {
  return Object.entries(over).reduce((result, [key, value]) => {
    const below = get(result, key);
    return object([...Object.entries(result), [key, isObject(below) && isObject(value) ? merge(below, value) : value]]);
  }, under);
}

/** Every leaf with its path, in order. */
export function leavesOf(value: Json, path: Path = []): readonly (readonly [Path, Json])[] {
  if (!isObject(value) || (path.length > 0 && Object.keys(value).length === 0)) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

/** Is `path` this place or below it? */
export function startsWith(path: Path, place: Path): boolean {
  return place.length <= path.length && place.every((key, index) => path[index] === key);
}
