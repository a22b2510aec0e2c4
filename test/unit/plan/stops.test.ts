// What a plan would end with: of several reasons to stop the gravest.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExitName } from '../../../src/model/errors.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { EntryPlan } from '../../../src/model/plan.ts';
import { pendingExit } from '../../../src/plan/stops.ts';
import { adding, entry, plan, target } from '../../support/plans.ts';

const error = (code: string): Finding => ({ code, severity: 'error', message: code });
const added: Partial<EntryPlan> = { edit: adding({ command: 'npx' }) };

/** From the least to the gravest: each holds beside all before it. */
const stops: readonly (readonly [ends: ExitName, entries: readonly Partial<EntryPlan>[], finding?: Finding])[] = [
  ['done', [{}]],
  ['pending', [added]],
  ['refused', [{ ...added, heldOff: true }]],
  ['conflicts', [{ verdict: 'collision', conflict: 'collision' }]],
  ['unresolved', [{ unresolved: ['a reference'] }]],
  ['failed', [], error('host-absent')],
  ['refused', [], error('leads-outside')],
  ['manifest-invalid', [], error('unknown-host')],
];

for (const [i, [ends]] of stops.entries()) {
  test(`${i}: ${ends} goes before everything less grave`, () => {
    const held = stops.slice(0, i + 1);
    const entries = held.flatMap(([, all]) => all).map((given, index) => entry(`server-${index}`, given));
    const findings = held.flatMap(([, , finding]) => (finding === undefined ? [] : [finding]));
    assert.is(pendingExit(plan([target('cursor', entries, { findings })])), ends);
  });
}

test('drift that stays is pending too, and a file that cannot be read is a conflict, no fault of the manifest', () => {
  assert.is(pendingExit(plan([target('cursor', [])], { drift: 1 })), 'pending');
  const torn = entry('server', { verdict: 'unreadable', conflict: 'unreadable' });
  assert.is(pendingExit(plan([target('cursor', [torn], { findings: [error('unreadable')] })])), 'conflicts');
});

test.run();
