// Runs that a crash left unfinished: seen by everyone, ended by the next writing command under the locks they name.

import { HatchError } from '../model/errors.ts';
import type { Process, System, Witness } from '../system/system.ts';
import { closeRun, endPath, runOf, writeRun } from './history.ts';
import { isDead, isSame } from './holder.ts';
import { codeOf, removeFile } from './home.ts';
import { clearHostLock, withHostLock } from './host-lock.ts';
import { writeInPlace } from './in-place.ts';
import {
  type Begin,
  type Ground,
  isForeign,
  type Journal,
  type JournalFile,
  journalPath,
  note,
  openFolder,
  openRuns,
  readJournal,
} from './journal.ts';
import { acquire, breakLock, isAnyHeld, type LockName, release, sweepLocks } from './lock.ts';
import { putStaged, stagedBytes } from './replace.ts';
import { type Standing, standingOf } from './standing.ts';
import { attempt, isCommitted, undoAll } from './steps.ts';
import { flush, incomplete, type Trouble, troubleOf } from './undo.ts';

/** A run whose process is gone before its end. */
export interface UnfinishedRun {
  readonly id: string;
  readonly owner: string;
  readonly command: string;
  readonly started: string;
  /** Were files being replaced already? */
  readonly committed: boolean;
  readonly files: readonly string[];
}

export interface RecoveredRun {
  readonly id: string;
  readonly outcome: 'finished' | 'undone';
}

/** Waiting for locks, and in whose name. */
export interface LockOptions {
  /** Milliseconds. */
  readonly timeout: number;
  /** The command line in words; never holds a secret. */
  readonly command: string;
}

/** Runs that the next writing command will finish or undo. Takes no lock, writes nothing. */
export function unfinishedRuns(witness: Witness, home: string): readonly UnfinishedRun[] {
  return deadJournals(witness, home).map((journal) => {
    const { id, owner, command, started } = journal.begin;
    const files = journal.files.map((file) => file.path);
    return { id, owner, command, started, committed: journal.kinds.has('commit'), files };
  });
}

/**
 * Ends every run whose process is dead and removes the locks of the dead. A run that cannot be ended now (its locks
 * are held, or its files cannot be written) is left for later, unless it shares one of `names`: then throws HatchError
 * `locked` or `undo-incomplete`. The latter also, once, where another program's bytes stand that are left for good.
 */
export async function recover(
  system: System,
  home: string,
  names: readonly LockName[] = [],
  options: LockOptions = { timeout: 0, command: 'recover' },
): Promise<readonly RecoveredRun[]> {
  const recovered: RecoveredRun[] = [];
  for (const { begin } of deadJournals(system, home)) {
    const shared = sharesLock(begin.locks, names);
    try {
      const ended = await recoverRun(system, home, begin.id, { ...options, timeout: shared ? options.timeout : 0 });
      if (typeof ended === 'string') recovered.push({ id: begin.id, outcome: ended });
      else if (ended.some((trouble) => shared || trouble.foreign)) throw cutOff(begin, ended);
    } catch (error) {
      const isLater = error instanceof HatchError && error.exit === 'locked';
      if (shared || !isLater) throw error;
    }
  }
  sweepRuns(system, home);
  sweepLocks(system, home, options.command);
  return recovered;
}

/** Is there a run of the dead that shares one of these locks? */
export function hasUnfinished(witness: Witness, home: string, names: readonly LockName[]): boolean {
  return deadJournals(witness, home).some(({ begin }) => sharesLock(begin.locks, names));
}

/**
 * Removes a lock whose holder cannot be seen from here, and the other locks of that holder; its unfinished run is
 * recovered by the next writing command. Gives the holder, if it left its name. Throws HatchError `usage` for an unknown
 * id, `refused` if the holder runs.
 */
export function unlock(system: System, home: string, id: string): Process | undefined {
  let holder: Process | undefined;
  breakLock(system, home, id, (gone) => {
    holder = gone;
    abandon(system, home, gone);
  });
  return holder;
}

function abandon(system: System, home: string, holder: Process): void {
  for (const journal of journals(system, home)) {
    if (isSame(journal.begin.holder, holder)) note(system, home, journal, { kind: 'abandoned' });
  }
}

function sharesLock(left: readonly LockName[], right: readonly LockName[]): boolean {
  return left.some(({ id }) => right.some((name) => name.id === id));
}

function journals(witness: Witness, home: string): readonly Journal[] {
  return openRuns(witness, home).flatMap((id) => readJournal(witness, home, id) ?? []);
}

function deadJournals(witness: Witness, home: string): readonly Journal[] {
  return journals(witness, home).filter(({ begin, kinds }) => kinds.has('abandoned') || isDead(witness, begin.holder));
}

function cutOff({ id, command }: Begin, troubles: readonly Trouble[]): HatchError {
  return incomplete(new Error(`The run ${id} (${command}) was cut off`), troubles);
}

/** How it ended, or what could not be undone; nothing where someone else ended it. */
async function recoverRun(
  system: System,
  home: string,
  id: string,
  options: LockOptions,
): Promise<RecoveredRun['outcome'] | readonly Trouble[]> {
  const seen = readJournal(system, home, id);
  if (seen === undefined) return [];
  const held = await acquire(system, home, seen.begin.locks, options);
  try {
    // Whoever had the locks may have ended it.
    const journal = readJournal(system, home, id);
    if (journal === undefined) return [];
    for (const file of journal.files) clearHostLock(system, file);
    // What was read may be in memory only: no act may be more durable than its reason.
    const path = journalPath(home, id);
    const trouble = await troubleOf(path, undefined, () => system.sync(path));
    return trouble === undefined ? await end({ system, home, journal }) : [trouble];
  } finally {
    release(system, held);
  }
}

async function end(ground: Ground): Promise<RecoveredRun['outcome'] | readonly Trouble[]> {
  const { system, home, journal } = ground;
  const { id } = journal.begin;
  const isUndoing = journal.kinds.has('undoing');
  const isOver = !isUndoing && system.stat(endPath(home, id)) !== undefined;
  if (isOver || (isCommitted(ground) && !isUndoing && (await finish(ground)))) {
    attempt(() => closeRun(system, home, id));
    return 'finished';
  }
  const troubles = await undoAll(ground);
  return troubles.length > 0 ? troubles : 'undone';
}

/** Goes forward if every file can still become what it was to be; gives false, whatever was done, if not. */
async function finish(ground: Ground): Promise<boolean> {
  const { system, home, journal } = ground;
  const standings = journal.files.map((_, index) => standingOf(system, journal, index));
  if (standings.includes('untouched')) return false;
  try {
    for (const [index, standing] of standings.entries()) await finishFile(ground, index, standing);
    await writeRun(system, home, runOf(ground.journal, 'done', system.now().toISOString()));
    return true;
  } catch (error) {
    if (codeOf(error) === undefined && !(error instanceof HatchError)) throw error;
    return false;
  }
}

async function finishFile(ground: Ground, index: number, standing: Standing): Promise<void> {
  const { system, journal } = ground;
  const file = journal.files[index] as JournalFile;
  if (standing === 'ready') await withHostLock(system, file, () => putStaged(ground, index));
  if (standing === 'torn') {
    writeInPlace(ground, index, stagedBytes(system, file), file.modeAfter ?? 0o600);
  }
  flush(system, file);
  // The second is there where an undo began and could not say so.
  for (const path of [file.temporary, file.restoring]) removeFile(system, path);
}

/** What is left of runs that ended before their journal said anything; whoever makes one right now holds a lock. */
function sweepRuns(system: System, home: string): void {
  const silent = openRuns(system, home).filter((id) => readJournal(system, home, id) === undefined);
  if (silent.length === 0 || isAnyHeld(system, home)) return;
  const foreign = silent.find((id) => isForeign(system, home, id));
  for (const id of silent) if (!isForeign(system, home, id)) attempt(() => closeRun(system, home, id));
  if (foreign === undefined) return;
  throw new HatchError('failed', `the run ${foreign} was cut off, and its journal is damaged or of another version`, {
    hint: `use the version that wrote it; or compare its files with their backups (hatch backup list), then remove ${openFolder(home, foreign)}`,
  });
}
