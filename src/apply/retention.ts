// Which backups go: by the user's word, and by themselves in time. The first copy of a file stays.

import { byCodePoint } from '../model/json.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader, System } from '../system/system.ts';
import { type Backup, backupFolder, backupLabels, detailsOf, listBackups, removeBackup } from './backup.ts';
import { runIds } from './history.ts';
import { removeFile } from './home.ts';
import { journalPath } from './journal.ts';
import { stampIn, timeOf } from './stamp.ts';

export interface CleanRequest {
  /** All labels where undefined. */
  readonly label?: string;
  /** Only backups of this file (links resolved). */
  readonly original?: string;
  /** Only what is older. */
  readonly olderThanDays?: number;
  /** The newest ones of each file that stay in any case. */
  readonly keepCount?: number;
  /** The first copy of a file too. */
  readonly first?: boolean;
}

export const dayInMilliseconds = 24 * 60 * 60 * 1000;
export const youngDays = 14;
export const recentRuns = 20;
const mostBytes = 200 * 1024 * 1024;

/** What `cleanBackups` would remove; only ours, never what an unfinished run needs. With both limits, both must hold. */
export function cleanable(reader: Reader, home: string, request: CleanRequest, now: Date): readonly Backup[] {
  const labels = request.label === undefined ? backupLabels(reader, home) : [request.label];
  return labels.flatMap((label) =>
    byOriginal(listBackups(reader, home, label, request.original)).flatMap((backups) =>
      backups
        .filter((_, index) => index >= (request.keepCount ?? 0))
        .filter((backup) => request.first === true || backup !== backups.at(-1))
        .filter((backup) => ageOf(backup, now) > (request.olderThanDays ?? 0) * dayInMilliseconds)
        .filter((backup) => !isNeeded(reader, home, backup)),
    ),
  );
}

/** Removes the backups that `passes` lets go; gives what it removed. */
export function cleanBackups(
  system: System,
  home: string,
  request: CleanRequest,
  passes: (backup: Backup) => boolean = () => true,
): readonly Backup[] {
  const now = system.now();
  const removed = cleanable(system, home, request, now).filter(passes);
  for (const backup of removed) removeBackup(system, backup);
  const labels = request.label === undefined ? backupLabels(system, home) : [request.label];
  for (const label of labels) dropOrphans(system, home, label, now);
  return removed;
}

/**
 * After each run: what is neither young nor of a recent run goes, and the oldest beyond 200 MiB. First copies, those made
 * by hand and those of the newest run stay.
 */
export function applyRetention(system: System, home: string): void {
  const now = system.now();
  const runs = runIds(system, home).slice(0, recentRuns);
  let bytes = 0;
  for (const backup of retainable(system, home)) {
    const isYoung = ageOf(backup, now) < youngDays * dayInMilliseconds;
    bytes += system.stat(backup.path)?.size ?? 0;
    if (isYoung && bytes <= mostBytes) continue;
    const run = detailsOf(system, backup)?.run;
    const isRecent = run !== undefined && runs.includes(run);
    if (run === undefined || run === runs[0] || (isRecent && bytes <= mostBytes)) continue;
    if (!isNeeded(system, home, backup)) removeBackup(system, backup);
  }
}

/** All of ours but first copies, newest first. */
function retainable(reader: Reader, home: string): readonly Backup[] {
  return backupLabels(reader, home)
    .flatMap((label) => byOriginal(listBackups(reader, home, label)).flatMap((backups) => backups.slice(0, -1)))
    .sort((left, right) => byCodePoint(right.stamp ?? '', left.stamp ?? ''));
}

/** The backups of each original, newest first. Strangers are left out. */
function byOriginal(backups: readonly Backup[]): readonly (readonly Backup[])[] {
  const groups = new Map<string, Backup[]>();
  for (const backup of backups) {
    if (backup.key === undefined || backup.stamp === undefined) continue;
    const group = groups.get(backup.key);
    if (group === undefined) groups.set(backup.key, [backup]);
    else group.push(backup);
  }
  return [...groups.values()];
}

function ageOf(backup: Backup, now: Date): number {
  return now.getTime() - timeOf(backup.stamp ?? '');
}

/** A run that is not over may have to put it back. */
function isNeeded(reader: Reader, home: string, backup: Backup): boolean {
  const run = detailsOf(reader, backup)?.run;
  return run !== undefined && reader.stat(journalPath(home, run)) !== undefined;
}

/** A crash while one was made or removed leaves a sidecar alone; a day later its backup is not coming any more. */
function dropOrphans(system: System, home: string, label: string, now: Date): void {
  const folder = backupFolder(home, label);
  const { join } = pathsLike(home);
  const names = new Set(system.list(folder) ?? []);
  for (const name of names) {
    const backup = /^\.(mcp\.json\..*)\.[0-9a-f]{12}\.json$/.exec(name)?.[1];
    if (backup === undefined || names.has(backup)) continue;
    if (now.getTime() - timeOf(stampIn(backup) ?? '') > dayInMilliseconds) removeFile(system, join(folder, name));
  }
}
