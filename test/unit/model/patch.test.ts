import fc from 'fast-check';
import fastJsonPatch from 'fast-json-patch';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { equal, isArray, isObject, type Json, object } from '../../../src/model/json.ts';
import { diff } from '../../../src/model/patch.ts';

const awkward = fc.constantFrom('a/b', 'm~n', '', '0', '-', 'toString', '\u0000[', 'headers');
const texts = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('\u0000[', '\u0000[1]', '\u0000"x'));
const values = fc.letrec<{ value: Json; map: Json }>((tie) => ({
  map: fc.array(fc.tuple(awkward, tie('value')), { maxLength: 4 }).map(object),
  value: fc.oneof(
    { maxDepth: 3 },
    texts,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(texts, { maxLength: 3 }),
    tie('map'),
  ),
}));

const plain = (value: Json): unknown => JSON.parse(JSON.stringify(value));

test('the operations turn one value into the other, with and without tests', () => {
  const property = fc.property(values.map, values.map, fc.boolean(), (before, after, tests) => {
    const patch = diff(before, after, tests).map((operation) => ({ ...operation }));
    const patched = fastJsonPatch.applyPatch(plain(before), patch, false, false).newDocument as Json;
    assert.ok(equal(patched, after), JSON.stringify({ before, after, patch }));
  });
  fc.assert(property, { seed: 7, numRuns: 400 });
});

test('equal values need no operation', () => {
  fc.assert(
    fc.property(values.map, (value) => assert.equal(diff(value, plain(value) as Json), [])),
    { seed: 7, numRuns: 100 },
  );
});

test('a list is replaced as a whole', () => {
  assert.equal(diff({ args: ['-y', 'a'] }, { args: ['-y', 'b', 'c'] }), [
    { op: 'replace', path: '/args', value: ['-y', 'b', 'c'] },
  ]);
});

test('with tests, what is replaced or removed is tested first', () => {
  assert.equal(diff({ a: 1, b: [2], c: 3 }, { a: 9, c: 3 }, true), [
    { op: 'test', path: '/b', value: [2] },
    { op: 'remove', path: '/b' },
    { op: 'test', path: '/a', value: 1 },
    { op: 'replace', path: '/a', value: 9 },
  ]);
});

test('neither value is changed or shared', () => {
  const property = fc.property(values.map, values.map, (before, after) => {
    const kept = JSON.stringify([before, after]);
    for (const operation of diff(before, after)) {
      if (operation.op !== 'remove') scribble(operation.value);
    }
    assert.is(JSON.stringify([before, after]), kept);
  });
  fc.assert(property, { seed: 7, numRuns: 100 });
});

function scribble(value: Json): void {
  if (isArray(value)) (value as Json[]).push('scribble');
  else if (isObject(value)) Object.assign(value, { scribble: true });
}

test.run();
