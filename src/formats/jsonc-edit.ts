// Turns a change into splices. Every container is rearranged at once: its removals, replacements and additions know
// of each other, and whatever is not named stays byte for byte.

import { equal } from '../model/json.ts';
import type { Change, TextEdit } from './codec.ts';
import { differences } from './jsonc-differences.ts';
import { afterSlot, beforeComments, insteadOf } from './jsonc-insert.ts';
import { isSpace, type Span } from './jsonc-lexis.ts';
import { documentLook, type Frame, innerFrame, isHollow, rootFrame, type Source, samplesFor } from './jsonc-look.ts';
import {
  type Draft,
  draftOf,
  draftOfChange,
  draftsOf,
  isDeep,
  printer,
  printHead,
  type Setting,
} from './jsonc-print.ts';
import { danglingComma, deletion, leavesNothing, removedSpans } from './jsonc-remove.ts';
import {
  type Container,
  duplicatesIn,
  failure,
  jsonOf,
  type Node,
  parseTree,
  type Slot,
  slotOf,
} from './jsonc-tree.ts';
import { indentAt, lineStart, newlineOf } from './style.ts';

interface Editor extends Source {
  readonly newline: string;
  /** The whole document stands on one line. */
  readonly oneLine: boolean;
  readonly print: (draft: Draft, setting: Setting) => string;
  /** What was decided so far, in no order. */
  readonly edits: TextEdit[];
}

/** A value, and where it stands. */
interface Spot<Kind extends Node = Node> {
  readonly node: Kind;
  readonly key: string;
  /** Undefined for the root. */
  readonly outer: Frame | undefined;
}

/** The splices that make `change` true, in order. Throws `FormatError` as `Codec.edit` says. */
export function editText(source: Source, change: Change): readonly TextEdit[] {
  const { text } = source;
  const whole = { start: 0, end: text.length };
  if (change.kind === 'remove') throw failure(text, 'the whole document cannot be removed', 0);
  if (change.kind === 'source') return change.text === text ? [] : [{ ...whole, text: change.text }];
  if (isSpace(text, whole)) return wholeDocument(source, change);
  const root = parseTree(text, source.dialect);
  const oneLine = !/[\r\n]/.test(text.trim());
  const editor: Editor = { ...source, newline: newlineOf(text), oneLine, print: printer(source, root), edits: [] };
  editNode(editor, { node: root, key: '', outer: undefined }, change);
  return joined(editor.edits);
}

function wholeDocument(source: Source, change: Change): readonly TextEdit[] {
  const draft = draftOfChange(change);
  if (draft === undefined || (draft.kind === 'object' && draft.entries.length === 0)) return [];
  const newline = newlineOf(source.text);
  const look = documentLook(source, undefined);
  const setting = { look, samples: [], base: '', inline: false, newline, lead: 0 };
  return [{ start: 0, end: source.text.length, text: printer(source, undefined)(draft, setting) + newline }];
}

function editNode(editor: Editor, spot: Spot, change: Exclude<Change, { kind: 'remove' }>): void {
  const { text } = editor;
  const { node } = spot;
  switch (change.kind) {
    case 'source':
      if (text.slice(node.start, node.end) !== change.text) replace(editor, spot, draftOfChange(change));
      return;
    case 'set': {
      if (equal(jsonOf(node), change.value)) return;
      const inside = node.kind === 'scalar' || isHollow(text, node) ? undefined : differences(node, change.value);
      if (inside === undefined || node.kind === 'scalar') replace(editor, spot, draftOf(change.value));
      else editMembers(editor, { ...spot, node }, inside);
      return;
    }
    case 'members':
      if (node.kind !== 'scalar') editMembers(editor, { ...spot, node }, change.members);
      else if (node.value === null) replace(editor, spot, draftOfChange(change));
      else throw failure(text, 'a plain value stands where an object or array is needed', node.start);
  }
}

function replace(editor: Editor, { node, key, outer }: Spot, draft: Draft | undefined): void {
  if (draft === undefined) return;
  const { text, newline } = editor;
  const look = outer?.look ?? documentLook(editor, node);
  const inline = outer?.inline === true && (editor.oneLine || !isDeep(draft));
  const base = inline ? '' : indentAt(text, node.start);
  const lead = inline ? 0 : node.start - lineStart(text, node.start) - base.length;
  const samples = outer === undefined ? [] : modelsFor(outer, key, draft);
  const value = editor.print(draft, { look, samples, base, inline, newline, lead });
  editor.edits.push({ start: node.start, end: node.end, text: value });
}

/** At the root stand things of all kinds: a map of servers does not take after the small objects beside it. */
function modelsFor(frame: Frame, key: string, draft: Draft): readonly Container[] {
  if (frame.isRoot && isDeep(draft)) return [];
  return samplesFor(frame, key, draft.kind === 'array' ? 'array' : 'object');
}

function editMembers(
  editor: Editor,
  { node, key, outer }: Spot<Container>,
  changes: ReadonlyMap<string, Change>,
): void {
  const { text } = editor;
  refuseDuplicates(text, node, changes);
  const missing = [...changes].filter(([name]) => slotOf(node, name) === undefined);
  const stray = node.kind === 'array' ? missing.find(([name]) => !/^(0|[1-9]\d*)$/.test(name)) : undefined;
  if (stray !== undefined) throw failure(text, 'an array has no members with names', node.start);
  const added = draftsOf(missing);
  if (node.slots.length === 0 && isHollow(text, node)) {
    if (added.length > 0) replace(editor, { node, key, outer }, { kind: node.kind, entries: added });
    return;
  }
  const frame = outer === undefined ? rootFrame(editor, node) : innerFrame(editor, outer, key, node);
  const removed = new Set<Slot>();
  for (const [name, change] of changes) {
    const slot = slotOf(node, name);
    if (slot === undefined) continue;
    if (change.kind === 'remove') removed.add(slot);
    else editNode(editor, { node: slot.value, key: name, outer: frame }, change);
  }
  rearrange(editor, frame, removed, added);
}

/** A repeated key is refused where its container changes itself; where the way only leads through, if it is the way. */
function refuseDuplicates(text: string, node: Container, changes: ReadonlyMap<string, Change>): void {
  const through = [...changes.values()].every(({ kind }) => kind === 'members');
  const repeated = duplicatesIn(node).find(({ key }) => !through || changes.has(key));
  if (repeated === undefined) return;
  throw failure(text, `the key ${JSON.stringify(repeated.key)} stands twice`, repeated.start);
}

type Entries = readonly (readonly [string, Draft])[];

function rearrange(editor: Editor, frame: Frame, removed: ReadonlySet<Slot>, added: Entries): void {
  const { text, edits } = editor;
  const { node } = frame;
  if (removed.size + added.length === 0) return;
  const last = node.slots.findLast((slot) => !removed.has(slot));
  let spans = removedSpans(text, node.slots, removed);
  if (added.length > 0) {
    edits.push(...insertions(editor, frame, last, spans[0], added));
    if (last === undefined) spans = spans.slice(1);
  } else if (last === undefined && leavesNothing(text, node, spans)) {
    edits.push({ start: node.start + 1, end: node.end - 1, text: '' });
    return;
  } else if (last !== undefined && last !== node.slots.at(-1) && node.slots.at(-1)?.comma === undefined) {
    edits.push({ ...danglingComma(text, last), text: '' });
  }
  for (const span of spans) {
    edits.push({ ...deletion(text, span, node, last !== undefined && span.start < last.start), text: '' });
  }
}

function insertions(
  editor: Editor,
  frame: Frame,
  last: Slot | undefined,
  gone: Span | undefined,
  added: Entries,
): readonly TextEdit[] {
  const { text, newline } = editor;
  const joint =
    last !== undefined
      ? afterSlot(text, frame, last, newline)
      : gone !== undefined
        ? insteadOf(text, frame, gone, newline)
        : beforeComments(text, frame, newline);
  const { look } = frame;
  const members = added.map(([key, draft]) => {
    const head = frame.node.kind === 'object' ? printHead(key, look) : '';
    const { base, inline } = joint;
    const samples = modelsFor(frame, key, draft);
    return head + editor.print(draft, { look, samples, base, inline, newline: joint.newline, lead: head.length });
  });
  return joint.edits(members.join(`,${joint.gap}`));
}

/** In order, and as one where they touch: a slot may go where another comes. */
function joined(edits: readonly TextEdit[]): readonly TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of edits.toSorted((left, right) => left.start - right.start)) {
    const last = result.at(-1);
    if (last === undefined || edit.start > last.end) result.push(edit);
    else
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, edit.end), text: last.text + edit.text };
  }
  return result;
}
