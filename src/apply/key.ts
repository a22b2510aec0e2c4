// The machine's own key, by which sensitive values are recorded.

import { HatchError } from '../model/errors.ts';
import { hatchHome, keyPath, readKey } from '../state/records.ts';
import { pathsOf } from '../system/paths.ts';
import type { Surroundings, System } from '../system/system.ts';
import { createDurable, ensureFolder, removeFile, sweptTemporary, unless } from './home.ts';

/**
 * Makes it where there is none, whole, and by one process only. One that is damaged is of no use to anybody and is
 * replaced; of two who do so at once one is left with fields that have no record. What a kill leaves half made lies among the locks, from where the next command sweeps it. Throws HatchError
 * `failed` where something else than a file has its name.
 */
export function ensureKey(system: System, surroundings: Surroundings): void {
  const path = keyPath(surroundings);
  const { dirname } = pathsOf(surroundings.platform);
  while (readKey(system, surroundings) === undefined) {
    const there = system.stat(path);
    if (there !== undefined && there.kind !== 'file') {
      throw new HatchError('failed', `${path} is no file, and this machine's key belongs there`, {
        hint: 'move it away; the next apply makes a key',
      });
    }
    ensureFolder(system, dirname(path));
    const temporary = sweptTemporary(system, hatchHome(surroundings), 'key');
    createDurable(system, temporary, new TextEncoder().encode(system.random(32)));
    const put = there === undefined ? system.link : system.rename;
    try {
      // Another owner's run made one first, or swept ours away.
      if (unless(['EEXIST', 'ENOENT'], () => put(temporary, path))) system.syncFolder(dirname(path));
    } finally {
      removeFile(system, temporary);
    }
  }
}
