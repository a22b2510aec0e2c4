// Edits between brackets: elements of arrays and members of inline tables, which commas part.

import type { TextEdit } from './codec.ts';
import { lineStart } from './style.ts';
import { endOfLine } from './toml-lines.ts';
import type { Body, Piece } from './toml-tree.ts';

/** What is to become of the pieces in one pair of brackets. */
export interface ListDraft {
  readonly body: Body;
  readonly removed: Set<Piece>;
  /** New texts that follow the piece of that index, -1 for the front. Only at the end when anything is removed. */
  readonly inserted: Map<number, readonly string[]>;
  /** Prints the inside of the brackets where nothing is in them. */
  readonly fresh: (texts: readonly string[]) => string;
  /** What stands between two elements on one line. */
  readonly comma: string;
  readonly newline: string;
  /** Indentation of the first element, where comments alone stand in the brackets. */
  readonly indent: () => string;
}

const toComma = /(?:[ \t\r\n]|#[^\n]*\n)*,/y;
const restOfLine = /[ \t]*(?:#[^\n]*)?\r?\n/y;

/** The offset behind the comma that follows a piece. */
export function commaAfter(text: string, piece: Piece): number | undefined {
  toComma.lastIndex = piece.end;
  return toComma.test(text) ? toComma.lastIndex : undefined;
}

/** Whether a piece is the first thing on its line. */
export function startsLine(text: string, piece: Piece): boolean {
  let start = piece.start;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start -= 1;
  return start === 0 || text[start - 1] === '\n';
}

interface Place {
  readonly piece: Piece;
  readonly comma: number | undefined;
  /** Behind the piece and its comma. */
  readonly tail: number;
  /** The end of its line, newline included, if nothing but a comment shares the line with it. */
  readonly line: number | undefined;
}

function placeOf(text: string, piece: Piece): Place {
  const comma = commaAfter(text, piece);
  const tail = comma ?? piece.end;
  restOfLine.lastIndex = tail;
  const alone = startsLine(text, piece) && !text.slice(piece.end, tail).includes('\n') && restOfLine.test(text);
  return { piece, comma, tail, line: alone ? restOfLine.lastIndex : undefined };
}

/** The edits, sorted and not overlapping. */
export function listEdits(text: string, draft: ListDraft): TextEdit[] {
  const places = draft.body.pieces.map((piece) => placeOf(text, piece));
  const [open, close] = draft.body.brackets as readonly [number, number];
  const kept = places.filter(({ piece }) => !draft.removed.has(piece));
  const texts = [...draft.inserted.values()].flat();
  if (kept.length === 0 && !hasComments(text, draft.body)) {
    return [{ start: open + 1, end: close, text: texts.length === 0 ? '' : draft.fresh(texts) }];
  }
  const removals = places.flatMap((place, i) => (draft.removed.has(place.piece) ? removal(text, places, i, kept) : []));
  const last = kept.at(-1);
  const insertions =
    last === undefined ? intoComments(text, draft, open, texts) : insertionsBetween(text, draft, places, last);
  const dangling = places.at(-1)?.comma === undefined && last !== places.at(-1) && texts.length === 0;
  if (dangling && last?.comma !== undefined) removals.push({ start: last.comma - 1, end: last.comma, text: '' });
  return union(removals, insertions);
}

function hasComments(text: string, body: Body): boolean {
  const [open, close] = body.brackets as readonly [number, number];
  let from = open + 1;
  for (const piece of body.pieces) {
    if (text.slice(from, piece.start).includes('#')) return true;
    from = piece.end;
  }
  return text.slice(from, close).includes('#');
}

function removal(text: string, places: readonly Place[], index: number, kept: readonly Place[]): TextEdit[] {
  const { piece, comma, tail, line } = places[index] as Place;
  if (line !== undefined) return [{ start: lineStart(text, piece.start), end: line, text: '' }];
  if (comma !== undefined && text.slice(piece.end, comma).includes('#')) {
    return [
      { start: piece.start, end: piece.end, text: '' },
      { start: comma - 1, end: comma, text: '' },
    ];
  }
  const before = places[index - 1];
  const after = places[index + 1];
  const first = kept[0];
  if (before !== undefined && first !== undefined && first.piece.start < piece.start) {
    const blank = text.slice(before.tail, piece.start).trim() === '';
    return [{ start: blank ? before.tail : piece.start, end: tail, text: '' }];
  }
  const blank = after !== undefined && text.slice(tail, after.piece.start).trim() === '';
  return [{ start: piece.start, end: blank ? after.piece.start : tail, text: '' }];
}

/** Into brackets that hold only comments: on the line below the opening one, which may end in a comment. */
function intoComments(text: string, draft: ListDraft, open: number, texts: readonly string[]): TextEdit[] {
  if (texts.length === 0) return [];
  const start = text.indexOf('\n', open) + 1;
  const indent = draft.indent();
  const lines = texts.map((one) => `${indent}${one},${draft.newline}`).join('');
  return [{ start, end: start, text: lines }];
}

function insertionsBetween(text: string, draft: ListDraft, places: readonly Place[], last: Place): TextEdit[] {
  return [...draft.inserted].flatMap(([index, texts]) => {
    if (texts.length === 0) return [];
    const place = places[index];
    if (index === -1) return intoFront(text, draft, places[0] as Place, texts);
    if (place === undefined || place === last || draft.removed.has(place.piece)) {
      return append(text, draft, places, last, texts);
    }
    return [after(text, draft, place, texts, true)];
  });
}

function intoFront(text: string, draft: ListDraft, first: Place, texts: readonly string[]): TextEdit[] {
  const line = lineStart(text, first.piece.start);
  const start = first.line === undefined ? first.piece.start : line;
  const print = (one: string) =>
    first.line === undefined ? `${one}${draft.comma}` : `${text.slice(line, first.piece.start)}${one},${draft.newline}`;
  return [{ start, end: start, text: texts.map(print).join('') }];
}

/** New elements behind one that has a comma, or gets it; `closed`: the last new one gets a comma, too. */
function after(text: string, draft: ListDraft, place: Place, texts: readonly string[], closed: boolean): TextEdit {
  const { piece, tail, line } = place;
  const own = line !== undefined || (place.comma === undefined && piece.kind === 'element' && startsLine(text, piece));
  const indent = text.slice(lineStart(text, piece.start), piece.start);
  const gap = own ? `${draft.newline}${indent}` : draft.comma.slice(1);
  const start = own && line !== undefined ? endOfLine(text, line) : tail;
  const lines = texts.map((one, i) => `${gap}${one}${i + 1 < texts.length || closed ? ',' : ''}`);
  return { start, end: start, text: lines.join('') };
}

function append(text: string, draft: ListDraft, places: readonly Place[], last: Place, texts: readonly string[]) {
  const closed = places.at(-1)?.comma !== undefined;
  const edit = after(text, draft, last, texts, closed);
  if (last.comma !== undefined) return [edit];
  return [{ start: last.piece.end, end: last.piece.end, text: ',' }, edit];
}

/** One list of edits: removals that touch become one, insertions at the same place, too. */
function union(removals: readonly TextEdit[], insertions: readonly TextEdit[]): TextEdit[] {
  const all = [...insertions, ...removals].sort((left, right) => left.start - right.start);
  const edits: TextEdit[] = [];
  for (const edit of all) {
    const last = edits.at(-1);
    if (last === undefined || edit.start > last.end) edits.push(edit);
    else {
      const joined = { start: last.start, end: Math.max(last.end, edit.end), text: last.text + edit.text };
      edits[edits.length - 1] = joined;
    }
  }
  return edits;
}
