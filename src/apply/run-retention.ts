// Which runs history forgets, after the backups that they leave behind have gone.

import type { RunDetails } from '../model/run.ts';
import type { Reader, System } from '../system/system.ts';
import { backupLabels, detailsOf, listBackups } from './backup.ts';
import { readRun, removeRun, runIds } from './history.ts';
import type { Run } from './request.ts';
import { dayInMilliseconds, recentRuns, youngDays } from './retention.ts';

/**
 * After each run: those go that are neither young nor recent and that nobody can need: no backup is of them, no run that
 * they undo stays, and their owner has a newer one. A run that is open is none of history's.
 */
export function forgetRuns(system: System, home: string): void {
  const ids = runIds(system, home);
  const oldest = system.now().getTime() - youngDays * dayInMilliseconds;
  if (!ids.some((id, index) => index >= recentRuns && startOf(id) < oldest)) return;
  const runs = new Map(ids.map((id) => [id, readRun(system, home, id)]));
  const needed = new Set([
    ...runsOfBackups(system, home),
    ...newestOfOwners(runs.values()),
    ...ids.slice(0, recentRuns),
  ]);
  // A rollback is younger than what it undoes, so whether that stays is known by then.
  for (const id of ids.toReversed()) {
    if (startOf(id) >= oldest || needed.has(id) || needed.has(undoneBy(runs.get(id)) ?? '')) needed.add(id);
    else removeRun(system, home, id);
  }
}

function undoneBy(run: Run | undefined): string | undefined {
  return (run?.details as RunDetails | undefined)?.undoes ?? undefined;
}

/** When it began, by its id; one that is named in another way stays for ever. */
function startOf(id: string): number {
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(id);
  if (time === null) return Number.POSITIVE_INFINITY;
  const [year = 0, month = 1, ...rest] = time.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

function runsOfBackups(reader: Reader, home: string): readonly string[] {
  const all = backupLabels(reader, home).flatMap((label) => listBackups(reader, home, label));
  return all.flatMap((backup) => detailsOf(reader, backup)?.run ?? []);
}

/** For each owner the newest that a rollback without a name could be of. */
function newestOfOwners(newestFirst: Iterable<Run | undefined>): readonly string[] {
  const newest = new Map<string, string>();
  for (const run of newestFirst) {
    if (run?.state === 'done' && run.kind !== 'rollback' && !newest.has(run.owner)) newest.set(run.owner, run.id);
  }
  return [...newest.values()];
}
