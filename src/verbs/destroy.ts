// `destroy`: removes all that this owner wrote.

import { assemblePlan } from '../plan/assemble.ts';
import { readOtherOwners } from '../state/records.ts';
import { carryOut } from './carry-out.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readRecorded } from './read-recorded.ts';
import { ownerOf } from './read-states.ts';
import { besideOthers } from './recorded.ts';

/** Throws HatchError as `apply` does; no guard against removing much holds. */
export function destroy(ports: WritePorts, options: PlanOptions, how: ApplyOptions): Promise<ApplyReport> {
  const plan = async (asked: PlanOptions) => {
    const { states, loaded } = await readRecorded(ports, asked);
    const others = readOtherOwners(ports.system, ports.surroundings, ownerOf(loaded));
    const targets = besideOthers(states.targets, others);
    return {
      plan: assemblePlan({ ...states, targets }, consentsOf(asked)),
      stores: states.stores,
      owner: ownerOf(loaded),
      contextOf: () => ({ reader: ports.system, surroundings: ports.surroundings, home: '', manifestDir: '' }),
      beside: [],
    };
  };
  return carryOut(ports, { kind: 'destroy', plan, removes: true }, options, how);
}
