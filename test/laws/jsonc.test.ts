// Laws of every edit of a JSON document: on random documents, on our fixtures, and on real ones.

import { readdirSync, readFileSync } from 'node:fs';
import { parseToValue } from 'jsonc-morph';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyChange, changeTree } from '../../src/formats/change.ts';
import { type Change, type Codec, FormatError, type TextEdit } from '../../src/formats/codec.ts';
import { json5, jsonc } from '../../src/formats/jsonc.ts';
import { type Node, parseTree, type Slot, slotOf } from '../../src/formats/jsonc-tree.ts';
import { applyEdits } from '../../src/formats/splice.ts';
import { at, equal, isArray, isObject, type Json, type Path } from '../../src/model/json.ts';
import {
  commentsOf,
  containersOf,
  printRandomly,
  randomKey,
  randomLayout,
  randomValue,
} from '../support/jsonc-documents.ts';
import { documentLaws } from '../support/laws.ts';
import { pick, type Random } from '../support/random.ts';
import { realConfigs } from '../support/real-configs.ts';

const remove: Change = { kind: 'remove' };
const set = (value: Json): Change => ({ kind: 'set', value });

type Changes = readonly (readonly [Path, Change])[];

interface Given {
  readonly codec: Codec;
  readonly text: string;
  readonly value: Json;
}

/** Most are short; one in eight is as long as what people have. */
function randomGiven(random: Random): Given {
  const layout = randomLayout(random, random(4) === 0);
  const depth = random(8) === 0 ? 3 : 2;
  const servers = { mcpServers: randomValue(random, depth), z: randomValue(random, depth - 1) };
  const value = random(12) === 0 ? randomValue(random, depth) : servers;
  return { codec: layout.json5 ? json5 : jsonc, text: printRandomly(random, layout, value), value };
}

/** The text after the changes, which must read as the changed value in both readers. */
function edited(
  { codec, text, value }: Given,
  changes: Changes,
): { readonly edits: readonly TextEdit[]; readonly after: string } {
  const change = changeTree(changes);
  const wanted = applyChange(value, change) ?? null;
  const edits = codec.edit(text, change);
  const after = applyEdits(text, edits);
  assert.ok(readsAs(codec, after, wanted), `reads wrong:\n${text}\n=>\n${after}`);
  return { edits, after };
}

function readsAs(codec: Codec, text: string, wanted: Json): boolean {
  try {
    return equal(codec.reread(text), wanted) && equal(codec.read(text).value, wanted);
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/** Where the value at `path` stands. */
function find({ codec, text }: Given, path: Path): { readonly node: Node; readonly slot: Slot | undefined } {
  let node: Node = parseTree(text, codec === json5 ? 'json5' : 'jsonc');
  let slot: Slot | undefined;
  for (const key of path) {
    slot = node.kind === 'scalar' ? undefined : slotOf(node, key);
    if (slot === undefined) throw new Error(`nothing at ${path}`);
    node = slot.value;
  }
  return { node, slot };
}

/** What may go with a slot: it, and the rest of the line on which it or its comma ends. */
function stretchOf(given: Given, path: Path): { readonly start: number; readonly end: number } {
  const { text } = given;
  const { node, slot } = find(given, path);
  const comma = slot?.comma;
  const near = comma !== undefined && /^(\s|\/\*[^\n]*?\*\/)*$/.test(text.slice(node.end, comma));
  const from = near ? comma + 1 : node.end;
  return { start: slot?.start ?? node.start, end: from + (/^[^\r\n]*/.exec(text.slice(from))?.[0].length ?? 0) };
}

function judgeAddition(given: Given, path: Path, value: Json): void {
  const { text, codec } = given;
  const { node } = find(given, path.slice(0, -1));
  const inside = text.slice(node.start + 1, node.end - 1);
  const { edits, after } = edited(given, [[path, set(value)]]);
  for (const { start, end } of edits)
    assert.ok(start === end || inside.trim() === '', `takes away:\n${text}\n=>\n${after}`);
  assert.equal(commentsOf(after), commentsOf(text));
  if (inside !== '' && inside.trim() === '') return;
  const added = { codec, text: after, value: codec.reread(after) };
  assert.is(edited(added, [[path, remove]]).after, text, after);
}

function judgeRemoval(given: Given, path: Path): void {
  const { text } = given;
  const { start, end } = stretchOf(given, path);
  const { edits, after } = edited(given, [[path, remove]]);
  for (const edit of edits) {
    assert.is(edit.text, '');
    const before = text.slice(edit.start, Math.max(edit.start, Math.min(start, edit.end)));
    const behind = text.slice(Math.min(edit.end, Math.max(end, edit.start)), edit.end);
    assert.match(before + behind, /^[\s,]*$/, `${path}\n${text}\n=>\n${after}`);
  }
  const left = new Set(commentsOf(after));
  const kept = commentsOf(text.slice(0, start) + text.slice(end));
  assert.ok(
    kept.every((comment) => left.has(comment)),
    `${path}\n${text}\n=>\n${after}`,
  );
}

function judgeReplacement(given: Given, path: Path): void {
  const { edits } = edited(given, [[path, set('another value')]]);
  const { node } = find(given, path);
  assert.equal(
    edits.map(({ start, end }) => [start, end]),
    [[node.start, node.end]],
  );
}

function membersOf(value: Json): readonly Path[] {
  return containersOf(value).flatMap(({ path, value: inner }) =>
    Object.keys(inner as object).map((key) => [...path, key]),
  );
}

function isPlain(value: Json | undefined): boolean {
  return !isArray(value) && !isObject(value);
}

function randomAddition({ value }: Given, random: Random): readonly [Path, Json] | undefined {
  const containers = containersOf(value);
  if (containers.length === 0) return undefined;
  const container = pick(random, containers);
  const key = isArray(container.value) ? String(container.value.length) : `new ${randomKey(random)}`;
  return [[...container.path, key], randomValue(random, 2)];
}

documentLaws(randomGiven, {
  'both readers see the value that was printed': ({ codec, text, value }) => {
    assert.ok(equal(codec.read(text).value, value), text);
    assert.ok(equal(codec.reread(text), value), text);
  },

  'a third parser reads the same before and after': (given, random) => {
    const addition = randomAddition(given, random);
    if (given.codec === json5 || addition === undefined) return;
    const { after } = edited(given, [[addition[0], set(addition[1])]]);
    for (const text of [given.text, after]) {
      // Jsonc-morph drops a key of that name.
      if (!text.includes('__proto__')) assert.ok(equal(parseToValue(text) as Json, jsonc.reread(text)), text);
    }
  },

  'nothing is edited where nothing changes': ({ codec, text, value }) => {
    assert.equal(codec.edit(text, set(value)), []);
  },

  'an addition keeps every byte, and its removal gives the same bytes back': (given, random) => {
    const addition = randomAddition(given, random);
    if (addition !== undefined) judgeAddition(given, ...addition);
  },

  'a removal takes nothing but the slot, the rest of its line, blanks and a comma': (given, random) => {
    const all = membersOf(given.value);
    if (all.length > 0) judgeRemoval(given, pick(random, all));
  },

  'a plain value in place of a plain value touches its span only': (given, random) => {
    const plain = membersOf(given.value).filter((path) => isPlain(at(given.value, path)));
    if (plain.length > 0) judgeReplacement(given, pick(random, plain));
  },

  'a new value for the whole document leaves the comments of what stays': (given, random) => {
    const { value } = given;
    const plain = membersOf(value).filter(
      (path) => isPlain(at(value, path)) && path.every((key) => !/^\d+$/.test(key)),
    );
    if (plain.length === 0) return;
    const path = pick(random, plain);
    const next = applyChange(value, changeTree([[path, set('another value')]])) ?? null;
    assert.is(edited(given, [[[], set(next)]]).after, edited(given, [[path, set('another value')]]).after);
  },

  'a batch of changes reads as all of them, and the comments outside the removed stay': judgeBatch,
});

function judgeBatch(given: Given, random: Random): void {
  const { text, value } = given;
  const all = membersOf(value);
  const changes: (readonly [Path, Change])[] = [];
  for (let i = random(5); i >= 0; i--) {
    const addition = randomAddition(given, random);
    const kind = random(3);
    if (kind === 0 && addition !== undefined) changes.push([addition[0], set(addition[1])]);
    else if (all.length > 0) changes.push([pick(random, all), kind === 1 ? remove : set(randomValue(random, 2))]);
  }
  if (changes.length === 0 || isNested(changes)) return;
  const { after } = edited(given, changes);
  if (changes.some(([path, { kind }]) => kind === 'set' && at(value, path) !== undefined)) return;
  const stretches = changes.filter(([, { kind }]) => kind === 'remove').map(([path]) => stretchOf(given, path));
  const left = new Set(commentsOf(after));
  for (const { index, 0: comment } of text.matchAll(/#\d+#/g)) {
    const gone = stretches.some(({ start, end }) => index >= start && index < end);
    assert.ok(gone || left.has(comment), `${JSON.stringify(changes)}\n${text}\n=>\n${after}`);
  }
}

/** One change stands above another. */
function isNested(changes: Changes): boolean {
  return changes.some(([path], i) => changes.some(([other], j) => i !== j && path.every((key, k) => other[k] === key)));
}

const entry: Json = { command: 'npx', args: ['-y', 'server'], env: { TOKEN: 'x' } };
const places = ['mcpServers', 'servers', 'context_servers', 'mcp', 'amp.mcpServers'];

function fixtures(): readonly { readonly name: string; readonly text: string }[] {
  const folder = new URL('../../fixtures/formats/jsonc/', import.meta.url);
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
}

for (const { name, text } of [...fixtures(), ...realConfigs()]) {
  if (!/\.json[c5]?$/.test(name)) continue;
  const codec = name.endsWith('5') ? json5 : jsonc;
  const given = { codec, text, value: codec.read(text).value };
  const repeated = codec.read(text).duplicates.map(({ path }) => path);
  const containers = containersOf(given.value).filter(({ path }) => {
    const refused = repeated.some((key) => `${path},`.startsWith(`${key},`) || `${key.slice(0, -1)}` === `${path}`);
    return !refused && (path.length < 2 || path.some((key) => places.includes(key)));
  });
  const isMixed = /^\t/m.test(text) && /^ /m.test(text);

  test(`${name}: every container takes an entry and gives it back`, () => {
    for (const { path, value } of containers)
      judgeAddition(given, [...path, isArray(value) ? String(value.length) : 'new'], entry);
  });

  test(`${name}: every entry and field of the servers can be changed and removed`, () => {
    const near = membersOf(given.value).filter((path) => path.length < 5 && path.some((key) => places.includes(key)));
    for (const path of near) {
      judgeRemoval(given, path);
      if (isPlain(at(given.value, path))) judgeReplacement(given, path);
    }
  });

  test(`${name}: a copy of the last server looks like it`, () => {
    for (const { path, value } of containers.filter(({ path }) => places.includes(path.at(-1) ?? ''))) {
      const [key, last] = isObject(value) ? (Object.entries(value).at(-1) ?? []) : [];
      const source = codec.read(text).source([...path, key ?? '']);
      if (last === undefined || source === undefined || isMixed || /\/[/*] /.test(source)) continue;
      const { after } = edited(given, [[[...path, 'new'], set(last)]]);
      assert.is(codec.read(after).source([...path, 'new']), source);
    }
  });
}

test.run();
