// RFC 6902 patches between two values, made by fast-json-patch. The one place that knows its traps: in ES modules only
// the default export has its functions; arrays are compared by position, where we replace them as a whole.

import fastJsonPatch from 'fast-json-patch';
import { canonical, isArray, isObject, type Json, object } from './json.ts';

export type Operation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

/** What a folded array begins with, and a text that begins with the same character, so that neither is the other. */
const marks = { array: '\u0000[', text: '\u0000"' } as const;

/**
 * The operations that turn `before` into `after`; both objects. With `tests`, each `replace` and `remove` follows a
 * `test` of the value it was made from. Arrays are replaced as a whole. Neither value is changed or shared.
 */
export function diff(before: Json, after: Json, tests = false): readonly Operation[] {
  const left = fold(before);
  const right = fold(after);
  if (!isObject(left) || !isObject(right)) throw new TypeError('only objects can be compared');
  return fastJsonPatch.compare(left, right, tests).map((operation): Operation => {
    if (operation.op === 'remove') return { op: 'remove', path: operation.path };
    if (operation.op === 'add' || operation.op === 'replace' || operation.op === 'test') {
      return { op: operation.op, path: operation.path, value: unfold(operation.value as Json) };
    }
    throw new TypeError(`unexpected operation ${operation.op}`);
  });
}

function fold(value: Json): Json {
  if (isArray(value)) return marks.array + canonical(value);
  if (typeof value === 'string' && value.startsWith('\u0000')) return marks.text + value;
  if (!isObject(value)) return value;
  return object(Object.entries(value).map(([key, member]) => [key, fold(member)]));
}

function unfold(value: Json): Json {
  if (typeof value === 'string') {
    if (value.startsWith(marks.array)) return JSON.parse(value.slice(marks.array.length)) as Json;
    return value.startsWith(marks.text) ? value.slice(marks.text.length) : value;
  }
  if (!isObject(value)) return value;
  return object(Object.entries(value).map(([key, member]) => [key, unfold(member)]));
}
