// Where one file of a committed run stands on the disk: not yet replaced, replaced, torn, or another program's by now.

import { sha256 } from '../model/digest.ts';
import type { Reader } from '../system/system.ts';
import type { Journal, JournalFile } from './journal.ts';

/**
 * - `ready`: as it was before, the next bytes staged.
 * - `untouched`: we did not write it, and can no longer; or our bytes stand there by another's hand.
 * - `after`: it holds what we wrote.
 * - `torn`: we were in the midst of writing through its inode, and nobody wrote it since.
 * - `foreign`: we wrote it, and another program wrote it since.
 * - `same`: another program had written what we would have; there is nothing to do or undo.
 */
export type Standing = 'ready' | 'untouched' | 'after' | 'torn' | 'foreign' | 'same';

/** Looks at the file with this index. Throws as the system does. */
export function standingOf(reader: Reader, journal: Journal, index: number): Standing {
  const file = journal.files[index] as JournalFile;
  if (isSettled(file)) return 'same';
  const now = digestAt(reader, file.real);
  if (file.inPlace) return inPlaceStanding(reader, journal, index, file, now);
  if (file.after === undefined) return now === undefined ? 'after' : now === file.before ? 'ready' : 'untouched';
  const staged = digestAt(reader, file.temporary);
  if (staged === undefined) return now === file.after ? 'after' : now === file.before ? 'untouched' : 'foreign';
  return now === file.before && staged === file.after ? 'ready' : 'untouched';
}

/** Would our write change nothing? */
export function isSettled(file: JournalFile): boolean {
  return file.before === file.after && file.modeBefore === file.modeAfter;
}

function inPlaceStanding(
  reader: Reader,
  journal: Journal,
  index: number,
  file: JournalFile,
  now: string | undefined,
): Standing {
  const begun = journal.writing.has(index);
  if (!begun) {
    const staged = now === file.before && digestAt(reader, file.temporary) === file.after;
    return staged ? 'ready' : 'untouched';
  }
  if (now === file.after) return 'after';
  if (journal.written.has(index)) return now === file.before ? 'untouched' : 'foreign';
  return isTorn(reader, file) ? 'torn' : 'foreign';
}

/** What our own write leaves when it is cut off: at each place the old byte, the new one, or none at all. */
function isTorn(reader: Reader, file: JournalFile): boolean {
  const now = reader.read(file.real);
  const before = file.copy === undefined ? undefined : reader.read(file.copy);
  const after = reader.read(file.temporary);
  if (now === undefined || before === undefined || after === undefined) return false;
  const isOurs = (byte: number, at: number) => byte === after[at] || byte === before[at] || byte === 0;
  return now.length <= Math.max(before.length, after.length) && now.every(isOurs);
}

/** SHA-256 of what stands at a path, links followed; undefined where nothing does. */
export function digestAt(reader: Reader, path: string): string | undefined {
  const bytes = reader.read(path);
  return bytes === undefined ? undefined : sha256(bytes);
}
