// Reads JSON with comments, or JSON5, into a tree of spans. Sole importer of momoa, whose tokens it takes: its parser
// recurses over comments and nesting and drops the commas.

import { parse, type Token, tokenize } from '@humanwhocodes/momoa';
import { type Json, object } from '../model/json.ts';
import { FormatError } from './codec.ts';
import { readNumeral } from './jsonc-lexis.ts';
import { recent } from './recent.ts';
import { positions } from './style.ts';

export type Dialect = 'jsonc' | 'json5';

/** A value in its place; offsets into the text. */
export type Node = Container | Scalar;

interface Scalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly value: Json;
}

export interface Container {
  readonly kind: 'object' | 'array';
  /** Offset of the opening bracket. */
  readonly start: number;
  /** Offset after the closing bracket. */
  readonly end: number;
  readonly slots: readonly Slot[];
}

/** A member of an object or an item of an array. */
export interface Slot {
  /** The key; an item's index as decimal text. */
  readonly key: string;
  /** Where the key begins; the value, in an array. */
  readonly start: number;
  /** Where the key ends; equal to `start` in an array. */
  readonly keyEnd: number;
  readonly value: Node;
  /** Offset of the comma that follows; undefined without one. */
  readonly comma: number | undefined;
}

const maxDepth = 500;

/** The root value. Throws `FormatError` for a text that is not valid, a blank one included. */
export function parseTree(text: string, dialect: Dialect): Node {
  return parsers[dialect](text);
}

const parsers = {
  jsonc: recent((text) => parseText(text, 'jsonc')),
  json5: recent((text) => parseText(text, 'json5')),
};

function parseText(text: string, dialect: Dialect): Node {
  const tokens = tokensOf(text, dialect).filter(({ type }) => type !== 'LineComment' && type !== 'BlockComment');
  const reader: Reader = { text, dialect, tokens, next: 0 };
  const root = readValue(reader, 0);
  const rest = tokens[reader.next];
  if (rest !== undefined) throw unexpected(reader, rest);
  return root;
}

/** The slot of that key, the last one of equal keys. */
export function slotOf(container: Container, key: string): Slot | undefined {
  let index = indexes.get(container);
  if (index === undefined) {
    index = new Map(container.slots.map((slot) => [slot.key, slot]));
    indexes.set(container, index);
  }
  return index.get(key);
}

const indexes = new WeakMap<Container, ReadonlyMap<string, Slot>>();

export function jsonOf(node: Node): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.slots.map(({ value }) => jsonOf(value));
  return object(node.slots.map(({ key, value }) => [key, jsonOf(value)] as const));
}

/** The slots of an object whose keys another slot has too, the last of each key. */
export function duplicatesIn(container: Container): readonly Slot[] {
  const seen = new Set<string>();
  const repeated = new Map<string, Slot>();
  for (const slot of container.kind === 'object' ? container.slots : []) {
    if (seen.has(slot.key)) repeated.set(slot.key, slot);
    seen.add(slot.key);
  }
  return [...repeated.values()];
}

interface Reader {
  readonly text: string;
  readonly dialect: Dialect;
  readonly tokens: readonly Token[];
  next: number;
}

function readValue(reader: Reader, depth: number): Node {
  const token = take(reader);
  const { start, end } = spanOf(token);
  switch (token.type) {
    case 'LBrace':
      return readContainer(reader, 'object', start, depth + 1);
    case 'LBracket':
      return readContainer(reader, 'array', start, depth + 1);
    case 'String':
      return { kind: 'scalar', start, end, value: readString(reader, start, end) };
    case 'Number':
      return { kind: 'scalar', start, end, value: readNumeral(reader.text.slice(start, end)) };
    case 'Boolean':
      return { kind: 'scalar', start, end, value: reader.text.startsWith('true', start) };
    case 'Null':
      return { kind: 'scalar', start, end, value: null };
    default:
      throw unexpected(reader, token);
  }
}

function readContainer(reader: Reader, kind: Container['kind'], start: number, depth: number): Container {
  if (depth > maxDepth) throw failure(reader.text, `nested deeper than ${maxDepth} levels`, start);
  const closing = kind === 'object' ? 'RBrace' : 'RBracket';
  const slots: Slot[] = [];
  for (;;) {
    const last = slots.at(-1);
    if (peek(reader)?.type === closing) return { kind, start, end: spanOf(take(reader)).end, slots };
    if (last !== undefined && last.comma === undefined) throw unexpected(reader, take(reader));
    slots.push(kind === 'object' ? readMember(reader, depth) : readItem(reader, depth, slots.length));
  }
}

function readMember(reader: Reader, depth: number): Slot {
  const token = take(reader);
  const { start, end } = spanOf(token);
  const key = readKey(reader, token);
  const colon = take(reader);
  if (colon.type !== 'Colon') throw unexpected(reader, colon);
  return { key, start, keyEnd: end, value: readValue(reader, depth), comma: readComma(reader) };
}

function readItem(reader: Reader, depth: number, index: number): Slot {
  const value = readValue(reader, depth);
  return { key: String(index), start: value.start, keyEnd: value.start, value, comma: readComma(reader) };
}

function readComma(reader: Reader): number | undefined {
  return peek(reader)?.type === 'Comma' ? spanOf(take(reader)).start : undefined;
}

/** In JSON5 a name may stand without quotes, `null` or `Infinity` too. */
function readKey(reader: Reader, token: Token): string {
  const { start, end } = spanOf(token);
  if (token.type === 'String') return readString(reader, start, end);
  const name = reader.text.slice(start, end);
  if (reader.dialect === 'jsonc' || !/^[\p{L}\p{Nl}$_\\]/u.test(name)) throw unexpected(reader, token);
  return name.replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function readString({ text, dialect }: Reader, start: number, end: number): string {
  const literal = text.slice(start, end);
  if (!literal.includes('\\')) return literal.slice(1, -1);
  const { body } = guarded(text, start, () => parse(literal, { mode: dialect }));
  return body.type === 'String' ? body.value : literal;
}

function take(reader: Reader): Token {
  const token = reader.tokens[reader.next++];
  if (token === undefined) throw failure(reader.text, 'the text ends too early', reader.text.length);
  return token;
}

function peek(reader: Reader): Token | undefined {
  return reader.tokens[reader.next];
}

function spanOf(token: Token): { start: number; end: number } {
  return { start: token.loc.start.offset, end: token.loc.end.offset };
}

function tokensOf(text: string, dialect: Dialect): readonly Token[] {
  return guarded(text, 0, () => tokenize(text, { mode: dialect }));
}

/** Momoa's messages quote the text, which may be a secret: only the place is kept. */
function guarded<Result>(text: string, from: number, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    const offset = from + (error instanceof Error && 'offset' in error ? Number(error.offset) : 0);
    throw failure(text, offset >= text.length ? 'the text ends too early' : 'unexpected character', offset);
  }
}

const names: Readonly<Record<string, string>> = {
  LBrace: '`{`',
  RBrace: '`}`',
  LBracket: '`[`',
  RBracket: '`]`',
  Colon: '`:`',
  Comma: '`,`',
};

function unexpected({ text }: Reader, token: Token): FormatError {
  return failure(text, `unexpected ${names[token.type] ?? token.type.toLowerCase()}`, spanOf(token).start);
}

/** The error at an offset, which is kept within the text. */
export function failure(text: string, message: string, offset: number): FormatError {
  return new FormatError(message, positions(text)(Math.min(Math.max(offset, 0), text.length)));
}
