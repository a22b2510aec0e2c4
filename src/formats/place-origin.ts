// How a place looked before our first entry, and how it comes to look so again after the last one.

import { at, isArray, isObject, type Json, type JsonObject, type Path } from '../model/json.ts';
import type { EntryEdit } from '../model/plan.ts';
import type { Origin } from '../model/record.ts';
import type { ArraysContainer, Container } from '../model/target.ts';
import { changeTree } from './change.ts';
import type { Codec, Document } from './codec.ts';
import { render } from './splice.ts';

/** Edits of one container. */
export interface SinglePlace {
  readonly container: Exclude<Container, ArraysContainer>;
  readonly edits: ReadonlyMap<string, EntryEdit>;
  readonly origin: Origin | undefined;
  /** What else of ours may stand beside it, with nothing in it: the other arrays of the same place. */
  readonly twins: readonly string[];
}

/** What the first entry that we add finds; undefined where we add none or the place has entries already. */
export function originOf(document: Document, { container, edits }: SinglePlace): Origin | undefined {
  if (![...edits.values()].some((edit) => edit.kind === 'add')) return undefined;
  let path: Path = container.path;
  while (path.length > 0 && at(document.value, path) === undefined) path = path.slice(0, -1);
  const value = at(document.value, path);
  const hollow =
    value === null || (isArray(value) ? value.length === 0 : Object.keys(value as JsonObject).length === 0);
  if (!hollow && path.length === container.path.length) return undefined;
  const source = hollow ? document.source(path) : undefined;
  return source === undefined ? { path } : { path, source };
}

/** Once the place is empty again: containers that we created go, and what was there before looks as it did. */
export function restore(codec: Codec, text: string, { container, edits, origin, twins }: SinglePlace): string {
  if (origin === undefined || ![...edits.values()].some((edit) => edit.kind === 'remove')) return text;
  const document = codec.read(text.replace(/^\uFEFF/, ''));
  let result = text;
  if (origin.path.length < container.path.length) {
    const created = container.path.slice(0, origin.path.length + 1);
    const value = at(document.value, created);
    if (value !== undefined) {
      const way = container.path.slice(created.length);
      if (!holdsNothing(value, way, twins) || hasComment(document.source(created) ?? '')) return text;
      result = render(codec, text, changeTree([[created, { kind: 'remove' }]]));
    }
  }
  if (origin.source === undefined) return result;
  const now = codec.read(result.replace(/^\uFEFF/, ''));
  const left = at(now.value, origin.path);
  if (left === undefined || left === null || !holdsNothing(left, [], []) || hasComment(now.source(origin.path) ?? ''))
    return result;
  if (now.source(origin.path) === origin.source) return result;
  const bare: Json = isNothing(origin) ? null : isArray(left) ? [] : {};
  return render(codec, result, changeTree([[origin.path, { kind: 'source', text: origin.source, value: bare }]]));
}

/** Nothing in it but the way to the place, with nothing at its end: a bare `theirs: {}` is somebody's. */
function holdsNothing(value: Json, [next, ...way]: Path, twins: readonly string[]): boolean {
  if (value === null) return true;
  if (isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  return Object.entries(value).every(
    ([key, member]) => (key === next || twins.includes(key)) && holdsNothing(member, key === next ? way : [], twins),
  );
}

/** `key:` without a value, or with an explicit null. */
function isNothing({ path, source = '' }: Origin): boolean {
  return path.length > 0 && /^\s*(null|~)?\s*$/.test(source);
}

/** A comment somebody wrote meanwhile must not go with the old look. */
function hasComment(source: string): boolean {
  const withoutTexts = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '');
  return /\/\/|\/\*|#/.test(withoutTexts);
}
