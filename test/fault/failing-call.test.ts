// Every writing call of a transaction fails once, or that one and all after it: the exit code says what is left.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCodes, HatchError } from '../../src/model/errors.ts';
import type { MemorySystem } from '../../src/system/memory.ts';
import { type Fault, faulty } from '../support/faulty-system.ts';
import {
  everyKind,
  everyKindRun,
  everyKindSystem,
  leftovers,
  perform,
  recoverBy,
  request,
  userFiles,
} from '../support/transactions.ts';

const { before, after, calls } = await everyKindRun();

/** The exit code of an apply on a system with this fault. */
async function exitOf(machine: MemorySystem, fault: Fault, backup: boolean): Promise<number> {
  try {
    await perform(faulty(machine, fault), request(everyKind, { backup }));
    return 0;
  } catch (error) {
    assert.instance(error, HatchError, `${fault.kind} ${fault.code} at ${fault.at}: ${String(error)}`);
    return exitCodes[(error as HatchError).exit];
  }
}

/** The process ends, the disk is well again, and another command comes by. */
async function later(machine: MemorySystem): Promise<MemorySystem> {
  machine.kill();
  const next = machine.fork();
  await recoverBy(next);
  return next;
}

for (const [code, backup] of [
  ['ENOSPC', true],
  ['EIO', false],
  ['EACCES', true],
  ['EROFS', false],
  ['EMFILE', true],
  ['EXDEV', false],
  ['EBUSY', true],
  ['EPERM', false],
] as const) {
  test(`one call fails with ${code}: exit 0 with all files new, or 1 or 7 with all files old and no temporaries`, async () => {
    const seen = new Map<number, number>();
    for (let at = 0; at < calls; at += 1) {
      const machine = everyKindSystem();
      const exit = await exitOf(machine, { at, kind: 'fail', code }, backup);
      const what = `${code} at ${at}`;
      assert.ok([0, 1, 7].includes(exit), `${what}: exit ${exit}`);
      assert.equal(userFiles(machine), exit === 0 ? after : before, what);
      const next = await later(machine);
      assert.equal(userFiles(next), exit === 0 ? after : before, `${what}, later`);
      assert.equal(leftovers(next), [], what);
      seen.set(exit, (seen.get(exit) ?? 0) + 1);
    }
    assert.ok((seen.get(7) ?? 0) > 50 && (seen.get(1) ?? 0) > 5, JSON.stringify([...seen]));
  });
}

for (const code of ['ENOSPC', 'EROFS']) {
  test(`from one call on everything fails with ${code}: exit 8 says so, and the next command puts it right`, async () => {
    const seen = new Map<number, number>();
    for (let at = 0; at < calls; at += 1) {
      const machine = everyKindSystem();
      const exit = await exitOf(machine, { at, kind: 'fail-onwards', code }, true);
      const what = `${code} from ${at} on, exit ${exit}`;
      assert.ok([0, 1, 7, 8].includes(exit), what);
      if (exit !== 8) assert.equal(userFiles(machine), exit === 0 ? after : before, what);
      const next = await later(machine);
      // The commit may be on the disk although the disk denied it: then the next command goes forward.
      const isForward = exit === 8 && JSON.stringify(userFiles(next)) === JSON.stringify(after);
      assert.equal(userFiles(next), exit === 0 || isForward ? after : before, `${what}, later`);
      assert.equal(leftovers(next), [], what);
      seen.set(exit, (seen.get(exit) ?? 0) + 1);
    }
    assert.ok((seen.get(8) ?? 0) > 10, JSON.stringify([...seen]));
  });
}

test.run();
