// Who holds a lock or a run, written down; and whether that process is surely dead.

import type { Process, Witness } from '../system/system.ts';

/** Is the process surely dead? One of another machine or namespace cannot be seen and counts as alive. */
export function isDead(witness: Witness, holder: Process): boolean {
  const self = witness.self();
  if (holder.machine !== self.machine) return false;
  if (holder.boot !== self.boot) return true;
  return holder.namespace === self.namespace && !witness.isAlive(holder);
}

export function isSame(left: Process, right: Process): boolean {
  return (
    left.machine === right.machine &&
    left.namespace === right.namespace &&
    left.boot === right.boot &&
    left.pid === right.pid &&
    left.started === right.started
  );
}

/** Reads a process from parsed JSON; undefined where it is none. */
export function asProcess(value: unknown): Process | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { machine, namespace, boot, pid, started } = value as Partial<Record<keyof Process, unknown>>;
  if (typeof machine !== 'string' || typeof namespace !== 'string' || typeof boot !== 'string') return undefined;
  if (typeof pid !== 'number' || typeof started !== 'string') return undefined;
  return { machine, namespace, boot, pid, started };
}
