// The lock that a host takes on its file itself: ours while we replace the file, waited for, taken over once it is old.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withHostLock } from '../../../src/apply/host-lock.ts';
import type { FileChange } from '../../../src/apply/request.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { systemError } from '../../../src/system/memory-disk.ts';
import { faulty } from '../../support/faulty-system.ts';
import { machine } from '../../support/machine.ts';
import { change, hostLock, leftovers, perform, recoverBy, request } from '../../support/transactions.ts';

const file = '/home/ada/mcp.json';
const lock = `${file}.lock`;
const theirs = `${lock}/owner.7`;

function changed(more: Partial<FileChange> = {}) {
  return request([change(file, 'new', { hostLock, ...more })]);
}

/** What stands at the file and beside it. */
function standing(system: MemorySystem): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(system.tree()).filter(([path]) => path.startsWith(file)));
}

/** Calls back whenever the file itself gets another's bytes, with what the lock holds just then. */
function watched(system: MemorySystem, see: (markers: readonly string[] | undefined) => void): MemorySystem {
  const rename = (from: string, to: string) => {
    if (to === file) see(system.list(lock));
    system.rename(from, to);
  };
  return { ...system, rename };
}

test('it is ours while the file is replaced, shows whose it is, and is gone afterwards', async () => {
  const system = memorySystem({ [file]: 'old' });
  const seen: (readonly string[] | undefined)[] = [];
  await perform(
    watched(system, (markers) => seen.push(markers)),
    changed(),
  );
  assert.is(seen.length, 1);
  assert.match(String(seen[0]), /^owner\.hatch-[0-9a-f]+$/);
  assert.equal(standing(system), { [file]: 'new' });
});

test('it comes into being whole: nobody finds it without its marker', async () => {
  const system = memorySystem({ [file]: 'old' });
  const makeFolder = (path: string, mode: number) => {
    system.makeFolder(path, mode);
    assert.is(system.stat(lock), undefined);
  };
  await perform({ ...system, makeFolder }, changed());
});

test('one that cannot be made is an error at once', async () => {
  const system = memorySystem({ [file]: 'old' });
  const start = system.now().getTime();
  const makeFolder = (path: string, mode: number) => {
    if (path.startsWith(lock)) throw systemError('EACCES', path);
    system.makeFolder(path, mode);
  };
  const error = await perform({ ...system, makeFolder }, changed()).catch((thrown: unknown) => thrown);
  assert.match(String(error), 'permission denied (EACCES)');
  assert.ok(system.now().getTime() - start < hostLock.stale);
});

test('what a dead run of ours left beside it goes, what the host has there stays', async () => {
  const [ours, hosts] = [`${lock}.tmp.hatch-1/owner.hatch-1`, `${lock}.tmp.7/owner.7`];
  const system = memorySystem({ [file]: 'old', [ours]: '', [hosts]: '7' });
  await perform(system, changed());
  assert.equal(standing(system), { [file]: 'new', [hosts]: '7' });
});

test('a file whose host takes none gets none', async () => {
  const system = memorySystem({ [file]: 'old' });
  const seen: (readonly string[] | undefined)[] = [];
  const watching = watched(system, (markers) => seen.push(markers));
  await perform(watching, request([change(file, 'new')]));
  assert.equal(seen, [undefined]);
});

test('a host that holds it is waited for, and what it wrote meanwhile is built on', async () => {
  const system = memorySystem({ [file]: 'old', [theirs]: '7' });
  let pauses = 0;
  const pause = async (milliseconds: number) => {
    await system.pause(milliseconds);
    pauses += 1;
    if (pauses !== 5) return;
    system.put(file, 'older');
    system.remove(theirs);
    system.removeFolder(lock);
  };
  const render = (bytes: Uint8Array | undefined) => Buffer.concat([bytes ?? new Uint8Array(), Buffer.from(' and new')]);
  await perform({ ...system, pause }, changed({ render }));
  assert.equal(standing(system), { [file]: 'older and new' });
});

test('a host that holds it is waited for by what undoes too, and what it wrote meanwhile is left', async () => {
  const other = '/home/ada/other.json';
  const system = memorySystem({ [file]: 'old', [other]: 'old' });
  const rename = (from: string, to: string) => {
    if (to !== other) return system.rename(from, to);
    system.put(theirs, '7');
    throw systemError('EIO', to);
  };
  let pauses = 0;
  const pause = async (milliseconds: number) => {
    await system.pause(milliseconds);
    if (system.stat(theirs) === undefined || pauses++ < 5) return;
    system.put(file, 'theirs');
    system.remove(theirs);
    system.removeFolder(lock);
  };
  const asked = request([...changed().changes, change(other, 'new')]);
  const error = await perform({ ...system, rename, pause }, asked).catch((thrown: unknown) => thrown);
  assert.is(error instanceof HatchError ? error.exit : error, 'undo-incomplete');
  assert.equal(standing(system), { [file]: 'theirs' });
});

test('who finishes a dead run takes it as well', async () => {
  const count = faulty(memorySystem({ [file]: 'old' }));
  await perform(count, changed());
  const at = count.calls.findIndex((call) => /^rename .*\.mcp\.json\..*tmp/.test(call));
  const system = memorySystem({ [file]: 'old' });
  await perform(faulty(system, { at, kind: 'crash-before' }), changed()).catch(() => {});
  system.kill();
  const seen: (readonly string[] | undefined)[] = [];
  await recoverBy(watched(system.fork(), (markers) => seen.push(markers)));
  assert.match(String(seen), /^owner\.hatch-[0-9a-f]+$/);
  assert.equal(standing(system), { [file]: 'new' });
});

test('of a host that keeps it alive a person is told; the file and the lock stay as they are', async () => {
  const system = memorySystem({ [file]: 'old', [theirs]: '7' });
  const pause = async (milliseconds: number) => {
    await system.pause(milliseconds);
    system.put(lock, { folder: 0o755 });
    system.remove(theirs);
    system.removeFolder(lock);
    system.put(theirs, '7');
  };
  const error = await perform({ ...system, pause }, changed()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, HatchError);
  assert.is((error as HatchError).exit, 'undone');
  assert.match((error as HatchError).message, `${file}: its host keeps it locked`);
  assert.equal(standing(system), { [file]: 'old', [theirs]: '7' });
  assert.equal(leftovers(system), []);
});

test('one whose holder is long dead is taken over, and set aside before it is taken apart', async () => {
  const system = memorySystem({ [file]: 'old', [theirs]: '7' });
  const start = system.now().getTime();
  const remove = (path: string) => (path === theirs ? assert.unreachable('in its place') : system.remove(path));
  await perform({ ...system, remove }, changed());
  assert.equal(standing(system), { [file]: 'new' });
  const waited = system.now().getTime() - start;
  assert.ok(waited >= hostLock.stale && waited < hostLock.stale + 2000, String(waited));
});

test('one that a dead run of ours left is not waited for', async () => {
  const system = memorySystem({ [file]: 'old', [`${lock}/owner.hatch-1`]: 'hatch-1' });
  const start = system.now().getTime();
  await perform(system, changed());
  assert.equal(standing(system), { [file]: 'new' });
  assert.ok(system.now().getTime() - start < hostLock.stale);
});

test('one that another took over from us is not taken away', async () => {
  const system = memorySystem({ [file]: 'old' });
  await withHostLock(system, { path: file, hostLock }, async () => {
    for (const name of system.list(lock) ?? []) system.remove(`${lock}/${name}`);
    system.put(theirs, '7');
  });
  assert.equal(standing(system), { [file]: 'old', [theirs]: '7' });
});

for (const end of ['done', 'undone'] as const) {
  test(`one that could not be given back goes when the run is ${end}`, async () => {
    const system = memorySystem({ [file]: 'old' });
    let refusals = 0;
    const remove = (path: string) => {
      if (path.startsWith(lock) && refusals++ === 0) throw systemError('EBUSY', path);
      system.remove(path);
    };
    const rename = (from: string, to: string) => {
      if (to === file && end === 'undone') throw systemError('EIO', to);
      system.rename(from, to);
    };
    const state = await perform({ ...system, remove, rename }, changed()).then(
      (run) => run.state,
      (error: HatchError) => error.exit,
    );
    assert.is(state, end);
    assert.ok(refusals > 0);
    assert.equal(standing(system), { [file]: end === 'done' ? 'new' : 'old' });
  });
}

test('it is given back when the act fails', async () => {
  const system = memorySystem({ [file]: 'old' });
  const failing = withHostLock(system, { path: file, hostLock }, () => Promise.reject(new Error('no')));
  assert.is(await failing.catch((error: Error) => error.message), 'no');
  assert.equal(standing(system), { [file]: 'old' });
});

test('the lock of Cline is taken by what applies and by what takes back', async () => {
  const path = '/home/ada/.cline/data/settings/cline_mcp_settings.json';
  const marker = `${path}.lock/owner.hatch-1`;
  const { system, writeManifest, apply, rollback } = machine({ [path]: '{}\n', [marker]: '' });
  const only = { servers: { tracker: { command: 'tracker' } } };
  writeManifest({ version: 1, name: 'team', environments: { only }, targets: { cline: {} } });
  await apply();
  assert.match(system.tree()[path] ?? '', 'tracker');
  assert.is(system.stat(`${path}.lock`), undefined);
  system.put(marker, '');
  await rollback();
  assert.is(system.stat(`${path}.lock`), undefined);
  assert.is(system.tree()[path], '{}\n');
});

test.run();
