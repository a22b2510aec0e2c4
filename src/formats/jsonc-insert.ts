// Where new slots go in a container that is not empty, and what stands between them and their neighbours.

import type { TextEdit } from './codec.ts';
import { afterBreak, beginsLine, commentsIn, type Span, skipBlanks, tailOf } from './jsonc-lexis.ts';
import { type Frame, slotIndent } from './jsonc-look.ts';
import type { Slot } from './jsonc-tree.ts';
import { indentAt } from './style.ts';

/** How new slots are set among the old ones. */
interface Joint {
  /** What goes in place of which stretch, `members` being the new slots with the gap between them. */
  readonly edits: (members: string) => readonly TextEdit[];
  /** Between two new slots, after the comma. */
  readonly gap: string;
  /** The indentation of the line on which they begin; empty if that does not matter. */
  readonly base: string;
  readonly inline: boolean;
  readonly newline: string;
}

/** After the last slot that stays: after its line, the comment at its end included, or beside it on its line. */
export function afterSlot(text: string, frame: Frame, last: Slot, newline: string): Joint {
  const { value, comma } = last;
  const { end, comments, breakAt } = tailOf(text, comma === undefined ? value.end : comma + 1);
  const trailing = frame.node.slots.at(-1)?.comma === undefined ? '' : ',';
  const commas = comma === undefined ? [{ start: value.end, end: value.end, text: ',' }] : [];
  const onNewLine = beginsLine(text, last.start) || (breakAt !== undefined && comments.length > 0);
  const at = onNewLine && breakAt !== undefined ? breakAt : end;
  const edits = (gap: string) => (members: string) => [
    ...commas,
    { start: at, end: at, text: gap + members + trailing },
  ];
  if (onNewLine) {
    const ending = breakAt === undefined ? newline : text.slice(breakAt, afterBreak(text, breakAt));
    return ownLines(frame, indentOf(text, frame, last), ending, edits);
  }
  const base = frame.inline ? '' : indentAt(text, value.end);
  return { edits: edits(frame.look.glue), gap: frame.look.glue, base, inline: frame.inline, newline };
}

/** In place of slots of which none stays. */
export function insteadOf(text: string, frame: Frame, span: Span, newline: string): Joint {
  const trailing = frame.node.slots.at(-1)?.comma === undefined ? '' : ',';
  const edits = () => (members: string) => [{ start: span.start, end: span.end, text: members + trailing }];
  const indent = slotIndent(text, frame.node.slots[0]);
  if (indent !== undefined) return ownLines(frame, indent, newline, edits);
  const base = frame.inline ? '' : indentAt(text, span.start);
  return { edits: edits(), gap: frame.look.glue, base, inline: frame.inline, newline };
}

/** Before the comments of a container that holds nothing else, but after one on the line of its bracket. */
export function beforeComments(text: string, frame: Frame, newline: string): Joint {
  const open = frame.node.start + 1;
  const { breakAt } = tailOf(text, open);
  if (breakAt === undefined) {
    const pad = text.slice(open, skipBlanks(text, open));
    const edits = (members: string) => [{ start: open, end: open, text: pad + members }];
    return { edits, gap: frame.look.glue, base: '', inline: true, newline };
  }
  const edits = (gap: string) => (members: string) => [{ start: breakAt, end: breakAt, text: gap + members }];
  const comment = commentsIn(text, { start: breakAt, end: frame.node.end - 1 })[0];
  const indent = comment && slotIndent(text, comment);
  const ending = text.slice(breakAt, afterBreak(text, breakAt));
  return ownLines(frame, indent ?? indentAt(text, frame.node.start) + frame.look.step, ending, edits);
}

function ownLines(
  { inline }: Frame,
  indent: string,
  newline: string,
  edits: (gap: string) => (members: string) => readonly TextEdit[],
): Joint {
  const gap = newline + indent;
  return { edits: edits(gap), gap, base: indent, inline, newline };
}

/** The indentation of the slot, or of the nearest before it that begins its line. */
function indentOf(text: string, { node, look }: Frame, slot: Slot): string {
  const own =
    slotIndent(text, slot) ??
    slotIndent(
      text,
      node.slots.findLast(({ start }) => beginsLine(text, start)),
    );
  return own ?? indentAt(text, node.start) + look.step;
}
