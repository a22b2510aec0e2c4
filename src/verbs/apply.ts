// `apply`: plan, ask, lock, plan again, write.

import { assemblePlan } from '../plan/assemble.ts';
import { carryOut, type Planned } from './carry-out.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { ownerOf, readStates } from './read-states.ts';

/** Throws HatchError with the exit code of the table. */
export function apply(ports: WritePorts, options: PlanOptions, how: ApplyOptions): Promise<ApplyReport> {
  return carryOut(ports, { kind: 'apply', plan: (asked) => planned(ports, asked), removes: false }, options, how);
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
