// Locks: who gets one, who waits, whose is taken over, and what a person is told.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { acquire, lockNames, release } from '../../../src/apply/lock.ts';
import { withLocks } from '../../../src/apply/locked.ts';
import { recover } from '../../../src/apply/recover.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import type { Process, System } from '../../../src/system/system.ts';
import { Crash, faulty } from '../../support/faulty-system.ts';
import { bytesOf, change, home, known, leftovers, perform, request } from '../../support/transactions.ts';

const file = '/home/ada/mcp.json';
const locks = `${home}/locks`;

function take(system: System, timeout = 0) {
  const names = lockNames(system, 'dotfiles', [file]).slice(0, 1);
  return acquire(system, home, names, { timeout, command: 'hatch apply' });
}

function machine(): MemorySystem {
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

test('names are one per owner and one per real file, sorted, whatever the order, the spelling or the links', () => {
  const system = memorySystem({ '/home/ada/a': 'a', '/home/ada/link': { link: 'a' } });
  const names = lockNames(system, 'me', ['/home/ada/link', '/home/ada/none/b', '/home/ada/A']);
  const again = lockNames(system, 'me', ['/home/ada/none/b', '/home/ada/a']);
  assert.equal(
    names.map(({ id }) => id),
    again.map(({ id }) => id),
  );
  assert.is(names.length, 3);
  assert.equal(
    names.map(({ id }) => id),
    names.map(({ id }) => id).sort(),
  );
  assert.ok(names.every(({ id }) => /^[0-9a-f]{16}$/.test(id)));
  assert.is.not(lockNames(system, 'you', [])[0]?.id, lockNames(system, 'me', [])[0]?.id);
});

test('a lock that is held is waited for until the time is up; the error names the holder and the way out', async () => {
  const system = machine();
  await take(system);
  const other = system.fork();
  const start = other.now().getTime();
  const error = await errorOf(take(other, 3000));
  assert.ok(other.now().getTime() - start >= 3000);
  assert.is(error.exit, 'locked');
  const { pid, machine: name } = system.self();
  assert.match(error.message, new RegExp(`process ${pid} on ${name} since 2026-01-02T.*\\(hatch apply\\)`));
  assert.match(error.hint ?? '', /hatch unlock [0-9a-f]{16}$/);
});

test('a lock that is given back in time goes to the one who waits', async () => {
  const system = machine();
  const held = await take(system);
  const waiting = take(system.fork(), 5000);
  release(system, held);
  assert.is((await waiting).length, 1);
});

test('a signal ends the waiting', async () => {
  const system = machine();
  await take(system);
  const other = system.fork();
  other.signal('SIGTERM');
  assert.is((await errorOf(take(other, 5000))).exit, 'terminated');
});

const holders: readonly (readonly [string, Partial<Process>, boolean])[] = [
  ['a dead process', {}, true],
  ['a process of an earlier boot', { boot: 'earlier', started: 'long ago' }, true],
  ['a process of an earlier boot in another namespace', { boot: 'earlier', namespace: 'pid:[2]' }, true],
  ['a process in another namespace', { namespace: 'pid:[2]' }, false],
  ['a process on another machine', { machine: 'elsewhere', boot: 'theirs' }, false],
];

for (const [name, as, isTaken] of holders) {
  test(`the lock of ${name} is ${isTaken ? '' : 'not '}taken over`, async () => {
    const system = machine();
    const held = known(system, as);
    const other = system.fork();
    await take(held);
    system.kill();
    if (isTaken) assert.is((await take(other)).length, 1);
    else assert.is((await errorOf(take(other))).exit, 'locked');
  });
}

test('a pid that was given to another process does not keep the lock of the dead one', async () => {
  const system = machine();
  const living = system.fork();
  await take(known(system, { pid: living.self().pid, started: 'before that' }));
  assert.is((await take(system.fork())).length, 1);
});

for (const text of ['', '{"process":{"mach', '\0\0\0\0', 'null', '{}', '{"process":{}}']) {
  test(`a torn lock ${JSON.stringify(text)} needs no person`, async () => {
    const system = machine();
    for (const { id } of lockNames(system, 'dotfiles', [file])) system.put(`${locks}/${id}.lock`, text);
    await perform(system, request([change(file, 'new')]));
    assert.equal(leftovers(system), []);
  });
}

for (const [found, start] of [
  ['a stale lock', withStaleLock],
  ['none', async () => machine()],
] as const) {
  test(`of two who find ${found} only one gets it, whenever the second comes in between`, async () => {
    const count = faulty(await start());
    await take(count);
    for (let at = 0; at < count.calls.length; at += 1) {
      const system = await start();
      const rival = system.fork();
      let rivals: Promise<unknown> | undefined;
      let calls = 0;
      // Up to its first wait, the rival runs within this very call.
      const between = (act: (...words: never[]) => void) => {
        return (...words: never[]) => {
          if (calls++ === at) rivals = take(rival).catch(refused);
          act(...words);
        };
      };
      const { create, link, rename, remove } = system;
      const wrapped = {
        create: between(create),
        link: between(link),
        rename: between(rename),
        remove: between(remove),
      };
      const mine = await take({ ...system, ...(wrapped as Partial<System>) } as System).catch(refused);
      const theirs = await rivals;
      assert.ok(mine === 'refused' || theirs === 'refused', `both got it at ${at}`);
      if (mine === theirs) continue;
      const winner = mine === 'refused' ? rival : system;
      const [name] = lockNames(system, 'dotfiles', [file]);
      const holder = JSON.parse(new TextDecoder().decode(system.read(`${locks}/${name?.id}.lock`)));
      assert.equal(holder.process, winner.self(), `at ${at}`);
    }
  });
}

function refused(error: unknown): 'refused' {
  if (error instanceof HatchError && error.exit === 'locked') return 'refused';
  throw error;
}

async function withStaleLock(): Promise<MemorySystem> {
  const system = machine();
  const dead = system.fork();
  await take(dead);
  dead.kill();
  return system;
}

test('a taker that dies at any instant leaves nothing that stops the next one', async () => {
  const count = faulty(await withStaleLock());
  await take(count);
  for (let at = 0; at < count.calls.length; at += 1) {
    const system = await withStaleLock();
    const died = await take(faulty(system, { at, kind: 'crash-after' })).catch((error: unknown) => error);
    assert.instance(died, Crash);
    system.kill();
    const next = system.fork();
    await perform(next, request([change(file, 'new')]));
    assert.equal(leftovers(next), [], `after call ${at}`);
  }
});

test('a lock that was swept away while it was being made is made again', async () => {
  const system = machine();
  let swept = 0;
  const create: typeof system.create = (path, bytes, mode) => {
    system.create(path, bytes, mode);
    // For a moment it is empty, as what the dead leave.
    if (swept++ === 0) system.remove(path);
  };
  assert.is((await take({ ...system, create }, 1000)).length, 1);
  assert.is(swept, 2);
});

test('commands at the same time write one after the other, and none of their work is lost', async () => {
  const system = memorySystem({ [file]: '' });
  let inside = 0;
  const writer = async (name: string, process: MemorySystem) => {
    const render = (current: Uint8Array | undefined) => bytesOf(`${new TextDecoder().decode(current)}${name} `);
    await withLocks(process, home, { owner: name, paths: [file], timeout: 60_000, command: name }, async () => {
      inside += 1;
      assert.is(inside, 1);
      await process.pause(10);
      inside -= 1;
    });
    await perform(process, request([change(file, '', { render })], { owner: name }), 60_000);
  };
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => writer(name, system.fork())));
  const words = new TextDecoder().decode(system.read(file)).trim().split(' ').sort();
  assert.equal(words, ['a', 'b', 'c', 'd']);
  assert.equal(leftovers(system), []);
});

test('a lock that a person took away, and another process has by now, is not given back', async () => {
  const system = machine();
  const held = await take(system);
  const other = system.fork();
  system.remove(held[0]?.path ?? '');
  const theirs = await take(other);
  release(system, held);
  assert.is(new TextDecoder().decode(system.read(theirs[0]?.path ?? '')), theirs[0]?.text);
});

test('a run that is just being begun is not swept away as one that never was', async () => {
  const system = machine();
  const makeFolder: typeof system.makeFolder = (path, mode) => {
    system.makeFolder(path, mode);
    // Without anything to wait for, it is through within this very call.
    if (/runs\/./.test(path)) recover(system.fork(), home).catch(() => assert.unreachable());
  };
  const run = await perform({ ...system, makeFolder }, request([change(file, 'new')]));
  assert.is(run.state, 'done');
  assert.equal(leftovers(system), []);
});

test('a link that is turned elsewhere while we wait is followed anew', async () => {
  const link = '/home/ada/link.json';
  const system = memorySystem({ [file]: 'old', '/home/ada/other.json': 'old', [link]: { link: file } });
  const held = await acquire(ready(system), home, lockNames(system, 'them', [file]), { timeout: 0, command: 'x' });
  const other = system.fork();
  const pause: typeof other.pause = async (milliseconds) => {
    await other.pause(milliseconds);
    if (milliseconds === 0 || system.list(locks)?.length === 0) return;
    system.put(link, { link: '/home/ada/other.json' });
    release(system, held);
  };
  await perform({ ...other, pause }, request([change(link, 'new')]), 5000);
  assert.is(new TextDecoder().decode(system.read('/home/ada/other.json')), 'new');
  assert.is(new TextDecoder().decode(system.read(file)), 'old');
});

function ready(system: MemorySystem): MemorySystem {
  system.put(locks, { folder: 0o700 });
  return system;
}

test('locks are given back when the body fails', async () => {
  const system = machine();
  const failing = withLocks(system, home, { owner: 'a', paths: [file], timeout: 0, command: 'x' }, async () => {
    throw new HatchError('conflicts', 'decide');
  });
  assert.is((await errorOf(failing)).exit, 'conflicts');
  assert.equal(system.list(locks), []);
});

test.run();
