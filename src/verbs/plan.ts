// `plan`: read, decide. Writes nothing; the ports prove it.

import { chosenBy } from '../manifest/choose.ts';
import type { Plan } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import type { PlanConsents } from '../plan/scene.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { readStates } from './read-states.ts';

/** Throws HatchError for an invalid manifest or an unknown name. */
export async function plan(ports: ReadPorts, options: PlanOptions): Promise<Plan> {
  const { states } = await readStates(ports, options);
  return assemblePlan(states, consentsOf(options));
}

export function consentsOf(options: PlanOptions): PlanConsents {
  return {
    take: options.take ?? [],
    keep: options.keep ?? [],
    skip: options.skip ?? [],
    externalize: options.externalize ?? [],
    skipConflicts: options.skipConflicts ?? false,
    again: options.again ?? false,
    fromOwner: options.fromOwner,
    pruneMoved: options.pruneMoved ?? false,
  };
}

/** The environment, where it was chosen for this one plan: by a flag or a variable. */
export function askedEnvironment({ environment }: Pick<Plan, 'environment'>): string | undefined {
  const from = environment?.from;
  return from === chosenBy.flag || from === chosenBy.variable ? environment?.name : undefined;
}
