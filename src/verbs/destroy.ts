// `destroy`: removes all that this owner wrote.

import { assemblePlan } from '../plan/assemble.ts';
import { carryOut } from './carry-out.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readRecorded } from './read-recorded.ts';
import { ownerOf } from './read-states.ts';

/** Throws HatchError as `apply` does; no guard against removing much holds. */
export function destroy(ports: WritePorts, options: PlanOptions, how: ApplyOptions): Promise<ApplyReport> {
  const plan = async (asked: PlanOptions) => {
    const { states, loaded } = await readRecorded(ports, asked);
    return {
      plan: assemblePlan(states, consentsOf(asked)),
      stores: states.stores,
      owner: ownerOf(loaded),
      contextOf: () => ({ reader: ports.system, surroundings: ports.surroundings, home: '', manifestDir: '' }),
      beside: [],
    };
  };
  return carryOut(ports, { kind: 'destroy', plan, removes: true }, options, how);
}
