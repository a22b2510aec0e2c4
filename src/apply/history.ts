// Runs that are over, one `run.json` each; and their closing.

import { byCodePoint } from '../model/json.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader, System } from '../system/system.ts';
import { isSegment, layoutOf, removeFile, removeFolder, segment } from './home.ts';
import { type Journal, journalPath, runFolder } from './journal.ts';
import { writeWhole } from './replace-file.ts';
import type { Run, RunFile } from './request.ts';

/** The ids of all runs, newest first. */
export function runIds(reader: Reader, home: string): readonly string[] {
  const names = reader.list(layoutOf(home).runs) ?? [];
  return names.filter(isSegment).sort((left, right) => byCodePoint(right, left));
}

/** Runs that are over, newest first, at most `limit`. */
export function listRuns(reader: Reader, home: string, limit = Number.POSITIVE_INFINITY): readonly Run[] {
  const runs: Run[] = [];
  for (const id of runIds(reader, home)) {
    if (runs.length >= limit) break;
    const run = readRun(reader, home, id);
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

/** A run that is over; undefined where there is none of this id. Throws HatchError `usage` for what is no id. */
export function readRun(reader: Reader, home: string, id: string): Run | undefined {
  const bytes = reader.read(runPath(home, segment(id)));
  if (bytes === undefined) return undefined;
  try {
    const run = JSON.parse(new TextDecoder().decode(bytes)) as Run | null;
    return run?.id === id && Array.isArray(run.files) ? run : undefined;
  } catch {
    // Damaged from outside: history without this run, rather than no command at all.
    return undefined;
  }
}

export function runPath(home: string, id: string): string {
  return pathsLike(home).join(runFolder(home, id), 'run.json');
}

/** The run that a journal tells of. */
export function runOf(journal: Journal, state: Run['state'], ended: string | undefined): Run {
  const { id, owner, command, purpose, started, folders, details } = journal.begin;
  const files = journal.files.map(
    ({ path, real, role, label, before, after, modeBefore, modeAfter, backup, restaged, putBack }): RunFile => ({
      ...{ path, real, role, label, before, after, modeBefore, modeAfter, backup, restaged, putBack },
    }),
  );
  return { id, owner, command, kind: purpose, started, ended, state, files, folders, details };
}

/** Writes the run's history, durably: from here on it is over. */
export async function writeRun(system: System, home: string, run: Run): Promise<void> {
  const text = `${JSON.stringify({ formatVersion: 1, ...run })}\n`;
  await writeWhole(system, runPath(home, run.id), new TextEncoder().encode(text));
}

/** Removes all of a run's folder but its history: staged bytes, copies, and the journal last. */
export function tidyRun(system: System, home: string, id: string): void {
  const folder = runFolder(home, id);
  const { join, basename } = pathsLike(home);
  const journal = basename(journalPath(home, id));
  const kept = basename(runPath(home, id));
  const names = system.list(folder) ?? [];
  for (const name of names) if (name !== journal && name !== kept) removeFile(system, join(folder, name));
  if (names.includes(journal)) removeFile(system, join(folder, journal));
  if (!names.includes(kept)) removeFolder(system, folder);
}
