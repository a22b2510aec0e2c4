// What stands where in a TOML text: its tables, lists and scalars, and the pieces of text that make them.
// The only file that imports toml-eslint-parser.

import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { type Json, object } from '../model/json.ts';
import { FormatError } from './codec.ts';
import { recent } from './recent.ts';
import { positions } from './style.ts';
import { spellFloat, spellTime } from './toml-values.ts';

/** A stretch of text that comes and goes as one; offsets from 0. */
export interface Piece {
  readonly kind: 'header' | 'pair' | 'element';
  readonly start: number;
  readonly end: number;
  /** Its place among all headers and pairs with lines of their own; -1 for what stands within brackets. */
  readonly row: number;
  /** Where it stands; of a header, what it opens. */
  readonly body: Body;
  /** What stands between the key and the value of a pair. */
  readonly equals: string;
}

/** The pairs below a header (or above all headers), or what a pair of brackets holds. */
export interface Body {
  readonly header: Piece | undefined;
  /** Offsets of `[` and `]` or `{` and `}`. */
  readonly brackets: readonly [open: number, close: number] | undefined;
  readonly pieces: readonly Piece[];
}

/** A value that is written in one place. */
export interface Inline {
  readonly start: number;
  readonly end: number;
  readonly piece: Piece;
}

export interface Scalar {
  readonly kind: 'scalar';
  readonly at: number;
  readonly inline: Inline;
  readonly value: Json;
  readonly spelling: 'float' | 'literal' | 'other';
}

export interface List {
  readonly kind: 'list';
  readonly at: number;
  readonly inline: Inline;
  readonly body: Body;
  readonly elements: readonly Node[];
}

/** An object, however it is written; `at` is where its key first stands. */
export interface Table {
  readonly kind: 'table';
  readonly at: number;
  readonly inline: Inline | undefined;
  readonly members: ReadonlyMap<string, Node>;
  /** Where its members stand without a prefix; none if only dotted keys or headers of its members name it. */
  readonly body: Body | undefined;
  /** Where dotted keys name it, and by which keys. */
  readonly dotted: { readonly body: Body; readonly prefix: readonly string[] } | undefined;
}

/** An array of `[[tables]]`. */
export interface Tables {
  readonly kind: 'tables';
  readonly at: number;
  readonly inline: undefined;
  readonly elements: readonly Table[];
}

export type Node = Scalar | List | Table | Tables;

export interface Tree {
  readonly text: string;
  readonly root: Table;
  /** All headers and pairs with lines of their own, in order. */
  readonly rows: readonly Piece[];
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };
type GrowingTable = Growing<Omit<Table, 'members'>> & { readonly members: Map<string, Node> };
type GrowingBody = Omit<Growing<Body>, 'pieces'> & { readonly pieces: Piece[] };

/** Throws `FormatError` where the text is not TOML 1.0. */
export const parseTree = recent((text: string): Tree => {
  const rows: Piece[] = [];
  const body: GrowingBody = { header: undefined, brackets: undefined, pieces: [] };
  const root = newTable(0, { body });
  for (const node of parse(text).body[0].body) {
    if (node.type === 'TOMLKeyValue') addPair(text, rows, body, root, node);
    else addSection(text, rows, root, node);
  }
  return { text, root, rows };
});

/** A key of more parts than anybody writes: the package's time and memory grow with the square of their number. */
const endlessKey =
  /(?:^[ \t]*\[{0,2}|[{,])[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')){500}/m;

function parse(text: string): AST.TOMLProgram {
  const endless = endlessKey.exec(text);
  if (endless !== null) throw new FormatError('Nested too deeply', positions(text)(endless.index));
  try {
    return parseTOML(text, { tomlVersion: '1.0' });
  } catch (error) {
    const place = positions(text);
    if (error instanceof ParseError) throw new FormatError(error.message, place(error.index), { cause: error });
    if (error instanceof RangeError) throw new FormatError('Nested too deeply', place(0), { cause: error });
    throw error;
  }
}

function newTable(at: number, rest: Partial<Table>): GrowingTable {
  return { kind: 'table', at, inline: undefined, body: undefined, dotted: undefined, ...rest, members: new Map() };
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

/** The table that `key` leads to; of an array of tables, its last. */
function descend(table: GrowingTable, key: AST.TOMLBare | AST.TOMLQuoted): GrowingTable {
  const found = table.members.get(nameOf(key));
  const next = found?.kind === 'tables' ? found.elements.at(-1) : found;
  // The parser has refused headers and dotted keys that lead through anything but tables, and all are made here.
  if (next !== undefined) return next as GrowingTable;
  const made = newTable(key.range[0], {});
  table.members.set(nameOf(key), made);
  return made;
}

function addSection(text: string, rows: Piece[], root: GrowingTable, node: AST.TOMLTable): void {
  const body: GrowingBody = { header: undefined, brackets: undefined, pieces: [] };
  const end = text.indexOf(']', node.key.range[1]) + (node.kind === 'array' ? 2 : 1);
  body.header = { kind: 'header', start: node.range[0], end, row: rows.length, body, equals: '' };
  rows.push(body.header);
  const parent = node.key.keys.slice(0, -1).reduce(descend, root);
  const last = node.key.keys.at(-1) as AST.TOMLBare | AST.TOMLQuoted;
  let table: GrowingTable;
  if (node.kind === 'array') {
    table = newTable(node.range[0], { body });
    const found = parent.members.get(nameOf(last));
    const elements = (found?.kind === 'tables' ? found.elements : []) as Table[];
    elements.push(table);
    if (found === undefined) {
      parent.members.set(nameOf(last), { kind: 'tables', at: last.range[0], inline: undefined, elements });
    }
  } else {
    table = descend(parent, last);
    table.body = body;
  }
  for (const pair of node.body) addPair(text, rows, body, table, pair);
}

function addPair(text: string, rows: Piece[], body: GrowingBody, table: GrowingTable, pair: AST.TOMLKeyValue): void {
  const [start, end] = pair.range;
  const row = body.brackets === undefined ? rows.length : -1;
  const equals = text.slice(pair.key.range[1], pair.value.range[0]);
  const piece: Piece = { kind: 'pair', start, end, row, body, equals };
  body.pieces.push(piece);
  if (row !== -1) rows.push(piece);
  const prefix: string[] = [];
  let parent = table;
  for (const key of pair.key.keys.slice(0, -1)) {
    prefix.push(nameOf(key));
    parent = descend(parent, key);
    parent.dotted ??= { body, prefix: [...prefix] };
  }
  const last = pair.key.keys.at(-1) as AST.TOMLBare | AST.TOMLQuoted;
  parent.members.set(nameOf(last), newNode(text, pair.value, last.range[0], piece));
}

function newNode(text: string, content: AST.TOMLContentNode, at: number, piece: Piece): Node {
  const [start, end] = content.range;
  const inline: Inline = { start, end, piece };
  const body: GrowingBody = { header: undefined, brackets: [start, end - 1], pieces: [] };
  if (content.type === 'TOMLInlineTable') {
    const table = newTable(at, { inline, body });
    for (const pair of content.body) addPair(text, [], body, table, pair);
    return table;
  }
  if (content.type === 'TOMLArray') {
    const elements = content.elements.map((element) => {
      const [from, to] = element.range;
      const own: Piece = { kind: 'element', start: from, end: to, row: -1, body, equals: '' };
      body.pieces.push(own);
      return newNode(text, element, from, own);
    });
    return { kind: 'list', at, inline, body, elements };
  }
  return { kind: 'scalar', at, inline, value: scalarOf(content), spelling: spellingOf(content) };
}

function scalarOf(node: AST.TOMLValue): Json {
  switch (node.kind) {
    case 'integer':
      return Number.isSafeInteger(node.value) ? node.value : String(node.bigint);
    case 'float':
      return spellFloat(node.value);
    case 'string':
    case 'boolean':
      return node.value;
    default:
      return spellTime(node.datetime);
  }
}

function spellingOf(node: AST.TOMLValue): Scalar['spelling'] {
  if (node.kind === 'float') return 'float';
  return node.kind === 'string' && node.style === 'literal' && !node.multiline ? 'literal' : 'other';
}

/** The value of a node as JSON; see `Document.value`. */
export function toJson(node: Node): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'table') return object([...node.members].map(([key, member]) => [key, toJson(member)]));
  return node.elements.map(toJson);
}

/** The node's member or element of that name. */
export function childOf(node: Node, key: string): Node | undefined {
  if (node.kind === 'scalar') return undefined;
  if (node.kind === 'table') return node.members.get(key);
  return /^(0|[1-9]\d*)$/.test(key) ? node.elements[Number(key)] : undefined;
}

/** Everything that has to go for the node to be gone, in no order. */
export function piecesOf(node: Node): readonly Piece[] {
  if (node.inline !== undefined) return [node.inline.piece];
  if (node.kind === 'tables') return node.elements.flatMap(piecesOf);
  const header = node.body?.header;
  const members = [...node.members.values()].flatMap(piecesOf);
  return header === undefined ? members : [header, ...members];
}

/** Refuses: something at the node cannot be done. */
export function refuse(text: string, offset: number, why: string): never {
  throw new FormatError(why, positions(text)(offset));
}
