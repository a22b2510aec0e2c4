// New text: values in one line, pairs, arrays over several lines, and blocks with headers.

import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import {
  type Form,
  formOf,
  type Look,
  noSample,
  type Rows,
  rowsOf,
  type Sample,
  type Shape,
  sampleOf,
  shapeOf,
} from './toml-look.ts';
import { type Node, refuse } from './toml-tree.ts';
import { printKey, printScalar } from './toml-values.ts';

/** A table to be written below a header: `[names]`, or `[[names]]` for an element. */
export interface Block {
  readonly names: readonly string[];
  readonly value: JsonObject;
  readonly element: boolean;
  readonly shape: Shape;
  /** What its siblings hold. */
  readonly sample: Sample;
}

/** Refuses what TOML cannot hold: null, numbers that are not finite, lone surrogates. */
export function refuseUnsayable(text: string, offset: number, value: Json): void {
  if (value === null) refuse(text, offset, 'TOML has no null');
  if (typeof value === 'number' && !Number.isFinite(value)) refuse(text, offset, 'Not a number of JSON');
  // A string is well formed if it comes back from UTF-8 as it was.
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) refuse(text, offset, 'A lone surrogate is not text');
  if (isArray(value)) for (const element of value) refuseUnsayable(text, offset, element);
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    refuseUnsayable(text, offset, key);
    refuseUnsayable(text, offset, member);
  }
}

/** Whether a value can be written as `[[tables]]`. */
export function isTables(value: Json): value is readonly JsonObject[] {
  return isArray(value) && value.length > 0 && value.every(isObject);
}

/** An object that holds nothing but objects, as a map of servers does. */
export function isContainer(value: Json): value is JsonObject {
  return isObject(value) && Object.keys(value).length > 0 && Object.values(value).every((one) => isObject(one));
}

/** A value on one line. */
export function printInline(look: Look, value: Json): string {
  if (isArray(value))
    return printArray(
      look,
      value.map((one) => printInline(look, one)),
    );
  if (isObject(value))
    return printTable(
      look,
      Object.entries(value).map(([key, one]) => printEntry(look, [key], one)),
    );
  return printScalar(value as string | number | boolean);
}

/** `key = value` in braces. */
export function printEntry(look: Look, keys: readonly string[], value: Json): string {
  return `${keys.map(printKey).join('.')}${look.equals}${printInline(look, value)}`;
}

export function printArray(look: Look, elements: readonly string[]): string {
  if (elements.length === 0) return '[]';
  return `[${look.arrayPad}${elements.join(look.comma)}${look.arrayPad}]`;
}

export function printTable(look: Look, entries: readonly string[]): string {
  if (entries.length === 0) return '{}';
  return `{${look.tablePad}${entries.join(look.comma)}${look.tablePad}}`;
}

/** An array with a line for each element; `outer` is the indentation of its key. */
export function printRows(look: Look, rows: Rows, outer: string, elements: readonly string[]): string {
  const lines = elements.map((one, i) => {
    const comma = rows.comma || i + 1 < elements.length ? ',' : '';
    return `${outer}${rows.indent}${one}${comma}${look.newline}`;
  });
  return `[${look.newline}${lines.join('')}${outer}]`;
}

/** One line, or several for an array that has siblings like that. */
export function printPair(look: Look, indent: string, keys: readonly string[], value: Json, rows?: Rows): string {
  if (rows === undefined || !isArray(value) || value.length === 0) {
    return `${indent}${printEntry(look, keys, value)}${look.newline}`;
  }
  const array = printRows(
    look,
    rows,
    indent,
    value.map((one) => printInline(look, one)),
  );
  return `${indent}${keys.map(printKey).join('.')}${look.equals}${array}${look.newline}`;
}

/** The node that shows how a member like this is written: the one of that name, else another object. */
export function modelFor(value: Json, named: Node | undefined, other: Node | undefined): Node | undefined {
  if (isObject(value)) return [named, other].find((node) => node?.kind === 'table');
  if (isTables(value)) return named?.kind === 'list' ? named : [named, other].find((node) => node?.kind === 'tables');
  return undefined;
}

export function formFor(value: Json, model: Node | undefined, otherwise: Form): Form {
  if (!isObject(value) && !isTables(value)) return 'inline';
  return model === undefined ? otherwise : formOf(model);
}

/** How an array of that name has its elements. */
export function rowsFor(text: string, look: Look, sample: Sample, key: string): Rows | undefined {
  const named = sample.members.get(key);
  return rowsOf(text, look, named?.kind === 'list' ? named : sample.list);
}

/** Lines with dotted keys for the members of an object; an empty one is `{}`. */
export function printDotted(
  text: string,
  look: Look,
  indent: string,
  keys: readonly string[],
  value: Json,
  sample: Sample,
): string {
  if (!isObject(value) || Object.keys(value).length === 0) {
    return printPair(look, indent, keys, value, rowsFor(text, look, sample, keys.at(-1) ?? ''));
  }
  const lines = Object.entries(value).map(([key, member]) => {
    const model = modelFor(member, sample.members.get(key), sample.object);
    const inner = model === undefined ? noSample : sampleOf([model]);
    if (formFor(member, model, 'inline') === 'dotted') {
      return printDotted(text, look, indent, [...keys, key], member, inner);
    }
    return printPair(look, indent, [...keys, key], member, rowsFor(text, look, sample, key));
  });
  return lines.join('');
}

/** A header, its pairs and its tables below, with the blank lines above. Nothing but tables: no header of its own. */
export function printBlock(text: string, look: Look, block: Block): string {
  const { names, value, element, shape, sample } = block;
  const known = Object.keys(value).some((key) => sample.members.get(key)?.kind === 'table');
  const alone = !element && isContainer(value) && !known;
  let pairs = '';
  let blocks = '';
  for (const [key, member] of Object.entries(value)) {
    const model = modelFor(member, sample.members.get(key), alone ? undefined : sample.object);
    const form = formFor(member, model, alone ? 'header' : 'inline');
    const inner = model === undefined ? noSample : sampleOf([model]);
    if (form === 'header') {
      const below = shapeOf(text, look, model) ?? { ...shape, gap: alone ? shape.gap : look.gap };
      blocks += printBlocks(text, look, { names: [...names, key], shape: below, sample: inner }, member);
    } else if (form === 'dotted') {
      pairs += printDotted(text, look, shape.keys, [key], member, inner);
    } else {
      pairs += printPair(look, shape.keys, [key], member, rowsFor(text, look, sample, key));
    }
  }
  if (alone) return blocks;
  const header = names.map(printKey).join('.');
  const line = `${shape.header}${element ? `[[${header}]]` : `[${header}]`}${look.newline}`;
  return `${look.newline.repeat(shape.gap)}${line}${pairs}${blocks}`;
}

/** An object as a block, or an array of objects as one block each. */
export function printBlocks(text: string, look: Look, block: Omit<Block, 'value' | 'element'>, value: Json): string {
  if (isObject(value)) return printBlock(text, look, { ...block, value, element: false });
  if (!isTables(value)) return '';
  return value.map((one) => printBlock(text, look, { ...block, value: one, element: true })).join('');
}
