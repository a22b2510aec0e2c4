// `unlock`: removes a lock whose holder cannot be seen from here.

import { unlock as unlockAt } from '../apply/recover.ts';
import { hatchHome } from '../state/records.ts';
import type { Process } from '../system/system.ts';
import type { WritePorts } from './options.ts';

/**
 * The holder that the lock named, if it named one. Throws HatchError `usage` where there is no such lock, `refused`
 * where the holder is seen to live.
 */
export async function unlock({ system, surroundings }: WritePorts, id: string): Promise<Process | undefined> {
  return unlockAt(system, hatchHome(surroundings), id);
}
