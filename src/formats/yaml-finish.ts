// Last look at all edits of a text: merges them, keeps comments out of block scalars, anchors with their aliases,
// and a text without a final newline without one.

import { FormatError, type TextEdit } from './codec.ts';
import { lineStart } from './style.ts';
import { lineEnd, nextLine } from './yaml-lines.ts';
import type { Tree } from './yaml-node.ts';

/**
 * Edits of `tree.text` as sorted edits of `original`, which is the same but for a final newline that it may lack.
 * Throws `FormatError` where an alias would lose its anchor.
 */
export function finish(tree: Tree, edits: readonly TextEdit[], original: string): readonly TextEdit[] {
  const merged = merge(edits);
  refuseOrphans(tree, merged);
  const guarded = guard(tree, merged);
  return original.length === tree.text.length ? guarded : withoutFinalNewline(tree, guarded, original.length);
}

/** Until nothing more is to be guarded: edits that grow together bring new lines next to a block scalar. */
function guard(tree: Tree, edits: readonly TextEdit[]): readonly TextEdit[] {
  const next = merge(edits.flatMap((edit, i) => afterBlockScalar(tree, edit, edits[i - 1]?.end ?? 0)));
  const isSame = next.length === edits.length && next.every(({ end }, i) => end === edits[i]?.end);
  return isSame ? next : guard(tree, next);
}

function merge(edits: readonly TextEdit[]): readonly TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || edit.start > last.end) merged.push(edit);
    else
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, edit.end), text: last.text + edit.text };
  }
  return merged.filter((edit) => edit.start !== edit.end || edit.text !== '');
}

/** An anchor may go only together with all its aliases. */
function refuseOrphans(tree: Tree, edits: readonly TextEdit[]): void {
  for (const [node, aliases] of tree.aliases) {
    if (!isDeleted(edits, node.head)) continue;
    const orphan = aliases.find((offset) => !isDeleted(edits, offset));
    if (orphan === undefined) continue;
    throw new FormatError(`the anchor ${node.anchor} is still used by an alias`, tree.position(node.head));
  }
}

function isDeleted(edits: readonly TextEdit[], offset: number): boolean {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle] as TextEdit).end <= offset) low = middle + 1;
    else high = middle;
  }
  const edit = edits[low];
  return edit !== undefined && edit.start <= offset;
}

/** What followed removed lines now follows a block scalar: it must not become part of it. */
function afterBlockScalar(tree: Tree, edit: TextEdit, from: number): readonly TextEdit[] {
  const { text } = tree;
  const scalar = edit.text === '' ? scalarBefore(tree, edit.start, from) : undefined;
  if (scalar === undefined) return [edit];
  const column = /^ */.exec(text.slice(edit.start, edit.end))?.[0].length ?? 0;
  const edits: TextEdit[] = [];
  let { end: at } = edit;
  for (; at < text.length && text.slice(at, lineEnd(text, at)).trim() === ''; at = nextLine(text, at)) {
    // A blank line deeper than the block scalar would be a line of it.
    if (lineEnd(text, at) - at > scalar.indent) edits.push({ start: at, end: lineEnd(text, at), text: '' });
  }
  const own = { ...edit, end: scalar.chomp === 'keep' ? at : edit.end };
  for (; at < text.length; at = nextLine(text, at)) {
    const indent = /^ *(?=#)/.exec(text.slice(at, lineEnd(text, at)))?.[0].length;
    if (indent === undefined || indent < scalar.indent) break;
    edits.push({ start: at, end: at + indent - column, text: '' });
  }
  return [own, ...edits];
}

/** The block scalar whose text ends on the last written line above a line's start, unless it is edited up to `from`. */
function scalarBefore(tree: Tree, start: number, from: number) {
  if (start === 0 || lineStart(tree.text, start) !== start) return undefined;
  let end = start;
  while (end > 0 && /\s/.test(tree.text[end - 1] as string)) end--;
  return end > from ? tree.blockScalars.get(end) : undefined;
}

function withoutFinalNewline(tree: Tree, edits: readonly TextEdit[], length: number): readonly TextEdit[] {
  const last = edits.at(-1);
  if (last === undefined || last.end <= length) return edits;
  const rest = edits.slice(0, -1);
  const newline = /\r?\n$/;
  const body = last.text.replace(newline, '');
  if (last.start > length) {
    const lead = newline.exec(last.text)?.[0] ?? '\n';
    return [...rest, { start: length, end: length, text: lead + body }];
  }
  if (last.text !== '') return [...rest, { start: last.start, end: length, text: body }];
  // A block scalar above would read differently without the end of its last line.
  const scalar = scalarBefore(tree, last.start, rest.at(-1)?.end ?? 0);
  const lead = newline.exec(tree.text.slice(0, last.start))?.[0].length ?? 0;
  const start = scalar === undefined || scalar.chomp === 'strip' ? last.start - lead : last.start;
  return [...rest, { start, end: length, text: '' }];
}
