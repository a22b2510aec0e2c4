// JSON values as plain data: types, equality, canonical text. Every read of a key goes through `get`, so that
// a key like `__proto__` or `constructor` in a user's file is an ordinary key.

/** A JSON value. Arrays and objects are never mutated. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Make one with `object`, read one with `get`. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Keys from the root of a document downwards; an index into an array is written as decimal text. */
export type Path = readonly string[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object with these members, the last of equal keys winning; safe for every key. */
export function object(members: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(members);
}

/** The object's own member, never something inherited. */
export function get(value: Json | undefined, key: string): Json | undefined {
  if (isArray(value)) return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value that stands at `path`, or undefined. */
export function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(get, value);
}

/** The object with the member at `path` set or, for undefined, removed. What is no object on the way becomes one. */
export function put(value: JsonObject, path: Path, member: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const others = Object.entries(value).filter(([name]) => name !== key);
  if (rest.length === 0) return object(member === undefined ? others : [...Object.entries(value), [key, member]]);
  const inner = get(value, key);
  const next = put(isObject(inner) ? inner : {}, rest, member);
  return equal(inner, next) ? value : object([...Object.entries(value), [key, next]]);
}

/** Equality of values: key order does not count, `-0` is `0`. */
export function equal(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isArray(left)) {
    return isArray(right) && left.length === right.length && left.every((item, i) => equal(item, right[i]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key]))
  );
}

/** JSON text with sorted keys and no blanks: equal values give equal text. */
export function canonical(value: Json): string {
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(Object.is(value, -0) ? 0 : value);
  const members = Object.keys(value).sort(byCodePoint);
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`).join(',')}}`;
}

/** Order of UTF-16 code units: the same on every machine and in every locale. */
export function byCodePoint(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
