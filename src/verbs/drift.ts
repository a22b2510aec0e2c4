// `drift`: what others changed since we last applied.

import type { Plan } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decideDrift } from '../plan/drift.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readRecorded } from './read-recorded.ts';

/** A plan that writes nothing, whose entries are compared with the record only. */
export async function drift(ports: ReadPorts, options: PlanOptions): Promise<Plan> {
  const { states } = await readRecorded(ports, options);
  return assemblePlan(states, consentsOf(options), decideDrift);
}
