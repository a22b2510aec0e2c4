// The lock that a host itself takes beside its file: a folder that is never empty. Ours are among `lock.ts`.

import { HatchError } from '../model/errors.ts';
import type { HostLock } from '../model/target.ts';
import { pathsLike } from '../system/paths.ts';
import type { System } from '../system/system.ts';
import { codeOf } from './home.ts';

/** A file, and how its host locks it. */
export interface Lockable {
  /** As the host names it. */
  readonly path: string;
  readonly hostLock?: HostLock;
}

const pause = 25;

/** How our markers begin. */
const ours = 'hatch-';

/**
 * Does `act` while the host's lock on the file is ours, or at once where it has none. A lock that is old is taken over.
 * Waits a little longer than one needs to grow old; then throws HatchError `undone`.
 */
export async function withHostLock(system: System, file: Lockable, act: () => Promise<void>): Promise<void> {
  if (file.hostLock === undefined) return act();
  const folder = file.path + file.hostLock.suffix;
  const owner = await take(system, file.path, folder, file.hostLock);
  try {
    await act();
  } finally {
    giveBack(system, folder, owner);
  }
}

/** Takes away what a run of ours that is dead left of the host's lock. To be called under our own lock on the file. */
export function clearHostLock(system: System, { path, hostLock }: Lockable): void {
  if (hostLock === undefined) return;
  const folder = path + hostLock.suffix;
  const { dirname, basename, join } = pathsLike(folder);
  const beside = ['tmp', 'stale'].map((kind) => `${basename(folder)}.${kind}.${ours}`);
  const left = (system.list(dirname(folder)) ?? [])
    .filter((name) => beside.some((beginning) => name.startsWith(beginning)))
    .map((name) => join(dirname(folder), name));
  const dead = [...(isDead(system, folder, Number.POSITIVE_INFINITY) ? [folder] : []), ...left];
  for (const one of dead) discard(system, one);
  if (dead.length > 0) tolerate(() => system.syncFolder(dirname(folder)));
}

/** The marker that shows the lock to be ours. */
async function take(system: System, path: string, folder: string, { stale }: HostLock): Promise<string> {
  const token = ours + system.random(8);
  const deadline = system.now().getTime() + stale + 2000;
  for (;;) {
    if (place(system, folder, token)) return `owner.${token}`;
    if (system.now().getTime() > deadline) {
      throw new HatchError('undone', `${path}: its host keeps it locked`, {
        hint: `close the host; if nothing uses the file any more, remove ${folder}`,
      });
    }
    if (isDead(system, folder, stale)) setAside(system, folder, `${folder}.stale.${token}`);
    await system.pause(pause);
  }
}

/** A folder with the marker in it takes the lock's name; that fails while one stands there which is not empty. */
function place(system: System, folder: string, token: string): boolean {
  const staged = `${folder}.tmp.${token}`;
  try {
    system.makeFolder(staged, 0o777);
    system.create(pathsLike(folder).join(staged, `owner.${token}`), new TextEncoder().encode(token), 0o600);
    system.rename(staged, folder);
    return true;
  } catch (error) {
    discard(system, staged);
    if (codeOf(error) === undefined || system.stat(folder) === undefined) throw error;
    return false;
  }
}

/** Another's lock, should one stand there by now, is left: our marker is not in it, and it is not empty. */
function giveBack(system: System, folder: string, owner: string): void {
  tolerate(() => system.remove(pathsLike(folder).join(folder, owner)));
  tolerate(() => system.removeFolder(folder));
  tolerate(() => system.syncFolder(pathsLike(folder).dirname(folder)));
}

/** No holder needs so long; and one of ours that lives would hold our own lock on the file, which is held by us. */
function isDead(system: System, folder: string, stale: number): boolean {
  const modified = system.stat(folder)?.modified;
  const isOurs = system.list(folder)?.every((name) => name.startsWith(`owner.${ours}`)) === true;
  return modified !== undefined && (isOurs || system.now().getTime() - modified >= stale);
}

function setAside(system: System, folder: string, aside: string): void {
  tolerate(() => system.rename(folder, aside));
  discard(system, aside);
}

function discard(system: System, folder: string): void {
  tolerate(() => {
    for (const name of system.list(folder) ?? []) system.remove(pathsLike(folder).join(folder, name));
    system.removeFolder(folder);
  });
}

/** What the system refuses here others will do: a lock grows old. */
function tolerate(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}
