// The YAML codec by tables: what is read, where it stands, what is refused, and fixtures.

import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import { type Change, FormatError } from '../../../src/formats/codec.ts';
import { render } from '../../../src/formats/splice.ts';
import { yaml } from '../../../src/formats/yaml.ts';
import { equal, type Json, type Path } from '../../../src/model/json.ts';
import { parsePointer } from '../../../src/model/pointer.ts';

const remove: Change = { kind: 'remove' };
const set = (value: Json): Change => ({ kind: 'set', value });
type Changes = Readonly<Record<string, Change>>;
const treeOf = (changes: Changes) =>
  changeTree(Object.entries(changes).map(([pointer, change]) => [parsePointer(pointer), change]));

function faultOf(action: () => unknown): FormatError {
  try {
    action();
  } catch (error) {
    assert.instance(error, FormatError);
    return error as FormatError;
  }
  throw new Error('nothing was refused');
}

const hugeList = `a: [${'['.repeat(400)}${']'.repeat(400)}]`;
const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
].join('\n');

for (const [what, text, place] of [
  ['a syntax error', 'a: 1\nb: [1\n', '3:1'],
  ['a tab as indent', 'a:\n\tb: 1\n', '2:1'],
  ['an unknown tag', 'a: 1\nb: !!js/function x\n', '2:4'],
  ['several documents', 'a: 1\n---\nb: 2\n', '2:1'],
  ['a key that is a collection', 'a: 1\n? [b]\n: 2\n', '2:3'],
  ['an alias without an anchor', 'a: 1\nb: *x\n', '2:4'],
  ['an alias inside its own anchor', 'a: &x [1, *x]\n', '1:11'],
  ['an alias inside its own anchor, of which there was another', 'a: &x 1\nb: &x [*x]\n', '2:8'],
  ['a merge of a scalar', 'a:\n  <<: 1\n', '2:7'],
  ['a bomb of aliases', bomb, '1:1'],
  ['too deep a nesting', hugeList, '1:260'],
  ['a nesting beyond the stack', '['.repeat(20_000), '1:1'],
] as const) {
  test(`${what} is refused with its place`, () => {
    const { position } = faultOf(() => yaml.read(text));
    if (!text.startsWith('[[')) assert.is(`${position.line}:${position.column}`, place);
    if (text !== hugeList && !what.includes('own anchor')) faultOf(() => yaml.reread(text));
  });
}

for (const [what, text, changes, place] of [
  ['through an alias', 'a: &x {k: 1}\nb: *x\n', { '/b/k': set(2) }, '2:4'],
  ['inside an anchor that is used', 'a: &x\n  k: 1\nb: *x\n', { '/a/k': set(2) }, '2:3'],
  ['an anchor that is used', 'a: &x 1\nb: *x\n', { '/a': set(2) }, '1:7'],
  ['away with an anchor that is used', 'a: &x 1\nb: *x\n', { '/a': remove }, '1:4'],
  ['a key that comes from a merge', 'd: &d {k: 1}\na:\n  <<: *d\n', { '/a/k': set(2) }, '3:3'],
  ['away with a key that hides a merged one', 'd: &d {k: 1}\na:\n  <<: *d\n  k: 2\n', { '/a/k': remove }, '3:3'],
  ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', { '/a': set(4) }, '3:1'],
  ['a sibling of a key that stands twice', 'a: 1\nb: 2\na: 3\n', { '/b': set(4) }, '3:1'],
  ['inside a map whose key stands twice', 's:\n  a: 1\ns:\n  a: 2\n', { '/s/a': set(3) }, '3:1'],
  ['in a map with a key that stands twice', 's:\n  a: 1\n  a: 2\n', { '/s/b': set(4) }, '3:3'],
  ['below a scalar', 'a: text\n', { '/a/b': set(1) }, '1:4'],
  ['a member of a list', 'a: [1]\n', { '/a/name': set(1) }, '1:4'],
  ['a pair without braces', 'a: [k: 1]\n', { '/a/0/b': set(1) }, '1:5'],
  ['several documents', 'a: 1\n---\na: 2\n', { '/a': set(1) }, '2:1'],
] as const) {
  test(`an edit is refused: ${what}`, () => {
    const { position } = faultOf(() => yaml.edit(text, treeOf(changes)));
    assert.is(`${position.line}:${position.column}`, place);
  });
}

test('an edit beside a duplicate key, an alias or a merge is made', () => {
  const text = 'a: 1\na: 2\nd: &d {k: 1}\ns:\n  <<: *d\n  t: {x: 1}\nz: *d\n';
  assert.is(render(yaml, text, treeOf({ '/s/t/x': set(2) })), text.replace('x: 1', 'x: 2'));
});

test('a change that changes nothing is made through an alias and an anchor that is used', () => {
  const text = 'a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n';
  assert.equal(yaml.edit(text, treeOf({ '/a/k': set(1), '/b/k': set(1), '/b/l': remove, '/c/k': set(1) })), []);
});

test('the last of equal keys counts, and each key that stands twice is reported once, where it does so first', () => {
  const document = yaml.read('s:\n  a: 1\n  "a": 2\n  a: 3\nl:\n- {b: 1, b: 2}\n1: x\n"1": y\n');
  assert.ok(equal(document.value, { s: { a: 3 }, l: [{ b: 2 }], 1: 'y' }));
  const shown = document.duplicates.map(
    ({ path, position }) => `${path.join('/')} ${position.line}:${position.column}`,
  );
  assert.equal(shown, ['1 8:1', 's/a 3:3', 'l/0/b 6:10']);
});

test('a tag that is written in full or by a handle is refused, since it could make a text of a number', () => {
  const texts = ['a: !<tag:yaml.org,2002:str> 1\n', '%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n'];
  assert.equal(
    texts.map((text) => faultOf(() => yaml.read(text)).position.offset),
    texts.map((text) => text.indexOf('a: ') + 3),
  );
});

test('a key is a text, also where an alias repeats it as a value', () => {
  const text = '&k 1: x\nb: *k\n';
  assert.equal([yaml.read(text).value, yaml.reread(text)], Array(2).fill({ 1: 'x', b: '1' }));
});

test('keys and items are found where they stand, through aliases and merges too', () => {
  const text = 'a: &x\n  k: v\nb: *x\nc:\n  <<: *x\n  l:\n  - one\n  - &y "two" # c\n  -\n';
  const document = yaml.read(text);
  const placeOf = (pointer: string) => {
    const position = document.locate(parsePointer(pointer));
    return position && `${position.line}:${position.column}`;
  };
  const places = ['', '/a', '/a/k', '/b/k', '/c/k', '/c/l/0', '/c/l/1', '/c/l/3', '/nowhere'].map(placeOf);
  assert.equal(places, ['1:1', '1:1', '2:3', '2:3', '2:3', '7:5', '8:8', undefined, undefined]);
  const sources = ['', '/a', '/b', '/c/l/1', '/c/l/2', '/d'].map((pointer) => document.source(parsePointer(pointer)));
  assert.equal(sources, [text, '&x\n  k: v', '*x', '&y "two"', '', undefined]);
});

test('what JSON cannot say is read as its source text, and keys are their source text', () => {
  const text = 'a: 12345678901234567890\nb: .nan\nc: -.INF\nd: 2024-01-31\n0300: 1e999\nnull: 0x20000000000001\n';
  const value = {
    a: '12345678901234567890',
    b: '.nan',
    c: '-.INF',
    d: '2024-01-31',
    '0300': '1e999',
    null: '0x20000000000001',
  };
  assert.equal(yaml.read(text).value, value);
  assert.equal(yaml.reread(text), value);
});

test('a text without content is an empty map', () => {
  for (const text of ['', '  \n', '# c', '---\n', '---\n# c\n...\n']) {
    assert.equal([yaml.read(text).value, yaml.reread(text)], [{}, {}], JSON.stringify(text));
  }
});

test('keys of the prototype are keys like others', () => {
  const text = '__proto__:\n  a: 1\nconstructor: x\n';
  assert.ok(Object.hasOwn(yaml.read(text).value as object, '__proto__'));
  assert.is(
    render(yaml, text, treeOf({ '/__proto__/b': set(2), '/toString': set(3) })),
    '__proto__:\n  a: 1\n  b: 2\nconstructor: x\ntoString: 3\n',
  );
});

const folder = new URL('../../../fixtures/formats/yaml/', import.meta.url);

for (const name of readdirSync(folder)) {
  const text = readFileSync(new URL(name, folder), 'utf8');
  test(`${name} reads alike by both readers`, () => assert.ok(equal(yaml.read(text).value, yaml.reread(text))));
  test(`${name} is the same after an entry came and went`, () => {
    const added = render(yaml, text, treeOf({ '/hatch': set({ command: 'npx', args: ['-y'] }) }));
    assert.is.not(added, text);
    assert.is(render(yaml, added, treeOf({ '/hatch': remove })), text);
  });
  test(`${name} can lose any entry, or says where it cannot`, () => {
    const visit = (value: Json, path: Path): void => {
      for (const [key, child] of Object.entries(value as object)) {
        const own = [...path, key];
        for (const change of [remove, set('x'), set({ y: ['z'] })]) {
          try {
            render(yaml, text, changeTree([[own, change]]));
          } catch (error) {
            assert.instance(error, FormatError, `${own.join('/')}: ${error}`);
            assert.match(name, /anchors|flow/);
          }
        }
        if (typeof child === 'object' && child !== null) visit(child, own);
      }
    };
    visit(yaml.read(text).value, []);
  });
}

test.run();
