// Runs that are over, one `run.json` each; and their closing.

import { byCodePoint } from '../model/json.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader, System } from '../system/system.ts';
import { layoutOf, removeFile, removeFolder, segment } from './home.ts';
import { type Journal, journalPath, openFolder } from './journal.ts';
import { writeWhole } from './replace-file.ts';
import type { Run, RunFile } from './request.ts';

const fileName = 'run.json';

/** The ids of the runs that are over, newest first. */
export function runIds(reader: Reader, home: string): readonly string[] {
  const names = reader.list(layoutOf(home).runs) ?? [];
  return names.filter((name) => !name.includes('.')).sort((left, right) => byCodePoint(right, left));
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
  const { join } = pathsLike(home);
  const bytes = reader.read(join(layoutOf(home).runs, segment(id), fileName));
  if (bytes === undefined) return undefined;
  try {
    const run = JSON.parse(new TextDecoder().decode(bytes)) as Run | null;
    return run?.id === id && Array.isArray(run.files) ? run : undefined;
  } catch {
    // Damaged from outside: history without this run, rather than no command at all.
    return undefined;
  }
}

/** Where the history of a run stands before its folder is closed; once it is there, the run is over. */
export function endPath(home: string, id: string): string {
  return pathsLike(home).join(openFolder(home, id), fileName);
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

/** Writes the run's history, durably. */
export async function writeRun(system: System, home: string, run: Run): Promise<void> {
  const text = `${JSON.stringify({ formatVersion: 1, ...run })}\n`;
  await writeWhole(system, endPath(home, run.id), new TextEncoder().encode(text));
}

/** Closes a run's folder: staged bytes, copies and the journal go, its history stays; without one, all of it goes. */
export function closeRun(system: System, home: string, id: string): void {
  const folder = openFolder(home, id);
  const { join } = pathsLike(home);
  const names = system.list(folder) ?? [];
  const journal = pathsLike(home).basename(journalPath(home, id));
  const inOrder = [...names.filter((name) => name !== journal), ...names.filter((name) => name === journal)];
  for (const name of inOrder) if (name !== fileName) removeFile(system, join(folder, name));
  if (!names.includes(fileName)) {
    removeFolder(system, folder);
    return;
  }
  // Nobody looks into a closed folder again: what was removed must not come back in it.
  system.syncFolder(folder);
  system.rename(folder, join(layoutOf(home).runs, id));
}

/** Takes a run that is over out of history. What a kill leaves of it is an empty folder, which goes here as well. */
export function removeRun(system: System, home: string, id: string): void {
  const { join } = pathsLike(home);
  const folder = join(layoutOf(home).runs, segment(id));
  removeFile(system, join(folder, fileName));
  removeFolder(system, folder);
}
