// The real machine: the only module, beside the process edge, that touches files, the clock, randomness and signals.

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  fchmodSync,
  constants as flags,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, hostname } from 'node:os';
import process from 'node:process';
import type { Process, Reader, Stat, Surroundings, System } from './system.ts';

const onWindows = process.platform === 'win32';

/** The machine and the user of this process. */
export function nodeSurroundings(): Surroundings {
  const { platform } = process;
  return {
    platform: platform === 'win32' || platform === 'darwin' ? platform : 'linux',
    home: homedir(),
    cwd: process.cwd(),
    env: { ...process.env },
    uid: process.getuid?.(),
  };
}

/** The file system, the clock and the signals of this process. */
export function nodeSystem(): System {
  let self: Process | undefined;
  return {
    ...reading,
    ...writing,
    ...watching(),
    now: () => new Date(),
    random: (bytes) => randomBytes(bytes).toString('hex'),
    self: () => {
      self ??= identify();
      return self;
    },
    isAlive,
  };
}

const reading: Reader = {
  read: (path) =>
    unlessAbsent(() => withFile(path, flags.O_RDONLY | (flags.O_NONBLOCK ?? 0), (file) => readWhole(path, file))),
  stat: (path) => unlessAbsent(() => statOf(lstatSync(path, { throwIfNoEntry: false }))),
  list: (path) => unlessAbsent(() => readdirSync(path).sort()),
  // Windows says UNKNOWN for what is no link.
  readLink: (path) => unlessCode(['ENOENT', 'ENOTDIR', 'EINVAL', 'UNKNOWN'], () => readlinkSync(path)),
  pause: (milliseconds) =>
    new Promise((resolve) => {
      if (milliseconds > 0) setTimeout(resolve, milliseconds);
      else setImmediate(resolve);
    }),
};

const writing = {
  makeFolder: (path: string, mode: number) => mkdirSync(path, { mode }),
  removeFolder: (path: string) => rmdirSync(path),
  create: (path: string, bytes: Uint8Array, mode: number) =>
    withFile(path, flags.O_WRONLY | flags.O_CREAT | flags.O_EXCL, (file) => {
      // The umask took bits from the mode of `open`.
      fchmodSync(file, mode);
      writeAll(file, bytes);
    }),
  link: (from: string, to: string) => linkSync(from, to),
  append: (path: string, bytes: Uint8Array) =>
    withFile(path, flags.O_WRONLY | flags.O_APPEND, (file) => writeAll(file, bytes)),
  // Cut last, so that no reader ever finds the file empty.
  overwrite: (path: string, bytes: Uint8Array) =>
    withFile(path, flags.O_WRONLY, (file) => {
      writeAll(file, bytes);
      ftruncateSync(file, bytes.length);
    }),
  setMode: (path: string, mode: number) => chmodSync(path, mode),
  setOwner: (path: string, uid: number, gid: number) => chownSync(path, uid, gid),
  rename: (from: string, to: string) => renameSync(from, to),
  remove: (path: string) => unlinkSync(path),
  // Windows flushes only what is open for writing.
  sync: (path: string) => withFile(path, onWindows ? flags.O_RDWR : flags.O_RDONLY, fsyncSync),
  syncFolder: (path: string) => {
    if (onWindows) return;
    // Some network and FUSE file systems cannot flush a folder.
    unlessCode(['EINVAL', 'ENOTSUP', 'ENOSYS'], () => withFile(path, flags.O_RDONLY, fsyncSync));
  },
};

function withFile<T>(path: string, mode: number, use: (file: number) => T): T {
  // 0600 holds only until `create` has set the mode that was asked for.
  const file = openSync(path, mode, 0o600);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** Opened without blocking and looked at first: reading a FIFO or a device would never end. */
function readWhole(path: string, file: number): Uint8Array {
  const stats = fstatSync(file);
  if (stats.isDirectory()) throw refused('EISDIR', `${path} is a folder`);
  if (!stats.isFile()) throw refused('EINVAL', `${path} is no ordinary file`);
  return readFileSync(file);
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

function statOf(stats: Stats | undefined): Stat | undefined {
  if (stats === undefined) return undefined;
  return {
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'link' : 'other',
    size: stats.size,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    dev: stats.dev,
    ino: stats.ino,
    links: stats.nlink,
    modified: stats.mtimeMs,
  };
}

/** As the system's own errors are. */
function refused(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code, syscall: 'read' });
}

/** Under a name that is too long nothing can be either. */
function unlessAbsent<T>(ask: () => T): T | undefined {
  return unlessCode(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'], ask);
}

function unlessCode<T>(codes: readonly string[], ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && 'code' in error && codes.includes(String(error.code))) return undefined;
    throw error;
  }
}

/** SIGHUP: the terminal has gone away. Node takes it for an end even under `nohup`. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function watching(): Pick<System, 'watchSignals' | 'interrupted'> {
  let first: 'SIGINT' | 'SIGTERM' | undefined;
  let watchers = 0;
  const note = (signal: NodeJS.Signals): void => {
    first ??= signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
  };
  return {
    interrupted: () => first,
    watchSignals: () => {
      watchers += 1;
      if (watchers === 1) for (const signal of endings) process.on(signal, note);
      let watched = true;
      return () => {
        if (!watched) return;
        watched = false;
        watchers -= 1;
        if (watchers > 0) return;
        first = undefined;
        for (const signal of endings) process.off(signal, note);
      };
    },
  };
}

/**
 * Who we are. The host's name goes into the machine, since images of clusters and containers share a machine id.
 * Where there is no /proc, the start time is wall-clock milliseconds, which also tells one boot from another.
 */
function identify(): Process {
  const id = text('/etc/machine-id') || text('/var/lib/dbus/machine-id');
  return {
    machine: `${id}@${hostname()}`,
    namespace: unlessCode(['ENOENT', 'ENOTDIR', 'EACCES', 'UNKNOWN'], () => readlinkSync('/proc/self/ns/pid')) ?? '',
    boot: text('/proc/sys/kernel/random/boot_id'),
    pid: process.pid,
    started: kernelStart(process.pid)?.started ?? String(Math.round(performance.timeOrigin)),
  };
}

function isAlive(other: Process): boolean {
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  const kernel = kernelStart(other.pid);
  if (kernel !== undefined) return kernel.started === other.started && !kernel.dead;
  const clock = clockStart(other.pid);
  return clock === undefined || Math.abs(clock - Number(other.started)) < 3000;
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold blanks and brackets. A zombie counts as dead. */
function kernelStart(pid: number): { readonly started: string; readonly dead: boolean } | undefined {
  const stat = text(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const started = fields[19];
  return started === undefined ? undefined : { started, dead: /^[ZX]/.test(fields[0] ?? '') };
}

/** When a process started by the wall clock, asked of the system's own tool; undefined where it cannot say. */
function clockStart(pid: number): number | undefined {
  const powershell = `([DateTimeOffset](Get-Process -Id ${pid}).StartTime).ToUnixTimeMilliseconds()`;
  const [tool, ...words] = onWindows
    ? ['powershell', '-NoProfile', '-NonInteractive', '-Command', powershell]
    : ['ps', '-o', 'lstart=', '-p', String(pid)];
  try {
    // Loaded only here: it takes longer to load than most files to read.
    const { execFileSync } = createRequire(import.meta.url)(
      'node:child_process',
    ) as typeof import('node:child_process');
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const said = execFileSync(tool as string, words, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const time = onWindows ? Number(said) : Date.parse(`${said.trim()} UTC`);
    return Number.isNaN(time) ? undefined : time;
  } catch {
    // No such tool, or no such process any more: the caller keeps to what `kill` said.
    return undefined;
  }
}

function text(path: string): string {
  return unlessCode(['ENOENT', 'ENOTDIR', 'EACCES', 'ESRCH'], () => readFileSync(path, 'utf8').trim()) ?? '';
}

/** This machine and this process, as a program hands them to the verbs. */
export function thisMachine(): { readonly system: System; readonly surroundings: Surroundings } {
  return { system: nodeSystem(), surroundings: nodeSurroundings() };
}
