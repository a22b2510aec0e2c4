// The proof of an edit: a codec that does not do what was asked is found out before anything is written.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import type { Codec, TextEdit } from '../../../src/formats/codec.ts';
import { codecs } from '../../../src/formats/index.ts';
import { ProofError, render } from '../../../src/formats/splice.ts';
import { toml } from '../../../src/formats/toml.ts';

const text = '{ "ours": 1, "theirs": [2] }';
const change = changeTree([[['ours'], { kind: 'set', value: 7 }]]);
const ours = text.indexOf('1');
const right: TextEdit = { start: ours, end: ours + 1, text: '7' };

const faults: Readonly<Record<string, readonly [edits: readonly TextEdit[], message: string]>> = {
  'nothing is edited': [[], 'does not read as planned'],
  'another value is written': [[{ ...right, text: '70' }], 'does not read as planned'],
  'a value of others is changed too': [
    [right, { start: text.indexOf('2'), end: text.indexOf('2') + 1, text: '3' }],
    'does not read as planned',
  ],
  'a value of others goes': [
    [right, { start: text.indexOf(', "theirs"'), end: text.length - 2, text: '' }],
    'does not read as planned',
  ],
  'one stretch is edited twice': [[right, { ...right, start: ours - 1 }], 'edits overlap'],
  'edits stand in the wrong order': [[{ start: ours + 3, end: ours + 3, text: '' }, right], 'edits overlap'],
  'an edit ends before it begins': [[{ start: ours + 1, end: ours, text: '7' }], 'edits overlap'],
  'an edit goes beyond the end': [[right, { start: text.length, end: text.length + 1, text: '' }], 'edits overlap'],
};

const isProof = (message: string) => (error: unknown) => error instanceof ProofError && error.message.includes(message);
const faulty = (edits: readonly TextEdit[]): Codec => ({ ...codecs.jsonc, edit: () => edits });

for (const [name, [edits, message]] of Object.entries(faults)) {
  test(`the proof fails where ${name}`, () => {
    assert.throws(() => render(faulty(edits), text, change), isProof(message));
  });
}

test('the proof holds where just what was asked is edited, a byte-order mark kept', () => {
  assert.is(render(faulty([right]), text, change), text.replace('1', '7'));
  assert.is(render(codecs.jsonc, `\uFEFF${text}`, change), `\uFEFF${text.replace('1', '7')}`);
});

test('the proof asks a second reader, which the codec that edits cannot deceive', () => {
  const read = () => ({ ...codecs.jsonc.read(text), value: { ours: 7, theirs: [2] } });
  assert.throws(() => render({ ...faulty([]), read }, text, change), isProof('does not read as planned'));
});

test('only where a container lives by its members may it go with the last one', () => {
  const last = changeTree([[['a', 'b'], { kind: 'remove' }]]);
  const edit = (source: string) => () => [{ start: 0, end: source.length, text: '' }];
  assert.is(render({ ...toml, edit: edit('[a]\nb = 1\n') }, '[a]\nb = 1\n', last), '');
  assert.throws(
    () => render({ ...codecs.jsonc, edit: edit('{ "a": { "b": 1 } }') }, '{ "a": { "b": 1 } }', last),
    isProof('does not read as planned'),
  );
});

test.run();
