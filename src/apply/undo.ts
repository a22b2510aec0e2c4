// Undoing one file of a committed run: back to the bytes found last before our write, only where our write still stands.

import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { pathsLike } from '../system/paths.ts';
import type { System } from '../system/system.ts';
import { codeOf, reasonOf } from './home.ts';
import { withHostLock } from './host-lock.ts';
import { writeInPlace } from './in-place.ts';
import type { Ground, JournalFile } from './journal.ts';
import { removeReal, renameOver, stage } from './replace-file.ts';
import { standingOf } from './standing.ts';

/** What could not be undone, and why. */
export interface Trouble {
  readonly path: string;
  readonly reason: string;
  /** Where the bytes before are kept. */
  readonly copy: string | undefined;
  /** Another program's bytes stand there: left for good, not to be tried again. */
  readonly foreign: boolean;
}

/** Puts the files of a committed run back, the last one first; goes on past trouble. */
export async function restoreFiles(ground: Ground): Promise<readonly Trouble[]> {
  const troubles: Trouble[] = [];
  for (let index = ground.journal.files.length - 1; index >= 0; index -= 1) {
    const file = ground.journal.files[index] as JournalFile;
    const trouble = await troubleOf(file.path, file.copy, () => restoreFile(ground, index));
    if (trouble !== undefined) troubles.push(trouble);
  }
  return troubles;
}

/** Tries something; what the system or we refuse becomes trouble. A bug is thrown on. */
export async function troubleOf(
  path: string,
  copy: string | undefined,
  act: () => void | Promise<void>,
): Promise<Trouble | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (codeOf(error) === undefined && !(error instanceof HatchError)) throw error;
    return { path, reason: reasonOf(error), copy, foreign: error instanceof HatchError && error.exit === 'stale' };
  }
}

async function restoreFile(ground: Ground, index: number): Promise<void> {
  const { system, journal } = ground;
  const file = journal.files[index] as JournalFile;
  const isOurs = () => {
    const standing = standingOf(system, journal, index);
    if (standing === 'foreign') throw new HatchError('stale', 'another program wrote it since');
    return standing === 'after' || standing === 'torn';
  };
  if (!isOurs()) flush(system, file);
  else {
    await withHostLock(system, file, async () => {
      if (isOurs()) await putBack(ground, index);
    });
  }
}

/** Makes durable what an earlier attempt may have done to a file without living to flush it. */
export function flush(system: System, file: JournalFile): void {
  const folder = pathsLike(file.real).dirname(file.real);
  if (file.inPlace && system.stat(file.real) !== undefined) system.sync(file.real);
  if (system.stat(folder)?.kind === 'directory') system.syncFolder(folder);
}

async function putBack(ground: Ground, index: number): Promise<void> {
  const { system } = ground;
  const file = ground.journal.files[index] as JournalFile;
  if (file.copy === undefined) {
    await removeReal(system, file.real);
    return;
  }
  const bytes = system.read(file.copy);
  if (bytes === undefined || sha256(bytes) !== file.before) {
    throw new HatchError('failed', `the copy ${file.copy} is damaged`);
  }
  const mode = file.modeBefore ?? 0o600;
  if (file.inPlace) {
    writeInPlace(ground, index, bytes, mode);
    return;
  }
  stage(system, file.restoring, bytes, mode, file.ownedBy);
  await renameOver(system, file.restoring, file.real);
}

/** Names each file that could not be put back, and where its bytes are kept. */
export function incomplete(error: unknown, troubles: readonly Trouble[]): HatchError {
  const lines = troubles.map(
    ({ path, reason, copy }) => `  ${path}: ${reason}${copy === undefined ? '' : `; its bytes before: ${copy}`}`,
  );
  const message = [`${reasonOf(error)}; and not everything could be undone:`, ...lines].join('\n');
  return new HatchError('undo-incomplete', message, {
    hint: 'put these right; the next writing command tries again',
    cause: error,
  });
}
