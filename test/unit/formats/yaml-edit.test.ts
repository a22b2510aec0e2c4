// What edits of YAML leave, rule by rule: text before, changes by pointer, text after.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import type { Change } from '../../../src/formats/codec.ts';
import { render } from '../../../src/formats/splice.ts';
import { yaml } from '../../../src/formats/yaml.ts';
import type { Json } from '../../../src/model/json.ts';
import { parsePointer } from '../../../src/model/pointer.ts';

const remove: Change = { kind: 'remove' };
const set = (value: Json): Change => ({ kind: 'set', value });
const source = (text: string, value: Json): Change => ({ kind: 'source', text, value });

type Changes = Readonly<Record<string, Change>>;
type Rows = readonly (readonly [rule: string, before: string, changes: Changes, after: string])[];

function edits(name: string, rows: Rows): void {
  for (const [rule, before, changes, after] of rows) {
    test(`${name}: ${rule}`, () => {
      const tree = changeTree(Object.entries(changes).map(([pointer, change]) => [parsePointer(pointer), change]));
      assert.is(render(yaml, before, tree), after);
    });
  }
}

edits('added to a map', [
  [
    'after the last entry and its comment',
    'a: 1 # one\n# below\nb: 2\n',
    { '/c': set(3) },
    'a: 1 # one\n# below\nb: 2\nc: 3\n',
  ],
  [
    'before the comments that follow',
    's:\n  a: 1\n  # b: 2\n\nz: 0\n',
    { '/s/c': set(3) },
    's:\n  a: 1\n  c: 3\n  # b: 2\n\nz: 0\n',
  ],
  ['no final newline where there was none', 'a: 1', { '/b': set({ c: 2 }) }, 'a: 1\nb:\n  c: 2'],
  ['with the line endings of the file', 'a: 1\r\n', { '/b': set({ c: 2 }) }, 'a: 1\r\nb:\r\n  c: 2\r\n'],
  [
    'indented as its siblings are',
    's:\n    a:\n        k: 1\n',
    { '/s/b': set({ k: 2 }) },
    's:\n    a:\n        k: 1\n    b:\n        k: 2\n',
  ],
  ['lists indented as elsewhere', 'a:\n  - 1\n', { '/b': set([{ c: [2] }]) }, 'a:\n  - 1\nb:\n  - c:\n      - 2\n'],
  ['lists not indented as elsewhere', 'a:\n- 1\n', { '/b': set([{ c: [2] }]) }, 'a:\n- 1\nb:\n- c:\n  - 2\n'],
  [
    'flow where the last sibling is',
    's:\n  a: {k: 1}\n',
    { '/s/b': set({ k: [1, 'x'] }) },
    's:\n  a: {k: 1}\n  b: {k: [1, x]}\n',
  ],
  [
    'flow lists where the sibling has them',
    's:\n  a:\n    x: [1]\n',
    { '/s/b': set({ x: ['y z'] }) },
    's:\n  a:\n    x: [1]\n  b:\n    x: [y z]\n',
  ],
  [
    'quoted where the sibling chose to',
    's:\n  a:\n    k: "x"\n',
    { '/s/b': set({ k: 'y z' }) },
    's:\n  a:\n    k: "x"\n  b:\n    k: "y z"\n',
  ],
  ['quotes of the file where plain is unsafe', "a: 'x y'\n", { '/b': set('yes') }, "a: 'x y'\nb: 'yes'\n"],
  ['control characters escaped', "a: 'x'\n", { '/b': set('l1\nl2\t') }, 'a: \'x\'\nb: "l1\\nl2\\t"\n'],
  ['after a block scalar, before the blank lines', 'a: |\n  x\n\n# c\n', { '/b': set(1) }, 'a: |\n  x\nb: 1\n\n# c\n'],
  [
    'after the blank lines that a block scalar keeps',
    'a: |+\n  x\n\n# c\n',
    { '/b': set(1) },
    'a: |+\n  x\n\nb: 1\n# c\n',
  ],
  ['into an empty text', '', { '/a/b': set('x') }, 'a:\n  b: x\n'],
  ['after the comments of an empty text', '# c', { '/a': set([]) }, '# c\na: []'],
  ['between the document markers', '---\n# c\n...\n', { '/a': set({}) }, '---\n# c\na: {}\n...\n'],
  ['below an empty flow map', 's: {} # none\nz: 1\n', { '/s/a': set({ k: 1 }) }, 's: # none\n  a:\n    k: 1\nz: 1\n'],
  [
    'below a key without a value',
    's: # none\n  # more\nz: 1\n',
    { '/s/a': set(1) },
    's: # none\n  a: 1\n  # more\nz: 1\n',
  ],
  ['below an explicit null', 's: ~\n', { '/s/a': set(1) }, 's:\n  a: 1\n'],
  ['in the place of an empty root', '--- # m\n{}\n', { '/a': set(1) }, '--- # m\na: 1\n'],
  ['inside an empty map with a comment', 's: { # none\n  }\n', { '/s/a': set(1) }, 's: {a: 1 # none\n  }\n'],
  ['to a map on the line of a dash', '- a: 1\n- b: 2\n', { '/0/c': set([1]) }, '- a: 1\n  c:\n    - 1\n- b: 2\n'],
  ['beside an explicit key', '? a\n: 1\n', { '/b': set(2) }, '? a\n: 1\nb: 2\n'],
  ['beside a merge key', 'd: &d {x: 1}\ns:\n  <<: *d\n', { '/s/t': set(2) }, 'd: &d {x: 1}\ns:\n  <<: *d\n  t: 2\n'],
]);

edits('added to a list', [
  [
    'after the last item',
    'm:\n  - name: a # first\n    k: 1\n  # below\n',
    { '/m/1': set({ name: 'b', k: 2 }) },
    'm:\n  - name: a # first\n    k: 1\n  - name: b\n    k: 2\n  # below\n',
  ],
  ['several in their order', 'm:\n- a\n', { '/m/9': set('c'), '/m/3': set('d') }, 'm:\n- a\n- c\n- d\n'],
  ['below an empty one', 'm: []\nn:\n- 1\n', { '/m/0': set({ a: 1 }) }, 'm:\n- a: 1\nn:\n- 1\n'],
  ['on the line of a dash', '- []\n- {}\n', { '/0/0': set('x'), '/1/a': set({ b: 1 }) }, '- - x\n- a:\n    b: 1\n'],
  ['in one line', 'm: [a, b] # c\n', { '/m/2': set('x, y') }, 'm: [a, b, "x, y"] # c\n'],
  ['in one line with a last comma', 'm: [a,]\n', { '/m/1': set('b') }, 'm: [a, b,]\n'],
  ['in several lines', 'm: [\n  "a" # c\n]\n', { '/m/1': set('b') }, 'm: [\n  "a", # c\n  "b"\n]\n'],
  ['in several lines with a last comma', 'm: [\n  a, # c\n]\n', { '/m/1': set('b') }, 'm: [\n  a, # c\n  b,\n]\n'],
  [
    'where the last item shares a line with the bracket',
    'm: [\n  a,\n  b]\n',
    { '/m/2': set('c') },
    'm: [\n  a,\n  b,\n  c]\n',
  ],
  ['to a padded map', 'm: { a: 1 }\n', { '/m/b': set(2) }, 'm: { a: 1, b: 2 }\n'],
  ['to a map with quoted keys', 'm: {"a": 1}\n', { '/m/b': set(2) }, 'm: {"a": 1, "b": 2}\n'],
]);

edits('removed', [
  ['own line and its comment only', '# a\na: 1 # x\n# b\nb: 2\n', { '/a': remove }, '# a\n# b\nb: 2\n'],
  [
    'what is inside the span',
    'a:\n  # in\n  b: 1\n  # in\n\n  c: 2\n  # below\nd: 3\n',
    { '/a': remove },
    '  # below\nd: 3\n',
  ],
  ['the last ones of a text without final newline', 'a: 1\nb: 2\nc: 3', { '/b': remove, '/c': remove }, 'a: 1'],
  ['a block scalar with all its lines', 'a: |\n  x\n\n  y\n\nb: 1\n', { '/a': remove }, '\nb: 1\n'],
  [
    'the only member leaves an empty map',
    's: # c\n  # d\n  a: 1\n  # e\nz: 1\n',
    { '/s/a': remove },
    's: {} # c\n  # d\n  # e\nz: 1\n',
  ],
  ['the only item leaves an empty list', 'm:\n- a\n', { '/m/0': remove }, 'm: []\n'],
  ['the only entry leaves the comments', '# c\na: 1\n', { '/a': remove }, '# c\n'],
  [
    'an item of maps',
    'm:\n  # a\n  - n: a\n    k: 1\n  # b\n  - n: b\n',
    { '/m/0': remove },
    'm:\n  # a\n  # b\n  - n: b\n',
  ],
  ['first key of an item: the next moves up', '- a: 1 # x\n  b: 2\n', { '/0/a': remove }, '- b: 2\n'],
  [
    'first keys of an item below which a comment stands',
    '- a: 1 # x\n  # y\n  b: 2\n',
    { '/0/a': remove },
    '-\n  # y\n  b: 2\n',
  ],
  ['all keys of an item', '- a: 1\n  b: 2\n- c\n', { '/0/a': remove, '/0/b': remove }, '- {}\n- c\n'],
  ['first of a flow list', 'm: [a, b]\n', { '/m/0': remove }, 'm: [b]\n'],
  ['last of a flow list', 'm: [ a, b ]\n', { '/m/1': remove }, 'm: [ a ]\n'],
  ['last ones of a flow list', 'm: [a, b, c,]\n', { '/m/1': remove, '/m/2': remove }, 'm: [a,]\n'],
  ['all of a flow map', 'm: { a: 1, b: 2 }\n', { '/m/a': remove, '/m/b': remove }, 'm: {}\n'],
  ['a line of a flow list', 'm: [\n  a, # a\n  # b\n  b # b\n]\n', { '/m/1': remove }, 'm: [\n  a # a\n  # b\n]\n'],
  [
    'one and another added',
    'm: {a: 1, b: 2}\nn:\n  a: 1\n',
    { '/m/b': remove, '/m/c': set(3), '/n/a': remove, '/n/b': set(2) },
    'm: {a: 1, c: 3}\nn:\n  b: 2\n',
  ],
  [
    'all and another added on a dash',
    '- a: 1\n  b: 2\n',
    { '/0/a': remove, '/0/b': remove, '/0/c': set(3) },
    '- c: 3\n',
  ],
  [
    'a comment does not fall into a block scalar',
    'x: |\n  t\na: 1\n  # d\nb: 2\n',
    { '/a': remove },
    'x: |\n  t\n# d\nb: 2\n',
  ],
  ['nor a line of blanks', 'x: |\n  t\na: 1\n    \nb: 2\n', { '/a': remove }, 'x: |\n  t\n\nb: 2\n'],
  ['nor blank lines into one that keeps them', 'x: |+\n  t\na: 1\n\nb: 2\n', { '/a': remove }, 'x: |+\n  t\nb: 2\n'],
  [
    'nor those between two that go',
    'x: |+\n  t\na: 1\n\nc: 1\n\nb: 2\n',
    { '/a': remove, '/c': remove },
    'x: |+\n  t\nb: 2\n',
  ],
  [
    'blank lines stay when the block scalar above goes too',
    '- - |+\n    t\n  - b\n\n- c\n',
    { '/0/0': remove, '/0/1': remove },
    '- []\n\n- c\n',
  ],
  ['the newline of a block scalar stays', 'x: |\n  t\na: 1', { '/a': remove }, 'x: |\n  t\n'],
  ['an anchor with all its aliases', 'a: &x 1\nb: *x\nc: 2\n', { '/a': remove, '/b': remove }, 'c: 2\n'],
  ['nothing, where nothing is', 'a: 1\n', { '/b': remove, '/c/d': set(1) }, 'a: 1\nc:\n  d: 1\n'],
]);

edits('replaced', [
  ['only the scalar', 'a:   0300   # x\nb: 0300\n', { '/a': set(7) }, 'a:   7   # x\nb: 0300\n'],
  [
    'quotes are kept',
    'a: "x"\nb: \'y\'\nc: z\n',
    { '/a': set('1'), '/b': set("it's"), '/c': set('no') },
    'a: "1"\nb: \'it\'\'s\'\nc: "no"\n',
  ],
  ['quotes leave with the text', 'a: "x"\n', { '/a': set(true) }, 'a: true\n'],
  ['a block scalar', 'a: | # h\n  x\n\nb: 1\n', { '/a': set('y\nz') }, 'a: "y\\nz"\n\nb: 1\n'],
  ['nothing by a scalar', 'a: # x\nb:\n- \n', { '/a': set(1), '/b/0': set(2) }, 'a: 1 # x\nb:\n- 2\n'],
  [
    'nothing in a flow map',
    'm: {a, b: , "c":}\n',
    { '/m/a': set(1), '/m/b': set(2), '/m/c': set(3) },
    'm: {a: 1, b: 2 , "c": 3}\n',
  ],
  ['a scalar by a map', 'a: 1 # x\nb: 2\n', { '/a': set({ c: 1 }) }, 'a: # x\n  c: 1\nb: 2\n'],
  ['a map by a scalar', 'a: # x\n  # y\n  c: 1\nb: 2\n', { '/a': set(1) }, 'a: 1 # x\n  # y\nb: 2\n'],
  ['a map by a list', 'a:\n  c: 1\nb: {c: 1}\n', { '/a': set([1]), '/b': set([1]) }, 'a:\n  - 1\nb: [1]\n'],
  [
    'only the members that differ',
    'a:\n  x: 1 # x\n  y: 2 # y\n  z: 3 # z\n',
    { '/a': set({ x: 1, y: 5, w: 6 }) },
    'a:\n  x: 1 # x\n  y: 5 # y\n  w: 6\n',
  ],
  [
    'only the items that differ',
    'a:\n- -y # yes\n- p@1 # pin\n- end\n',
    { '/a': set(['-y', 'p@2', 'end']) },
    'a:\n- -y # yes\n- p@2 # pin\n- end\n',
  ],
  [
    'an item gone from the middle',
    'a: [x, y, z]\nb:\n- x\n- y # y\n- z\n',
    { '/a': set(['x', 'z']), '/b': set(['x', 'z']) },
    'a: [x, z]\nb:\n- x\n- z\n',
  ],
  [
    'an item new in front',
    'a: [y]\nb:\n- y\n',
    { '/a': set(['x', 'y']), '/b': set(['x', 'y']) },
    'a: [x, y]\nb:\n- x\n- y\n',
  ],
  [
    'nothing where the value is the same',
    'a: 0x10\nb: "x"\nc: {z: 1, y: 2}\n',
    { '/a': set(16), '/b': set('x'), '/c': set({ y: 2, z: 1 }) },
    'a: 0x10\nb: "x"\nc: {z: 1, y: 2}\n',
  ],
  ['under a known tag', 'a: !!str 1\nb: !!str 1\n', { '/a': set(2), '/b': set([1]) }, 'a: 2\nb:\n  - 1\n'],
  ['an explicit key without a value', '? a\n? b\n', { '/a': set(1), '/b': set([1]) }, '? a\n: 1\n? b\n:\n  - 1\n'],
  ['a value below its key', 'a:\n  # c\n  x # d\n', { '/a': set('y z') }, 'a:\n  # c\n  y z # d\n'],
  ['under an anchor that nobody uses', 'a: &x 1\n', { '/a': set(2) }, 'a: &x 2\n'],
  ['an alias by a value of its own', 'a: &x {k: 1}\nb: *x\n', { '/b': set({ k: 2 }) }, 'a: &x {k: 1}\nb:\n  k: 2\n'],
  [
    'numbers that would read otherwise',
    'a: 1\nb: 1\n',
    { '/a': set(1e21), '/b': set(2 ** 60) },
    'a: 1.0e+21\nb: 1.152921504606847e+18\n',
  ],
  ['a pair without braces', 'm: [a: 1]\n', { '/m/0/a': set(2) }, 'm: [a: 2]\n'],
]);

edits('the first look back', [
  ['nothing', 'a:\n  b: 1\n', { '/a': source('', null) }, 'a:\n'],
  ['an explicit null', 'a: {}\n', { '/a': source('~', null) }, 'a: ~\n'],
  ['a padded map', 'a:\n- x\n', { '/a': source('[ ]', []) }, 'a: [ ]\n'],
  ['under the anchor that it had', 'a: &x\n  b: 1\n', { '/a': source('&x ~', null) }, 'a: &x ~\n'],
  ['the whole text', 'a: 1\n', { '': source('{} # c', {}) }, '{} # c'],
]);

test.run();
