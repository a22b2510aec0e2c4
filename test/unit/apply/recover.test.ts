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
  const other = lockNames(system, 'another', []);
  await acquire(system.fork(), home, other, { timeout: 0, command: 'hatch apply' });
  unlock(system, home, id);
  assert.equal(system.list(locks), [`${other[0]?.id}.lock`], 'only those of that holder');
  system.remove(`${locks}/${other[0]?.id}.lock`);
  assert.equal(
    unfinishedRuns(system, home).map(({ owner, committed }) => ({ owner, committed })),
    [{ owner: 'dotfiles', committed: false }],
  );
  await perform(system, request([change(file, 'newer')]));
  assert.is(new TextDecoder().decode(system.read(file)), 'newer');
  assert.equal(leftovers(system), []);
});

for (const field of ['machine', 'namespace', 'boot', 'pid', 'started'] as const) {
  test(`unlock leaves the lock of a holder that differs in its ${field} only`, async () => {
    const system = machine();
    const one = { machine: 'elsewhere', namespace: 'pid:[2]', boot: 'theirs', pid: 7, started: '1' };
    const two = { ...one, [field]: field === 'pid' ? 8 : 'other' };
    const [own, theirs] = [lockNames(system, 'dotfiles', []), lockNames(system, 'another', [])];
    const how = { timeout: 0, command: 'hatch apply' };
    await acquire(known(system, one), home, own, how);
    await acquire(known(system, two), home, theirs, how);
    unlock(system, home, own[0]?.id ?? '');
    assert.equal(system.list(locks), [`${theirs[0]?.id}.lock`]);
  });
}

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

/** A machine on which a run over both files was killed right before it replaced the second one. */
async function halfDone() {
  const second = '/home/ada/second.json';
  const start = () => memorySystem({ [file]: 'old', [second]: 'old', '/home/ada/other.json': 'old' });
  const asked = request([change(file, 'new'), change(second, 'new')]);
  const count = faulty(start());
  await perform(count, asked);
  const at = count.calls.findIndex((call) => call.startsWith('rename /home/ada/.second.json'));
  const system = start();
  await perform(faulty(system, { at, kind: 'crash-before' }), asked).catch(() => {});
  system.kill();
  const textsOf = (from: typeof system) => [file, second].map((path) => new TextDecoder().decode(from.read(path)));
  return { system, second, textsOf };
}

for (const [whose, path, exit] of [
  ['other files', '/home/ada/other.json', 'done'],
  ['its own files', file, 'locked'],
] as const) {
  test(`an unfinished run that another command is about to end: a command on ${whose} is ${exit}, in its time`, async () => {
    const { system, second } = await halfDone();
    const holder = system.fork();
    const names = lockNames(holder, 'dotfiles', [file, second]);
    await acquire(holder, home, names, { timeout: 0, command: 'hatch apply' });
    const us = system.fork();
    const start = us.now().getTime();
    const asked = request([change(path, 'newer')], { owner: 'another' });
    const ended = await perform(us, asked, 1000).catch((error) => error);
    assert.is(ended instanceof HatchError ? ended.exit : ended.state, exit);
    assert.ok(us.now().getTime() - start < (exit === 'done' ? 500 : 1500));
  });
}

test('a recovery that can no longer go forward goes back', async () => {
  const { system, second, textsOf } = await halfDone();
  const next = system.fork();
  const rename: typeof next.rename = (from, to) => {
    if (to === second) throw systemError('EACCES', to);
    next.rename(from, to);
  };
  await recoverBy({ ...next, rename });
  assert.equal(textsOf(next), ['old', 'old']);
  assert.equal(leftovers(next), []);
});

test('a recovery that can go neither way is told to who wants its files, file by file', async () => {
  const { system, second, textsOf } = await halfDone();
  const next = system.fork();
  const rename: typeof next.rename = (from, to) => {
    if (to === file || to === second) throw systemError('EACCES', to);
    next.rename(from, to);
  };
  const error = await errorOf(perform({ ...next, rename }, request([change(file, 'newer')])));
  assert.is(error.exit, 'undo-incomplete');
  assert.match(error.message, `${file}: permission denied (EACCES); its bytes before: `);
  await recoverBy(next);
  assert.equal(textsOf(next), ['old', 'old']);
});

test('a run of which it was said that it is undone is not finished, though its history was written', async () => {
  const system = memorySystem({ [file]: 'old' });
  const isHistory = (path: string) => path.endsWith('.open/run.json');
  let written = 0;
  const rename: typeof system.rename = (from, to) => {
    system.rename(from, to);
    if (isHistory(to) && written++ === 0) throw systemError('EIO', to);
  };
  const remove: typeof system.remove = (path) => {
    if (isHistory(path)) throw systemError('EIO', path);
    system.remove(path);
  };
  const error = await errorOf(perform({ ...system, rename, remove }, request([change(file, 'new')])));
  assert.is(error.exit, 'undo-incomplete');
  system.kill();
  const next = system.fork();
  await recoverBy(next);
  assert.is(new TextDecoder().decode(next.read(file)), 'old');
  assert.equal(
    listRuns(next, home).map(({ state }) => state),
    ['undone'],
  );
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
  const count = faulty(machine());
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
    assert.is(new TextDecoder().decode(system.read(file)), 'old', 'nobody ends it without its locks');
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

for (const dies of [true, false]) {
  const who = dies ? 'a run that dies right then' : 'our run, which tells of its own';
  test(`a backup that another process made under the very name we had in mind outlives ${who}`, async () => {
    const system = machine();
    const theirs: string[] = [];
    const create: typeof system.create = (path, bytes, mode) => {
      const stamp = /mcp\.json\.cursor\.(\d{8}_\d{6}_\d{6})\.[0-9a-f]{12}\.json$/.exec(path)?.[1];
      if (stamp !== undefined && theirs.length === 0) {
        const request = {
          label: 'cursor',
          original: file,
          bytes: bytesOf('theirs'),
          mode: 0o600,
          run: 'another',
          stamp,
        };
        theirs.push(createBackup(system, home, request).path);
      }
      system.create(path, bytes, mode);
    };
    const append: typeof system.append = (path, bytes) => {
      // Right before the journal hears of the other name.
      if (dies && theirs.length > 0 && path.endsWith('journal.jsonl')) throw new Crash('the process is no more');
      system.append(path, bytes);
    };
    const run = await perform({ ...system, create, append }, request([change(file, 'new')])).catch(() => undefined);
    system.kill();
    const next = system.fork();
    await recoverBy(next);
    const textAt = (path: string | undefined) => new TextDecoder().decode(next.read(path ?? ''));
    assert.is(theirs.length, 1);
    assert.is(textAt(theirs[0]), 'theirs');
    assert.is(textAt(dies ? file : run?.files[0]?.backup), 'old');
  });
}

test.run();
