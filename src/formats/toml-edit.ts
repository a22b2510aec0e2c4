// Walks a change over the tree of a TOML text: what stays in place, what goes, what has to be added.

import { equal, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import { applyChange } from './change.ts';
import type { Change, TextEdit } from './codec.ts';
import { type Addition, addElements, addMembers } from './toml-add.ts';
import { type Draft, finish, insertInto, newDraft, type Place, removeNode, rowsIn } from './toml-draft.ts';
import { type Rows, rowsOf } from './toml-look.ts';
import { isTables, printInline, refuseUnsayable } from './toml-print.ts';
import { type Inline, type List, type Node, piecesOf, refuse, type Table, type Tables, toJson } from './toml-tree.ts';
import { printLike } from './toml-values.ts';

type Members = ReadonlyMap<string, Change>;

/** See `Codec.edit`. */
export function editToml(text: string, change: Change): readonly TextEdit[] {
  if (change.kind === 'source') return [{ start: 0, end: text.length, text: change.text }];
  const draft = newDraft(text);
  const { root } = draft.tree;
  const place: Place = { names: [], depth: 0, parent: undefined, above: undefined };
  if (change.kind === 'members') editTable(draft, root, place, change.members);
  else if (change.kind === 'set' && isObject(change.value)) setNode(draft, root, place, change.value);
  else refuse(text, 0, 'A TOML document is a table');
  return finish(draft);
}

/** Returns a value that cannot stand where the node stood, which is gone: it is to be added to the parent. */
function editNode(draft: Draft, node: Node, place: Place, change: Change): Json | undefined {
  switch (change.kind) {
    case 'set':
      return setNode(draft, node, place, change.value);
    case 'remove':
      removeNode(draft, node);
      return undefined;
    case 'source':
      if (node.inline === undefined) refuse(draft.text, node.at, 'A table with a header has no text of its own');
      draft.values.push(replacement(node.inline, change.text));
      return undefined;
    default:
      editMembers(draft, node, place, change.members);
      return undefined;
  }
}

function below(above: Place, parent: Node, names: readonly string[]): Place {
  return { names: [...above.names, ...names], depth: above.depth + 1, parent, above };
}

function replacement(inline: Inline, text: string): TextEdit {
  return { start: inline.start, end: inline.end, text };
}

function editMembers(draft: Draft, node: Node, place: Place, members: Members): void {
  switch (node.kind) {
    case 'table':
      editTable(draft, node, place, members);
      return;
    case 'list':
      editList(draft, node, place, members);
      return;
    case 'tables':
      editElements(draft, node, place, members);
      return;
    default:
      refuse(draft.text, node.at, 'A single value stands where a table or an array is needed');
  }
}

function setNode(draft: Draft, node: Node, place: Place, value: Json): Json | undefined {
  if (equal(toJson(node), value)) return undefined;
  refuseUnsayable(draft.text, node.at, value);
  // A table without a place of its own would vanish with its last member, so an empty one is written anew.
  const lasts = node.kind === 'table' && (node.body !== undefined || Object.keys(value ?? {}).length > 0);
  if (node.kind === 'table' && lasts && isObject(value)) editTable(draft, node, place, memberDiff(node, value));
  else if (node.kind === 'list' && isArray(value)) setList(draft, node, place, value);
  else if (node.kind === 'tables' && isTables(value)) editElements(draft, node, place, elementDiff(node, value));
  else if (node.inline !== undefined) draft.values.push(replacement(node.inline, printOver(draft, node, value)));
  else {
    removeNode(draft, node);
    return value;
  }
  return undefined;
}

function printOver(draft: Draft, node: Node, value: Json): string {
  const spelling = node.kind === 'scalar' ? node.spelling : 'other';
  return isObject(value) || isArray(value) || value === null
    ? printInline(draft.look, value)
    : printLike(spelling, value);
}

function memberDiff(table: Table, value: JsonObject): Members {
  const gone = [...table.members.keys()].filter((key) => !Object.hasOwn(value, key));
  const changes: [string, Change][] = gone.map((key) => [key, { kind: 'remove' }]);
  for (const [key, member] of Object.entries(value)) changes.push([key, { kind: 'set', value: member }]);
  return new Map(changes);
}

function elementDiff(tables: Tables, value: readonly Json[]): Members {
  const changes = value.map((one, i): [string, Change] => [String(i), { kind: 'set', value: one }]);
  const gone = tables.elements.slice(value.length).map((_, i): [string, Change] => {
    return [String(value.length + i), { kind: 'remove' }];
  });
  return new Map([...changes, ...gone]);
}

/** What a change makes where nothing is yet. */
function valueMadeBy(draft: Draft, offset: number, change: Change): Json | undefined {
  if (change.kind === 'source') refuse(draft.text, offset, 'There is no value whose text could be put back');
  const value = applyChange(undefined, change);
  if (value !== undefined) refuseUnsayable(draft.text, offset, value);
  return value;
}

function editTable(draft: Draft, table: Table, place: Place, members: Members): void {
  const additions: Addition[] = [];
  for (const [key, change] of members) {
    const node = table.members.get(key);
    const inner = below(place, table, [key]);
    const value = node === undefined ? valueMadeBy(draft, table.at, change) : editNode(draft, node, inner, change);
    if (node === undefined) refuseUnsayable(draft.text, table.at, key);
    if (value !== undefined) additions.push({ key, value });
  }
  addMembers(draft, table, place, additions);
  if (additions.length === 0) removeLateHeader(draft, table, members);
}

/**
 * A header below those of its own members is how `addMembers` gives pairs to a table that had none; it goes with the
 * last of its pairs, but not with a comment.
 */
function removeLateHeader(draft: Draft, table: Table, members: Members): void {
  const { header, pieces } = table.body ?? {};
  if (header === undefined || pieces === undefined || pieces.length === 0) return;
  const gone = [...members].flatMap(([key, { kind }]) => {
    const node = kind === 'remove' ? table.members.get(key) : undefined;
    return node === undefined ? [] : piecesOf(node).filter(({ body }) => body === table.body);
  });
  if (gone.length < pieces.length) return;
  const early = [...table.members.values()].some((node) => piecesOf(node).some(({ row }) => row < header.row));
  const own = [header, ...pieces];
  const plain = pieces.every(({ start }, i) => draft.text.slice(own[i]?.end, start).trim() === '');
  if (early && plain) draft.removed.push(own);
}

/** The changes of elements that are there, by index, and the values to be appended. */
function byIndex(draft: Draft, node: List | Tables, members: Members) {
  const there: [number, Change][] = [];
  const appended: Json[] = [];
  for (const [key, change] of members) {
    if (!/^(0|[1-9]\d*)$/.test(key)) refuse(draft.text, node.at, 'An array has no members with names');
    const index = Number(key);
    if (index < node.elements.length) there.push([index, change]);
    else {
      const value = valueMadeBy(draft, node.at, change);
      if (value !== undefined) appended.push(value);
    }
  }
  return { there, appended };
}

function editList(draft: Draft, list: List, place: Place, members: Members): void {
  const { there, appended } = byIndex(draft, list, members);
  for (const [index, change] of there) {
    editNode(draft, list.elements[index] as Node, below(place, list, []), change);
  }
  insertValues(draft, list, place, list.elements.length - 1, appended);
}

/** Only what differs is touched, so that comments beside the other elements stay. */
function setList(draft: Draft, list: List, place: Place, values: readonly Json[]): void {
  const olds = list.elements.map(toJson);
  const least = Math.min(olds.length, values.length);
  let head = 0;
  while (head < least && equal(olds[head], values[head])) head += 1;
  let tail = 0;
  while (tail < least - head && equal(olds[olds.length - 1 - tail], values[values.length - 1 - tail])) tail += 1;
  const pairs = least - head - tail;
  for (let i = head; i < head + pairs; i += 1) {
    setNode(draft, list.elements[i] as Node, below(place, list, []), values[i] as Json);
  }
  for (const node of list.elements.slice(head + pairs, olds.length - tail)) removeNode(draft, node);
  insertValues(draft, list, place, head + pairs - 1, values.slice(head + pairs, values.length - tail));
}

function insertValues(draft: Draft, list: List, place: Place, index: number, values: readonly Json[]): void {
  const texts = values.map((value) => printInline(draft.look, value));
  insertInto(
    draft,
    list.body,
    index,
    texts,
    rowsOf(draft.text, draft.look, list) ?? freshRows(draft, list, place, values),
  );
}

/** Whether an array that was empty gets a line for each element: like its siblings, and tables always. */
function freshRows(draft: Draft, list: List, place: Place, values: readonly Json[]): Rows | undefined {
  if (list.inline.piece.row === -1) return undefined;
  const like = rowsIn(draft, place.parent, place.above?.parent, place.names.at(-1) ?? '');
  return like ?? (values.some(isObject) ? { indent: draft.look.indent, comma: true } : undefined);
}

function editElements(draft: Draft, tables: Tables, place: Place, members: Members): void {
  const { there, appended } = byIndex(draft, tables, members);
  for (const [index, change] of there) {
    const table = tables.elements[index] as Table;
    const left = editNode(draft, table, below(place, tables, []), change);
    if (left !== undefined) refuse(draft.text, table.at, 'Only a table can stand in an array of tables');
  }
  if (!appended.every(isObject)) refuse(draft.text, tables.at, 'Only a table can stand in an array of tables');
  addElements(draft, tables, place, appended as readonly JsonObject[]);
}
