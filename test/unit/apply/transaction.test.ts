// What a transaction does when nothing breaks: what it keeps, skips, refuses, merges and reports.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBackup } from '../../../src/apply/backup.ts';
import { listRuns } from '../../../src/apply/history.ts';
import { withLocks } from '../../../src/apply/locked.ts';
import { transact } from '../../../src/apply/transaction.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { type Content, type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { systemError } from '../../../src/system/memory-disk.ts';
import {
  backupFiles,
  bytesOf,
  change,
  everyKind,
  everyKindSystem,
  home,
  leftovers,
  perform,
  request,
  userFiles,
} from '../../support/transactions.ts';

const file = '/home/ada/.cursor/mcp.json';

async function errorOf(act: () => Promise<unknown>): Promise<HatchError> {
  try {
    await act();
  } catch (error) {
    assert.instance(error, HatchError, String(error));
    return error as HatchError;
  }
  return assert.unreachable('no error') as never;
}

function textAt(system: MemorySystem, path: string): string | undefined {
  const bytes = system.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

test('a run tells of each file what it was, what it is, and where its bytes before are', async () => {
  const system = everyKindSystem();
  const run = await perform(system, request(everyKind));
  assert.is(run.state, 'done');
  assert.match(run.id, /^\d{8}T\d{6}Z-[0-9a-f]{13}$/);
  assert.equal(run.folders, ['/home/ada/.codex', '/home/ada/.codex/deep']);
  for (const path of run.folders) assert.is(system.stat(path)?.mode, 0o755, 'as the umask has it');
  const told = run.files.map(({ role, label, before, after, modeBefore, modeAfter, backup }) =>
    [role, label, before && 'before', after && 'after', modeBefore, modeAfter, backup && 'backup'].join(' '),
  );
  assert.equal(told, [
    'target cursor before after 416 384 backup',
    'target claude-code before after 420 420 backup',
    'target codex  after  384 ',
    'target gemini before  420  backup',
    'target zed before after 420 420 backup',
    'manifest manifest before after 420 420 backup',
    'record record before after 384 384 ',
  ]);
  for (const { backup, before } of run.files)
    if (backup !== undefined) assert.ok(before !== undefined && system.read(backup));
  assert.equal(run.files[1]?.real, '/home/ada/dotfiles/claude.json');
  assert.equal(leftovers(system), []);
});

test('targets are written first, then the manifest, then records', async () => {
  const run = await perform(everyKindSystem(), request([...everyKind].reverse()));
  assert.equal(
    run.files.map(({ role }) => role),
    [...Array(5).fill('target'), 'manifest', 'record'],
  );
});

test('a folder that another process makes first is there all the same', async () => {
  const system = memorySystem();
  const makeFolder: typeof system.makeFolder = (path, mode) => {
    if (!path.endsWith('.open')) system.makeFolder(path, mode);
    system.makeFolder(path, mode);
  };
  await perform({ ...system, makeFolder }, request([change(file, 'new')]));
  assert.is(textAt(system, file), 'new');
});

test('a folder that a run created stays when it is undone and another program has put something there', async () => {
  const other = '/home/ada/other.json';
  const system = memorySystem({ [other]: 'old' });
  const rename: typeof system.rename = (from, to) => {
    if (to !== other) return system.rename(from, to);
    system.put('/home/ada/.cursor/theirs', 'theirs');
    throw systemError('EIO', to);
  };
  const error = await errorOf(() =>
    perform({ ...system, rename }, request([change(file, 'new'), change(other, 'new')])),
  );
  assert.is(error.exit, 'undone');
  assert.equal(Object.keys(userFiles(system)), ['/home/ada/.cursor/theirs', other]);
});

test('a file that was written at a time to come is not waited for', async () => {
  const system = memorySystem({ [file]: '' });
  const start = system.now().getTime();
  const stat: typeof system.stat = (path) => {
    const found = system.stat(path);
    return found === undefined ? undefined : { ...found, modified: start + 3_600_000 };
  };
  await perform({ ...system, stat }, request([change(file, 'new')]));
  assert.ok(system.now().getTime() - start < 150);
});

test('history holds what the run told, newest first', async () => {
  const system = memorySystem({ [file]: 'one' });
  const first = await perform(system, request([change(file, 'two')]));
  const second = await perform(system, request([change(file, 'three')]));
  const told = JSON.parse(JSON.stringify([second, first]));
  const kept = listRuns(system, home).map((run) => ({ ...run, formatVersion: undefined }));
  assert.equal(JSON.parse(JSON.stringify(kept)), told);
  assert.equal(listRuns(system, home, 1).length, 1);
});

test('a change that renders the same bytes leaves the file alone, its time included', async () => {
  const system = memorySystem({ [file]: 'same', '/home/ada/other.json': 'old' });
  const stat = system.stat(file);
  const run = await perform(system, request([change(file, 'same'), change('/home/ada/other.json', 'new')]));
  assert.equal(system.stat(file), stat);
  assert.equal(
    run.files.map(({ path }) => path),
    ['/home/ada/other.json'],
  );
});

test('when nothing would change, nothing is written and there is no run', async () => {
  const system = memorySystem({ [file]: 'same' });
  const run = await perform(system, request([change(file, 'same'), change('/home/ada/none.json', undefined)]));
  assert.equal(run.files, []);
  assert.equal(listRuns(system, home), []);
  assert.equal(leftovers(system), []);
});

test('the same bytes with another mode are written for the mode', async () => {
  const system = memorySystem({ [file]: { text: 'same', mode: 0o644 } });
  await perform(system, request([change(file, 'same', { mode: 0o600 })]));
  assert.is(system.stat(file)?.mode, 0o600);
});

test('mode, owner and group are kept; a new file is for its owner alone', async () => {
  const system = memorySystem({ [file]: { text: 'old', mode: 0o664, uid: 1234, gid: 77 } }, { uid: 0 });
  await perform(system, request([change(file, 'new'), change('/home/ada/new.json', 'new')]));
  const { mode, uid, gid } = system.stat(file) ?? {};
  assert.equal({ mode, uid, gid }, { mode: 0o664, uid: 1234, gid: 77 });
  assert.is(system.stat('/home/ada/new.json')?.mode, 0o600);
});

test('an undo keeps owner and group too', async () => {
  const other = '/home/ada/other.json';
  const system = memorySystem({ [file]: { text: 'old', uid: 1234, gid: 77 }, [other]: 'old' }, { uid: 0 });
  const rename: typeof system.rename = (from, to) => {
    if (to === other) throw systemError('EIO', to);
    system.rename(from, to);
  };
  const error = await errorOf(() =>
    perform({ ...system, rename }, request([change(file, 'new'), change(other, 'new')])),
  );
  const { uid, gid } = system.stat(file) ?? {};
  assert.equal([error.exit, textAt(system, file), uid, gid], ['undone', 'old', 1234, 77]);
});

test('a temporary has a hidden name, and its mode, owner and group before there is data in it', async () => {
  const system = memorySystem({ [file]: { text: 'old', mode: 0o640, uid: 1234, gid: 77 } }, { uid: 0 });
  const seen: unknown[] = [];
  const append: typeof system.append = (path, bytes) => {
    const { mode, uid, gid, size } = system.stat(path) ?? {};
    if (!path.startsWith(home)) seen.push({ isHidden: /\/\.mcp\.json\.\w+\.tmp$/.test(path), mode, uid, gid, size });
    system.append(path, bytes);
  };
  await perform({ ...system, append }, request([change(file, 'new')]));
  assert.equal(seen, [{ isHidden: true, mode: 0o640, uid: 1234, gid: 77, size: 0 }]);
});

for (const [code, exit] of [
  ['EPERM', 'done'],
  ['EIO', 'undone'],
] as const) {
  test(`a group that cannot be kept for ${code}: ${exit}`, async () => {
    const system = memorySystem({ [file]: { text: 'old', gid: 77 } });
    const setOwner = (path: string) => {
      throw systemError(code, path);
    };
    const ended = await perform({ ...system, setOwner }, request([change(file, 'new')])).catch((error) => error);
    assert.is(ended instanceof HatchError ? ended.exit : ended.state, exit);
  });
}

test('the file of another user is refused where it cannot stay theirs', async () => {
  const system = memorySystem({ [file]: { text: 'old', mode: 0o666, uid: 1234 } });
  const before = system.tree();
  const error = await errorOf(() => perform(system, request([change(file, 'new')])));
  assert.is(error.exit, 'undone');
  assert.match(error.message, /user 1234/);
  assert.equal(userFiles(system)[file], '666 old');
  assert.equal(
    Object.keys(before).filter((path) => !(path in system.tree())),
    [],
  );
  assert.equal(leftovers(system), []);
});

const cannotBeReplaced: readonly (readonly [string, Record<string, Content>, RegExp])[] = [
  ['a folder', { [file]: { folder: 0o755 } }, /is a folder/],
  ['a FIFO', { [file]: { other: 'fifo' } }, /no ordinary file/],
  ['a file with two names', { '/home/ada/first.json': 'old', [file]: { hardLink: '/home/ada/first.json' } }, /2 names/],
  ['a read-only file', { [file]: { text: 'old', mode: 0o444 } }, /read-only/],
  ['a loop of links', { [file]: { link: 'b' }, '/home/ada/.cursor/b': { link: 'mcp.json' } }, /loop/],
  ['a link into a folder that is gone', { [file]: { link: '/mnt/disk/mcp.json' } }, /\/mnt\/disk is not there/],
  ['a bind mount', { [file]: 'old', '/proc/self/mountinfo': `36 35 98:0 /x ${file} rw - ext4 /dev/sda rw` }, /mounted/],
];

for (const [name, tree, reason] of cannotBeReplaced) {
  test(`${name} in the file's place is refused with a reason and a hint, and nothing is written`, async () => {
    const system = memorySystem({ ...tree, '/home/ada/other.json': 'old' });
    const before = userFiles(system);
    const error = await errorOf(() =>
      perform(system, request([change('/home/ada/other.json', 'new'), change(file, 'new')])),
    );
    assert.is(error.exit, 'refused');
    assert.match(error.message, reason);
    assert.equal(userFiles(system), before);
    assert.equal(leftovers(system), []);
  });
}

const blank = '/home/ada/my dots/mcp.json';
const mounts: readonly (readonly [string, string, string | undefined, boolean])[] = [
  ['another file whose name goes on', file, `36 35 98:0 /x ${file}.d rw - ext4 /dev/sda rw`, false],
  [
    'a file with a blank in its path',
    blank,
    '36 35 98:0 /x /home/ada/my\\040dots/mcp.json rw - ext4 /dev/sda rw',
    true,
  ],
  ['a file on another device, where there is no table', file, undefined, true],
];

for (const [name, path, table, isRefused] of mounts) {
  test(`a mount point that is ${name} is ${isRefused ? '' : 'not '}refused`, async () => {
    const system = memorySystem({ [path]: 'old', ...(table !== undefined && { '/proc/self/mountinfo': table }) });
    const stat: typeof system.stat = (asked) => {
      const found = system.stat(asked);
      return found !== undefined && asked === path ? { ...found, dev: 2 } : found;
    };
    const ended = await perform({ ...system, stat }, request([change(path, 'new')])).catch((error) => error);
    assert.is(ended instanceof HatchError ? ended.exit : ended.state, isRefused ? 'refused' : 'done');
  });
}

test('with inPlace a file with two names keeps both, and its inode', async () => {
  const system = memorySystem({ '/home/ada/first.json': 'old', [file]: { hardLink: '/home/ada/first.json' } });
  const inode = system.stat(file)?.ino;
  await perform(system, request([change(file, 'new and longer', { inPlace: true, mode: 0o600 })]));
  assert.is(system.stat(file)?.mode, 0o600);
  assert.is(textAt(system, '/home/ada/first.json'), 'new and longer');
  assert.is(system.stat(file)?.ino, inode);
});

test('a file where a folder is needed is no place for a target: everything undone', async () => {
  for (const path of [`${file}/mcp.json`, `${file}/deep/down/mcp.json`]) {
    const system = memorySystem({ [file]: 'old', '/home/ada/other.json': 'old' });
    const before = userFiles(system);
    const error = await errorOf(() =>
      perform(system, request([change('/home/ada/other.json', 'new'), change(path, 'new')])),
    );
    assert.is(error.exit, 'undone');
    assert.equal(userFiles(system), before);
    assert.equal(leftovers(system), []);
  }
});

test('a target on a read-only file system stops the run before anything is replaced: everything undone', async () => {
  const system = memorySystem({ [file]: 'old', '/home/ada/other.json': 'old', '/mnt/ro/mcp.json': 'old' });
  const before = userFiles(system);
  // Linux refuses there before it looks whether the name exists at all.
  const guard = <W extends string[], R>(act: (...words: W) => R) => {
    return (...words: W): R => {
      if (words.some((word) => typeof word === 'string' && word.startsWith('/mnt/ro/')))
        throw systemError('EROFS', words.join());
      return act(...words);
    };
  };
  const { create, remove, rename, makeFolder, removeFolder } = system;
  const guarded = { create, remove, rename, makeFolder, removeFolder } as unknown as Record<
    string,
    (...words: string[]) => void
  >;
  const readOnly = Object.fromEntries(Object.entries(guarded).map(([name, act]) => [name, guard(act)]));
  for (const path of ['/mnt/ro/mcp.json', '/mnt/ro/deep/new.json']) {
    const asked = request([change('/home/ada/other.json', 'new'), change(path, 'new')]);
    const error = await errorOf(() => perform({ ...system, ...readOnly } as MemorySystem, asked));
    assert.is(error.exit, 'undone', error.message);
    assert.match(error.message, /read-only/);
    assert.equal(userFiles(system), before);
    assert.equal(leftovers(system), []);
  }
});

const links: readonly (readonly [string, Record<string, Content>, string])[] = [
  ['a link', { [file]: { link: '../real.json' }, '/home/ada/real.json': 'old' }, '/home/ada/real.json'],
  [
    'a chain of links',
    { [file]: { link: '/home/ada/b' }, '/home/ada/b': { link: 'c' }, '/home/ada/c': 'old' },
    '/home/ada/c',
  ],
  ['a dangling link', { [file]: { link: '/home/ada/later.json' } }, '/home/ada/later.json'],
  [
    'a link to the folder',
    { '/home/ada/.cursor': { link: 'dots/cursor' }, '/home/ada/dots/cursor/mcp.json': 'old' },
    '/home/ada/dots/cursor/mcp.json',
  ],
];

for (const [name, tree, real] of links) {
  test(`${name} stays, and the file it leads to is written`, async () => {
    const system = memorySystem(tree);
    const run = await perform(system, request([change(file, 'new')]));
    assert.is(textAt(system, real), 'new');
    assert.is(run.files[0]?.real, real);
    for (const [path, content] of Object.entries(tree)) {
      if (typeof content === 'object' && 'link' in content) assert.is(system.readLink(path), content.link);
    }
  });
}

test('two changes that lead to one file are rendered one on the other and written once', async () => {
  const system = memorySystem({ [file]: 'a', '/home/ada/link.json': { link: file } });
  const inode = system.stat(file)?.ino;
  const append = (text: string) => (current: Uint8Array | undefined) =>
    bytesOf(`${new TextDecoder().decode(current)}${text}`);
  const second = { render: append('c'), mode: 0o600, inPlace: true };
  const run = await perform(
    system,
    request([change(file, '', { render: append('b') }), change('/home/ada/link.json', '', second)]),
  );
  assert.is(textAt(system, file), 'abc');
  assert.equal([system.stat(file)?.mode, system.stat(file)?.ino], [0o600, inode], 'as either of them wants it');
  assert.is(run.files.length, 1);
});

test('a render that refuses stops the run before anything is written, its error untouched', async () => {
  const system = memorySystem({ [file]: 'old' });
  const before = system.tree();
  const render = () => {
    throw new HatchError('stale', 'a guard does not hold');
  };
  const error = await errorOf(() =>
    perform(system, request([change('/home/ada/a.json', 'new'), change(file, '', { render })])),
  );
  assert.is(error.exit, 'stale');
  assert.is(textAt(system, file), 'old');
  assert.equal(
    Object.keys(system.tree()).filter((path) => !(path in before)),
    [`${home}/locks`],
  );
});

test('without the locks nothing is written', async () => {
  const system = memorySystem({ [file]: 'old' });
  const error = await errorOf(() => transact(system, home, request([change(file, 'new')])));
  assert.is(error.exit, 'locked');
  const other = { owner: 'dotfiles', paths: ['/home/ada/else.json'], timeout: 0, command: 'hatch' };
  const second = await errorOf(() =>
    withLocks(system, home, other, () => transact(system, home, request([change(file, 'new')]))),
  );
  assert.is(second.exit, 'locked');
  const third = await errorOf(() =>
    withLocks(system.fork(), home, { ...other, paths: [file] }, () =>
      transact(system, home, request([change(file, 'new')])),
    ),
  );
  assert.is(third.exit, 'locked', 'they are another process’s');
  assert.is(textAt(system, file), 'old');
});

test('without backups none is made, and no copy stays', async () => {
  const system = everyKindSystem();
  const run = await perform(system, request(everyKind, { backup: false }));
  assert.equal(backupFiles(system), []);
  assert.ok(run.files.every(({ backup }) => backup === undefined));
  assert.equal(leftovers(system), []);
});

for (const backup of [true, false]) {
  test(`everything of ours is for its owner alone, at each moment (backup: ${backup})`, async () => {
    const system = everyKindSystem();
    const looked = {
      ...system,
      syncFolder: (path: string) => look(system, path),
      sync: (path: string) => look(system, path),
    };
    await perform(looked, request(everyKind, { backup }));
    look(system, home);
  });
}

/** Flushes nothing: looks what others may do with what lies there. */
function look(system: MemorySystem, when: string): void {
  const files = Object.keys(system.tree()).filter((path) => path.startsWith(`${home}/`) && !path.includes('/state'));
  const ways = files.flatMap((path) => path.split('/').map((_, end, names) => names.slice(0, end + 1).join('/')));
  for (const path of ways.filter((one) => one.startsWith(`${home}/`))) {
    assert.is((system.stat(path)?.mode ?? 0) & 0o077, 0, `${path} at ${when}`);
  }
}

for (const refuses of [false, true]) {
  test(`a run lets an old backup go${refuses ? ', and is done also where that one cannot go' : ''}`, async () => {
    const system = memorySystem({ [file]: 'now' });
    const [, old] = ['20200101_000000_000000', '20210101_000000_000000'].map((stamp) =>
      createBackup(system, home, {
        label: 'cursor',
        original: file,
        bytes: bytesOf('then'),
        mode: 0o600,
        run: stamp,
        stamp,
      }),
    );
    const remove: typeof system.remove = (path) => {
      if (refuses && path === old?.path) throw systemError('EACCES', path);
      system.remove(path);
    };
    assert.is((await perform({ ...system, remove }, request([change(file, 'new')]))).state, 'done');
    assert.is(backupFiles(system).includes(old?.path ?? ''), refuses);
    assert.is(backupFiles(system).length, refuses ? 3 : 2);
  });
}

const bugs: readonly (readonly [string, 'list' | 'remove', RegExp])[] = [
  ['closes a run', 'remove', /journal\.jsonl$/],
  ['cleans backups', 'list', /mcp_host_config_backups$/],
];

for (const [what, call, path] of bugs) {
  test(`a bug in what ${what} is not taken for a refusal of the system`, async () => {
    const system = memorySystem({ [file]: 'old' });
    const act = system[call] as (asked: string) => unknown;
    const broken = (asked: string) => {
      if (path.test(asked)) throw new TypeError('a bug');
      return act(asked);
    };
    const error = await perform({ ...system, [call]: broken }, request([change(file, 'new')])).catch(
      (thrown) => thrown,
    );
    assert.instance(error, TypeError);
  });
}

test('a host that puts its own back within the settle time is told of', async () => {
  const system = memorySystem({ [file]: 'old', '/home/ada/other.json': 'old' });
  const pause = async (milliseconds: number) => {
    if (milliseconds > 0) system.put(file, 'the host again');
    await system.pause(milliseconds);
  };
  const asked = request([change(file, 'new'), change('/home/ada/other.json', 'new')], { settle: 120 });
  const run = await perform({ ...system, pause }, asked);
  assert.equal(
    run.files.map(({ putBack }) => putBack),
    [true, false],
  );
  assert.is(textAt(system, file), 'the host again');
});

test('a signal ends the settle time, not the run', async () => {
  const system = memorySystem({ [file]: 'old' });
  const start = system.now().getTime();
  const pause = async (milliseconds: number) => {
    if (textAt(system, file) === 'new') system.signal('SIGINT');
    await system.pause(milliseconds);
  };
  const run = await perform({ ...system, pause }, request([change(file, 'new')], { settle: 60_000 }));
  assert.equal([run.state, textAt(system, file)], ['done', 'new']);
  assert.ok(system.now().getTime() - start < 1000);
});

test.run();
