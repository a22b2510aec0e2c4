// The proof of an edit: a codec that edits wrongly is found out before anything is written.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import type { Codec, TextEdit } from '../../../src/formats/codec.ts';
import { codecs } from '../../../src/formats/index.ts';
import { ProofError, render } from '../../../src/formats/splice.ts';

const text = '{ "a": 1, "b": 2 }';
const change = changeTree([[['a'], { kind: 'set', value: 3 }]]);

const wrong: readonly (readonly [string, readonly TextEdit[]])[] = [
  ['nothing', []],
  ['another value', [{ start: 7, end: 8, text: '4' }]],
  ['another member', [{ start: 15, end: 16, text: '3' }]],
  ['a neighbour too', [{ start: 7, end: 16, text: '3, "b": 5' }]],
  ['what is then no longer there', [{ start: 7, end: 16, text: '3' }]],
  [
    'one place twice',
    [
      { start: 7, end: 8, text: '3' },
      { start: 7, end: 8, text: '' },
    ],
  ],
  ['beyond the end', [{ start: 7, end: 99, text: '3, "b": 2 }' }]],
];

for (const [name, edits] of wrong) {
  test(`an edit of ${name} is refused`, () => {
    const lying: Codec = { ...codecs.json, edit: () => edits };
    assert.throws(
      () => render(lying, text, change),
      (error: unknown) => error instanceof ProofError,
    );
  });
}

test('the right edit passes, its byte-order mark kept', () => {
  assert.is(render(codecs.json, `\uFEFF${text}`, change), '\uFEFF{ "a": 3, "b": 2 }');
});

test.run();
