// Edits of JSON, JSONC and JSON5 as tables of before and after.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import type { Change, Codec } from '../../../src/formats/codec.ts';
import { json5, jsonc } from '../../../src/formats/jsonc.ts';
import { render } from '../../../src/formats/splice.ts';
import type { Json } from '../../../src/model/json.ts';
import { parsePointer } from '../../../src/model/pointer.ts';

/** Pointer → new value; `undefined` removes. */
type Wish = Readonly<Record<string, Json | undefined>>;
type Row = readonly [name: string, before: string, wish: Wish, after: string];

function treeOf(wish: Wish): Change {
  return changeTree(
    Object.entries(wish).map(([pointer, value]) => [
      parsePointer(pointer),
      value === undefined ? { kind: 'remove' } : { kind: 'set', value },
    ]),
  );
}

function table(codec: Codec, rows: readonly Row[]): void {
  for (const [name, before, wish, after] of rows) {
    test(name, () => assert.is(render(codec, before, treeOf(wish)), after));
  }
}

table(jsonc, [
  ['an entry goes after the last one', '{\n  "a": 1\n}\n', { '/b': 2 }, '{\n  "a": 1,\n  "b": 2\n}\n'],
  ['several go in the order given', '{\n  "a": 1\n}', { '/c': 3, '/b': 2 }, '{\n  "a": 1,\n  "c": 3,\n  "b": 2\n}'],
  [
    'it goes after the comment at the end of that line',
    '{\n  "a": 1 // one\n}',
    { '/b': 2 },
    '{\n  "a": 1, // one\n  "b": 2\n}',
  ],
  ['it goes before the comments below', '{\n  "a": 1\n  // end\n}', { '/b': 2 }, '{\n  "a": 1,\n  "b": 2\n  // end\n}'],
  ['it goes before the blank lines below', '{\n  "a": 1\n\n}', { '/b': 2 }, '{\n  "a": 1,\n  "b": 2\n\n}'],
  ['it goes before the comments of an empty object', '{\n\t// none\n}', { '/b': 2 }, '{\n\t"b": 2\n\t// none\n}'],
  ['it goes after a comment beside the bracket', '{ // none\n}', { '/b': 2 }, '{ // none\n  "b": 2\n}'],
  ['it shares a line with a block comment', '{ /* none */ }', { '/b': 2 }, '{ "b": 2 /* none */ }'],
  ['trailing commas go on', '{\n  "a": 1, // one\n}', { '/b': 2 }, '{\n  "a": 1, // one\n  "b": 2,\n}'],
  ['trailing commas go on in one line', '[1, 2, ]', { '/2': 3 }, '[1, 2, 3, ]'],
  ['a bracket on the last line stays there', '{\n  "a": 1 }', { '/b': 2 }, '{\n  "a": 1,\n  "b": 2 }'],
  [
    'members beside each other get one beside them',
    '{\n  "a": 1, "b": 2\n}',
    { '/c': 3 },
    '{\n  "a": 1, "b": 2, "c": 3\n}',
  ],
  ['CRLF stays CRLF', '{\r\n  "a": 1\r\n}\r\n', { '/b': [] }, '{\r\n  "a": 1,\r\n  "b": []\r\n}\r\n'],
  [
    'a CRLF among LF stays alone, also where a value comes to have lines of its own',
    '{\r\n  "a": 1,\n  "b": 2\n}\n',
    { '/a': { d: 3 } },
    '{\r\n  "a": {\n    "d": 3\n  },\n  "b": 2\n}\n',
  ],
  [
    'a comment that stands on a line before the comma stays',
    '{\n  "a": 1\n  /* theirs */, "b": 2\n}\n',
    { '/a': undefined },
    '{\n  /* theirs */"b": 2\n}\n',
  ],
  [
    'an LF among CRLF stays alone',
    '{\r\n  "a": 1,\r\n  "b": 2\n}',
    { '/c': 3 },
    '{\r\n  "a": 1,\r\n  "b": 2,\n  "c": 3\n}',
  ],
  ['tabs stay tabs', '{\n\t"s": {}\n}', { '/s/a': { b: 1 } }, '{\n\t"s": {\n\t\t"a": {\n\t\t\t"b": 1\n\t\t}\n\t}\n}'],
  [
    'each object keeps its own indentation',
    '{\n  "s": {\n\t\t"a": 1\n  }\n}',
    { '/s/b': 2, '/t': 3 },
    '{\n  "s": {\n\t\t"a": 1,\n\t\t"b": 2\n  },\n  "t": 3\n}',
  ],
  [
    'minified stays minified',
    '{"s":{"a":{"x":[1]}}}',
    { '/s/b': { y: [1, 2] } },
    '{"s":{"a":{"x":[1]},"b":{"y":[1,2]}}}',
  ],
  ['one line stays one line', '{ "s": {} }\n', { '/s/a': { x: { y: 1 } } }, '{ "s": { "a": { "x": { "y": 1 } } } }\n'],
  [
    'a one-line entry gets a one-line neighbour',
    '{\n  "a": { "x": 1 }\n}',
    { '/b': { x: 2, y: [] } },
    '{\n  "a": { "x": 1 },\n  "b": { "x": 2, "y": [] }\n}',
  ],
  [
    'a colon without blank stays so',
    '{\n  "a":{"x":1}\n}',
    { '/b': { x: 2, y: 3 } },
    '{\n  "a":{"x":1},\n  "b":{"x":2,"y":3}\n}',
  ],
  [
    'a long list stands one value a line',
    '{\n  "a": 1\n}',
    { '/b': ['x'.repeat(40), 'y'.repeat(40)] },
    `{\n  "a": 1,\n  "b": [\n    "${'x'.repeat(40)}",\n    "${'y'.repeat(40)}"\n  ]\n}`,
  ],
  [
    'a list stands like its sibling',
    '{\n  "a": [\n    1\n  ]\n}',
    { '/b': [2] },
    '{\n  "a": [\n    1\n  ],\n  "b": [\n    2\n  ]\n}',
  ],
  [
    'objects in a list hug like their siblings',
    '{\n  "s": [{\n    "n": 1\n  }]\n}',
    { '/s/1': { n: 2 } },
    '{\n  "s": [{\n    "n": 1\n  }, {\n    "n": 2\n  }]\n}',
  ],
  [
    'missing parents come into being',
    '{\n  "a": 1\n}',
    { '/s/t/b': 2 },
    '{\n  "a": 1,\n  "s": {\n    "t": {\n      "b": 2\n    }\n  }\n}',
  ],
  ['a null is a container that is not there', '{\n  "s": null\n}', { '/s/b': 2 }, '{\n  "s": {\n    "b": 2\n  }\n}'],
  [
    'the empty text becomes a document',
    '',
    { '/s/b': { c: ['d'] } },
    '{\n  "s": {\n    "b": {\n      "c": ["d"]\n    }\n  }\n}\n',
  ],
  ['an empty document opens up', '{}', { '/s': 1 }, '{\n  "s": 1\n}'],
  [
    'odd keys are plain keys',
    '{\n  "a": 1\n}',
    { '/__proto__': 1, '/constructor': 2, '/': 3, '/x~1y': 4, '/m~0n': 5, '/p.q': 6 },
    '{\n  "a": 1,\n  "__proto__": 1,\n  "constructor": 2,\n  "": 3,\n  "x/y": 4,\n  "m~n": 5,\n  "p.q": 6\n}',
  ],
  [
    'a map at the root does not take after the small objects beside it',
    '{\n  "e": { "x": 1 },\n  "s": {}\n}',
    { '/s/a': { c: 1 } },
    '{\n  "e": { "x": 1 },\n  "s": {\n    "a": {\n      "c": 1\n    }\n  }\n}',
  ],
  [
    'a step of indentation is that of the sibling',
    '{\n "s": {\n    "a": {\n       "x": 1\n    }\n }\n}',
    { '/s/b': { y: 2 } },
    '{\n "s": {\n    "a": {\n       "x": 1\n    },\n    "b": {\n       "y": 2\n    }\n }\n}',
  ],
  [
    'a new entry has the trailing commas of its sibling',
    '{\n  "a": {\n    "x": 1,\n  },\n}',
    { '/b': { y: 2 } },
    '{\n  "a": {\n    "x": 1,\n  },\n  "b": {\n    "y": 2,\n  },\n}',
  ],
  [
    'a field looks like that of the neighbour',
    '{\n  "a": {\n    "args": [1]\n  },\n  "b": {\n    "tags": [\n      2\n    ]\n  }\n}',
    { '/b/args': [3] },
    '{\n  "a": {\n    "args": [1]\n  },\n  "b": {\n    "tags": [\n      2\n    ],\n    "args": [3]\n  }\n}',
  ],
]);

table(jsonc, [
  [
    'an entry goes with its line',
    '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}',
    { '/b': undefined },
    '{\n  "a": 1,\n  "c": 3\n}',
  ],
  [
    'the last one takes the comma before it',
    '{\n  "a": 1, // one\n  "b": 2 // two\n}',
    { '/b': undefined },
    '{\n  "a": 1 // one\n}',
  ],
  ['trailing commas stay', '{\n  "a": 1,\n  "b": 2,\n}', { '/b': undefined }, '{\n  "a": 1,\n}'],
  ['the only one leaves nothing', '{\n  "s": {\n    "a": 1,\n  }\n}', { '/s/a': undefined }, '{\n  "s": {}\n}'],
  [
    'comments above and below stay',
    '{\n  // up\n  "a": 1, // a\n  // down\n  "b": 2\n}',
    { '/a': undefined },
    '{\n  // up\n  // down\n  "b": 2\n}',
  ],
  [
    'they stay without any entry',
    '{\n  // up\n  "a": { /* in */ } /* a */\n  // down\n}',
    { '/a': undefined },
    '{\n  // up\n  // down\n}',
  ],
  [
    'a comment of several lines stays',
    '{\n  "a": 1, /* "b":\n  2 */\n  "c": 3\n}',
    { '/a': undefined },
    '{\n  /* "b":\n  2 */\n  "c": 3\n}',
  ],
  [
    'a comment in front on the line stays',
    '{\n  /* x */ "a": 1,\n  "b": 2\n}',
    { '/a': undefined },
    '{\n  /* x */\n  "b": 2\n}',
  ],
  ['blank lines stay', '{\n\n  "a": 1,\n\n  "b": 2\n\n}', { '/a': undefined }, '{\n\n\n  "b": 2\n\n}'],
  [
    'a blank line between two that go stays',
    '{\n  "a": 1,\n\n  "b": 2,\n  "c": 3\n}',
    { '/a': undefined, '/b': undefined },
    '{\n\n  "c": 3\n}',
  ],
  ['the first on a line goes alone', '{ "a": 1, "b": 2 }', { '/a': undefined }, '{ "b": 2 }'],
  ['the last on a line goes alone', '{ "a": 1, /* x */ "b": 2 }', { '/b': undefined }, '{ "a": 1 /* x */ }'],
  ['two at the end leave no comma', '{"a":1,"b":2,"c":3}', { '/b': undefined, '/c': undefined }, '{"a":1}'],
  ['all go at once', '{"a":1,"b":2}', { '/a': undefined, '/b': undefined }, '{}'],
  ['items go by their old index', '[\n  1,\n  2,\n  3\n]', { '/0': undefined, '/2': undefined }, '[\n  2\n]'],
  [
    'commas in front of their lines stay there',
    '{ "a": 1\n, "b": 2\n, "c": 3\n}',
    { '/b': undefined },
    '{ "a": 1\n, "c": 3\n}',
  ],
  [
    'the last of them leaves no blank line',
    '{ "a": 1\n, "b": 2\n, "c": 3\n}',
    { '/c': undefined },
    '{ "a": 1\n, "b": 2\n}',
  ],
  ['a bracket behind the last one moves up', '{\n  "a": 1,\n  "b": 2 }', { '/b': undefined }, '{\n  "a": 1 }'],
  [
    'a bracket behind the last of several moves up',
    '{\r\n  "a": 1,\r\n  "b": 2,\r\n  "c": 3 }',
    { '/b': undefined, '/c': undefined },
    '{\r\n  "a": 1 }',
  ],
  [
    'a bracket behind the last of several stays below a comment',
    '{\n  "a": 1, // one\n  "b": 2,\n  "c": 3}',
    { '/b': undefined, '/c': undefined },
    '{\n  "a": 1 // one\n}',
  ],
  [
    'it does not move into a comment',
    '{\n  "a": 1, // one\n  "b": 2 }',
    { '/b': undefined },
    '{\n  "a": 1 // one\n   }',
  ],
  ['what is not there need not go', '{"a":1}', { '/b': undefined, '/a': 1 }, '{"a":1}'],
  [
    'one goes and another comes',
    '{\n  "a": 1,\n  "b": 2 // two\n}',
    { '/b': undefined, '/c': 3 },
    '{\n  "a": 1,\n  "c": 3\n}',
  ],
  [
    'the only one goes and another comes',
    '{\n  // up\n  "a": 1, // one\n}',
    { '/a': undefined, '/c': 3 },
    '{\n  // up\n  "c": 3,\n}',
  ],
]);

table(jsonc, [
  ['a value is replaced in its place', '{ "a" : 1 /* x */ , "b":2 }', { '/a': 'y' }, '{ "a" : "y" /* x */ , "b":2 }'],
  [
    'a field changes, another comes, another goes',
    '{\n  "s": {\n    "a": { "c": "x", "d": 1 }, // a\n    "b": {}\n  }\n}',
    { '/s/a/c': 'z', '/s/a/d': undefined, '/s/a/e': true },
    '{\n  "s": {\n    "a": { "c": "z", "e": true }, // a\n    "b": {}\n  }\n}',
  ],
  [
    'an object given whole keeps its comments',
    '{\n  "a": {\n    "x": 1, // one\n    // two\n    "y": 2\n  }\n}',
    { '/a': { x: 1, y: 3 } },
    '{\n  "a": {\n    "x": 1, // one\n    // two\n    "y": 3\n  }\n}',
  ],
  [
    'a list given whole keeps what stays',
    '{\n  "a": [\n    "-y", // yes\n    "b",\n    "c"\n  ]\n}',
    { '/a': ['-y', 'd', 'e', 'f'] },
    '{\n  "a": [\n    "-y", // yes\n    "d",\n    "e",\n    "f"\n  ]\n}',
  ],
  ['a list loses its middle', '["a", "b", "c"]', { '': ['a', 'c'] }, '["a", "c"]'],
  ['a list takes one in between', '["a", "c"]', { '': ['a', 'b', 'c'] }, '["a", "b", "c"]'],
  ['a list in one line grows in one line', '{\n  "a": ["x"]\n}', { '/a': ['x', 'y'] }, '{\n  "a": ["x", "y"]\n}'],
  [
    'a number of the same value keeps its spelling',
    '{ "a": 15.0, "b": 1 }',
    { '/a': 15, '/b': 2 },
    '{ "a": 15.0, "b": 2 }',
  ],
  ['an object in place of a value opens up', '{\n  "a": 1\n}', { '/a': { b: 2 } }, '{\n  "a": {\n    "b": 2\n  }\n}'],
  [
    'an empty object in one line fills in one line',
    '{\n  "a": { "env": {} }\n}',
    { '/a/env/X': '1' },
    '{\n  "a": { "env": { "X": "1" } }\n}',
  ],
]);

table(json5, [
  [
    'names without quotes stay so where they can',
    "{\n  a: 'x',\n}",
    { '/b': 'it\'s "q"\\', '/c-d': 1 },
    "{\n  a: 'x',\n  b: 'it\\'s \"q\"\\\\',\n  'c-d': 1,\n}",
  ],
  ['double quotes stay double', '{"a": "x"}', { '/b': 'y' }, '{"a": "x", "b": "y"}'],
  ['values quoted otherwise than keys stay so', '{"a": \'x\'}', { '/b': 'y' }, '{"a": \'x\', "b": \'y\'}'],
  [
    'an empty object takes after the document',
    "{\n  s: {},\n  t: 'x'\n}",
    { '/s/a': 'y' },
    "{\n  s: {\n    a: 'y'\n  },\n  t: 'x'\n}",
  ],
]);

test('a repeated key elsewhere does not matter', () => {
  const after = render(jsonc, '{"x":1,"x":2,"s":{}}', treeOf({ '/s/a': 1, '/t/a': 1 }));
  assert.is(after, '{"x":1,"x":2,"s":{"a":1},"t":{"a":1}}');
});

test.run();
