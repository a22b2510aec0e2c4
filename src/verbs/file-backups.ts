// For programs: one file of a host backed up, restored, written whole or not at all. What goes wrong is in the result.

import {
  type Backup,
  backupLabels,
  createBackup,
  detailsOf,
  findBackup,
  listBackups,
  restoreChange,
} from '../apply/backup.ts';
import { withLocks } from '../apply/locked.ts';
import { realPath } from '../apply/real-path.ts';
import type { FileChange, Run } from '../apply/request.ts';
import { cleanBackups as clean } from '../apply/retention.ts';
import { timeOf } from '../apply/stamp.ts';
import { transact } from '../apply/transaction.ts';
import { HatchError } from '../model/errors.ts';
import { hatchHome } from '../state/records.ts';
import { type CleanPolicy, restoreBackup as restoreTarget } from './backups.ts';
import { namedTargets } from './named-targets.ts';
import type { PlanOptions, ReadPorts, WritePorts } from './options.ts';

/** A copy of a host's file. */
export interface BackupInfo {
  /** The host, or target, that it was taken for. */
  readonly host: string;
  /** `YYYYMMDD_HHMMSS_ffffff`, UTC: names the copy for `restoreFile`. */
  readonly timestamp: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** The copy's own file, absolute. */
  readonly backupPath: string;
  /** The file that was copied, links resolved. */
  readonly originalPath: string;
  /** Bytes. */
  readonly size: number;
  /** The run that made it; undefined for one that was asked for. */
  readonly run: string | undefined;
  /** The name it was given. */
  readonly name: string | undefined;
}

interface Failed {
  readonly success: false;
  readonly errorMessage: string;
  readonly error: HatchError;
}

/** A copy was made, of so many bytes; or why not. */
export type BackupResult =
  | (BackupInfo & { readonly success: true; readonly originalSize: number; readonly backupSize: number })
  | Failed;

/** The file holds what was asked for; or nothing has changed, and why. */
export type WriteResult =
  | {
      readonly success: true;
      /** The file, absolute. */
      readonly path: string;
      /** The copy of what was replaced; undefined where there was no file, nothing to change, or no copy wanted. */
      readonly backupPath: string | undefined;
      /** For `rollback`; undefined where the file held these bytes already. */
      readonly run: string | undefined;
    }
  | Failed;

/** The copies that are gone, and their bytes; or why not. */
export type CleanResult =
  | { readonly success: true; readonly removed: readonly BackupInfo[]; readonly freed: number }
  | Failed;

/** Copies a file as it is, under the host's name. */
export async function backupFile(
  ports: WritePorts,
  path: string,
  host: string,
  { name }: { readonly name?: string } = {},
): Promise<BackupResult> {
  return answered(async () => {
    const { system, surroundings } = ports;
    const home = hatchHome(surroundings);
    const request = { owner: host, paths: [path], timeout, command: 'backup' };
    const made = await withLocks(system, home, request, async () => {
      const bytes = system.read(path);
      if (bytes === undefined) throw new HatchError('failed', `there is no file ${path}`);
      const original = realPath(system, path);
      const mode = system.stat(original)?.mode;
      return createBackup(system, home, { label: host, original, bytes, mode, ...(name !== undefined && { name }) });
    });
    const info = infoOf(ports, made);
    return { success: true, ...info, originalSize: info.size, backupSize: system.stat(made.path)?.size ?? 0 };
  });
}

/** The copies of a host's files, newest first; with `path` those of one file. Files of unknown origin are left out. */
export function backupsOf(ports: ReadPorts, host: string, path?: string): readonly BackupInfo[] {
  const { system, surroundings } = ports;
  const original = path === undefined ? undefined : realPath(system, path);
  return listBackups(system, hatchHome(surroundings), host, original)
    .filter((backup) => detailsOf(system, backup) !== undefined)
    .map((backup) => infoOf(ports, backup));
}

/**
 * Puts a copy back where it was taken: the one with this timestamp, or the newest. What it replaces is copied first. For
 * a target of the manifest, or a host's own file, the records follow, as with `hatch backup restore`.
 */
export async function restoreFile(
  ports: WritePorts,
  host: string,
  { timestamp, ...options }: PlanOptions & { readonly timestamp?: string } = {},
): Promise<WriteResult> {
  return answered(async () => {
    const { system, surroundings } = ports;
    const backup = findBackup(system, hatchHome(surroundings), host, timestamp);
    const path = detailsOf(system, backup)?.original;
    if (path === undefined) throw new HatchError('failed', `${backup.path} does not say where it belongs`);
    if (await isTarget(ports, options, host, path)) {
      const how = { autoApprove: true, command: 'restore' };
      const { run } = await restoreTarget(ports, options, { host, file: backup.name }, how);
      return written(path, run);
    }
    return written(path, await write(ports, host, path, 'restore', true, () => restoreChange(system, backup, path)));
  });
}

/** Removes old copies, of one host or of all; the first copy of each file stays, unless `first` says otherwise. */
export async function cleanFileBackups(
  ports: WritePorts,
  host: string | undefined,
  { olderThanDays, keepCount, first }: CleanPolicy,
): Promise<CleanResult> {
  return answered(async () => {
    const home = hatchHome(ports.surroundings);
    const labels = host === undefined ? backupLabels(ports.system, home) : [host];
    const before = new Map(
      labels.flatMap((label) => backupsOf(ports, label)).map((info) => [info.backupPath, info] as const),
    );
    const gone = clean(ports.system, home, {
      ...(host !== undefined && { label: host }),
      ...(olderThanDays !== undefined && { olderThanDays }),
      ...(keepCount !== undefined && { keepCount }),
      ...(first !== undefined && { first }),
    });
    const removed = gone.flatMap(({ path }) => before.get(path) ?? []);
    return { success: true, removed, freed: removed.reduce((sum, { size }) => sum + size, 0) };
  });
}

/**
 * Makes this the whole content of a file, at once or not at all, with a copy of what it replaces (`backup: false` keeps
 * none). Links and permissions stay; a new file is the user's alone (0600).
 */
export async function writeFileSafely(
  ports: WritePorts,
  path: string,
  content: string | Uint8Array,
  host: string,
  { backup = true }: { readonly backup?: boolean } = {},
): Promise<WriteResult> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return answered(async () => {
    const run = await write(ports, host, path, 'write', backup, () => ({
      path,
      role: 'target',
      label: host,
      before: ports.system.read(path),
      render: () => bytes,
      mode: undefined,
      inPlace: false,
    }));
    return written(path, run);
  });
}

/**
 * Runs an operation that changes the file, in whatever way. If it throws, the file gets its bytes and mode back, also
 * where there was none, and the error goes on. Throws HatchError `undo-incomplete` where that fails, with the operation's
 * error as its cause.
 */
export async function withBackup<T>(
  ports: WritePorts,
  path: string,
  host: string,
  operation: (backup: BackupInfo | undefined) => T | Promise<T>,
): Promise<T> {
  const existed = ports.system.stat(path) !== undefined;
  const made = existed ? await backupFile(ports, path, host) : undefined;
  if (made?.success === false) throw made.error;
  try {
    return await operation(made);
  } catch (cause) {
    const back = await answered(async () => written(path, await putBack(ports, path, host, made?.timestamp)));
    if (back.success) throw cause;
    throw new HatchError('undo-incomplete', `${path} could not be put back: ${back.errorMessage}`, {
      ...(made !== undefined && { hint: `its copy is ${made.backupPath}` }),
      cause,
    });
  }
}

function putBack(ports: WritePorts, path: string, host: string, timestamp: string | undefined): Promise<Run> {
  const { system, surroundings } = ports;
  return write(ports, host, path, 'undo', false, () =>
    timestamp === undefined
      ? {
          path,
          role: 'target',
          label: host,
          before: system.read(path),
          render: () => undefined,
          mode: undefined,
          inPlace: false,
        }
      : restoreChange(system, findBackup(system, hatchHome(surroundings), host, timestamp), path),
  );
}

/** Milliseconds to wait for another run. */
const timeout = 30_000;

function write(
  { system, surroundings }: WritePorts,
  host: string,
  path: string,
  kind: string,
  backup: boolean,
  change: () => FileChange,
): Promise<Run> {
  const home = hatchHome(surroundings);
  const command = `${kind} ${path}`;
  return withLocks(system, home, { owner: host, paths: [path], timeout, command }, () =>
    transact(system, home, {
      owner: host,
      command,
      kind,
      changes: [change()],
      backup,
      details: { entries: [], undoes: null },
    }),
  );
}

function written(path: string, run: Run | undefined): WriteResult {
  const file = run?.files.find(({ role }) => role === 'target');
  return {
    success: true,
    path,
    backupPath: file?.backup,
    run: run === undefined || run.files.length === 0 ? undefined : run.id,
  };
}

/** Is this the file of the target, or of the host itself, that goes by the name? Then its records are to follow. */
async function isTarget(ports: ReadPorts, options: PlanOptions, host: string, original: string): Promise<boolean> {
  try {
    const { targets } = await namedTargets(ports, options, [host]);
    return targets.some(({ located }) => realPath(ports.system, located.path) === original);
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'usage') return false;
    throw error;
  }
}

function infoOf({ system }: ReadPorts, backup: Backup): BackupInfo {
  const details = detailsOf(system, backup);
  return {
    host: backup.label,
    timestamp: backup.stamp ?? '',
    created: new Date(timeOf(backup.stamp ?? '')).toISOString(),
    backupPath: backup.path,
    originalPath: details?.original ?? '',
    size: details?.size ?? 0,
    run: details?.run,
    name: details?.name,
  };
}

/** What is thrown becomes part of the result, a bug of ours excepted. */
async function answered<Result>(work: () => Promise<Result>): Promise<Result | Failed> {
  try {
    return await work();
  } catch (cause) {
    const known = cause instanceof HatchError;
    if (!known && !(cause instanceof Error && 'code' in cause)) throw cause;
    const error = known ? cause : new HatchError('failed', cause.message, { cause });
    return { success: false, errorMessage: error.message, error };
  }
}
