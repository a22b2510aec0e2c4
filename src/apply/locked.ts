// The frame of every command that writes: recover what the dead left, take the locks, do it, give them back.

import { HatchError } from '../model/errors.ts';
import type { System } from '../system/system.ts';
import { ensureFolder, layoutOf } from './home.ts';
import { acquire, type HeldLock, type LockName, lockNames, release } from './lock.ts';
import { blamed } from './prepare.ts';
import { hasUnfinished, type LockOptions, recover } from './recover.ts';

export interface LockRequest extends LockOptions {
  readonly owner: string;
  /** Every file that may be written: targets, the manifest, records. Absolute; links are followed. */
  readonly paths: readonly string[];
}

/**
 * Runs `body` while this process alone may write for this owner and to these files. Signals no longer end the process
 * until it returns; `transact` heeds them. Throws what `body` throws; HatchError `locked` when the locks are not
 * obtained within `timeout`; `undo-incomplete` when an earlier run on these files can be neither finished nor undone.
 */
export async function withLocks<T>(
  system: System,
  home: string,
  request: LockRequest,
  body: () => Promise<T>,
): Promise<T> {
  const stopWatching = system.watchSignals();
  try {
    const held = await blamed('failed', home, () => obtain(system, home, request));
    try {
      return await body();
    } finally {
      release(system, held);
    }
  } finally {
    stopWatching();
  }
}

const mostTries = 5;

async function obtain(system: System, home: string, request: LockRequest): Promise<readonly HeldLock[]> {
  const { locks, runs } = layoutOf(home);
  ensureFolder(system, locks);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const names = lockNames(system, request.owner, request.paths);
    await recover(system, home, names, request);
    const held = await acquire(system, home, names, request);
    let isGood = false;
    try {
      isGood = isStillRight(system, home, names, request);
      if (isGood) return held;
    } finally {
      if (!isGood) release(system, held);
    }
  }
  throw new HatchError('failed', `an unfinished run cannot be cleared away from ${runs}`, {
    hint: 'see that this folder can be written, and run the command again',
  });
}

/** A holder may have died, or a link been turned elsewhere, while we waited: then all of it is to be done again. */
function isStillRight(system: System, home: string, names: readonly LockName[], request: LockRequest): boolean {
  const now = lockNames(system, request.owner, request.paths);
  const isSame = now.length === names.length && now.every(({ id }, index) => id === names[index]?.id);
  return isSame && !hasUnfinished(system, home, names);
}
