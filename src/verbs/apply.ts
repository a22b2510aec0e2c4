// `apply`: plan, ask, lock, plan again, write.

import { HatchError } from '../model/errors.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { carryOut, type Planned } from './carry-out.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { ownerOf, readStates } from './read-states.ts';
import { sawOther } from './volatile.ts';

/** Throws HatchError with the exit code of the table. */
export function apply(ports: WritePorts, options: PlanOptions, how: ApplyOptions): Promise<ApplyReport> {
  const plan = async (asked: PlanOptions): Promise<Planned> => {
    const made = await planned(ports, asked);
    // Another digest says so by itself.
    if (made.plan.digest === how.approve && sawOther(ports, made.plan, how.volatile)) {
      throw new HatchError('stale', 'a sensitive value that the plan goes over is no longer what was there', {
        hint: 'review the plan again',
        plan: made.plan,
      });
    }
    return made;
  };
  return carryOut(ports, { kind: 'apply', plan, removes: false }, options, how);
}

export async function planned(ports: ReadPorts, options: PlanOptions): Promise<Planned> {
  const { states, loaded } = await readStates(ports, options);
  const homes = new Map(states.targets.map((target) => [target.name, target.home]));
  return {
    plan: assemblePlan(states, consentsOf(options)),
    stores: states.stores,
    owner: ownerOf(loaded),
    contextOf: (target) => ({
      reader: ports.system,
      surroundings: ports.surroundings,
      home: homes.get(target.name) ?? ports.surroundings.home,
      manifestDir: loaded.overlaid.folder,
    }),
    beside: [],
  };
}
