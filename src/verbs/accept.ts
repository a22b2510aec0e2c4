// `drift accept`: what somebody changed in a host becomes what the manifest says. Touches no host.

import type { Run } from '../apply/request.ts';
import { digestOf } from '../model/digest.ts';
import { type ExitName, HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decide } from '../plan/decide.ts';
import { decideDrift } from '../plan/drift.ts';
import { serversPlace } from '../state/actual.ts';
import type { States } from '../state/states.ts';
import { type Accepted, type Draft, type Drifted, editFor, nameOf } from './accept-edit.ts';
import { besideManifest } from './adopt.ts';
import { carryOut, type Planned } from './carry-out.ts';
import type { ApplyOptions, PlanOptions, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readStates } from './read-states.ts';

export interface AcceptReport {
  readonly accepted: readonly Accepted[];
  /** Other entries, `target/server`, that the next apply changes because of it. */
  readonly also: readonly string[];
  readonly left: readonly Finding[];
  readonly run: Run | undefined;
  readonly exit: ExitName;
}

/** Entries, `target/server`, or all that drifted. */
export interface AcceptChoice {
  readonly entries: readonly string[];
  readonly all: boolean;
}

/** Throws HatchError `usage` for an entry that has not drifted, `failed` for a named one that must stay, else as `apply`. */
export async function accept(
  ports: WritePorts,
  options: PlanOptions,
  choice: AcceptChoice,
  how: ApplyOptions,
): Promise<AcceptReport> {
  let report: Pick<AcceptReport, 'accepted' | 'also' | 'left'> = { accepted: [], also: [], left: [] };
  const plan = async (asked: PlanOptions): Promise<Planned> => {
    const read = await readStates(ports, asked);
    const drifted = driftedEntries(read.states, choice);
    let draft: Draft = { path: read.loaded.path, text: read.loaded.text };
    const accepted: Accepted[] = [];
    const left: Finding[] = [];
    for (const one of drifted) {
      const { edit, findings } = await editFor(ports, asked, draft, one);
      left.push(...findings);
      if (edit === undefined) continue;
      draft = { ...draft, text: edit.text };
      accepted.push(edit.accepted);
    }
    const refused = drifted.map(nameOf).filter((name) => !accepted.some((one) => nameOf(one) === name));
    if (refused.length > 0 && (!choice.all || accepted.length === 0)) {
      throw new HatchError('failed', `nothing was written: ${refused.join(', ')} cannot be accepted`, {
        findings: left,
      });
    }
    const after = await readStates(ports, asked, draft);
    report = { accepted, left, also: changedElsewhere(read.states, after.states, accepted) };
    return besideManifest(ports, read, after.states, recording(after.states, asked, accepted), draft.text);
  };
  const { run, exit } = await carryOut(ports, { kind: 'accept', plan, removes: true }, options, {
    ...how,
    autoApprove: true,
  });
  return { ...report, run, exit };
}

/** Throws HatchError `usage` for a named entry that is as it was applied. */
function driftedEntries(states: States, { entries, all }: AcceptChoice): readonly Drifted[] {
  const found: Drifted[] = [];
  assemblePlan(states, consentsOf({}), (entry) => {
    const verdict = decideDrift(entry)?.verdict;
    const within = states.targets.find(({ name }) => name === entry.target);
    const isDrift = verdict === 'drift' || verdict === 're-add' || verdict === 'host-reset';
    if (isDrift && entry.place === serversPlace && within !== undefined) {
      found.push({ target: entry.target, server: entry.name, states: entry, within });
    }
    return undefined;
  });
  const missing = entries.filter((name) => !found.some((one) => nameOf(one) === name));
  if (missing.length > 0) {
    throw new HatchError('usage', `nobody changed ${missing.join(', ')} since the last apply`, {
      hint: 'it is written TARGET/SERVER; see `hatch drift`',
    });
  }
  return found.filter((one) => all || entries.includes(nameOf(one)));
}

/** Entries that are wanted otherwise, or no more, since the manifest was edited. */
function changedElsewhere(before: States, after: States, accepted: readonly Accepted[]): readonly string[] {
  const wanted = ({ targets }: States) =>
    new Map(
      targets.flatMap(({ name: target, desired }) =>
        desired.entries
          .filter(({ place }) => place === serversPlace)
          .map((entry) => [nameOf({ target, server: entry.name }), digestOf(entry.value)] as const),
      ),
    );
  const [old, now] = [wanted(before), wanted(after)];
  const own = new Set(accepted.map(nameOf));
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => !own.has(name) && old.get(name) !== now.get(name),
  );
}

/** Nothing is written to a host: what was accepted as a whole is recorded, all else stays as it is. */
function recording(states: States, options: PlanOptions, accepted: readonly Accepted[]): Plan {
  const names = new Set(accepted.map(nameOf));
  return assemblePlan(states, consentsOf(options), (entry) => {
    const plan = decide(entry);
    const isNamed = entry.place === serversPlace && names.has(nameOf({ target: entry.target, server: entry.name }));
    return isNamed && plan?.edit === undefined && plan?.conflict === undefined ? plan : undefined;
  });
}
