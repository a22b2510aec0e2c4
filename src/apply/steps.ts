// The steps of a transaction as a table: each with what undoes it. Undoing needs the journal alone and may be repeated,
// so that a failure and the next start after a crash take the same way back.

import { pathsLike } from '../system/paths.ts';
import type { System } from '../system/system.ts';
import { backupAt, createBackup, detailsOf, removeBackup } from './backup.ts';
import { closeRun, endPath, runOf, writeRun } from './history.ts';
import { codeOf, createDurable, ensureFolder, layoutOf, makeFolder, removeFile, removeFolder } from './home.ts';
import { clearHostLock } from './host-lock.ts';
import { type Ground, type JournalFile, type Line, note, openFolder, startJournal } from './journal.ts';
import { blamed, blaming, type Preparation } from './prepare.ts';
import { replaceFiles, stageFile } from './replace.ts';
import type { Run } from './request.ts';
import { digestAt } from './standing.ts';
import { restoreFiles, type Trouble, troubleOf } from './undo.ts';

/** What the steps of a run that goes forward need besides the ground. */
export interface Work extends Ground, Preparation {
  /** Milliseconds; see `TransactionRequest`. */
  readonly settle: number;
  /** What history keeps of it, once it is over. */
  run: Run | undefined;
}

export interface Step {
  readonly name: string;
  readonly act: (work: Work) => void | Promise<void>;
  readonly undo: (ground: Ground) => Promise<readonly Trouble[]>;
}

/** In order; undone from the last to the first. Until `commit` a signal stops the run. */
export const steps: readonly Step[] = [
  { name: 'begin', act: begin, undo: forget },
  { name: 'folders', act: makeFolders, undo: removeFolders },
  { name: 'backup', act: backUp, undo: dropBackups },
  { name: 'stage', act: stageAll, undo: unstage },
  { name: 'commit', act: commit, undo: async () => [] },
  { name: 'replace', act: (work) => replaceFiles(work, work.prepared), undo: restore },
  { name: 'history', act: recordRun, undo: dropHistory },
];

export function isCommitted(ground: Ground): boolean {
  return ground.journal.kinds.has('commit');
}

/** Undoes whatever was done; gives what could not be. Then the journal stays, and the next run tries again. */
export async function undoAll(ground: Ground): Promise<readonly Trouble[]> {
  if (isCommitted(ground)) tryNote(ground, { kind: 'undoing' });
  for (const step of [...steps].reverse()) {
    const troubles = await step.undo(ground);
    if (troubles.length === 0) continue;
    const left = troubles.filter((trouble) => trouble.foreign).map((trouble) => trouble.path);
    if (left.length > 0) tryNote(ground, { kind: 'left', files: left });
    tryNote(ground, { kind: 'abandoned' });
    return troubles;
  }
  return [];
}

/** Adds a line that helps who comes later, and that nothing depends on: a full disk must not stop an undo. */
function tryNote(ground: Ground, line: Line): void {
  attempt(() => {
    ground.journal = note(ground.system, ground.home, ground.journal, line);
  });
}

/** Does what may be left to the next run, should the system refuse. */
export function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}

function begin(work: Work): void {
  const { system, home, journal } = work;
  const { runs } = layoutOf(home);
  ensureFolder(system, runs);
  system.makeFolder(openFolder(home, journal.begin.id), 0o700);
  system.syncFolder(runs);
  startJournal(system, home, journal.begin);
}

/** The run is history as undone if files had been written, and otherwise never was. */
async function forget(ground: Ground): Promise<readonly Trouble[]> {
  const { system, home, journal } = ground;
  const { id } = journal.begin;
  if (isCommitted(ground)) {
    const run = runOf(journal, 'undone', system.now().toISOString());
    await troubleOf(endPath(home, id), undefined, () => writeRun(system, home, run));
  }
  attempt(() => closeRun(system, home, id));
  return [];
}

function makeFolders({ system, journal }: Work): void {
  for (const folder of journal.begin.folders) {
    // The user's own umask decides: hosts make these folders in the same way.
    blaming('undone', folder, () => makeFolder(system, folder, 0o777));
  }
}

async function removeFolders({ system, journal }: Ground): Promise<readonly Trouble[]> {
  const backwards = [...journal.begin.folders].reverse();
  const troubles = await each(backwards, (path) => troubleOf(path, undefined, () => removeFolder(system, path)));
  return [...troubles, ...(await flushFolders(system, backwards))];
}

/** What was taken away must be so for good before the journal, which knows of it, goes. */
function flushFolders(system: System, paths: readonly string[]): Promise<readonly Trouble[]> {
  const folders = new Set(paths.map((path) => pathsLike(path).dirname(path)));
  const there = [...folders].filter((folder) => system.stat(folder)?.kind === 'directory');
  return each(there, (folder) => troubleOf(folder, undefined, () => system.syncFolder(folder)));
}

function backUp(work: Work): void {
  const { system, home, journal, rendered } = work;
  const { id } = journal.begin;
  for (const [index, file] of journal.files.entries()) {
    const bytes = rendered[index]?.current;
    if (file.copy === undefined || bytes === undefined) continue;
    const { copy } = file;
    blaming('undone', copy, () => {
      if (file.backup === undefined) createDurable(system, copy, bytes);
      else backUpOne(work, index, bytes);
    });
  }
  if (journal.files.some((file) => file.copy !== undefined && file.backup === undefined)) {
    system.syncFolder(openFolder(home, id));
  }
}

function backUpOne(work: Work, index: number, bytes: Uint8Array): void {
  const { system, home, journal } = work;
  const file = journal.files[index] as JournalFile;
  const { label, real: original, modeBefore: mode } = file;
  const stamp = backupAt(label, file.backup ?? '', original).stamp ?? '';
  const { path } = createBackup(system, home, { label, original, bytes, mode, run: journal.begin.id, stamp });
  if (path === file.backup) return;
  // Another process had taken that very name in the meantime.
  const moved = { ...file, backup: path, copy: path };
  work.journal = note(system, home, work.journal, { kind: 'restage', index, file: moved });
}

/** Before `commit` this run's backups say nothing that the files do not; later they stay. */
async function dropBackups(ground: Ground): Promise<readonly Trouble[]> {
  const { system, journal } = ground;
  if (isCommitted(ground)) return [];
  return each(journal.files, (file) => {
    const { backup } = file;
    return backup === undefined
      ? noTrouble
      : troubleOf(backup, undefined, () => dropBackup(system, file, backup, journal.begin.id));
  });
}

const noTrouble = Promise.resolve(undefined);

/** One of that name which is not this run's is left alone. */
function dropBackup(system: System, file: JournalFile, path: string, run: string): void {
  const backup = backupAt(file.label, path, file.real);
  if (system.stat(backup.sidecar) === undefined) return;
  const details = detailsOf(system, backup);
  // Torn: it was being written when the power went, and only this run writes under this name.
  if (details === undefined || details.run === run) removeBackup(system, backup);
}

/**
 * The targets' folders are not flushed: should the power take a temporary's name after the commit, the run is undone.
 * But a file that we tear in place can be put right only from its staged bytes.
 */
function stageAll({ system, home, journal, rendered }: Work): void {
  for (const [index, file] of journal.files.entries()) {
    const bytes = rendered[index];
    if (bytes !== undefined) blaming('undone', file.path, () => stageFile(system, file, bytes));
  }
  if (journal.files.some((file) => file.inPlace)) system.syncFolder(openFolder(home, journal.begin.id));
}

async function unstage({ system, journal }: Ground): Promise<readonly Trouble[]> {
  for (const file of journal.files) clearHostLock(system, file);
  const temporaries = journal.files.flatMap((file) => [file.temporary, file.restoring]);
  const troubles = await each(temporaries, (path) => troubleOf(path, undefined, () => removeFile(system, path)));
  return [...troubles, ...(await flushFolders(system, temporaries))];
}

function commit(work: Work): void {
  work.journal = note(work.system, work.home, work.journal, { kind: 'commit' });
}

async function restore(ground: Ground): Promise<readonly Trouble[]> {
  if (!isCommitted(ground) || ground.journal.kinds.has('restored')) return [];
  const troubles = await restoreFiles(ground);
  // What the user was told of already is not held against later runs.
  const news = troubles.filter((trouble) => !trouble.foreign || !ground.journal.left.has(trouble.path));
  if (news.length === 0) tryNote(ground, { kind: 'restored' });
  return news;
}

async function recordRun(work: Work): Promise<void> {
  const { system, home, settle } = work;
  for (let left = settle; left > 0 && system.interrupted() === undefined; left -= 50) {
    await system.pause(Math.min(left, 50));
  }
  const files = work.journal.files.map((file, index) => ({
    ...file,
    putBack: blaming('undone', file.path, () => isPutBack(work, index)),
  }));
  work.journal = { ...work.journal, files };
  const run = runOf(work.journal, 'done', system.now().toISOString());
  await blamed('undone', endPath(home, run.id), () => writeRun(system, home, run));
  work.run = run;
}

/** A host that wrote more than it had put nothing back: ours still stands there. */
function isPutBack({ system, journal, prepared }: Work, index: number): boolean {
  const file = journal.files[index] as JournalFile;
  return digestAt(system, file.real) !== file.after && prepared[index]?.stands(system.read(file.real)) !== true;
}

async function dropHistory({ system, home, journal }: Ground): Promise<readonly Trouble[]> {
  const path = endPath(home, journal.begin.id);
  if (system.stat(path) === undefined) return [];
  return each([path], () =>
    troubleOf(path, undefined, () => {
      removeFile(system, path);
      system.syncFolder(openFolder(home, journal.begin.id));
    }),
  );
}

async function each<T>(
  items: readonly T[],
  undo: (item: T) => Promise<Trouble | undefined>,
): Promise<readonly Trouble[]> {
  const troubles: Trouble[] = [];
  for (const item of items) {
    const trouble = await undo(item);
    if (trouble !== undefined) troubles.push(trouble);
  }
  return troubles;
}
