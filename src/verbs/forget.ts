// `forget`: drops records and touches no host; what was written stays and is nobody's.

import type { Run } from '../apply/request.ts';
import type { ExitName } from '../model/errors.ts';
import type { EntryPlan } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { describe } from '../plan/describe.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import { owns } from '../state/records.ts';
import { carryOut } from './carry-out.ts';
import type { ApplyOptions, PlanOptions, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readRecorded } from './read-recorded.ts';
import { ownerOf } from './read-states.ts';
import { unknownEntry } from './unknown-entry.ts';

export interface ForgetReport {
  /** `target/server`. */
  readonly forgotten: readonly string[];
  readonly run: Run | undefined;
  readonly exit: ExitName;
}

/** Throws HatchError `usage` for a name that has no record. */
export async function forget(
  ports: WritePorts,
  options: PlanOptions,
  which: { readonly entries: readonly string[]; readonly all: boolean },
  how: ApplyOptions,
): Promise<ForgetReport> {
  const covers = ({ target, name }: EntryStates) =>
    which.all || which.entries.includes(name) || which.entries.includes(`${target}/${name}`);
  const decideEntry = (states: EntryStates): EntryPlan | undefined =>
    owns(states.recorded) && covers(states)
      ? describe(states, [], { verdict: 'forget', record: { kind: 'drop' } })
      : undefined;
  const plan = async (asked: PlanOptions) => {
    const { states, loaded } = await readRecorded(ports, asked);
    const assembled = assemblePlan(states, consentsOf(asked), decideEntry);
    refuseUnknown(
      which.entries,
      assembled.targets.flatMap((target) => target.entries.map(({ name }) => [name, `${target.name}/${name}`])).flat(),
    );
    return {
      plan: assembled,
      stores: states.stores,
      owner: ownerOf(loaded),
      contextOf: () => ({ reader: ports.system, surroundings: ports.surroundings, home: '', manifestDir: '' }),
      beside: [],
    };
  };
  const report = await carryOut(ports, { kind: 'forget', plan, removes: true }, options, how);
  const forgotten = report.plan.targets.flatMap((target) => target.entries.map(({ name }) => `${target.name}/${name}`));
  return { forgotten, run: report.run, exit: report.exit };
}

function refuseUnknown(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw unknownEntry(`there is no record of ${unknown.join(', ')}`, unknown, known);
  }
}
