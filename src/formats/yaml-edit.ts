// Walks a change tree beside the text's tree and collects the edits.

import { equal, get, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import { applyChange } from './change.ts';
import { type Change, FormatError, type TextEdit } from './codec.ts';
import { newlineOf } from './style.ts';
import { type EntryPlan, editBlock } from './yaml-block.ts';
import { finish } from './yaml-finish.ts';
import { editFlow } from './yaml-flow.ts';
import type { CollectionNode, Entry, MapNode, Node, SeqNode } from './yaml-node.ts';
import { type Added, isContainer, type Look, membersOf, printer, surveyLook } from './yaml-print.ts';
import {
  isBlock,
  isFlowSlot,
  placeBlock,
  placeInline,
  placeSource,
  refuse,
  type Sheet,
  type Slot,
  slotOf,
} from './yaml-slot.ts';
import { buildTree } from './yaml-tree.ts';
import { valuesOf } from './yaml-value.ts';

/** See `Codec.edit`. */
export function editYaml(original: string, change: Change): readonly TextEdit[] {
  const newline = newlineOf(original);
  const text = original === '' || original.endsWith('\n') ? original : original + newline;
  if (change.kind === 'source') return [{ start: 0, end: original.length, text: change.text }];
  const tree = buildTree(text);
  const look = surveyLook(tree.root, text, { step: 2, dash: 2, quote: 'double', padding: '', newline });
  const sheet = { tree, text, values: valuesOf(tree), look, print: printer(text, look) };
  const slot: Slot = { node: tree.root, parent: 'root', after: 0, column: 0, colon: true };
  const wanted: Change = change.kind === 'remove' ? { kind: 'set', value: {} } : change;
  return finish(tree, changeNode(sheet, slot, wanted), original);
}

function changeNode(sheet: Sheet, slot: Slot, change: Exclude<Change, { kind: 'remove' }>): readonly TextEdit[] {
  const { node } = slot;
  const { text } = sheet;
  if (change.kind === 'source') {
    if (text.slice(node.head, node.end) === change.text) return [];
    refuseShared(sheet, node);
    return placeSource(sheet, slot, change.text);
  }
  if (change.kind === 'members') return changeMembers(sheet, slot, change.members);
  const value = slot.parent === 'root' && isUnwritten(node) ? {} : sheet.values.read(node);
  if (equal(value, change.value)) return [];
  refuseShared(sheet, node);
  if (node.kind === 'map' && isObject(change.value)) {
    return changeMap(sheet, slot, node, membersThatDiffer(value as JsonObject, change.value));
  }
  if (node.kind === 'seq' && isArray(change.value)) return changeItems(sheet, slot, node, change.value);
  return replaceNode(sheet, slot, change.value);
}

function isUnwritten(node: Node): boolean {
  return node.kind === 'scalar' && node.style === 'none';
}

function refuseShared(sheet: Sheet, node: Node): void {
  if (sheet.tree.aliases.has(node)) throw refuse(sheet, `the anchor ${node.anchor} is used elsewhere`, node);
}

function membersThatDiffer(before: JsonObject, after: JsonObject): ReadonlyMap<string, Change> {
  const members = new Map<string, Change>();
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) members.set(key, { kind: 'remove' });
  for (const [key, value] of Object.entries(after)) {
    if (!equal(get(before, key), value)) members.set(key, { kind: 'set', value });
  }
  return members;
}

function changeMembers(sheet: Sheet, slot: Slot, members: ReadonlyMap<string, Change>): readonly TextEdit[] {
  const { node } = slot;
  if (members.size === 0 && (node.kind === 'map' || node.kind === 'seq')) return [];
  if (node.kind === 'alias' || sheet.tree.aliases.has(node)) {
    const value = sheet.values.read(node);
    if (equal(applyChange(value, { kind: 'members', members }), value)) return [];
  }
  if (node.kind === 'alias') throw refuse(sheet, 'an alias stands on the path', node);
  refuseShared(sheet, node);
  if (node.kind === 'map') return changeMap(sheet, slot, node, members);
  if (node.kind === 'seq') return changeSeq(sheet, slot, node, members);
  if (sheet.values.read(node) !== null) throw refuse(sheet, 'a scalar stands where members are to go', node);
  if (slot.parent === 'root' && isUnwritten(node) && members.size === 0) return [];
  return replaceNode(sheet, slot, applyChange(null, { kind: 'members', members }) as Json);
}

function changeMap(sheet: Sheet, slot: Slot, map: MapNode, members: ReadonlyMap<string, Change>): readonly TextEdit[] {
  const inner = new Map<number, Change>();
  const removed = new Set<number>();
  const added: Added[] = [];
  for (const [key, change] of members) {
    const i = map.index.get(key);
    const merged = sheet.values.mergedEntry(map, key);
    const now = i === undefined ? merged && sheet.values.read(merged.value) : undefined;
    if (merged !== undefined && (i === undefined || change.kind === 'remove')) {
      const after = applyChange(now, change);
      if (after !== undefined && equal(now, after)) continue;
      throw refuse(sheet, `the key ${key} comes from a merge`, map);
    }
    const repeated = map.entries[map.repeated.get(key) ?? -1];
    if (repeated !== undefined) throw refuseKey(sheet, key, repeated);
    if (i === undefined) {
      const value = applyChange(undefined, change);
      const source = change.kind === 'source' ? change.text : undefined;
      if (value !== undefined) added.push({ key, value, source });
    } else if (change.kind === 'remove') removed.add(i);
    else inner.set(i, change);
  }
  const [double] = map.repeated;
  // Keys that stand twice elsewhere do not hinder a change further inside.
  if (double !== undefined && [...members.values()].some(({ kind }) => kind !== 'members')) {
    throw refuseKey(sheet, double[0], map.entries[double[1]] as Entry);
  }
  return changeEntries(sheet, slot, map, inner, { removed, added, addAfter: map.entries.length - 1 });
}

function refuseKey(sheet: Sheet, key: string, { start }: Entry): FormatError {
  return new FormatError(`the key ${key} stands twice`, sheet.tree.position(start));
}

function changeSeq(sheet: Sheet, slot: Slot, seq: SeqNode, members: ReadonlyMap<string, Change>): readonly TextEdit[] {
  const inner = new Map<number, Change>();
  const removed = new Set<number>();
  const added: Added[] = [];
  for (const [key, change] of members) {
    if (!/^(0|[1-9]\d*)$/.test(key)) throw refuse(sheet, `a list has no member ${key}`, seq);
    const i = Number(key);
    if (i >= seq.entries.length) {
      const value = applyChange(undefined, change);
      const source = change.kind === 'source' ? change.text : undefined;
      if (value !== undefined) added.push({ key: undefined, value, source });
    } else if (change.kind === 'remove') removed.add(i);
    else inner.set(i, change);
  }
  return changeEntries(sheet, slot, seq, inner, { removed, added, addAfter: seq.entries.length - 1 });
}

/** Keeps what both lists begin and end with, so that comments stay with their items. */
function changeItems(sheet: Sheet, slot: Slot, seq: SeqNode, after: readonly Json[]): readonly TextEdit[] {
  const before = sheet.values.read(seq) as readonly Json[];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && equal(before[head], after[head])) head++;
  let tail = 0;
  while (tail < shorter - head && equal(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
  const pairs = shorter - head - tail;
  const inner = new Map<number, Change>();
  for (let i = head; i < head + pairs; i++) inner.set(i, { kind: 'set', value: after[i] as Json });
  const removed = new Set<number>();
  for (let i = head + pairs; i < before.length - tail; i++) removed.add(i);
  const added = membersOf(after.slice(head + pairs, after.length - tail));
  return changeEntries(sheet, slot, seq, inner, { removed, added, addAfter: head + pairs - 1 });
}

function changeEntries(
  sheet: Sheet,
  slot: Slot,
  node: CollectionNode,
  inner: ReadonlyMap<number, Change>,
  plan: EntryPlan,
): readonly TextEdit[] {
  const edits = [...inner].flatMap(([i, change]) => {
    if (change.kind === 'remove') return [];
    return changeNode(sheet, slotOf(sheet.text, node, node.entries[i] as Entry), change);
  });
  if (plan.removed.size === 0 && plan.added.length === 0) return edits;
  if (node.kind === 'map' && node.bare) throw refuse(sheet, 'a pair without braces cannot take or lose members', node);
  if (isBlock(node)) return [...edits, ...editBlock(surveyed(sheet, node), slot, node, plan)];
  const isPure = node.entries.length === 0 && !sheet.text.slice(node.start, node.end).includes('#');
  if (!isPure || isFlowSlot(slot)) return [...edits, ...editFlow(sheet, node, plan)];
  return placeBlock(sheet, slot, node.kind, (column) => sheet.print.block(plan.added, column, undefined));
}

/** The sheet with the look that prevails inside the node. */
function surveyed(sheet: Sheet, node: Node): Sheet {
  const look: Look = { ...surveyLook(node, sheet.text, sheet.look), quote: sheet.look.quote };
  return { ...sheet, look, print: printer(sheet.text, look) };
}

function replaceNode(sheet: Sheet, slot: Slot, value: Json): readonly TextEdit[] {
  const { node } = slot;
  const isFlow = isFlowSlot(slot);
  const looksFlow = (node.kind === 'map' || node.kind === 'seq') && node.flow && node.entries.length > 0;
  if (!isContainer(value) || isFlow || looksFlow) {
    return placeInline(sheet, slot, sheet.print.inline(value, isFlow, node));
  }
  const kind = isArray(value) ? 'seq' : 'map';
  return placeBlock(sheet, slot, kind, (column) => sheet.print.block(membersOf(value), column, undefined));
}
