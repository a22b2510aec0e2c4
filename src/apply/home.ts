// Where things lie under `$HATCH_HOME`, and how a file of ours gets there whole: folders, durable small files.

import { HatchError } from '../model/errors.ts';
import { pathsLike } from '../system/paths.ts';
import type { System } from '../system/system.ts';

/** Folders under `$HATCH_HOME`. Only their owner may look into them. */
export function layoutOf(home: string): { readonly locks: string; readonly runs: string; readonly backups: string } {
  const { join } = pathsLike(home);
  return { locks: join(home, 'locks'), runs: join(home, 'runs'), backups: join(home, 'mcp_host_config_backups') };
}

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Can it be one segment of a path on every platform? */
export function isSegment(text: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?$/.test(text) && !reserved.test(text);
}

/** The text, if it is a segment. Throws HatchError `usage`. */
export function segment(text: string): string {
  if (isSegment(text)) return text;
  throw new HatchError('usage', `'${text}' cannot name a backup or a run: only letters, digits, '.', '_' and '-'`);
}

/** The folders on the way to `path` (itself included) that are not there, parents first. */
export function missingFolders(system: Pick<System, 'stat'>, path: string): readonly string[] {
  const { dirname } = pathsLike(path);
  const missing: string[] = [];
  for (let folder = path; system.stat(folder) === undefined; folder = dirname(folder)) {
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  return missing;
}

/** Makes one folder, durably; one that is there already is fine. */
export function makeFolder(system: System, path: string, mode: number): void {
  unless('EEXIST', () => {
    system.makeFolder(path, mode);
    system.syncFolder(pathsLike(path).dirname(path));
  });
}

/** Makes a folder of ours with its parents. */
export function ensureFolder(system: System, path: string): void {
  for (const folder of missingFolders(system, path)) makeFolder(system, folder, 0o700);
}

/**
 * Where to make a small file of ours before it takes its place: among the locks, from where the next writing command
 * sweeps what a kill left. That may be at once, so be ready for ENOENT.
 */
export function sweptTemporary(system: System, home: string, name: string): string {
  const { locks } = layoutOf(home);
  ensureFolder(system, locks);
  return pathsLike(locks).join(locks, `${name}.${system.random(8)}.tmp`);
}

/** Removes an empty folder; one that is gone or holds something is left as it is. */
export function removeFolder(system: System, path: string): void {
  if (system.stat(path) === undefined) return;
  unless(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => system.removeFolder(path));
}

/** Removes a file; one that is gone already is fine, on a read-only file system too, which would refuse even that. */
export function removeFile(system: System, path: string): void {
  if (system.stat(path) === undefined) return;
  unless('ENOENT', () => system.remove(path));
}

/** Creates a file, its data flushed; its name is not. Throws EEXIST. */
export function createDurable(system: System, path: string, bytes: Uint8Array, mode = 0o600): void {
  system.create(path, bytes, mode);
  system.sync(path);
}

/** Does it, unless it fails with one of these system codes. Gives whether it was done. */
export function unless(codes: string | readonly string[], act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && codes.includes(code)) return false;
    throw error;
  }
}

/** The code of an error that the system threw. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it is too large for the file system',
  EIO: 'the disk reported an error',
  EISDIR: 'a folder stands in its place',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it is not there',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a file stands where a folder is needed',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EXDEV: 'it is on another file system',
};

/** Why something failed, in words for a person. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined && words[code] !== undefined) return `${words[code]} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
