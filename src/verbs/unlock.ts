// `unlock`: removes a lock whose holder cannot be seen from here.

import { breakLock } from '../apply/lock.ts';
import { hatchHome } from '../state/records.ts';
import type { Process } from '../system/system.ts';
import type { WritePorts } from './options.ts';

/**
 * The holder that the lock named, if it named one. Throws HatchError `usage` where there is no such lock, `refused`
 * where the holder is seen to live.
 */
export async function unlock({ system, surroundings }: WritePorts, id: string): Promise<Process | undefined> {
  let holder: Process | undefined;
  breakLock(system, hatchHome(surroundings), id, (found) => {
    holder = found;
  });
  return holder;
}
