// One file replaced as a whole: may it be, its temporary beside it, and the rename over it.

import { HatchError } from '../model/errors.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader, Stat, System } from '../system/system.ts';
import { codeOf } from './home.ts';

/** Owner of a file, numeric. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/** `.<name>.<random>.tmp` beside the file, so that no host's glob reads it. */
export function temporaryBeside(system: System, real: string): string {
  const { dirname, basename, join } = pathsLike(real);
  return join(dirname(real), `.${basename(real)}.${system.random(6)}.tmp`);
}

/**
 * Refuses (HatchError `refused`) what stands at `real` if a rename over it would be wrong: a folder, a FIFO, a file with
 * several names, a mount point, a file its owner made read-only. With `inPlace` only what cannot be written at all.
 */
export function refuseIrreplaceable(reader: Reader, real: string, stat: Stat | undefined, inPlace: boolean): void {
  const reason = whyNot(reader, real, stat, inPlace);
  if (reason === undefined) return;
  throw new HatchError('refused', `${real} cannot be replaced: ${reason.text}`, { hint: reason.hint });
}

const placeHint = 'set `inPlace: true` on its target to write through it (not atomic)';

function whyNot(
  reader: Reader,
  real: string,
  stat: Stat | undefined,
  inPlace: boolean,
): { readonly text: string; readonly hint: string } | undefined {
  if (stat === undefined) return undefined;
  if (stat.kind === 'directory') return { text: 'it is a folder', hint: 'move the folder away' };
  if (stat.kind !== 'file') return { text: 'it is no ordinary file', hint: 'move it away' };
  if ((stat.mode & 0o222) === 0)
    return { text: 'it is read-only', hint: `make it writable first: chmod u+w '${real}'` };
  if (inPlace) return undefined;
  if (stat.links > 1) return { text: `it has ${stat.links} names (hard links), which would part`, hint: placeHint };
  if (isMounted(reader, real, stat)) return { text: 'it is mounted from elsewhere', hint: placeHint };
  return undefined;
}

/**
 * Is the file a mount point by itself, as in containers? Linux has a table, which also knows bind mounts of the same
 * device; elsewhere the device tells. (On overlay file systems the devices of files and folders differ anyway.)
 */
function isMounted(reader: Reader, real: string, stat: Stat): boolean {
  const { dirname } = pathsLike(real);
  const table = real.startsWith('/') ? reader.read('/proc/self/mountinfo') : undefined;
  if (table === undefined) return stat.dev !== reader.stat(dirname(real))?.dev;
  const point = real.replace(/[ \t\n\\]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return new TextDecoder().decode(table).includes(` ${point} `);
}

/**
 * Writes the temporary: created exclusively, its owner right before there is data in it, flushed. One that is there
 * under this very name is ours and is rewritten, so that it is never missing. Throws HatchError `refused` where the owner of another user's file cannot be kept.
 */
export function stage(
  system: System,
  temporary: string,
  bytes: Uint8Array,
  mode: number,
  owner: FileOwner | undefined,
): void {
  const there = system.stat(temporary) !== undefined;
  // Ours to write until the data is in, whatever the final mode.
  if (!there) system.create(temporary, new Uint8Array(), mode | 0o600);
  if (owner !== undefined) keepOwner(system, temporary, owner);
  if (there) system.overwrite(temporary, bytes);
  else system.append(temporary, bytes);
  if (system.stat(temporary)?.mode !== mode) system.setMode(temporary, mode);
  system.sync(temporary);
}

function keepOwner(system: System, temporary: string, owner: FileOwner): void {
  const made = system.stat(temporary);
  if (made === undefined || (made.uid === owner.uid && made.gid === owner.gid)) return;
  try {
    system.setOwner(temporary, owner.uid, owner.gid);
  } catch (error) {
    // A group we are not in is let go; the file of another user is not taken from them.
    if (codeOf(error) !== 'EPERM') throw error;
    if (made.uid === owner.uid) return;
    throw new HatchError(
      'refused',
      `${temporary} cannot be given to user ${owner.uid}, who owns the file it replaces`,
      {
        hint: 'run the command as that user',
        cause: error,
      },
    );
  }
}

/** The temporary takes the file's name, durably. */
export async function renameOver(system: System, temporary: string, real: string): Promise<void> {
  await patiently(system, real, () => system.rename(temporary, real));
  system.syncFolder(pathsLike(real).dirname(real));
}

/** The file goes, durably. */
export async function removeReal(system: System, real: string): Promise<void> {
  await patiently(system, real, () => system.remove(real));
  system.syncFolder(pathsLike(real).dirname(real));
}

/** On Windows a virus scanner or the host itself may hold the file for a moment: tried again for about two seconds. */
async function patiently(system: System, path: string, act: () => void): Promise<void> {
  const waits = path.startsWith('/') ? [] : [10, 20, 40, 80, 160, 320, 640, 640];
  for (const wait of waits) {
    try {
      act();
      return;
    } catch (error) {
      if (!['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error) ?? '')) throw error;
    }
    await system.pause(wait);
  }
  act();
}

/** Writes a file of our own as a whole: no reader ever sees half of it. */
export async function writeWhole(system: System, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  stage(system, temporary, bytes, 0o600, undefined);
  await renameOver(system, temporary, path);
}
