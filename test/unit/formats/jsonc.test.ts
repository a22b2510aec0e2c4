// JSON, JSONC and JSON5: what is read, where it stands, what is refused, and how long edits take.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import type { Change } from '../../../src/formats/codec.ts';
import { json5, jsonc } from '../../../src/formats/jsonc.ts';
import { applyEdits, render } from '../../../src/formats/splice.ts';
import { equal, object, type Path } from '../../../src/model/json.ts';
import { computing } from '../../support/computing.ts';
import { failureOf } from '../../support/failure-of.ts';

for (const text of ['', ' \r\n\t', '\n']) {
  test(`${JSON.stringify(text)} reads as an empty object`, () => {
    assert.equal([jsonc.read(text).value, json5.read(text).value, jsonc.reread(text)], [{}, {}, {}]);
    assert.is(jsonc.read(text).source([]), text);
    assert.equal(jsonc.read(text).locate([]), { line: 1, column: 1, offset: 0 });
  });
}

test('places and sources are those of the text', () => {
  const document = jsonc.read('// c\r\n{\r\n  "a/b": [1, {"": true}], // d\r\n}\r\n');
  assert.equal(document.locate([]), { line: 2, column: 1, offset: 6 });
  assert.equal(document.locate(['a/b']), { line: 3, column: 3, offset: 11 });
  assert.equal(document.locate(['a/b', '1']), { line: 3, column: 14, offset: 22 });
  assert.is(document.source(['a/b', '1']), '{"": true}');
  assert.is(document.source(['a/b', '1', '']), 'true');
  for (const path of [['b'], ['a/b', '2'], ['a/b', '0', 'x'], ['__proto__'], ['a/b', 'length']]) {
    assert.equal([document.locate(path), document.source(path)], [undefined, undefined]);
  }
});

test('keys that stand twice are told, and the last value counts', () => {
  const document = jsonc.read('{"a": {"b": 1, "b": 2, "c": 3, "b": 4}, "a": {"d": 1, "\\u0064": 2}}');
  assert.equal(document.value, { a: { d: 2 } });
  assert.equal(
    document.duplicates.map(({ path, position }) => [path.join('/'), position.column]),
    [
      ['a', 41],
      ['a/b', 32],
      ['a/d', 55],
    ],
  );
  assert.is(document.source(['a', 'd']), '2');
});

test('what a number cannot say is read as its numeral, by both readers', () => {
  const text = `{"a": 12345678901234567890, "b": -9007199254740993, "c": 9007199254740991, "d": 1e400, "e": 1.5e3,
    "12345678901234567890": "12345678901234567890 // NaN", // 12345678901234567890 \u2028 "
    "f": "\u2028", "g": [-0, 1.0]}`;
  const { value } = jsonc.read(text);
  assert.equal(value, {
    a: '12345678901234567890',
    b: '-9007199254740993',
    c: 9007199254740991,
    d: '1e400',
    e: 1500,
    '12345678901234567890': '12345678901234567890 // NaN',
    f: '\u2028',
    g: [0, 1],
  });
  assert.ok(equal(jsonc.reread(text), value));
});

test('JSON5 is read by both readers alike', () => {
  const text = `{NaN: NaN, Infinity: -Infinity, null: +Infinity, true: .5, $a_1: 5., 'b': 0x1F, c: -0xFFFFFFFFFFFFFFFF,
    "d\\x41": 'it\\'s \\\n"on"', \\u0061b: +1, // e\n /* f */ ünï: [1,]}`;
  const { value } = json5.read(text);
  assert.equal(value, {
    NaN: 'NaN',
    Infinity: '-Infinity',
    null: '+Infinity',
    true: 0.5,
    $a_1: 5,
    b: 31,
    c: '-0xFFFFFFFFFFFFFFFF',
    dA: 'it\'s "on"',
    ab: 1,
    ünï: [1],
  });
  assert.ok(equal(json5.reread(text), value));
});

test('keys like __proto__ are own keys', () => {
  const text = '{"__proto__": {"x": 1}, "constructor": 2}';
  const wanted = object([
    ['__proto__', { x: 1 }],
    ['constructor', 2],
  ]);
  assert.ok(equal(jsonc.read(text).value, wanted) && equal(jsonc.reread(text), wanted));
});

const refused: readonly (readonly [text: string, line: number, column: number])[] = [
  ['{"a": 1 "b": 2}', 1, 9],
  ['{"a": 1\n  "b": 2}', 2, 3],
  ['{"a"', 1, 5],
  ['{"a": "\\q"}', 1, 8],
  ['[1,,2]', 1, 4],
  ['{,}', 1, 2],
  ['{"a": 1}}', 1, 9],
  ["{'a': 1}", 1, 2],
  ['{a: 1}', 1, 2],
  ['{null: 1}', 1, 2],
  ['{"a": 0x1}', 1, 8],
  ['// nothing', 1, 11],
  ['{"a": 1} /* open', 1, 17],
  ['{"token": tru5ecret}', 1, 11],
];

for (const [text, line, column] of refused) {
  test(`${text} is refused at ${line}:${column}, without quoting it`, () => {
    const error = failureOf(() => jsonc.read(text));
    assert.equal([error.position.line, error.position.column], [line, column]);
    assert.not.match(error.message, '5ecret');
    assert.equal(failureOf(() => jsonc.edit(text, { kind: 'set', value: 1 })).position, error.position);
  });
}

test('nesting has an end, comments and lengths have none', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  assert.is(jsonc.read(deep(500)).source(['0', '0'])?.length, 996);
  for (const levels of [501, 200_000]) assert.is(failureOf(() => jsonc.read(deep(levels))).position.offset, 500);
  assert.equal(jsonc.read(`${'// c\n'.repeat(50_000)}{}`).value, {});
});

test('the second reader says where a text breaks', () => {
  assert.equal(failureOf(() => jsonc.reread('{"a":\n  @}')).position, { line: 2, column: 3, offset: 8 });
});

const unsafe: readonly (readonly [name: string, text: string, path: Path, offset: number])[] = [
  ['a repeated key on the way', '{"s": {}, "s": {}}', ['s', 'a'], 10],
  ['a repeated key in the container', '{"s": {"a": 1, "b": 1, "a": 2}}', ['s', 'b'], 23],
  ['a plain value where an object is needed', '{"s": "x"}', ['s', 'a'], 6],
  ['a name in a list', '{"s": [1]}', ['s', 'a'], 6],
  ['a plain document', '"x"', ['a'], 0],
];

for (const [name, text, path, offset] of unsafe) {
  test(`an edit is refused: ${name}`, () => {
    const change = changeTree([[path, { kind: 'set', value: 2 }]]);
    assert.is(failureOf(() => jsonc.edit(text, change)).position.offset, offset);
  });
}

test('the document itself cannot be removed', () => {
  assert.is(failureOf(() => jsonc.edit('{}', { kind: 'remove' })).position.offset, 0);
});

test('a source goes in verbatim', () => {
  const change: Change = { kind: 'members', members: new Map([['a', { kind: 'source', text: '{\n  }', value: {} }]]) };
  assert.is(render(jsonc, '{ "a": { "b": 1 } }', change), '{ "a": {\n  } }');
  assert.is(render(jsonc, '{ "b": 1 }', change), '{ "b": 1, "a": {\n  } }');
  assert.is(render(jsonc, '{ "b": 1 }', { kind: 'source', text: '// no\n{}', value: {} }), '// no\n{}');
});

test('members that only go leave an empty text alone, and a missing parent comes empty', () => {
  assert.equal(jsonc.edit(' \n', changeTree([[['a'], { kind: 'remove' }]])), []);
  assert.is(render(jsonc, '{"a":1}', changeTree([[['s', 'b'], { kind: 'remove' }]])), '{"a":1,"s":{}}');
});

test('a thousand changes among ten thousand servers take a second or two at most', () => {
  const server = { command: 'npx', args: ['-y', 'x'.repeat(200)], env: { A: '1' } };
  const servers = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`s${i}`, server]));
  const changes: (readonly [string[], Change])[] = Array.from({ length: 1000 }, (_, i) =>
    i % 3 === 0
      ? [['mcp', `s${i}`], { kind: 'remove' }]
      : [['mcp', i % 3 === 1 ? `s${i}` : `n${i}`, 'env', 'B'], { kind: 'set', value: '2' }],
  );
  for (const text of [JSON.stringify({ mcp: servers }), JSON.stringify({ mcp: servers }, null, 2)]) {
    const computed = computing();
    const edits = jsonc.edit(text, changeTree(changes));
    assert.ok(computed() < 2_500);
    assert.ok(edits.length > 600);
    JSON.parse(applyEdits(text, edits));
  }
});

test.run();
