// `explain`: the three states of one entry side by side, and the rule that decided.

import { at } from '../model/json.ts';
import type { EntryPlan, Shown, TargetPlan } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decide } from '../plan/decide.ts';
import { shownActual, shownDesired, shownRecorded } from '../plan/describe.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import { leavesOf } from '../plan/fields.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readStates } from './read-states.ts';
import { unknownEntry } from './unknown-entry.ts';

export interface ExplainedField {
  readonly pointer: string;
  readonly desired: Shown | undefined;
  readonly actual: Shown | undefined;
  readonly recorded: Shown | undefined;
}

export interface Explanation {
  readonly target: TargetPlan;
  readonly entry: EntryPlan;
  readonly fields: readonly ExplainedField[];
}

/** `name` is `target/server`. Throws HatchError `usage` where nothing of that name is there, wanted or recorded. */
export async function explain(ports: ReadPorts, options: PlanOptions, name: string): Promise<Explanation> {
  const { states } = await readStates(ports, options);
  const seen = new Map<string, EntryStates>();
  const plan = assemblePlan(states, consentsOf(options), (entry) => {
    seen.set(`${entry.target}/${entry.name}`, entry);
    return decide(entry);
  });
  for (const target of plan.targets) {
    for (const entry of target.entries) {
      if (`${target.name}/${entry.name}` !== name) continue;
      const known = seen.get(name);
      return { target, entry, fields: known === undefined ? [] : fieldsOf(known) };
    }
  }
  const names = plan.targets.flatMap((target) => target.entries.map((entry) => `${target.name}/${entry.name}`));
  throw unknownEntry(`nothing is known of \`${name}\``, [name], names);
}

function fieldsOf(states: EntryStates): readonly ExplainedField[] {
  const { desired, actual, recorded } = states;
  const pointers = new Set([
    ...leavesOf(desired?.value).keys(),
    ...leavesOf(actual?.value).keys(),
    ...Object.keys(recorded?.fields ?? {}),
  ]);
  return [...pointers].map((pointer) => {
    const value = at(desired?.value, parsePointer(pointer));
    return {
      pointer,
      desired: value === undefined ? undefined : shownDesired(states, pointer, value),
      actual: shownActual(states, pointer),
      recorded: shownRecorded(states, pointer),
    };
  });
}
