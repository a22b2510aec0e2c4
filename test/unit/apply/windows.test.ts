// The same on Windows: its paths, and files that a scanner or the host holds open for a moment.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withLocks } from '../../../src/apply/locked.ts';
import type { Run } from '../../../src/apply/request.ts';
import { transact } from '../../../src/apply/transaction.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { systemError } from '../../../src/system/memory-disk.ts';
import { change, request } from '../../support/transactions.ts';

const user = 'C:\\Users\\Ada';
const home = `${user}\\.hatch`;
const file = `${user}\\AppData\\Roaming\\Claude\\claude_desktop_config.json`;

function machine(): MemorySystem {
  return memorySystem({ [file]: 'old' }, { platform: 'win32', home: user, cwd: user });
}

function perform(system: MemorySystem, path: string, text: string | undefined): Promise<Run> {
  const locks = { owner: 'dotfiles', paths: [path], timeout: 0, command: 'hatch' };
  return withLocks(system, home, locks, () => transact(system, home, request([change(path, text)])));
}

/** The host holds the file for so many milliseconds from now on. */
function held(system: MemorySystem, milliseconds: number, code = 'EPERM', path = file): MemorySystem {
  const end = system.now().getTime() + milliseconds;
  const hold = (asked: string) => {
    if (asked === path && system.now().getTime() < end) throw systemError(code, asked);
  };
  const rename: typeof system.rename = (from, to) => {
    hold(to);
    system.rename(from, to);
  };
  const remove: typeof system.remove = (asked) => {
    hold(asked);
    system.remove(asked);
  };
  return { ...system, rename, remove };
}

test('a transaction keeps to the paths of the platform', async () => {
  const system = machine();
  const run = await perform(system, `${user}\\.cursor\\mcp.json`, 'new');
  assert.equal(run.folders, [`${user}\\.cursor`]);
  await perform(system, file, 'new');
  assert.is(new TextDecoder().decode(system.read(file)), 'new');
  assert.ok(Object.keys(system.tree()).every((path) => path.startsWith('C:\\') && !path.includes('/')));
});

for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
  for (const text of ['new', undefined]) {
    const what = text === undefined ? 'removed' : 'written';
    test(`a file that is held for a second (${code}) is ${what} when it is let go`, async () => {
      const system = machine();
      await perform(held(system, 1000, code), file, text);
      assert.is(system.tree()[file], text);
    });
  }
}

for (const [what, code, path] of [
  ['another error', 'EIO', file],
  ['a refusal elsewhere than on Windows', 'EPERM', '/home/ada/mcp.json'],
] as const) {
  test(`${what} is no reason to wait`, async () => {
    const isHere = path === file;
    const system = isHere ? machine() : memorySystem({ [path]: 'old' });
    const start = system.now().getTime();
    const at = isHere ? home : '/home/ada/.hatch';
    const locks = { owner: 'dotfiles', paths: [path], timeout: 0, command: 'hatch' };
    const broken = held(system, 60_000, code, path);
    const error = await withLocks(broken, at, locks, () => transact(broken, at, request([change(path, 'new')]))).catch(
      (thrown: unknown) => thrown,
    );
    assert.is(error instanceof HatchError ? error.exit : error, 'undone');
    assert.ok(system.now().getTime() - start < 1000);
  });
}

test('a file that is held on is given up after about two seconds, everything undone', async () => {
  const system = machine();
  const start = system.now().getTime();
  const error = await perform(held(system, 60_000), file, 'new').catch((thrown: unknown) => thrown);
  assert.is(error instanceof HatchError ? error.exit : error, 'undone');
  const waited = system.now().getTime() - start;
  assert.ok(waited > 1500 && waited < 4000, String(waited));
  assert.is(new TextDecoder().decode(system.read(file)), 'old');
});

test('a mode that the platform does not have is no change', async () => {
  const system = machine();
  const locks = { owner: 'dotfiles', paths: [file], timeout: 0, command: 'hatch' };
  const asked = request([change(file, 'old', { mode: 0o600 })]);
  const run = await withLocks(system, home, locks, () => transact(system, home, asked));
  assert.equal(run.files, []);
});

test.run();
