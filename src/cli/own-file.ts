// Files that the command line writes for the user, beside what the verbs write: a saved plan.

import { HatchError } from '../model/errors.ts';
import { pathsOf } from '../system/paths.ts';
import type { Call } from './call.ts';

/**
 * Writes a file for the user's eyes only, relative to the working directory. One that is there is replaced only where it
 * is empty or was written for the same. Throws HatchError (`usage`).
 */
export function writeOwnFile(
  { system, surroundings }: Call['ports'],
  path: string,
  text: string,
  isSame: (bytes: Uint8Array) => boolean,
): void {
  const { dirname, resolve } = pathsOf(surroundings.platform);
  const file = resolve(surroundings.cwd, path);
  const stat = system.stat(file);
  if (stat !== undefined && stat.kind !== 'file') throw new HatchError('usage', `${path} is no ordinary file`);
  const before = stat && system.read(file);
  if (before !== undefined && before.length > 0 && !isSame(before)) {
    throw new HatchError('usage', `${path} is there, and is something else`, {
      hint: 'name another file, or remove it',
    });
  }
  if (system.stat(dirname(file)) === undefined) throw new HatchError('usage', `there is no folder for ${path}`);
  const temporary = `${file}.${system.random(4)}.tmp`;
  system.create(temporary, new TextEncoder().encode(text), 0o600);
  system.rename(temporary, file);
}
