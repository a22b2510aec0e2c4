// Which stretches of the text go when slots are removed: whole lines where a slot has lines of its own.

import {
  afterBreak,
  beginsLine,
  blanksBefore,
  commentsIn,
  hasBreak,
  isSpace,
  type Span,
  skipBlanks,
  spaceBefore,
  tailOf,
} from './jsonc-lexis.ts';
import type { Container, Slot } from './jsonc-tree.ts';

/** What the removed slots say, with their commas and the comments that go with them; in order, joined within a line. */
export function removedSpans(text: string, slots: readonly Slot[], removed: ReadonlySet<Slot>): readonly Span[] {
  const spans: Span[] = [];
  for (const span of slots.filter((slot) => removed.has(slot)).flatMap((slot) => spansOf(text, slot))) {
    const last = spans.at(-1);
    const gap = last && { start: last.end, end: span.start };
    if (last !== undefined && gap !== undefined && isSpace(text, gap) && !hasBreak(text, gap)) {
      spans[spans.length - 1] = { start: last.start, end: span.end };
    } else spans.push(span);
  }
  return spans;
}

/** One span; two where comments of others stand between the value and its comma. */
function spansOf(text: string, { start, value, comma }: Slot): readonly Span[] {
  if (comma === undefined) return [{ start, end: withComments(text, value.end) }];
  const gap = { start: value.end, end: comma };
  if (isSpace(text, gap) || !hasBreak(text, gap)) return [{ start, end: withComments(text, comma + 1) }];
  return [
    { start, end: withComments(text, value.end) },
    { start: comma, end: comma + 1 },
  ];
}

/** A comment goes along if it ends on the slot's last line and nothing else follows there. */
function withComments(text: string, from: number): number {
  const { end, comments, breakAt } = tailOf(text, from);
  return breakAt !== undefined && !comments.some((comment) => hasBreak(text, comment)) ? end : from;
}

/** What to delete for a span: it, and with its line, or with the blanks that would be left over. */
export function deletion(text: string, span: Span, container: Container, survivorFollows: boolean): Span {
  const before = blanksBefore(text, span.start);
  const after = skipBlanks(text, span.end);
  const lineEnd = afterBreak(text, after);
  if (beginsLine(text, span.start)) {
    const up = survivorFollows || beginsLine(text, container.end - 1) ? span : upToBracket(text, span, container);
    if (lineEnd !== undefined)
      return up.start < before ? { start: up.start, end: after } : { start: before, end: lineEnd };
    return after === container.end - 1 ? upToBracket(text, span, container) : { start: span.start, end: after };
  }
  if (lineEnd !== undefined || !survivorFollows) return { start: before, end: span.end };
  return { start: span.start, end: after };
}

/** The closing bracket on the line of the last slot moves up, unless a comment would swallow it. */
function upToBracket(text: string, span: Span, container: Container): Span {
  const before = container.slots.findLast(({ start }) => start < span.start);
  const marks = [container.start + 1, before?.value.end, before?.comma].filter((mark) => mark !== undefined);
  const from = Math.max(...marks.filter((mark) => mark < span.start));
  const comment = commentsIn(text, { start: from, end: span.start }).at(-1);
  return { start: comment?.line === true ? span.start : spaceBefore(text, span.start), end: span.end };
}

/** The comma that dangles once nothing follows its slot. */
export function danglingComma(text: string, { value, comma = value.end }: Slot): Span {
  return { start: isSpace(text, { start: value.end, end: comma }) ? value.end : comma, end: comma + 1 };
}

/** Nothing but space would stand between the brackets without the spans. */
export function leavesNothing(text: string, container: Container, spans: readonly Span[]): boolean {
  let from = container.start + 1;
  for (const { start, end } of spans) {
    if (!isSpace(text, { start: from, end: start })) return false;
    from = end;
  }
  return isSpace(text, { start: from, end: container.end - 1 });
}
