// One value in its place: puts text there on the key's line or in lines below it, whatever stood there before.

import { FormatError, type TextEdit } from './codec.ts';
import { lineStart } from './style.ts';
import { backBlanks, lineEnd, nextLine, onlyBlanksFollow, startsLine } from './yaml-lines.ts';
import { type CollectionNode, columnAt, type Entry, type Node, type Tree } from './yaml-node.ts';
import type { Look, Printer } from './yaml-print.ts';
import type { Values } from './yaml-value.ts';

/** A parsed text, and how new text for it is written. */
export interface Sheet {
  readonly tree: Tree;
  /** Ends its last line. */
  readonly text: string;
  readonly values: Values;
  readonly look: Look;
  readonly print: Printer;
}

export interface Slot {
  readonly node: Node;
  readonly parent: 'root' | 'map' | 'seq' | 'flow map' | 'flow seq';
  /** Where the value may begin: after `:` or `-`. */
  readonly after: number;
  /** Column of the key or dash. */
  readonly column: number;
  /** `:` is written, or none is needed. */
  readonly colon: boolean;
}

export function slotOf(text: string, parent: CollectionNode, entry: Entry): Slot {
  return {
    node: entry.value,
    parent: parent.flow ? `flow ${parent.kind}` : parent.kind,
    after: entry.after,
    column: parent.flow ? 0 : columnAt(text, entry.start),
    colon: entry.colon,
  };
}

export function refuse(sheet: Sheet, what: string, node: Node): FormatError {
  return new FormatError(what, sheet.tree.position(Math.min(node.start, sheet.text.length)));
}

export function isFlowSlot({ parent }: Slot): boolean {
  return parent === 'flow map' || parent === 'flow seq';
}

export function isBlock(node: Node): node is CollectionNode & { readonly flow: false } {
  return (node.kind === 'map' || node.kind === 'seq') && !node.flow;
}

/** Removes the whole lines of an entry that starts its line. */
export function lineRemoval(text: string, entry: Entry): TextEdit {
  return { start: lineStart(text, entry.start), end: nextLine(text, entry.end), text: '' };
}

/** Puts `inline` on the key's line in place of what is there. */
export function placeInline(sheet: Sheet, slot: Slot, inline: string): readonly TextEdit[] {
  const { node } = slot;
  if (isBlock(node)) return collapse(sheet, slot, node, inline);
  if (node.kind === 'scalar' && node.style === 'none') return insertInline(sheet, slot, inline);
  if (node.tag === undefined) return [{ start: node.start, end: node.end, text: inline }];
  const anchor = node.anchor === undefined ? '' : `&${node.anchor} `;
  return [{ start: node.head, end: node.end, text: anchor + inline }];
}

/** Puts `source` exactly in the place of the value, its anchor and its tag. */
export function placeSource(sheet: Sheet, slot: Slot, source: string): readonly TextEdit[] {
  const { text } = sheet;
  const { node } = slot;
  if (source === '' && slot.parent === 'flow seq') {
    throw refuse(sheet, 'an item of a flow sequence cannot be empty', node);
  }
  if (source !== '' && node.head === node.start) return placeInline(sheet, slot, source);
  const cleared = isBlock(node) ? collapse(sheet, slot, node, '') : [];
  const end = isBlock(node) ? propsEnd(node, text) : node.end;
  if (end <= node.head) return cleared;
  const hasBlank = source === '' && /[ \t]/.test(text[node.head - 1] ?? '') && !startsLine(text, node.head);
  return [{ start: hasBlank ? node.head - 1 : node.head, end, text: source }, ...cleared];
}

function insertInline({ text, tree, look }: Sheet, slot: Slot, inline: string): readonly TextEdit[] {
  const { node, parent, colon, after } = slot;
  if (parent === 'root' && node.head === node.start) {
    return [{ start: tree.end, end: tree.end, text: inline + look.newline }];
  }
  const at = Math.max(node.end, after);
  if (!colon && isFlowSlot(slot)) return [{ start: at, end: at, text: `: ${inline}` }];
  if (!colon) return [belowExplicitKey(text, look, slot, ` ${inline}`)];
  if (!isFlowSlot(slot) && text[at] === ' ' && onlyBlanksFollow(text, at)) {
    return [{ start: at + 1, end: at + 1, text: inline }];
  }
  return [{ start: at, end: at, text: ` ${inline}` }];
}

/** An explicit key may stand without `:`, which then begins the line below it. */
function belowExplicitKey(text: string, look: Look, slot: Slot, value: string): TextEdit {
  const at = lineEnd(text, slot.node.end);
  return { start: at, end: at, text: `${look.newline}${' '.repeat(slot.column)}:${value}` };
}

/** The node, its tag and one blank before it. */
function withoutInline(text: string, node: Node): TextEdit {
  const { end } = node;
  const start = node.tag === undefined ? node.start : node.head;
  if (start === end) return { start, end, text: '' };
  const hasBlank = /[ \t]/.test(text[start - 1] ?? '') && !startsLine(text, start);
  return { start: hasBlank ? start - 1 : start, end, text: '' };
}

/** Takes every entry of a block collection away by its own lines, so that comments stay, and puts `inline` instead. */
export function collapse(
  { text, look, tree }: Sheet,
  slot: Slot,
  node: CollectionNode,
  inline: string,
): readonly TextEdit[] {
  const [first, ...others] = node.entries as readonly [Entry, ...Entry[]];
  const removals = others.map((entry) => lineRemoval(text, entry));
  if (!startsLine(text, first.start)) {
    const start = backBlanks(text, first.start);
    return [{ start, end: lineEnd(text, first.end), text: inline && ` ${inline}` }, ...removals];
  }
  const own = lineRemoval(text, first);
  if (slot.parent === 'root' && node.head === node.start) {
    // An empty text is an empty map, but some readers want something before `...`.
    const isSilent = inline === '' || (inline === '{}' && tree.end === text.length);
    return [{ ...own, text: isSilent ? '' : inline + look.newline }, ...removals];
  }
  if (inline === '') return [own, ...removals];
  const after = Math.max(slot.after, propsEnd(node, text));
  return [{ start: after, end: after, text: ` ${inline}` }, own, ...removals];
}

/** End of the anchor and tag before a block collection. */
function propsEnd(node: Node, text: string): number {
  if (node.head === node.start) return 0;
  const props = /([&!][^\s]*[ \t]*)+/y;
  props.lastIndex = node.head;
  props.test(text);
  return backBlanks(text, props.lastIndex);
}

/** Puts a block collection, made by `write` for a column, in the place of what is no block collection yet. */
export function placeBlock(
  sheet: Sheet,
  slot: Slot,
  kind: CollectionNode['kind'],
  write: (column: number) => string,
): readonly TextEdit[] {
  const { text, look, tree } = sheet;
  const { node } = slot;
  if (node.tag !== undefined && (isBlock(node) || node.anchor !== undefined)) {
    throw refuse(sheet, `a value under the tag ${node.tag} cannot become a collection`, node);
  }
  const isNone = node.kind === 'scalar' && node.style === 'none';
  const isBare = node.head === node.start;
  const below = slot.parent === 'seq' ? 2 : kind === 'map' ? look.step : look.dash;
  const column = slot.parent === 'root' ? 0 : slot.column + below;
  const lines = (at: number): TextEdit => {
    return { start: at, end: at, text: `${' '.repeat(column)}${write(column)}${look.newline}` };
  };
  if (slot.parent === 'root' && isNone) return [lines(tree.end)];
  if (!slot.colon) {
    const value = `${look.newline}${' '.repeat(column)}${write(column)}`;
    return [belowExplicitKey(text, look, slot, value)];
  }
  const isOnOwnLine = startsLine(text, node.start);
  if (isBlock(node)) {
    if (isOnOwnLine) return [lines(lineStart(text, node.start)), ...collapse(sheet, slot, node, '')];
    return [{ start: node.start, end: node.end, text: write(columnAt(text, node.start)) }];
  }
  if (isBare && !isNone && isOnOwnLine) {
    return [{ start: node.start, end: node.end, text: write(columnAt(text, node.start)) }];
  }
  if (slot.parent === 'seq' && isBare && lineEnd(text, node.end) === node.end) {
    if (isNone) return [{ start: slot.after, end: slot.after, text: ` ${write(slot.column + 2)}` }];
    return [{ start: node.start, end: node.end, text: write(columnAt(text, node.start)) }];
  }
  return [withoutInline(text, node), lines(nextLine(text, Math.max(node.end, slot.after)))];
}
