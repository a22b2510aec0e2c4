// Unfinished runs: who ends them, what a person may have to say first, and that nobody waits for ever.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBackup } from '../../../src/apply/backup.ts';
import { listRuns } from '../../../src/apply/history.ts';
import { acquire, lockNames, release } from '../../../src/apply/lock.ts';
import { withLocks } from '../../../src/apply/locked.ts';
import { unfinishedRuns, unlock } from '../../../src/apply/recover.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { systemError } from '../../../src/system/memory-disk.ts';
import { Crash, faulty } from '../../support/faulty-system.ts';
import { bytesOf, change, home, known, leftovers, perform, recoverBy, request } from '../../support/transactions.ts';

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

const foreign: readonly (readonly [what: string, damage: (text: string) => string])[] = [
  ['has lost its beginning', (text) => text.replace('{"kind":"begin"', '')],
  ['begins in another way', (text) => text.replace('"holder":', '"process":')],
  ['names no files', (text) => text.replace('"files":', '"targets":')],
  ['has a line of a kind that we do not know', (text) => text.replace('{"kind":"commit"}', '{"kind":"promise"}')],
];

for (const [what, damage] of foreign) {
  test(`a run whose journal ${what} is not taken for one that did nothing`, async () => {
    const count = faulty(machine());
    await perform(count, request([change(file, 'new')]));
    const at = count.calls.findIndex((call) => call.startsWith('rename') && call.includes('.mcp.json.'));
    const system = machine();
    await perform(faulty(system, { at, kind: 'crash-before' }), request([change(file, 'new')])).catch(() => {});
    system.kill();
    const next = system.fork();
    const path = Object.keys(next.tree()).find((name) => name.endsWith('journal.jsonl')) ?? '';
    const text = new TextDecoder().decode(next.read(path));
    assert.is.not(damage(text), text);
    next.overwrite(path, bytesOf(damage(text)));
    const before = leftovers(next);
    assert.ok(before.length > 1);
    const error = await errorOf(perform(next, request([change(file, 'newer')])));
    assert.is(error.exit, 'failed');
    const folder = path.replace('/journal.jsonl', '');
    assert.ok(error.hint?.includes(`remove ${folder}`), error.hint);
    assert.equal([new TextDecoder().decode(next.read(file)), leftovers(next)], ['old', before]);
  });
}

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

test('a run that another command ended while we waited for its locks is not ended once more', async () => {
  const count = faulty(memorySystem({ [file]: 'old' }));
  await perform(count, request([change(file, 'new')]));
  const at = count.calls.findIndex((call) => call.startsWith('rename') && call.includes('mcp.json'));
  const system = machine();
  await perform(faulty(system, { at, kind: 'crash-before' }), request([change(file, 'new')])).catch(() => {});
  system.kill();
  const [us, other, holder] = [system.fork(), system.fork(), system.fork()];
  // The dead one's locks are the living's by now; while we wait, another command ends the run, and its file is edited.
  const names = lockNames(holder, 'dotfiles', [file]);
  const held = await acquire(holder, home, names, { timeout: 0, command: 'hatch apply' });
  let waited = 0;
  const pause = async (milliseconds: number) => {
    await us.pause(milliseconds);
    if (milliseconds === 0 || waited++ > 0) return;
    release(holder, held);
    await recoverBy(other);
    system.put(file, 'edited since');
  };
  const asked = { owner: 'dotfiles', paths: [file], timeout: 1000, command: 'hatch apply' };
  await withLocks({ ...us, pause }, home, asked, async () => {});
  assert.ok(waited > 0);
  assert.is(new TextDecoder().decode(us.read(file)), 'edited since');
  assert.equal(
    listRuns(us, home).map(({ state }) => state),
    ['done'],
  );
  assert.equal(leftovers(us), []);
});

test('a backup that another process made under the very name we had in mind outlives our run', async () => {
  const system = machine();
  const theirs: string[] = [];
  const create: typeof system.create = (path, bytes, mode) => {
    const stamp = /mcp\.json\.cursor\.(\d{8}_\d{6}_\d{6})\.[0-9a-f]{12}\.json$/.exec(path)?.[1];
    if (stamp !== undefined && theirs.length === 0) {
      const request = { label: 'cursor', original: file, bytes: bytesOf('theirs'), mode: 0o600, run: 'another', stamp };
      theirs.push(createBackup(system, home, request).path);
    }
    system.create(path, bytes, mode);
  };
  const append: typeof system.append = (path, bytes) => {
    // Right before the journal hears of the other name.
    if (theirs.length > 0 && path.endsWith('journal.jsonl')) throw new Crash('the process is no more');
    system.append(path, bytes);
  };
  await perform({ ...system, create, append }, request([change(file, 'new')])).catch(() => {});
  system.kill();
  const next = system.fork();
  await recoverBy(next);
  assert.is(theirs.length, 1);
  assert.is(new TextDecoder().decode(next.read(theirs[0] ?? '')), 'theirs');
  assert.is(new TextDecoder().decode(next.read(file)), 'old');
});

test.run();
