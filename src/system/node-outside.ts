// The real outside: processes in groups of their own, of which none outlives the command, and the platform's `fetch`.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import type { Ending, Hearing, Outside, Program, Running } from './outside.ts';

const onWindows = process.platform === 'win32';

/** Every process that is started carries it, and so do those that it starts, wherever they go. */
const mark = 'HATCH_STARTED_BY';

/** How long a program's output is waited for once it has ended itself but something holds its output open. */
const lastWords = 1000;

/** Processes, sockets and time of this machine. */
export function nodeOutside(): Outside {
  const living = new Set<Group>();
  return {
    launch: (program, hearing) => launch(program, hearing, living),
    fetch: (input, init) => fetch(input, init),
    now: () => performance.now(),
    after: (milliseconds, then) => {
      const timer = setTimeout(then, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

/** A program with all that it started. */
interface Group {
  readonly child: ChildProcess;
  /** Value of `mark`. */
  readonly token: string;
}

function launch(program: Program, hearing: Hearing, living: Set<Group>): Running {
  const token = randomBytes(12).toString('hex');
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: { ...program.env, [mark]: token },
    // A group of its own: it can be ended as a whole, and a Ctrl-C of the terminal reaches us alone.
    detached: !onWindows,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    windowsVerbatimArguments: onWindows && /[\\/]cmd\.exe$/i.test(program.command),
  });
  const group: Group = { child, token };
  watch(living, group);
  listen(child, hearing);
  return {
    send: (text) => {
      if (child.stdin?.writable) child.stdin.write(text);
    },
    stop: async (grace) => {
      try {
        await end(group, grace);
      } finally {
        unwatch(living, group);
      }
    },
  };
}

function listen(child: ChildProcess, hearing: Hearing): void {
  let told = false;
  const tell = (how: Ending): void => {
    if (!told) hearing.ended(how);
    told = true;
  };
  // A server that no longer reads is known by its end.
  child.stdin?.on('error', () => undefined);
  child.stdout?.on('data', hearing.output);
  child.stderr?.on('data', hearing.errors);
  child.on('error', (error: NodeJS.ErrnoException) => tell({ error: error.code ?? error.message }));
  const ending = (code: number | null, signal: string | null): Ending =>
    signal === null ? { code: code ?? 0 } : { signal };
  child.on('close', (code, signal) => tell(ending(code, signal)));
  child.on('exit', (code, signal) => setTimeout(() => tell(ending(code, signal)), lastWords).unref());
}

async function end(group: Group, grace: number): Promise<void> {
  const { child } = group;
  if (child.pid === undefined) return;
  if (onWindows) {
    // The tree is known only while its root lives, and there is no signal to ask with.
    taskkill(child.pid);
    await until(() => hasEnded(child), 2000);
    return;
  }
  if (grace > 0) {
    child.stdin?.end();
    await until(() => !groupLives(child), grace);
    if (groupLives(child)) {
      signal(child, 'SIGTERM');
      await until(() => !groupLives(child), grace);
    }
  }
  signal(child, 'SIGKILL');
  for (let tries = 0; tries < 5 && killStrays(group.token) > 0; tries++) await pause(20);
  await until(() => !groupLives(child), 2000);
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Also what the program started and left behind in its group. */
function groupLives(child: ChildProcess): boolean {
  return signal(child, 0);
}

/** False where there is nobody to take it. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, name);
    return true;
  } catch {
    return false;
  }
}

function taskkill(pid: number): void {
  const root = process.env.SystemRoot ?? 'C:\\Windows';
  spawnSync(`${root}\\System32\\taskkill.exe`, ['/pid', String(pid), '/t', '/f'], {
    stdio: 'ignore',
    windowsHide: true,
  });
}

/**
 * Kills what left the group (a daemon makes one of its own) and still carries the mark; gives how many there were. Only
 * where the kernel shows the environment of processes, which is Linux.
 */
function killStrays(token: string): number {
  const strays = pids().filter((pid) => pid !== process.pid && environmentOf(pid).includes(`${mark}=${token}\0`));
  for (const pid of strays) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  return strays.length;
}

function pids(): readonly number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Empty for a process of another user, and for one that is gone. */
function environmentOf(pid: number): string {
  try {
    return `${readFileSync(`/proc/${pid}/environ`, 'latin1')}\0`;
  } catch {
    return '';
  }
}

async function until(holds: () => boolean, milliseconds: number): Promise<void> {
  const limit = performance.now() + milliseconds;
  for (let wait = 2; !holds() && performance.now() < limit; wait = Math.min(wait * 2, 50)) await pause(wait);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const watched = new WeakMap<Set<Group>, () => void>();

/** However this process ends, while it can still do something it takes what it started along. */
function watch(living: Set<Group>, group: Group): void {
  living.add(group);
  if (watched.has(living)) return;
  const killAll = (): void => {
    for (const { child, token } of living) {
      if (onWindows && child.pid !== undefined) taskkill(child.pid);
      signal(child, 'SIGKILL');
      killStrays(token);
    }
  };
  // The terminal was closed.
  const hangUp = (): void => process.exit(129);
  // First: another listener may end the process there and then.
  process.prependListener('exit', killAll);
  process.on('SIGHUP', hangUp);
  watched.set(living, () => {
    process.off('exit', killAll);
    process.off('SIGHUP', hangUp);
  });
}

function unwatch(living: Set<Group>, group: Group): void {
  living.delete(group);
  if (living.size > 0) return;
  watched.get(living)?.();
  watched.delete(living);
}
