// Adds and removes entries of block collections, all of one collection together.

import type { TextEdit } from './codec.ts';
import { backBlanks, lineEnd, nextLine, startsLine } from './yaml-lines.ts';
import { type CollectionNode, columnAt, type Entry } from './yaml-node.ts';
import type { Added } from './yaml-print.ts';
import { collapse, lineRemoval, type Sheet, type Slot } from './yaml-slot.ts';

/** What becomes of the entries of one collection, beside changes inside them. */
export interface EntryPlan {
  /** Indices into the entries. */
  readonly removed: ReadonlySet<number>;
  readonly added: readonly Added[];
  /** The entry after which the added ones stand; -1 puts them first. */
  readonly addAfter: number;
}

export function editBlock(sheet: Sheet, slot: Slot, node: CollectionNode, plan: EntryPlan): readonly TextEdit[] {
  const { text, look, print } = sheet;
  const first = node.entries[0] as Entry;
  const isEmptied = plan.removed.size === node.entries.length;
  if (isEmptied && plan.added.length === 0) return collapse(sheet, slot, node, node.kind === 'map' ? '{}' : '[]');
  const column = columnAt(text, first.start);
  const added = plan.added.length === 0 ? '' : print.block(plan.added, column, node);
  const removals = [...plan.removed].sort((a, b) => a - b);
  // The first entry of a collection that begins on a dash's line cannot take the line along.
  const shares = plan.removed.has(0) && !startsLine(text, first.start);
  if (shares && isEmptied) {
    const rest = removals.slice(1).map((i) => lineRemoval(text, node.entries[i] as Entry));
    return [{ start: first.start, end: lineEnd(text, first.end), text: added }, ...rest];
  }
  const edits = shares
    ? removeFromDashLine(text, node, plan.removed, removals)
    : removals.map((i) => lineRemoval(text, node.entries[i] as Entry));
  if (added === '') return edits;
  const indent = ' '.repeat(column);
  if (plan.addAfter === -1) {
    return [{ start: first.start, end: first.start, text: added + look.newline + indent }, ...edits];
  }
  const at = nextLine(text, (node.entries[plan.addAfter] as Entry).end);
  return [...edits, { start: at, end: at, text: indent + added + look.newline }];
}

/** The first entry that stays moves up onto the dash's line, unless a comment stands between. */
function removeFromDashLine(
  text: string,
  { entries }: CollectionNode,
  removed: ReadonlySet<number>,
  removals: readonly number[],
): readonly TextEdit[] {
  const [first, next] = [entries[0] as Entry, entries.findIndex((_, i) => !removed.has(i))];
  const gaps = entries.slice(0, next).map((entry, i) => {
    return text.slice(lineEnd(text, entry.end), (entries[i + 1] as Entry).start);
  });
  const hasComment = gaps.some((gap) => gap.trim() !== '');
  const own = hasComment
    ? { start: backBlanks(text, first.start), end: lineEnd(text, first.end), text: '' }
    : { start: first.start, end: (entries[next] as Entry).start, text: '' };
  const covered = hasComment ? 0 : next - 1;
  return [own, ...removals.filter((i) => i > covered).map((i) => lineRemoval(text, entries[i] as Entry))];
}
