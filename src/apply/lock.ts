// Locks between processes: one file each in `$HATCH_HOME/locks`, which comes into being whole, by a hard link.

import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { byCodePoint } from '../model/json.ts';
import { pathsLike } from '../system/paths.ts';
import type { Process, Reader, System, Witness } from '../system/system.ts';
import { asProcess, isDead, isSame } from './holder.ts';
import { codeOf, layoutOf, removeFile, unless } from './home.ts';
import { realPath } from './real-path.ts';

/** What is locked: an owner, or a real file. */
export interface LockName {
  /** Sixteen hex digits: the name of the lock file, and what `hatch unlock` takes. */
  readonly id: string;
  /** For a person. */
  readonly what: string;
}

export interface HeldLock {
  readonly path: string;
  /** What the file holds while it is ours. */
  readonly text: string;
}

interface Held {
  readonly text: string;
  /** Undefined where the text is torn: no living process leaves it so. */
  readonly holder: Process | undefined;
  readonly since: string;
  readonly command: string;
  readonly what: string;
}

/** The locks of an owner and of the real files behind these paths; sorted, each once. Throws as `realPath` does. */
export function lockNames(reader: Reader, owner: string, paths: readonly string[]): readonly LockName[] {
  const owned = nameOf(`owner:${owner}`, `the owner '${owner}'`);
  const files = paths.map((path) => realPath(reader, path)).map((real) => nameOf(`file:${real.toLowerCase()}`, real));
  const byId = new Map([owned, ...files].map((name) => [name.id, name] as const));
  return [...byId.values()].sort((left, right) => byCodePoint(left.id, right.id));
}

/** Spellings that differ in case share a lock: on some platforms they are one file. */
function nameOf(key: string, what: string): LockName {
  return { id: sha256(key).slice(0, 16), what };
}

/**
 * Takes all of them, in this order, or none. Locks of the dead are taken over. Waits up to `timeout` milliseconds in
 * all; then throws HatchError `locked`, which names the holder; `interrupted` or `terminated` when a signal comes.
 */
export async function acquire(
  system: System,
  home: string,
  names: readonly LockName[],
  options: { readonly timeout: number; readonly command: string },
): Promise<readonly HeldLock[]> {
  const deadline = system.now().getTime() + options.timeout;
  const held: HeldLock[] = [];
  try {
    for (const name of names) held.push(await wait(system, home, name, options.command, deadline));
    return held;
  } catch (error) {
    release(system, held);
    throw error;
  }
}

/** Gives them back. One that a person took away in the meantime, or that cannot be removed, dies with the process. */
export function release(system: System, held: readonly HeldLock[]): void {
  for (const { path, text } of held) {
    try {
      if (readText(system, path) === text) system.remove(path);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
  }
}

/** Throws HatchError `locked` unless this process holds every one of them. */
export function requireHeld(system: System, home: string, names: readonly LockName[]): void {
  for (const name of names) {
    const held = inspect(system, lockPath(home, name.id));
    if (held?.holder !== undefined && isSame(held.holder, system.self())) continue;
    throw new HatchError('locked', `the lock on ${name.what} is not, or no longer, ours`, {
      hint: 'run the command again',
    });
  }
}

async function wait(
  system: System,
  home: string,
  name: LockName,
  command: string,
  deadline: number,
): Promise<HeldLock> {
  for (let pause = 20; ; pause = Math.min(pause * 2, 250)) {
    const held = tryLock(system, home, name, command);
    if (held !== undefined) return held;
    stopIfInterrupted(system);
    const left = deadline - system.now().getTime();
    if (left <= 0) throw lockedError(system, home, name);
    await system.pause(Math.min(pause, left));
  }
}

/** Throws HatchError `interrupted` or `terminated` when a signal came. */
export function stopIfInterrupted(system: System): void {
  const signal = system.interrupted();
  if (signal === 'SIGINT') throw new HatchError('interrupted', 'interrupted; nothing was written');
  if (signal === 'SIGTERM') throw new HatchError('terminated', 'terminated; nothing was written');
}

function tryLock(system: System, home: string, name: LockName, command: string): HeldLock | undefined {
  const path = lockPath(home, name.id);
  const found = inspect(system, path);
  if (found !== undefined) return isStale(system, found) ? takeOver(system, home, name, found, command) : undefined;
  return place(system, path, name, command, (temporary) =>
    unless('EEXIST', () => system.link(temporary, path)) ? 'linked' : undefined,
  );
}

/**
 * Replaces a lock of the dead. Who may do so is settled by a lock on that very lock (its text is part of the name), so
 * of two that found it stale one replaces it, and the other finds a lock of the living when its turn comes.
 */
function takeOver(system: System, home: string, name: LockName, stale: Held, command: string): HeldLock | undefined {
  const path = lockPath(home, name.id);
  const claim = tryLock(
    system,
    home,
    nameOf(`stale:${name.id}:${stale.text}`, `a stale lock on ${name.what}`),
    command,
  );
  if (claim === undefined) return undefined;
  try {
    if (readText(system, path) !== stale.text) return undefined;
    return place(system, path, name, command, (temporary) => {
      system.rename(temporary, path);
      return 'renamed';
    });
  } finally {
    release(system, [claim]);
  }
}

/** Writes the holder to a temporary and lets `put` make it the lock. */
function place(
  system: System,
  path: string,
  name: LockName,
  command: string,
  put: (temporary: string) => 'linked' | 'renamed' | undefined,
): HeldLock | undefined {
  const token = system.random(8);
  const holder = { process: system.self(), since: system.now().toISOString(), command, what: name.what, token };
  const text = `${JSON.stringify(holder)}\n`;
  const temporary = `${path}.${token}.tmp`;
  let done: ReturnType<typeof put>;
  try {
    system.create(temporary, new TextEncoder().encode(text), 0o600);
    done = put(temporary);
    return done === undefined ? undefined : { path, text };
  } catch (error) {
    // Another process swept our temporary away as one of the dead: not obtained this time.
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  } finally {
    if (done !== 'renamed') removeFile(system, temporary);
  }
}

/** Removes the locks of the dead, and what they left half made. */
export function sweepLocks(system: System, home: string, command: string): void {
  const { locks } = layoutOf(home);
  for (const file of system.list(locks) ?? []) {
    const path = pathsLike(locks).join(locks, file);
    const found = inspect(system, path);
    if (found === undefined || !isStale(system, found)) continue;
    if (file.endsWith('.tmp')) removeFile(system, path);
    const id = /^([0-9a-f]{16})\.lock$/.exec(file)?.[1];
    const taken = id === undefined ? undefined : takeOver(system, home, { id, what: found.what }, found, command);
    if (taken !== undefined) release(system, [taken]);
  }
}

/** Does a process that lives, or cannot be seen, hold any lock at all? */
export function isAnyHeld(witness: Witness, home: string): boolean {
  const { locks } = layoutOf(home);
  return (witness.list(locks) ?? []).some((file) => {
    const found = inspect(witness, pathsLike(locks).join(locks, file));
    return found !== undefined && !isStale(witness, found);
  });
}

/**
 * Removes the lock with this id and every other one of the same holder, who counts as dead from then on; `first` is
 * told. Throws HatchError `usage` where there is no such lock, `refused` where the holder is seen to be alive.
 */
export function breakLock(system: System, home: string, id: string, first: (holder: Process) => void): void {
  const { locks } = layoutOf(home);
  const all = (system.list(locks) ?? []).map((file) => pathsLike(locks).join(locks, file));
  const wanted = all.find((path) => path === lockPath(home, id));
  const found = wanted === undefined ? undefined : inspect(system, wanted);
  if (wanted === undefined || found === undefined) {
    throw new HatchError('usage', `there is no lock \`${id}\``, {
      hint: 'its id is in the message that names the lock',
    });
  }
  const { holder } = found;
  const self = system.self();
  if (holder !== undefined && holder.machine === self.machine && holder.namespace === self.namespace) {
    if (!isDead(system, holder)) {
      throw new HatchError('refused', `the lock on ${found.what} is held by a process that runs: ${describe(found)}`, {
        hint: `wait for it, or end it: kill ${holder.pid}`,
      });
    }
  }
  if (holder !== undefined) first(holder);
  for (const path of all) {
    const other = inspect(system, path)?.holder;
    const same = holder !== undefined && other !== undefined && isSame(other, holder);
    if (path === wanted || same) removeFile(system, path);
  }
}

function lockedError(system: System, home: string, name: LockName): HatchError {
  const held = inspect(system, lockPath(home, name.id));
  const by = held === undefined ? 'another process' : describe(held);
  return new HatchError('locked', `${name.what} is locked by ${by}`, {
    hint: `wait for it; if that process is surely gone: hatch unlock ${name.id}`,
  });
}

function describe(held: Held): string {
  if (held.holder === undefined) return 'a process that left no name';
  return `process ${held.holder.pid} on ${held.holder.machine} since ${held.since} (${held.command})`;
}

function isStale(witness: Witness, held: Held): boolean {
  return held.holder === undefined || isDead(witness, held.holder);
}

function lockPath(home: string, id: string): string {
  const { locks } = layoutOf(home);
  return pathsLike(locks).join(locks, `${id}.lock`);
}

function readText(reader: Reader, path: string): string | undefined {
  const bytes = reader.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function inspect(reader: Reader, path: string): Held | undefined {
  const text = readText(reader, path);
  if (text === undefined) return undefined;
  const torn = { text, holder: undefined, since: '', command: '', what: path };
  try {
    const { process, since, command, what } = JSON.parse(text) as Partial<Record<string, unknown>>;
    return { text, holder: asProcess(process), since: String(since), command: String(command), what: String(what) };
  } catch {
    return torn;
  }
}
