// A signal at every instant: before the commit nothing stays, after it the run is finished.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HatchError } from '../../src/model/errors.ts';
import type { MemorySystem } from '../../src/system/memory.ts';
import {
  backupFiles,
  everyKind,
  everyKindRun,
  everyKindSystem,
  leftovers,
  perform,
  request,
  userFiles,
} from '../support/transactions.ts';

const { before, after, calls: writes } = await everyKindRun();

/**
 * Sends the signal during the writing call with this number, and once more at the next. As in Node the process hears of
 * it only when it waits.
 */
function signalled(system: MemorySystem, at: number, name: 'SIGINT' | 'SIGTERM'): MemorySystem {
  let calls = 0;
  let sent = false;
  const pause: typeof system.pause = async (milliseconds) => {
    await system.pause(milliseconds);
    if (sent) system.signal(name);
    sent = false;
  };
  const names = ['create', 'link', 'rename', 'remove', 'append', 'makeFolder', 'sync', 'syncFolder'] as const;
  const wrap = (call: (typeof names)[number]) => {
    return (...words: unknown[]) => {
      if (calls === at || calls === at + 1) sent = true;
      calls += 1;
      (system[call] as (...words: unknown[]) => void)(...words);
    };
  };
  return { ...system, pause, ...Object.fromEntries(names.map((call) => [call, wrap(call)])) };
}

for (const [name, exit] of [
  ['SIGINT', 'interrupted'],
  ['SIGTERM', 'terminated'],
] as const) {
  test(`${name} stops a run before its commit with '${exit}' and nothing written, and never later`, async () => {
    const seen = { stopped: 0, done: 0 };
    for (let at = 0; at < writes; at += 1) {
      const machine = everyKindSystem();
      const error = await perform(signalled(machine, at, name), request(everyKind)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error !== undefined) assert.is(error instanceof HatchError ? error.exit : error, exit);
      assert.equal(userFiles(machine), error === undefined ? after : before, `at ${at}`);
      assert.equal(leftovers(machine), [], `at ${at}`);
      if (error !== undefined) assert.equal(backupFiles(machine), [], `at ${at}`);
      seen[error === undefined ? 'done' : 'stopped'] += 1;
    }
    assert.ok(seen.stopped > 50 && seen.done > 15, JSON.stringify(seen));
  });
}

test.run();
