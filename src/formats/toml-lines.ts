// Edits of whole lines: pieces that go with their blank lines, blocks that come, and the end of the text.

import type { TextEdit } from './codec.ts';
import { lineStart } from './style.ts';
import type { Piece, Tree } from './toml-tree.ts';

/** Whole lines to be put at the start of a line. Of those at one place the deeper come first. */
export interface LineInsert {
  readonly at: number;
  readonly depth: number;
  readonly text: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The start of the line after that of `offset`; the end of the text if there is none. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Where lines may be put at the end of a text: behind the last that is not blank. */
export function endOfContent(text: string): number {
  const end = text.trimEnd().length;
  return end === 0 ? 0 : nextLine(text, end);
}

/** The start of the line before the one that starts at `line`, which is not 0. */
export function lineAbove(text: string, line: number): number {
  return line === 1 ? 0 : lineStart(text, line - 1);
}

/** The end of the line before the one that starts at `line`. */
export function endOfLine(text: string, line: number): number {
  if (text[line - 1] !== '\n') return line;
  return text[line - 2] === '\r' ? line - 2 : line - 1;
}

/**
 * The edits, sorted and not overlapping. Every entry of `removed` holds all pieces of one node, with `row` not -1:
 * what stands between two of its pieces goes with them. A text without final newline stays without.
 */
export function lineEdits(
  tree: Tree,
  newline: string,
  removed: readonly (readonly Piece[])[],
  inserts: readonly LineInsert[],
): TextEdit[] {
  const { text } = tree;
  const ordered = inserts.toSorted((left, right) => left.at - right.at || right.depth - left.depth);
  const runs = removed.flatMap((pieces) => runsOf(tree, pieces)).sort((left, right) => left.start - right.start);
  const touching = joined(runs, (left, right) => right.start <= left.end);
  const spans = joined(withBlanks(tree, touching, ordered), (left, right) => right.start <= left.end);
  return combine(withoutTail(text, spans, ordered), ordered).map((edit) => atEdges(text, newline, edit));
}

/** The lines of pieces that follow each other without anything else between but comments and blank lines. */
function runsOf(tree: Tree, pieces: readonly Piece[]): Span[] {
  const { text } = tree;
  const rows = pieces.map((piece) => piece.row).sort((left, right) => left - right);
  const spans = rows.map((row) => {
    const piece = tree.rows[row] as Piece;
    return { row, start: lineStart(text, piece.start), end: nextLine(text, piece.end) };
  });
  return joined(spans, (left, right) => right.row === left.row + 1);
}

function joined<S extends Span>(spans: readonly S[], fits: (left: S, right: S) => boolean): S[] {
  const result: S[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last === undefined || !fits(last, span)) result.push(span);
    else result[result.length - 1] = { ...span, start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}

/**
 * A block goes with the blank lines above it, since it came with them. Pairs that stood between blank lines, and a
 * block at the start, leave those above. So what an edit has put in goes without a trace.
 */
function withBlanks(tree: Tree, spans: readonly Span[], inserts: readonly LineInsert[]): Span[] {
  const { text, rows } = tree;
  const headers = new Set(rows.filter(({ kind }) => kind === 'header').map(({ start }) => lineStart(text, start)));
  const places = inserts.map(({ at }) => at);
  let next = 0;
  return spans.map(({ start, end }) => {
    while (next < places.length && (places[next] as number) < start) next += 1;
    const replaced = next < places.length && (places[next] as number) <= end;
    const above = blanksAbove(text, start);
    const below = blanksBelow(text, end);
    if (headers.has(start) && above > 0) return { start: above, end };
    if (replaced) return { start, end };
    return (above < start || above === 0) && below < text.length ? { start, end: below } : { start, end };
  });
}

/** What went last from the end of the text takes the blank lines above it along. */
function withoutTail(text: string, spans: readonly Span[], inserts: readonly LineInsert[]): Span[] {
  const last = spans.at(-1);
  if (last === undefined || blanksBelow(text, last.end) < text.length) return [...spans];
  if (inserts.some(({ at }) => at >= last.start)) return [...spans];
  return [...spans.slice(0, -1), { start: blanksAbove(text, last.start), end: last.end }];
}

/** The start of the blank lines directly above a line. */
function blanksAbove(text: string, line: number): number {
  let start = line;
  while (start > 0) {
    const above = lineAbove(text, start);
    if (text.slice(above, start).trim() !== '') return start;
    start = above;
  }
  return start;
}

/** The end of the blank lines that begin at a line. */
function blanksBelow(text: string, line: number): number {
  let end = line;
  while (end < text.length) {
    const below = nextLine(text, end);
    if (text.slice(end, below).trim() !== '') return end;
    end = below;
  }
  return end;
}

/** Spans and the inserts that fall into or next to them as one edit each. */
function combine(spans: readonly Span[], inserts: readonly LineInsert[]): TextEdit[] {
  const edits: TextEdit[] = spans.map((span) => ({ ...span, text: '' }));
  const all = [...edits, ...inserts.map(({ at, text }) => ({ start: at, end: at, text }))];
  const sorted = all.sort((left, right) => left.start - right.start || right.end - left.end);
  const result: TextEdit[] = [];
  for (const { start, end, text } of sorted) {
    const last = result.at(-1);
    if (last === undefined || start > last.end) result.push({ start, end, text });
    else result[result.length - 1] = { start: last.start, end: Math.max(end, last.end), text: last.text + text };
  }
  return result;
}

/** No blank lines come to stand at the top of the text, and its end keeps or lacks its newline. */
function atEdges(text: string, newline: string, edit: TextEdit): TextEdit {
  const { start, end } = edit;
  const lines = start === 0 ? edit.text.replace(/^(?:\r?\n)+/, '') : edit.text;
  if (end < text.length || text === '' || text.endsWith('\n')) return { start, end, text: lines };
  if (lines === '') return { start: endOfLine(text, start), end, text: '' };
  const open = lines.slice(0, -newline.length);
  return { start, end, text: start === end ? newline + open : open };
}
