// Adds members to tables and elements to arrays of tables, where and as their siblings stand.

import { isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { indentAt, lineStart } from './style.ts';
import { type Draft, insertInto, type Place, rowsIn, sampleIn } from './toml-draft.ts';
import { endOfContent, lineAbove, nextLine } from './toml-lines.ts';
import {
  equalsLike,
  type Form,
  formOf,
  type Look,
  lastObject,
  noSample,
  type Sample,
  type Shape,
  sampleOf,
  shapeOf,
} from './toml-look.ts';
import { isContainer, isTables, modelFor, printBlocks, printDotted, printEntry, printPair } from './toml-print.ts';
import { type Body, type Node, type Piece, piecesOf, type Table, type Tables } from './toml-tree.ts';

export interface Addition {
  readonly key: string;
  readonly value: Json;
}

/** An addition, how it is to be written, and the node that shows how. */
interface Plan extends Addition {
  readonly form: Form;
  readonly model: Node | undefined;
}

/** Where a table's pairs stand, and the keys that have to lead there. */
interface Home {
  readonly body: Body;
  readonly prefix: readonly string[];
}

/** Pairs come before all blocks that begin at the same line. */
const depthOfPairs = 1e9;

/** Adds members that are not there. Each value must be one that TOML can hold. */
export function addMembers(draft: Draft, table: Table, place: Place, additions: readonly Addition[]): void {
  if (additions.length === 0) return;
  const home: Home | undefined = table.body === undefined ? table.dotted : { body: table.body, prefix: [] };
  if (home?.body.brackets !== undefined) {
    const look = lookLike(draft.look, home.body.pieces.at(-1));
    const texts = additions.map(({ key, value }) => printEntry(look, [...home.prefix, key], value));
    insertInto(draft, home.body, home.body.pieces.length - 1, texts);
    return;
  }
  const last = lastObject(table);
  const plans = additions.map((addition) => planOf(draft, table, place, last, addition));
  const pairs = plans.filter(({ form }) => form !== 'header');
  const blocks = plans.filter(({ form }) => form === 'header').map((plan) => blockOf(draft, table, place, last, plan));
  if (pairs.length > 0 && home !== undefined) addPairs(draft, table, place, home, pairs);
  if (pairs.length > 0 && home === undefined) blocks.unshift(blockOfItsOwn(draft, place, pairs));
  if (blocks.length > 0) draft.inserts.push({ at: endOf(draft, table), depth: place.depth, text: blocks.join('') });
}

/** Appends elements, each as a block. */
export function addElements(draft: Draft, tables: Tables, place: Place, values: readonly JsonObject[]): void {
  if (values.length === 0) return;
  const { text } = draft;
  const model = tables.elements.at(-1);
  const look = lookLike(draft.look, model?.body?.pieces.at(-1));
  const shape = shapeOf(text, look, model) ?? { header: '', keys: '', gap: look.gap };
  const block = { names: place.names, shape, sample: sampleIn(draft, tables) };
  draft.inserts.push({ at: endOf(draft, tables), depth: place.depth, text: printBlocks(text, look, block, values) });
}

function lookLike(look: Look, pair: Piece | undefined): Look {
  return { ...look, equals: equalsLike(pair) ?? look.equals };
}

/** Like its namesakes in the tables beside this one; else like the other objects here; else like those beside. */
function planOf(draft: Draft, table: Table, place: Place, last: Node | undefined, addition: Addition): Plan {
  const { key, value } = addition;
  const kin = sampleIn(draft, place.parent);
  const model = modelFor(value, kin.members.get(key), last ?? kin.object);
  return { ...addition, model, form: formIn(table, place, value, model) };
}

function formIn(table: Table, place: Place, value: Json, model: Node | undefined): Form {
  if (!isObject(value) && !isTables(value)) return 'inline';
  const like = model === undefined ? undefined : formOf(model);
  if (table.body === undefined) return table.dotted === undefined ? 'header' : like === 'dotted' ? 'dotted' : 'inline';
  if (place.parent === undefined) return 'header';
  const flat = [...table.members.values()].some(({ kind }) => kind === 'scalar' || kind === 'list');
  return like ?? (flat && !isContainer(value) ? 'inline' : 'header');
}

function blockOf(draft: Draft, table: Table, place: Place, last: Node | undefined, plan: Plan): string {
  const { text } = draft;
  const { model, key, value } = plan;
  const top = place.parent === undefined;
  const look = lookLike(draft.look, model?.kind === 'table' ? model.body?.pieces.at(-1) : undefined);
  const shape = shapeOf(text, look, model) ?? shapeBelow(draft, table);
  const sample = model === undefined ? noSample : model === last ? sampleIn(draft, table) : sampleOf([model]);
  // At the end of the text, what stands above need not be a block.
  const gap = top ? Math.max(1, shape.gap) : shape.gap;
  return printBlocks(text, look, { names: [...place.names, key], shape: { ...shape, gap }, sample }, value);
}

function shapeBelow(draft: Draft, table: Table): Shape {
  const header = shapeOf(draft.text, draft.look, table)?.header ?? '';
  return { header, keys: header, gap: draft.look.gap };
}

/** A table that only the headers of its members name gets one of its own. */
function blockOfItsOwn(draft: Draft, place: Place, pairs: readonly Plan[]): string {
  const value = object(pairs.map((pair) => [pair.key, pair.value]));
  const shape = { header: '', keys: '', gap: draft.look.gap };
  const sample: Sample = sampleIn(draft, place.parent);
  return printBlocks(draft.text, draft.look, { names: place.names, shape, sample }, value);
}

/** Behind all that belongs to a node; of the root, behind all that the text holds. */
function endOf(draft: Draft, node: Table | Tables): number {
  const { text, tree } = draft;
  if (node === tree.root) return endOfContent(text);
  const row = piecesOf(node).reduce((last, piece) => Math.max(last, piece.row), 0);
  return nextLine(text, tree.rows[row]?.end ?? text.length);
}

function addPairs(draft: Draft, table: Table, place: Place, home: Home, pairs: readonly Plan[]): void {
  const { text } = draft;
  const last = lastPieceIn(table, home.body) ?? home.body.header;
  const indent = last === undefined ? '' : indentAt(text, last.start);
  const look = lookLike(draft.look, last);
  const lines = pairs.map(({ key, value, form, model }) => {
    const keys = [...home.prefix, key];
    const sample = model === undefined ? noSample : sampleOf([model]);
    if (form === 'dotted') return printDotted(text, look, indent, keys, value, sample);
    return printPair(look, indent, keys, value, rowsIn(draft, table, place.parent, key));
  });
  const insert =
    last === undefined ? atTop(draft, lines.join('')) : { at: nextLine(text, last.end), text: lines.join('') };
  draft.inserts.push({ ...insert, depth: depthOfPairs });
}

function lastPieceIn(table: Table, body: Body): Piece | undefined {
  if (table.body === body) return body.pieces.at(-1);
  const own = piecesOf(table).filter((piece) => piece.body === body && piece.kind === 'pair');
  return own.reduce<Piece | undefined>(
    (last, piece) => (last !== undefined && last.row > piece.row ? last : piece),
    undefined,
  );
}

/**
 * The first keys of the document: before the first header and the comments that stand on it, with a blank line
 * below; at the end where there is no header.
 */
function atTop(draft: Draft, lines: string): { at: number; text: string } {
  const { text, tree, look } = draft;
  const header = tree.rows[0];
  if (header === undefined) {
    const end = endOfContent(text);
    return { at: end, text: end === 0 ? lines : look.newline + lines };
  }
  let at = lineStart(text, header.start);
  while (at > 0) {
    const above = lineAbove(text, at);
    if (text.slice(above, at).trim() === '') break;
    at = above;
  }
  return { at, text: lines + look.newline };
}
