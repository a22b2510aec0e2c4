import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { guardState, operationsOf } from '../../../src/model/operations.ts';
import { decide } from '../../../src/plan/decide.ts';
import { entryStates } from '../../support/entry-states.ts';
import { adding, changing, entry, removing } from '../../support/plans.ts';

const hide = (pointer: string) => `hidden ${pointer}`;

test('an edit becomes operations on the map form of its place', () => {
  const guards = [{ pointer: '/b', saw: 'old', sensitive: false, asApplied: true }];
  assert.equal(operationsOf(entry('a/b', { edit: removing }), hide), [{ op: 'remove', path: '/a~1b' }]);
  assert.equal(operationsOf(entry('w', { edit: adding({ x: 1 }) }), hide), [
    { op: 'add', path: '/w', value: { x: 1 } },
  ]);
  assert.equal(operationsOf(entry('w', { edit: changing({ '/b': 'new', '/c': 1, '/d': undefined }), guards }), hide), [
    { op: 'replace', path: '/w/b', value: 'new' },
    { op: 'add', path: '/w/c', value: 1 },
    { op: 'remove', path: '/w/d' },
  ]);
});

test('a literal secret in a list is hidden, also beside a reference', () => {
  const args = ['--api-key', 'sk-abcdefghijklmnop1234567', '--region', '${env:REGION}'];
  const inline = new Set(['/args/3']);
  const plan = decide(entryStates({ desired: { command: 'npx', args }, with: { inline, resolved: undefined } }));
  const text = JSON.stringify(plan && operationsOf(plan, hide));
  assert.not.match(text, 'sk-abc');
  assert.match(text, '${env:REGION}');
});

test('a guard says of a sensitive value only whether it is what we wrote', () => {
  const guard = { pointer: '/a', saw: 'x', sensitive: true, asApplied: true };
  assert.is(guardState(guard), 'as applied');
  assert.is(guardState({ ...guard, asApplied: false }), 'changed');
  assert.is(guardState({ ...guard, saw: undefined }), 'absent');
  assert.match(guardState({ ...guard, sensitive: false }), /^sha256:/);
});

test.run();
