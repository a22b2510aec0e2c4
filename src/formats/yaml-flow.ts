// Adds and removes entries of flow collections, with the commas that this needs.

import type { TextEdit } from './codec.ts';
import { indentAt, lineStart } from './style.ts';
import type { EntryPlan } from './yaml-block.ts';
import { backBlanks, endsLine, lineEnd, nextLine, skipTrivia, startsLine } from './yaml-lines.ts';
import type { CollectionNode, Entry } from './yaml-node.ts';
import type { Sheet } from './yaml-slot.ts';

/** An entry with the comma behind it, if there is one. */
interface Part {
  readonly entry: Entry;
  readonly comma: number | undefined;
  /** After the comma, else after the entry. */
  readonly end: number;
  readonly isRemoved: boolean;
}

/** Whether an entry that stays follows on the same line, with nothing but removed ones between; by part. */
function followedBeside(text: string, parts: readonly Part[]): readonly boolean[] {
  const followed: boolean[] = parts.map(() => false);
  for (let i = parts.length - 2; i >= 0; i--) {
    const [part, next] = [parts[i] as Part, parts[i + 1] as Part];
    const isLong = next.isRemoved && text.slice(next.entry.start, next.end).includes('\n');
    const isBeside = !isLong && !text.slice(part.end, next.entry.start).includes('\n');
    followed[i] = isBeside && (!next.isRemoved || followed[i + 1] === true);
  }
  return followed;
}

export function editFlow(sheet: Sheet, node: CollectionNode, plan: EntryPlan): readonly TextEdit[] {
  const { text, print } = sheet;
  const pieces = plan.added.length === 0 ? [] : print.flow(plan.added, node);
  const parts = node.entries.map((entry, i) => partOf(text, entry, plan.removed.has(i)));
  const kept = parts.filter((part) => !part.isRemoved);
  if (kept.length === 0) return replaceAll(sheet, node, parts, pieces);
  const isTrailing = parts.at(-1)?.comma !== undefined;
  const before = parts.slice(0, plan.addAfter + 1).findLast((part) => !part.isRemoved);
  const addsLast = pieces.length > 0 && before === kept.at(-1);
  return [
    ...removals(text, parts),
    ...commas(kept, addsLast, isTrailing),
    ...(pieces.length === 0 ? [] : [addition(sheet, before, parts[0] as Part, pieces, addsLast && !isTrailing)]),
  ];
}

function partOf(text: string, entry: Entry, isRemoved: boolean): Part {
  const next = skipTrivia(text, entry.end);
  const comma = text[next] === ',' ? next : undefined;
  return { entry, comma, end: comma === undefined ? entry.end : comma + 1, isRemoved };
}

/** Each entry that stays has a comma, but the last one only where the last one had. */
function commas(kept: readonly Part[], addsLast: boolean, isTrailing: boolean): readonly TextEdit[] {
  const last = kept.at(-1) as Part;
  const isNeeded = addsLast || isTrailing;
  if (last.comma === undefined && isNeeded) return [{ start: last.entry.end, end: last.entry.end, text: ',' }];
  if (last.comma !== undefined && !isNeeded) return [{ start: last.comma, end: last.comma + 1, text: '' }];
  return [];
}

function removals(text: string, parts: readonly Part[]): readonly TextEdit[] {
  const followed = followedBeside(text, parts);
  return parts.flatMap(({ entry, end, isRemoved }, i) => {
    if (!isRemoved) return [];
    if (startsLine(text, entry.start) && endsLine(text, end)) {
      return [{ start: lineStart(text, entry.start), end: nextLine(text, end), text: '' }];
    }
    if (followed[i]) return [{ start: entry.start, end: (parts[i + 1] as Part).entry.start, text: '' }];
    return [{ start: backBlanks(text, entry.start), end, text: '' }];
  });
}

function addition(
  { text, look }: Sheet,
  before: Part | undefined,
  first: Part,
  pieces: readonly string[],
  isEnd: boolean,
): TextEdit {
  const anchor = before ?? first;
  const isLined = startsLine(text, anchor.entry.start);
  const gap = isLined ? look.newline + indentAt(text, anchor.entry.start) : ' ';
  if (before === undefined) {
    const at = first.entry.start;
    return { start: at, end: at, text: pieces.map((piece) => `${piece},${gap}`).join('') };
  }
  const at = isLined && endsLine(text, before.end) ? lineEnd(text, before.end) : before.end;
  const shown = pieces.map((piece, i) => gap + piece + (isEnd && i === pieces.length - 1 ? '' : ','));
  return { start: at, end: at, text: shown.join('') };
}

/** Nothing of the old entries stays, but comments between them do. */
function replaceAll(
  { text, look }: Sheet,
  node: CollectionNode,
  parts: readonly Part[],
  pieces: readonly string[],
): readonly TextEdit[] {
  const [first, last] = [parts[0], parts.at(-1)];
  const [open, close] = node.kind === 'map' ? ['{', '}'] : ['[', ']'];
  const outside = parts.reduce(
    (rest, { entry }, i) => rest + text.slice(parts[i - 1]?.entry.end ?? node.start, entry.start),
    text.slice(last?.entry.end ?? node.start, node.end),
  );
  if (first === undefined || last === undefined || (pieces.length === 0 && !outside.includes('#'))) {
    const isBare = !outside.includes('#');
    if (isBare) return [{ start: node.start, end: node.end, text: open + pieces.join(', ') + close }];
    return [{ start: node.start + 1, end: node.start + 1, text: pieces.join(', ') }];
  }
  const isLined = startsLine(text, first.entry.start);
  const joined = pieces.join(isLined ? `,${look.newline}${indentAt(text, first.entry.start)}` : ', ');
  // The comma behind the last one stays, if there is one and something stands before it.
  const end = parts.length === 1 && pieces.length > 0 ? first.entry.end : first.end;
  const comma = parts.length > 1 && last.comma !== undefined && pieces.length > 0 ? ',' : '';
  return [{ start: first.entry.start, end, text: joined + comma }, ...removals(text, parts.slice(1))];
}
