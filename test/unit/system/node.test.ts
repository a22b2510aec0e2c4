// The real machine: files as they are, who lives, and signals that wait.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { listRuns } from '../../../src/apply/history.ts';
import { withLocks } from '../../../src/apply/locked.ts';
import { transact } from '../../../src/apply/transaction.ts';
import { nodeSurroundings, nodeSystem } from '../../../src/system/node.ts';
import { bytesOf, change, request } from '../../support/transactions.ts';

const system = nodeSystem();
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hatch-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const child = fileURLToPath(new URL('../../support/lock-child.ts', import.meta.url));

function codeOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  return 'done';
}

function text(path: string): string | undefined {
  const bytes = system.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

test('a file has the mode that was asked for, whatever the umask', () => {
  const old = process.umask(0o077);
  try {
    system.create(join(folder, 'shared'), bytesOf('x'), 0o664);
  } finally {
    process.umask(old);
  }
  assert.is(system.stat(join(folder, 'shared'))?.mode, 0o664);
});

test('a FIFO is refused instead of waited for', () => {
  const path = join(folder, 'fifo');
  execFileSync('mkfifo', [path]);
  assert.is(
    codeOf(() => system.read(path)),
    'EINVAL',
  );
  assert.is(system.stat(path)?.kind, 'other');
});

test('links are read through, looked at, and a dangling one leads to nothing', () => {
  symlinkSync('nowhere', join(folder, 'dangling'));
  assert.is(system.read(join(folder, 'dangling')), undefined);
  assert.is(system.stat(join(folder, 'dangling'))?.kind, 'link');
  assert.is(system.readLink(join(folder, 'dangling')), 'nowhere');
});

test('nothing is appended to or written through that is not there', () => {
  assert.is(
    codeOf(() => system.append(join(folder, 'none'), bytesOf('x'))),
    'ENOENT',
  );
  assert.is(
    codeOf(() => system.overwrite(join(folder, 'none'), bytesOf('x'))),
    'ENOENT',
  );
});

test('this process lives; one with its pid that started at another time, or with no such pid, does not', () => {
  const self = system.self();
  assert.is(self.pid, process.pid);
  assert.ok(self.machine.endsWith(hostname()));
  assert.ok(system.isAlive(self));
  assert.not(system.isAlive({ ...self, started: '1' }));
  assert.not(system.isAlive({ ...self, pid: 2 ** 22 + 1 }));
});

test('surroundings are plain data of this process', () => {
  const { cwd, uid, platform } = nodeSurroundings();
  assert.equal({ cwd, uid, platform }, { cwd: process.cwd(), uid: process.getuid?.(), platform: process.platform });
});

test('signals are noted while they are watched, and given back afterwards', async () => {
  const before = process.listenerCount('SIGINT');
  const stop = system.watchSignals();
  process.kill(process.pid, 'SIGINT');
  process.kill(process.pid, 'SIGTERM');
  for (let tries = 0; tries < 50 && system.interrupted() === undefined; tries += 1) await system.pause(2);
  assert.ok(system.interrupted());
  stop();
  stop();
  assert.is(system.interrupted(), undefined);
  assert.is(process.listenerCount('SIGINT'), before);
});

test('a transaction on real files: a link stays, a new file is private, history is kept', async () => {
  const home = join(folder, '.hatch');
  const path = join(folder, 'mcp.json');
  system.create(join(folder, 'real.json'), bytesOf('old'), 0o640);
  symlinkSync('real.json', path);
  const created = join(folder, 'deep', 'down', 'new.json');
  const asked = request([change(path, 'new'), change(created, 'fresh')]);
  const locks = { owner: asked.owner, paths: [path, created], timeout: 0, command: 'hatch' };
  const listening = process.listenerCount('SIGINT');
  const run = await withLocks(system, home, locks, () => transact(system, home, asked));
  assert.is(process.listenerCount('SIGINT'), listening, 'signals are no longer watched');
  assert.equal([text(join(folder, 'real.json')), text(created)], ['new', 'fresh']);
  assert.is(system.readLink(path), 'real.json');
  assert.equal([system.stat(join(folder, 'real.json'))?.mode, system.stat(created)?.mode], [0o640, 0o600]);
  assert.is(text(run.files[0]?.backup ?? ''), 'old');
  assert.is(listRuns(system, home)[0]?.id, run.id);
  assert.equal(system.list(join(home, 'locks')), []);
  assert.equal(system.list(join(folder, 'deep', 'down')), ['new.json']);
});

function start(home: string, file: string): ChildProcess {
  const words = ['--import', 'tsx', child, home, file];
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
}

function said(process: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout?.on('data', (data: Buffer) => data.toString().includes(word) && resolve());
    process.on('exit', () => reject(new Error(`ended before it said ${word}`)));
  });
}

test('a process keeps its lock through two signals; killed, it is taken over at once', async () => {
  const home = join(folder, 'children');
  const file = join(folder, 'contended.json');
  const holder = start(home, file);
  await said(holder, 'held');
  const locks = { owner: 'parent', paths: [file], timeout: 0, command: 'hatch' };
  const take = () => withLocks(system, home, locks, async () => 'ours').catch((error: Error) => error.message);
  assert.match(await take(), new RegExp(`is locked by process ${holder.pid} `));
  holder.kill('SIGINT');
  holder.kill('SIGTERM');
  await said(holder, 'signalled');
  assert.match(await take(), /is locked by process/);
  const ended = new Promise((resolve) => holder.on('exit', resolve));
  holder.kill('SIGKILL');
  await ended;
  assert.is(await take(), 'ours');
});

test.run();
