// How a TOML text is laid out: indentation, blank lines, tables or inline tables, arrays on one line or many.

import { indentAt, indentUnitOf, lineStart, newlineOf } from './style.ts';
import { lineAbove } from './toml-lines.ts';
import { commaAfter, startsLine } from './toml-list.ts';
import type { List, Node, Piece, Table, Tree } from './toml-tree.ts';

/** How an object is written: below a header of its own, by dotted keys, or in braces. */
export type Form = 'header' | 'dotted' | 'inline';

/** How a block with a header looks: two indentations, and the blank lines above. */
export interface Shape {
  readonly header: string;
  readonly keys: string;
  readonly gap: number;
}

/** How the elements of an array look that has them on lines of their own; `indent` is what they have more. */
export interface Rows {
  readonly indent: string;
  readonly comma: boolean;
}

/** What tables of one kind hold, as patterns for a further one; of equals the last counts. */
export interface Sample {
  readonly members: ReadonlyMap<string, Node>;
  readonly object: Node | undefined;
  readonly list: List | undefined;
}

/** What holds for the whole text where no sibling says otherwise. */
export interface Look {
  readonly newline: string;
  readonly indent: string;
  readonly gap: number;
  readonly equals: string;
  /** What stands inside the brackets of an array, or of an inline table, on one line. */
  readonly arrayPad: string;
  readonly tablePad: string;
  readonly comma: string;
}

export const noSample: Sample = { members: new Map(), object: undefined, list: undefined };

export function lookOf(tree: Tree): Look {
  const { text, rows } = tree;
  const found: Found = {};
  findInline(text, tree.root, found);
  return {
    newline: newlineOf(text),
    indent: indentUnitOf(text),
    gap: usualGap(text, rows),
    equals: equalsLike(rows.find((row) => row.kind === 'pair')) ?? ' = ',
    arrayPad: found.list ?? '',
    tablePad: found.table ?? ' ',
    comma: found.comma ?? ', ',
  };
}

/** The commonest number of blank lines between blocks, not counting between a table and one inside it. */
function usualGap(text: string, rows: readonly Piece[]): number {
  const counts = new Map<number, number>();
  let before = '';
  for (const row of rows) {
    if (row.kind !== 'header') continue;
    const names = text.slice(row.start, row.end).replace(/[[\] \t]/g, '');
    const gap = names.startsWith(`${before}.`) ? undefined : gapAbove(text, row);
    if (gap !== undefined) counts.set(gap, (counts.get(gap) ?? 0) + 1);
    before = names;
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0])[0] ?? 1;
}

interface Found {
  list?: string;
  table?: string;
  comma?: string;
}

/** The spacing of the first inline table and the first array that hold something on one line. */
function findInline(text: string, node: Node, found: Found): void {
  if (found.list !== undefined && found.table !== undefined && found.comma !== undefined) return;
  const [first, second] = node.inline !== undefined && node.kind !== 'scalar' ? (node.body?.pieces ?? []) : [];
  if (node.inline !== undefined && first !== undefined && !startsLine(text, first)) {
    const pad = text[node.inline.start + 1] === ' ' ? ' ' : '';
    if (node.kind === 'list') found.list ??= pad;
    else found.table ??= pad;
    if (second !== undefined) found.comma ??= /\s/.test(text.slice(first.end, second.start)) ? ', ' : ',';
  }
  for (const child of childrenOf(node)) findInline(text, child, found);
}

export function childrenOf(node: Node): Iterable<Node> {
  return node.kind === 'scalar' ? [] : node.kind === 'table' ? node.members.values() : node.elements;
}

/** ` = ` or `=`, as this pair has it (not how wide it is aligned). */
export function equalsLike(pair: Piece | undefined): string | undefined {
  if (pair === undefined || pair.kind !== 'pair') return undefined;
  return pair.equals === '=' ? '=' : ' = ';
}

/** The blank lines above a header and the comments that stand directly on it; none for the first of the text. */
function gapAbove(text: string, piece: Piece): number | undefined {
  if (piece.kind !== 'header' || piece.row === 0) return undefined;
  let line = lineStart(text, piece.start);
  let gap = 0;
  while (line > 0) {
    const above = lineAbove(text, line);
    const content = text.slice(above, line).trim();
    if (content === '') gap += 1;
    else if (gap > 0 || !content.startsWith('#')) return gap;
    line = above;
  }
  return gap;
}

/** How a node's block looks, if it has a header. */
export function shapeOf(text: string, look: Look, node: Node | undefined): Shape | undefined {
  const table = node?.kind === 'tables' ? node.elements.at(-1) : node;
  if (table?.kind !== 'table' || table.body?.header === undefined) return undefined;
  const header = indentAt(text, table.body.header.start);
  const last = table.body.pieces.at(-1);
  const keys = last === undefined ? header : indentAt(text, last.start);
  return { header, keys, gap: gapAbove(text, table.body.header) ?? look.gap };
}

/** How an array has its elements, if on lines of their own. */
export function rowsOf(text: string, look: Look, list: List | undefined): Rows | undefined {
  const first = list?.body.pieces[0];
  const last = list?.body.pieces.at(-1);
  if (list === undefined || first === undefined || last === undefined || !startsLine(text, first)) return undefined;
  const outer = indentAt(text, list.inline.start);
  const inner = indentAt(text, first.start);
  const comma = commaAfter(text, last) !== undefined;
  return { indent: inner.startsWith(outer) && inner !== outer ? inner.slice(outer.length) : look.indent, comma };
}

export function formOf(node: Node): Form {
  if (node.inline !== undefined) return 'inline';
  return node.kind === 'table' && node.body === undefined && node.dotted !== undefined ? 'dotted' : 'header';
}

/** What these nodes have as members; what is empty says nothing. */
export function sampleOf(nodes: Iterable<Node>): Sample {
  const members = new Map<string, Node>();
  let object: Node | undefined;
  let list: List | undefined;
  for (const node of nodes) {
    const tables: Iterable<Node> = node.kind === 'tables' ? node.elements : [node];
    for (const table of tables) {
      if (table.kind !== 'table') continue;
      for (const [key, member] of table.members) {
        if (isEmpty(member)) continue;
        members.set(key, member);
        if (member.kind === 'list') list = member;
        else if (member.kind !== 'scalar') object = member;
      }
    }
  }
  return { members, object, list };
}

function isEmpty(node: Node): boolean {
  if (node.kind === 'table') return node.inline !== undefined && node.members.size === 0;
  return node.kind === 'list' && node.elements.length === 0;
}

/** The table's last member that is an object or an array of tables and says how it is written. */
export function lastObject(table: Table): Node | undefined {
  let last: Node | undefined;
  for (const member of table.members.values()) {
    if ((member.kind === 'table' || member.kind === 'tables') && !isEmpty(member)) last = member;
  }
  return last;
}
