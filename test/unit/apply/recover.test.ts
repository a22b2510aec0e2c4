// Unfinished runs: who ends them, what a person may have to say first, and that nobody waits for ever.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { acquire, lockNames } from '../../../src/apply/lock.ts';
import { unfinishedRuns, unlock } from '../../../src/apply/recover.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { systemError } from '../../../src/system/memory-disk.ts';
import { faulty } from '../../support/faulty-system.ts';
import { change, home, known, leftovers, perform, recoverBy, request } from '../../support/transactions.ts';

const file = '/home/ada/mcp.json';
const locks = `${home}/locks`;

function machine() {
  return memorySystem({ [file]: 'old', [locks]: { folder: 0o700 } });
}

async function errorOf(act: Promise<unknown>): Promise<HatchError> {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, HatchError, String(error));
  return error as HatchError;
}

test('unlock removes all locks of a holder elsewhere, whose unfinished run is then undone', async () => {
  const system = machine();
  const count = faulty(machine());
  await perform(count, request([change(file, 'new')]));
  const at = count.calls.findIndex((call) => call.includes('.tmp') && call.startsWith('append'));
  const elsewhere = known(system, { machine: 'elsewhere', boot: 'theirs' });
  await perform(faulty(elsewhere, { at, kind: 'crash-after' }), request([change(file, 'new')])).catch(() => {});
  assert.equal(unfinishedRuns(system, home), [], 'it may be in progress');
  const error = await errorOf(perform(system, request([change(file, 'newer')])));
  assert.is(error.exit, 'locked');
  const id = /unlock ([0-9a-f]{16})/.exec(error.hint ?? '')?.[1] ?? '';
  unlock(system, home, id);
  assert.equal(system.list(locks), []);
  assert.equal(
    unfinishedRuns(system, home).map(({ owner, committed }) => ({ owner, committed })),
    [{ owner: 'dotfiles', committed: false }],
  );
  await perform(system, request([change(file, 'newer')]));
  assert.is(new TextDecoder().decode(system.read(file)), 'newer');
  assert.equal(leftovers(system), []);
});

test('unlock refuses a holder that runs, and knows no other ids', async () => {
  const system = machine();
  const names = lockNames(system, 'dotfiles', [file]).slice(0, 1);
  await acquire(system, home, names, { timeout: 0, command: 'hatch apply' });
  const [name] = names;
  for (const [id, exit] of [
    [name?.id ?? '', 'refused'],
    ['0123456789abcdef', 'usage'],
    ['../../x', 'usage'],
  ] as const) {
    assert.is((await errorOf((async () => unlock(system.fork(), home, id))())).exit, exit);
  }
  assert.is(system.list(locks)?.length, 1);
});

test('an unfinished run of other files is ended by whoever comes, and stops nobody', async () => {
  const system = memorySystem({ [file]: 'old', '/home/ada/other.json': 'old' });
  const count = faulty(memorySystem({ [file]: 'old' }));
  await perform(count, request([change(file, 'new')]));
  const at = count.calls.findIndex((call) => call.startsWith('rename') && call.includes('mcp.json'));
  await perform(faulty(system, { at, kind: 'crash-before' }), request([change(file, 'new')])).catch(() => {});
  assert.equal(unfinishedRuns(system, home), []);
  system.kill();
  const next = system.fork();
  assert.is(unfinishedRuns(next, home)[0]?.committed, true);
  await recoverBy(next);
  assert.is(new TextDecoder().decode(next.read(file)), 'new');
  assert.equal(unfinishedRuns(next, home), []);
});

test('an unfinished run that cannot be cleared away is an error, not an endless loop', async () => {
  const system = memorySystem({ [file]: 'old' });
  const count = faulty(memorySystem({ [file]: 'old' }));
  await perform(count, request([change(file, 'new')]));
  const at = count.calls.findIndex((call) => call.startsWith('rename') && call.includes('mcp.json'));
  await perform(faulty(system, { at, kind: 'crash-after' }), request([change(file, 'new')])).catch(() => {});
  system.kill();
  const next = system.fork();
  const remove: typeof next.remove = (path) => {
    if (path.endsWith('journal.jsonl')) throw systemError('EACCES', path);
    next.remove(path);
  };
  const error = await errorOf(perform({ ...next, remove }, request([change(file, 'newer')])));
  assert.is(error.exit, 'failed');
  assert.equal(next.list(locks), []);
  await perform(next, request([change(file, 'newer')]));
  assert.equal(leftovers(next), []);
});

test.run();
