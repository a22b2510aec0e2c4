// Backups: exact copies of a file under its target's name and the time, each with a sidecar that says what it is.

import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { byCodePoint } from '../model/json.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader, System } from '../system/system.ts';
import { codeOf, createDurable, ensureFolder, isSegment, layoutOf, removeFile, segment } from './home.ts';
import type { FileChange } from './request.ts';
import { microsecondsAfter, stampIn, stampOf } from './stamp.ts';

/** A backup as its folder's listing tells it; nothing was opened. */
export interface Backup {
  readonly label: string;
  /** `mcp.json.<label>.<stamp>`, or whatever a file without our sidecar is called. */
  readonly name: string;
  readonly path: string;
  /** `YYYYMMDD_HHMMSS_ffffff`, UTC; undefined where the name holds none. */
  readonly stamp: string | undefined;
  /** Undefined for a file that is not ours: listed, restored only by name, never cleaned. */
  readonly sidecar: string | undefined;
  /** Tells whose backup it is; see `keyOf`. */
  readonly key: string | undefined;
}

type OurBackup = Backup & { readonly sidecar: string };

/** What the sidecar says. */
export interface BackupDetails {
  /** Undefined for one that was asked for by hand. */
  readonly run: string | undefined;
  /** The file that was copied, links resolved. */
  readonly original: string;
  readonly mode: number | undefined;
  /** SHA-256 in hex, of no bytes at all where there was no file. */
  readonly digest: string;
  readonly existed: boolean;
  readonly size: number;
  /** Given by the user. */
  readonly name: string | undefined;
  /** Counts the backups of one run, from 0. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly taken: string;
}

export interface BackupRequest {
  readonly label: string;
  readonly original: string;
  /** Undefined where there is no file. */
  readonly bytes: Uint8Array | undefined;
  readonly mode: number | undefined;
  readonly run?: string;
  readonly name?: string;
  readonly sequence?: number;
  /** The stamp wanted, as `freeStamp` gave it; another is taken where it is in use by now. */
  readonly stamp?: string;
}

/** The folder of a label's backups. Throws HatchError `usage` for a label that is no name. */
export function backupFolder(home: string, label: string): string {
  const { backups } = layoutOf(home);
  return pathsLike(backups).join(backups, segment(label));
}

/** Path of the backup with this stamp. */
export function backupPath(home: string, label: string, stamp: string): string {
  return pathsLike(home).join(backupFolder(home, label), `mcp.json.${label}.${stamp}`);
}

/** Copies the bytes durably, 0600. Throws as the system does; a crash leaves at most a sidecar without its backup. */
export function createBackup(system: System, home: string, request: BackupRequest): Backup {
  const { label, original } = request;
  const folder = backupFolder(home, label);
  ensureFolder(system, folder);
  const bytes = request.bytes ?? new Uint8Array();
  let stamp = request.stamp ?? freeStamp(system, home, label);
  for (;;) {
    const backup = backupAt(label, backupPath(home, label, stamp), original);
    if (createPair(system, backup, bytes, sidecarText(system, request, bytes))) {
      system.syncFolder(folder);
      return backup;
    }
    stamp = freeStamp(system, home, label, [stamp]);
  }
}

/** The sidecar first: alone it is no backup, while a backup without it would pass for a stranger's file for ever. */
function createPair(system: System, backup: OurBackup, bytes: Uint8Array, text: string): boolean {
  let described = false;
  try {
    createDurable(system, backup.sidecar, new TextEncoder().encode(text));
    described = true;
    createDurable(system, backup.path, bytes);
    return true;
  } catch (error) {
    const taken = codeOf(error) === 'EEXIST';
    // What was there already is another process's; only what this call began is taken away again.
    if (described && !taken) removeFile(system, backup.path);
    if (described || !taken) removeFile(system, backup.sidecar);
    if (taken) return false;
    throw error;
  }
}

function sidecarText(system: System, request: BackupRequest, bytes: Uint8Array): string {
  const details: BackupDetails = {
    run: request.run,
    original: request.original,
    mode: request.mode,
    digest: sha256(bytes),
    existed: request.bytes !== undefined,
    size: bytes.length,
    name: request.name,
    sequence: request.sequence ?? 0,
    taken: system.now().toISOString(),
  };
  return `${JSON.stringify({ formatVersion: 1, ...details })}\n`;
}

/** A stamp of now, or after the label's newest, that no backup has, nor any of `taken`: counted up by microseconds. */
export function freeStamp(system: System, home: string, label: string, taken: readonly string[] = []): string {
  const start = microsecondsAfter(system.now(), listBackups(system, home, label)[0]?.stamp);
  for (let time = start; ; time += 1) {
    const stamp = stampOf(time);
    if (!taken.includes(stamp) && system.stat(backupPath(home, label, stamp)) === undefined) return stamp;
  }
}

/** Tells the backups of one original from those of another without opening any: stands in the sidecar's name. */
export function keyOf(original: string): string {
  return sha256(original).slice(0, 12);
}

function sidecarName(name: string, key: string): string {
  return `.${name}.${key}.json`;
}

/** Labels that have backups, sorted. */
export function backupLabels(reader: Reader, home: string): readonly string[] {
  const { backups } = layoutOf(home);
  const { join } = pathsLike(home);
  return (reader.list(backups) ?? [])
    .filter(isSegment)
    .filter((name) => reader.stat(join(backups, name))?.kind === 'directory');
}

/**
 * The backups of a label, newest first, then those that are not ours. With `original` only the backups of that file
 * (links resolved), and the strangers. One listing of one folder: no file is opened.
 */
export function listBackups(reader: Reader, home: string, label: string, original?: string): readonly Backup[] {
  const folder = backupFolder(home, label);
  const { join } = pathsLike(home);
  const names = reader.list(folder) ?? [];
  const sidecars = new Map(names.flatMap((name) => sidecarOf(name)));
  const wanted = original === undefined ? undefined : keyOf(original);
  return names
    .filter((name) => !name.startsWith('.'))
    .map((name): Backup => {
      const key = sidecars.get(name);
      const sidecar = key === undefined ? undefined : join(folder, sidecarName(name, key));
      return { label, name, path: join(folder, name), stamp: stampIn(name), sidecar, key };
    })
    .filter(({ key }) => wanted === undefined || key === undefined || key === wanted)
    .sort((left, right) => rank(right) - rank(left) || byCodePoint(right.stamp ?? '', left.stamp ?? ''));
}

function sidecarOf(name: string): readonly (readonly [string, string])[] {
  const [, backup, key] = /^\.(mcp\.json\..*)\.([0-9a-f]{12})\.json$/.exec(name) ?? [];
  return backup === undefined || key === undefined ? [] : [[backup, key]];
}

function rank(backup: Backup): number {
  return backup.sidecar === undefined ? 0 : 1;
}

/**
 * The backup that a user names: by its file's name or path as listed, its time, or the name given to it; the newest of
 * ours where nothing is said. Only those in the label's own folder count: no path is ever followed. Throws HatchError
 * `usage` where there is none, or more than one.
 */
export function findBackup(reader: Reader, home: string, label: string, said?: string, original?: string): Backup {
  const all = listBackups(reader, home, label, original);
  const ours = all.filter((backup) => backup.sidecar !== undefined);
  const time = said === undefined ? undefined : timePrefix(label, said);
  const ways: readonly (() => readonly Backup[])[] =
    said === undefined
      ? [() => ours.slice(0, 1)]
      : [
          () => all.filter(({ name, path }) => name === said || path === said),
          () => ours.filter((backup) => detailsOf(reader, backup)?.name === said).slice(0, 1),
          () => (time === undefined ? [] : ours.filter(({ stamp }) => stamp?.startsWith(time))),
        ];
  for (const way of ways) {
    const [found, ...more] = way();
    if (found !== undefined && more.length === 0) return found;
    if (found !== undefined) {
      const names = [found, ...more].map(({ name }) => name).join(', ');
      throw new HatchError('usage', `\`${said}\` means ${more.length + 1} backups of ${label}`, {
        hint: `say which: ${names}`,
      });
    }
  }
  const [what, hint] = said === undefined ? ['no backup', 'create'] : [`no backup \`${said}\``, 'list'];
  throw new HatchError('usage', `${label} has ${what}`, { hint: `hatch backup ${hint} ${label}` });
}

/**
 * The beginning of a stamp that a text means: `20251120_150000_123456` or less of it, the same in
 * `<label>_20251120_150000.json`, or an ISO 8601 time in UTC. Undefined where it means no time.
 */
function timePrefix(label: string, said: string): string | undefined {
  const bare = said.replace(/\.json$/, '');
  const own = bare.startsWith(`${label}_`) ? bare.slice(label.length + 1) : bare;
  if (/^\d{8}_\d{6}(_\d{1,6})?$/.test(own)) return own;
  const [, y, m, d, h, min, s, fraction] =
    /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?Z?$/.exec(own) ?? [];
  if (y === undefined) return undefined;
  return `${y}${m}${d}_${h}${min}${s}${fraction === undefined ? '' : `_${fraction}`}`;
}

/** What the sidecar says; undefined for a file that is not ours, or whose sidecar cannot be read. */
export function detailsOf(reader: Reader, backup: Backup): BackupDetails | undefined {
  const bytes = backup.sidecar === undefined ? undefined : reader.read(backup.sidecar);
  if (bytes === undefined) return undefined;
  try {
    const read = JSON.parse(new TextDecoder().decode(bytes)) as Partial<BackupDetails> | null;
    const { run, original, mode, digest, existed, size, name, sequence, taken } = read ?? {};
    if (typeof original !== 'string' || typeof digest !== 'string') return undefined;
    if (typeof existed !== 'boolean' || typeof taken !== 'string') return undefined;
    if (mode !== undefined && typeof mode !== 'number') return undefined;
    return { run, original, mode, digest, existed, size: size ?? 0, name, sequence: sequence ?? 0, taken };
  } catch {
    // Torn by a crash: the file beside it is treated as a stranger's.
    return undefined;
  }
}

/**
 * The bytes of a backup, checked against its sidecar's digest; undefined where the original did not exist. A stranger's
 * file is given as it is. Throws HatchError `failed` for one that is damaged or gone.
 */
export function readBackup(reader: Reader, backup: Backup): Uint8Array | undefined {
  const details = detailsOf(reader, backup);
  const kind = reader.stat(backup.path)?.kind;
  const bytes = kind === 'file' ? reader.read(backup.path) : undefined;
  const intact = bytes !== undefined && (details === undefined || sha256(bytes) === details.digest);
  if (!intact || (details === undefined && backup.sidecar !== undefined)) {
    const why = kind === undefined ? 'gone: it was cleaned away' : 'damaged: it is not what was copied';
    throw new HatchError('failed', `the backup ${backup.path} is ${why}`, {
      hint: `choose another one: hatch backup list ${backup.label}`,
    });
  }
  return details?.existed === false ? undefined : bytes;
}

/** The change that puts a backup's bytes and mode back at `path`, whatever its name or sidecar says about paths. */
export function restoreChange(reader: Reader, backup: Backup, path: string, label: string = backup.label): FileChange {
  const bytes = readBackup(reader, backup);
  return {
    path,
    role: 'target',
    label,
    before: reader.read(path),
    render: () => bytes,
    mode: detailsOf(reader, backup)?.mode,
    inPlace: false,
  };
}

/** The backup of `original` at a path that `backupPath` gave, whether or not it is there. */
export function backupAt(label: string, path: string, original: string): OurBackup {
  const { basename, dirname, join } = pathsLike(path);
  const name = basename(path);
  const key = keyOf(original);
  return { label, name, path, stamp: stampIn(name), key, sidecar: join(dirname(path), sidecarName(name, key)) };
}

/** Removes a backup; its sidecar last, so that a crash leaves no stranger. Gone already is fine. */
export function removeBackup(system: System, backup: Backup): void {
  removeFile(system, backup.path);
  if (backup.sidecar !== undefined) removeFile(system, backup.sidecar);
}
