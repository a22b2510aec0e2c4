// What the real machine asks of the system, call by call: what no look at the files afterwards would show.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeSystem } from '../../../src/system/node.ts';
import { bytesOf } from '../../support/transactions.ts';

const system = nodeSystem();
const folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'hatch-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'file');

/** Acts while some of the system's calls are others. */
function instead<T>(calls: Partial<typeof fs>, act: () => T): T {
  const real = Object.fromEntries(Object.keys(calls).map((name) => [name, fs[name as keyof typeof fs]]));
  const put = (them: object) => {
    Object.assign(fs, them);
    syncBuiltinESMExports();
  };
  put(calls);
  try {
    return act();
  } finally {
    put(real);
  }
}

const failure = (code: string) => Object.assign(new Error(code), { code });

test.before.each(() => fs.writeFileSync(path, 'abcdef'));

for (const [call, what] of [
  ['sync', path],
  ['syncFolder', folder],
] as const) {
  test(`${call} flushes just what it names`, () => {
    const flushed: number[] = [];
    const { fstatSync } = fs;
    instead({ fsyncSync: (file) => void flushed.push(fstatSync(file).ino) }, () => system[call](what));
    assert.equal(flushed, [fs.statSync(what).ino]);
  });
}

for (const [code, isLet] of [
  ['EINVAL', true],
  ['ENOTSUP', true],
  ['EIO', false],
] as const) {
  test(`a flush of a folder that ends with ${code} is ${isLet ? 'let be: the system has none' : 'a failure'}`, () => {
    const flush = () =>
      instead(
        {
          fsyncSync: () => {
            throw failure(code);
          },
        },
        () => system.syncFolder(folder),
      );
    if (isLet) flush();
    else assert.throws(flush, code);
  });
}

test('what the system takes only a byte of at a time is written whole', () => {
  const { writeSync } = fs;
  const slow = ((file: number, bytes: Uint8Array, from: number) =>
    writeSync(file, bytes, from, 1)) as typeof fs.writeSync;
  instead({ writeSync: slow }, () => {
    system.create(join(folder, 'slow'), bytesOf('created'), 0o600);
    system.append(join(folder, 'slow'), bytesOf(' and more'));
    system.overwrite(path, bytesOf('written over'));
  });
  assert.is(fs.readFileSync(join(folder, 'slow'), 'utf8'), 'created and more');
  assert.is(fs.readFileSync(path, 'utf8'), 'written over');
});

test('a file that becomes shorter is cut after its new bytes are in, so that it is never found empty', () => {
  const found: string[] = [];
  const { ftruncateSync, readFileSync } = fs;
  const cut: typeof fs.ftruncateSync = (file, length) => {
    found.push(readFileSync(path, 'utf8'));
    ftruncateSync(file, length);
  };
  instead({ ftruncateSync: cut }, () => system.overwrite(path, bytesOf('xy')));
  assert.equal([found, fs.readFileSync(path, 'utf8')], [['xycdef'], 'xy']);
});

test('a file is nobody else’s from the first moment, and no handle stays open', () => {
  const opened: unknown[] = [];
  const closed: number[] = [];
  const { openSync, closeSync } = fs;
  const open: typeof fs.openSync = (name, flags, mode) => {
    opened.push(mode);
    return openSync(name, flags, mode);
  };
  const close: typeof fs.closeSync = (file) => {
    closed.push(file);
    closeSync(file);
  };
  instead({ openSync: open, closeSync: close }, () => system.create(join(folder, 'own'), bytesOf('x'), 0o644));
  assert.equal([opened, closed.length], [[0o600], 1]);
});

test('all of a mode is seen', () => {
  fs.chmodSync(path, 0o4750);
  assert.is(system.stat(path)?.mode, process.platform === 'win32' ? fs.statSync(path).mode & 0o7777 : 0o4750);
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'a process that must not be signalled lives, and one whose name has brackets and blanks is still itself',
  () => {
    const { kill } = process;
    process.kill = () => {
      throw failure('EPERM');
    };
    try {
      assert.ok(system.isAlive(system.self()));
    } finally {
      process.kill = kill;
    }
    const { readFileSync } = fs;
    const renamed = ((name: string, how: 'utf8') =>
      readFileSync(name, how).replace(/\(.*\)/s, '(a) b (c)')) as typeof fs.readFileSync;
    instead({ readFileSync: renamed }, () => assert.ok(system.isAlive(system.self())));
  },
);

onLinux('a process that is over and not yet fetched by its parent is dead', () => {
  const { readFileSync } = fs;
  const zombie = ((name: string, how: 'utf8') =>
    readFileSync(name, how).replace(/\) \w /, ') Z ')) as typeof fs.readFileSync;
  instead({ readFileSync: zombie }, () => assert.not.ok(system.isAlive(system.self())));
});

onLinux('a process is known by its boot and its namespace too', () => {
  const { boot, namespace } = nodeSystem().self();
  assert.is(boot, fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  assert.is(namespace, fs.readlinkSync('/proc/self/ns/pid'));
});

test('the first signal counts, also that of a terminal that goes away, until the last who watches has stopped', () => {
  const watched = nodeSystem();
  const before = process.listenerCount('SIGHUP');
  const [stop, stopToo] = [watched.watchSignals(), watched.watchSignals()];
  process.emit('SIGHUP', 'SIGHUP');
  process.emit('SIGINT', 'SIGINT');
  stop();
  stop();
  assert.is(watched.interrupted(), 'SIGTERM');
  assert.is(process.listenerCount('SIGHUP'), before + 1);
  stopToo();
  assert.equal([watched.interrupted(), process.listenerCount('SIGHUP')], [undefined, before]);
});

test.run();
