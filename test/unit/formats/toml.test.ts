// The TOML codec by example: what is read and where, and what each kind of edit looks like.

import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import { type Change, FormatError } from '../../../src/formats/codec.ts';
import { toml } from '../../../src/formats/toml.ts';
import { equal, type Json } from '../../../src/model/json.ts';
import { parsePointer } from '../../../src/model/pointer.ts';

const everyForm = readFixture('every-form.toml');

function readFixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/formats/toml/${name}`, import.meta.url), 'utf8');
}

const remove: Change = { kind: 'remove' };

function set(value: Json): Change {
  return { kind: 'set', value };
}

function source(text: string): Change {
  return { kind: 'source', text, value: {} };
}

test('every form is read as the same JSON by both readers', () => {
  const wanted: Json = JSON.parse(readFixture('every-form.json'));
  assert.ok(equal(toml.read(everyForm).value, wanted));
  assert.ok(equal(toml.reread(everyForm), wanted));
});

test('a text without anything but blanks and comments is an empty object', () => {
  for (const text of ['', ' \n\t\r\n', '# only this']) assert.equal(toml.read(text).value, {});
});

test('a time is the same however it is spelt', () => {
  const spellings = [
    '2024-02-29T10:00:00Z',
    '2024-02-29t10:00:00z',
    '2024-02-29 10:00:00.000Z',
    '2024-02-29T10:00:00.0009Z',
  ];
  const read = spellings.map((text) => toml.read(`at = ${text}`).value);
  assert.equal(read, Array(4).fill({ at: '2024-02-29T10:00:00Z' }));
  assert.equal(
    spellings.map((text) => toml.reread(`at = ${text}`)),
    read,
  );
});

for (const [pointer, line, column, text] of [
  ['', 1, 1, everyForm],
  ['/title', 2, 1, '"caf\\u00e9 \\"quoted\\""'],
  ['/site', 10, 1, undefined],
  ['/site/example.org/~1status', 11, 20, 'true'],
  ['/matrix/1/0', 19, 21, "'a'"],
  ['/mcp_servers', 22, 2, undefined],
  ['/mcp_servers/@scope~1server:1', 22, 14, undefined],
  ['/mcp_servers/@scope~1server:1/env/TOKEN', 31, 3, "'${TOKEN}'"],
  ['/hooks', 33, 3, undefined],
  ['/hooks/0/run/env/CI', 34, 31, '"1"'],
  ['/hooks/1', 39, 1, undefined],
  ['/__proto__/constructor/prototype', 44, 13, '1'],
  ['/toString', undefined, undefined, undefined],
  ['/hooks/01', undefined, undefined, undefined],
  ['/title/length', undefined, undefined, undefined],
] as const) {
  test(`where ${pointer || 'the root'} stands, and its text`, () => {
    const document = toml.read(everyForm);
    const place = document.locate(parsePointer(pointer));
    assert.equal([place?.line, place?.column], [line, column]);
    assert.is(document.source(parsePointer(pointer)), text);
  });
}

for (const [text, line, column] of [
  ['a = 1\na = 2', 2, 1],
  ['[a]\nb = 1\n[a]', 3, 2],
  ['a = {b = 1}\n[a.c]', 2, 2],
  ['a = \n', 2, 1],
  ['a = {b = 1,}', 1, 12],
  ['a = 1 b = 2', 1, 7],
] as const) {
  test(`${JSON.stringify(text)} is refused at ${line}:${column}`, () => {
    const refused = (error: unknown) =>
      error instanceof FormatError && error.position.line === line && error.position.column === column;
    assert.throws(() => toml.read(text), refused);
    assert.throws(() => toml.edit(text, set({})), refused);
    assert.throws(
      () => toml.reread(text.replace(',}', ',,}')),
      (error: unknown) => error instanceof FormatError,
    );
  });
}

for (const [what, text] of [
  ['a key of far too many parts', `${'a.'.repeat(600)}a = 1\n`],
  ['a header of far too many parts', `[${'"a" . '.repeat(600)}a]\n`],
  ['a nesting beyond the stack', `a = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
] as const) {
  test(`${what} is refused at once`, () => {
    const isTooDeep = (error: unknown) => error instanceof FormatError && error.message === 'Nested too deeply';
    assert.throws(() => toml.read(text), isTooDeep);
  });
}

const refusals: readonly (readonly [string, string, string, Change, number])[] = [
  ['null', 'a = 1\nb = 2', '/b', set([null]), 2],
  ['null in a new table', 'a = 1', '/b', set({ c: null }), 1],
  ['a lone surrogate', 'a = 1', '/a', set('\ud800'), 1],
  ['a lone surrogate in a key', 'a = 1', '/\udc00', set(1), 1],
  ['a member of a single value', 'x = 1\na = "b"', '/a/c', set(1), 2],
  ['a name in an array', 'a = [1]', '/a/b', set(1), 1],
  ['a single value among tables', '[[a]]\n[[a]]', '/a/1', set(1), 2],
  ['a single value after tables', '\n[[a]]', '/a/1', set(1), 2],
  ['a text in place of a table with a header', 'x = 1\n[a]', '/a', source('{}'), 2],
  ['a text in place of nothing', 'x = 1', '/a', source('{}'), 1],
  ['an array as document', 'x = 1', '', set([]), 1],
  ['no document', 'x = 1', '', remove, 1],
];

for (const [name, text, pointer, change, line] of refusals) {
  test(`refused: ${name}`, () => {
    const refused = (error: unknown) => error instanceof FormatError && error.position.line === line;
    assert.throws(() => toml.edit(text, changeTree([[parsePointer(pointer), change]])), refused);
  });
}

test.run();
