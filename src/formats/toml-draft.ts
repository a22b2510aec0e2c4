// The edits of one document while they are gathered, and what its siblings look like, asked once each.

import type { TextEdit } from './codec.ts';
import { indentAt } from './style.ts';
import { type LineInsert, lineEdits } from './toml-lines.ts';
import { listEdits } from './toml-list.ts';
import { childrenOf, type Look, lookOf, noSample, type Rows, rowsOf, type Sample, sampleOf } from './toml-look.ts';
import { printArray, printRows, printTable } from './toml-print.ts';
import { type Body, type Node, type Piece, parseTree, piecesOf, type Tree } from './toml-tree.ts';

/** Edits gathered so far; the walk over the changes only ever adds to it. */
export interface Draft {
  readonly tree: Tree;
  readonly text: string;
  readonly look: Look;
  /** New texts for values that stay in their place. */
  readonly values: TextEdit[];
  readonly brackets: Map<Body, Brackets>;
  /** For each removed node, its pieces with lines of their own. */
  readonly removed: (readonly Piece[])[];
  readonly inserts: LineInsert[];
  /** What the members of a node hold, and what a node itself holds. */
  readonly samplesIn: Map<Node, Sample>;
  readonly samples: Map<Node, Sample>;
}

interface Brackets {
  readonly removed: Set<Piece>;
  readonly inserted: Map<number, readonly string[]>;
  rows: Rows | undefined;
}

/** Where a node stands: the names that its header would have, how deep, in what, and where that stands. */
export interface Place {
  readonly names: readonly string[];
  readonly depth: number;
  readonly parent: Node | undefined;
  readonly above: Place | undefined;
}

export function newDraft(text: string): Draft {
  const tree = parseTree(text);
  return {
    tree,
    text,
    look: lookOf(tree),
    values: [],
    brackets: new Map(),
    removed: [],
    inserts: [],
    samplesIn: new Map(),
    samples: new Map(),
  };
}

/** All edits of the draft, sorted and not overlapping. */
export function finish(draft: Draft): TextEdit[] {
  const { tree, text, look } = draft;
  const lists = [...draft.brackets].flatMap(([body, brackets]) => {
    const [open] = body.brackets as readonly [number, number];
    const outer = () => indentAt(text, open);
    const { comma, newline } = look;
    const fresh = (texts: readonly string[]) => freshInside(draft, brackets.rows, text[open] === '{', outer(), texts);
    return listEdits(text, { ...brackets, body, fresh, comma, newline, indent: () => outer() + look.indent });
  });
  const lines = lineEdits(tree, look.newline, draft.removed, draft.inserts);
  return [...draft.values, ...lists, ...lines].sort((left, right) => left.start - right.start || left.end - right.end);
}

function freshInside(draft: Draft, rows: Rows | undefined, table: boolean, outer: string, texts: readonly string[]) {
  const { look } = draft;
  if (table) return printTable(look, texts).slice(1, -1);
  return (rows === undefined ? printArray(look, texts) : printRows(look, rows, outer, texts)).slice(1, -1);
}

function bracketsOf(draft: Draft, body: Body): Brackets {
  const found = draft.brackets.get(body) ?? { removed: new Set(), inserted: new Map(), rows: undefined };
  draft.brackets.set(body, found);
  return found;
}

/** Removes a node with everything that makes it. */
export function removeNode(draft: Draft, node: Node): void {
  const pieces = piecesOf(node);
  const lines = pieces.filter(({ row }) => row !== -1);
  if (lines.length > 0) draft.removed.push(lines);
  for (const piece of pieces) if (piece.row === -1) bracketsOf(draft, piece.body).removed.add(piece);
}

/** Puts texts into brackets, behind the piece of that index; `rows` is how they look where nothing is there yet. */
export function insertInto(draft: Draft, body: Body, index: number, texts: readonly string[], rows?: Rows): void {
  if (texts.length === 0) return;
  const brackets = bracketsOf(draft, body);
  brackets.inserted.set(index, [...(brackets.inserted.get(index) ?? []), ...texts]);
  brackets.rows ??= rows;
}

/** What the tables in this node hold. */
export function sampleIn(draft: Draft, node: Node | undefined): Sample {
  return remembered(draft.samplesIn, node, childrenOf);
}

/** What this table holds. */
export function sampleOfOne(draft: Draft, node: Node | undefined): Sample {
  return remembered(draft.samples, node, (one) => [one]);
}

function remembered(memory: Map<Node, Sample>, node: Node | undefined, nodes: (node: Node) => Iterable<Node>): Sample {
  if (node === undefined) return noSample;
  const found = memory.get(node) ?? sampleOf(nodes(node));
  memory.set(node, found);
  return found;
}

/** How an array of that name in this table would have its elements: like its namesakes, like its neighbours. */
export function rowsIn(draft: Draft, table: Node | undefined, parent: Node | undefined, key: string): Rows | undefined {
  const kin = sampleIn(draft, parent);
  const named = kin.members.get(key);
  const own = sampleOfOne(draft, table);
  return rowsOf(draft.text, draft.look, named?.kind === 'list' ? named : (own.list ?? kin.list));
}
