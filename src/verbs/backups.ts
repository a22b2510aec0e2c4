// `backup create`, `list`, `restore`, `clean`: copies of hosts' files beside those that every run makes.

import {
  type Backup,
  createBackup as copy,
  detailsOf,
  findBackup,
  listBackups as list,
  readBackup,
} from '../apply/backup.ts';
import { withLocks } from '../apply/locked.ts';
import { realPath } from '../apply/real-path.ts';
import { type CleanRequest, cleanBackups as clean, cleanable } from '../apply/retention.ts';
import { timeOf } from '../apply/stamp.ts';
import { HatchError } from '../model/errors.ts';
import { hatchHome } from '../state/records.ts';
import { storesHere } from './bounds.ts';
import { carryOut, type Planned } from './carry-out.ts';
import { type NamedTarget, namedTargets } from './named-targets.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { plannedTargets } from './planned-targets.ts';
import { restoredEntries, restoredFile } from './restored-entries.ts';
import { undoTarget } from './undo-target.ts';

/** Which backups go. */
export interface CleanPolicy {
  /** Only what is older. */
  readonly olderThanDays?: number | undefined;
  /** The newest ones of each file that stay in any case. */
  readonly keepCount?: number | undefined;
  /** The first copy of a file too. */
  readonly first?: boolean | undefined;
}

export interface BackupRow {
  /** The copy's own file. */
  readonly file: string;
  readonly target: string;
  /** ISO 8601, UTC; empty for a file of unknown origin. */
  readonly created: string;
  /** Bytes. */
  readonly size: number;
  readonly run: string | undefined;
  /** Given by hand. */
  readonly name: string | undefined;
}

/** The host, and which of its backups: by file name, stamp or given name; the newest by default. */
export interface RestoreChoice {
  readonly host: string;
  readonly file?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly name?: string | undefined;
}

/** Copies the files of the targets that are there. Throws HatchError `usage` for an unknown name. */
export async function createBackup(
  ports: WritePorts,
  options: PlanOptions,
  names: readonly string[] | 'all',
  label?: string,
): Promise<readonly BackupRow[]> {
  const { system, surroundings } = ports;
  const home = hatchHome(surroundings);
  const rows: BackupRow[] = [];
  for (const target of (await namedTargets(ports, options, names)).targets) {
    for (const path of filesOf(ports, target)) {
      const original = realPath(system, path);
      const request = { owner: target.name, paths: [path], timeout: 30_000, command: 'backup create' };
      const backup = await withLocks(system, home, request, async () =>
        copy(system, home, {
          label: target.name,
          original,
          bytes: system.read(path),
          mode: system.stat(original)?.mode,
          ...(label !== undefined && { name: label }),
        }),
      );
      rows.push(rowOf(ports, backup));
    }
  }
  return rows;
}

/** In a folder placement each file is backed up by itself. */
function filesOf({ system }: ReadPorts, { located }: NamedTarget): readonly string[] {
  if (located.placement.kind === 'file') return system.stat(located.path) === undefined ? [] : [located.path];
  const { extensions } = located.placement;
  const separator = located.path.includes('\\') ? '\\' : '/';
  const names = (system.list(located.path) ?? []).filter((name) =>
    extensions.some((extension) => name.endsWith(extension)),
  );
  return names.map((name) => `${located.path}${separator}${name}`);
}

/** Newest first. */
export async function listBackups(
  ports: ReadPorts,
  options: PlanOptions,
  names: readonly string[] | 'all' = 'all',
): Promise<readonly BackupRow[]> {
  const home = hatchHome(ports.surroundings);
  const { targets } = await namedTargets(ports, options, names);
  return targets.flatMap(({ name }) => list(ports.system, home, name).map((backup) => rowOf(ports, backup)));
}

function rowOf({ system }: ReadPorts, backup: Backup): BackupRow {
  const details = detailsOf(system, backup);
  return {
    file: backup.path,
    target: backup.label,
    created: backup.stamp === undefined ? '' : new Date(timeOf(backup.stamp)).toISOString(),
    size: details?.size ?? system.stat(backup.path)?.size ?? 0,
    run: details?.run,
    name: details?.name,
  };
}

function cleanRequest(label: string, { olderThanDays, keepCount, first }: CleanPolicy): CleanRequest {
  return {
    label,
    ...(olderThanDays !== undefined && { olderThanDays }),
    ...(keepCount !== undefined && { keepCount }),
    ...(first !== undefined && { first }),
  };
}

/**
 * Removes what the policy allows: never the first copy without `first`, never what an unfinished run needs. `approves`
 * sees what would go, before anything does; it is not asked where that is nothing.
 */
export async function cleanBackups(
  ports: WritePorts,
  options: PlanOptions,
  names: readonly string[] | 'all',
  policy: CleanPolicy,
  approves: (rows: readonly BackupRow[]) => Promise<boolean>,
): Promise<readonly BackupRow[]> {
  const { system } = ports;
  const home = hatchHome(ports.surroundings);
  const { targets } = await namedTargets(ports, options, names);
  const labels = [...new Set(targets.map(({ name }) => name))];
  const going = labels
    .flatMap((label) => cleanable(system, home, cleanRequest(label, policy), system.now()))
    .map((backup) => rowOf(ports, backup));
  if (going.length > 0 && !(await approves(going))) return [];
  // Nothing goes that was not shown.
  const shown = new Map(going.map((row) => [row.file, row]));
  const removed = labels.flatMap((label) =>
    clean(system, home, cleanRequest(label, policy), (backup) => shown.has(backup.path)),
  );
  return removed.flatMap(({ path }) => shown.get(path) ?? []);
}

/**
 * Puts a backup's bytes and mode back; what it replaces is backed up, and the run can be undone. Throws HatchError as
 * `apply` does, `usage` where there is no such backup, `failed` for a damaged one.
 */
export async function restoreBackup(
  ports: WritePorts,
  options: PlanOptions,
  choice: RestoreChoice,
  how: ApplyOptions,
): Promise<ApplyReport> {
  const plan = async (asked: PlanOptions) => plannedRestore(ports, asked, choice);
  return carryOut(ports, { kind: 'restore', plan, removes: true }, options, how);
}

async function plannedRestore(ports: ReadPorts, options: PlanOptions, choice: RestoreChoice): Promise<Planned> {
  const { host, file, timestamp, name } = choice;
  const { system, surroundings } = ports;
  const home = hatchHome(surroundings);
  const { targets, owner } = await namedTargets(ports, options, [host]);
  const target = targets[0];
  if (target === undefined) throw new HatchError('usage', `\`${host}\` has no file on this machine`);
  const original = target.located.placement.kind === 'file' ? realPath(system, target.located.path) : undefined;
  const backup = findBackup(system, home, target.name, file ?? timestamp ?? name, original);
  const details = detailsOf(system, backup);
  const path = original === undefined ? (details?.original ?? '') : target.located.path;
  if (path === '') throw new HatchError('failed', `${backup.path} does not say where it belongs`);
  const stores = storesHere(ports, owner);
  const before = readBackup(system, backup);
  const bytes = system.read(path);
  const of = restoredFile(ports.surroundings, target, path, stores);
  const entries = restoredEntries(ports, target, { of, bytes, before, stores, run: details?.run });
  const exact = !(bytes === undefined && before === undefined) && !sameBytes(bytes, before);
  const undo = exact
    ? { of, entries, bytes, before, modeBefore: details?.mode, exact, what: `restores ${backup.name}` }
    : { of, entries: [], bytes, before, modeBefore: undefined, exact, what: '' };
  const undone = [undoTarget(surroundings, stores, undo, options)];
  const planned = await plannedTargets(ports, options, owner, stores, undone);
  return { ...planned, plan: { ...planned.plan, title: `Restore ${target.name} from ${backup.name}` } };
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
}
