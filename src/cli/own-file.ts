// Files that the command line writes for the user, beside what the verbs write: a saved plan.

import { HatchError } from '../model/errors.ts';
import { pathsOf } from '../system/paths.ts';
import type { Call } from './call.ts';

/** Writes a file for the user's eyes only, relative to the working directory; replaces an ordinary file that is there. */
export function writeOwnFile({ system, surroundings }: Call['ports'], path: string, text: string): void {
  const { dirname, resolve } = pathsOf(surroundings.platform);
  const file = resolve(surroundings.cwd, path);
  const stat = system.stat(file);
  if (stat !== undefined && stat.kind !== 'file') throw new HatchError('usage', `${path} is no ordinary file`);
  if (system.stat(dirname(file)) === undefined) throw new HatchError('usage', `there is no folder for ${path}`);
  const temporary = `${file}.${system.random(4)}.tmp`;
  system.create(temporary, new TextEncoder().encode(text), 0o600);
  system.rename(temporary, file);
}
