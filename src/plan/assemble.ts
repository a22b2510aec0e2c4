// All states → the plan. Pure and synchronous: planning cannot write.

import type { Counts, EntryPlan, Plan } from '../model/plan.ts';
import { serversPlace } from '../state/actual.ts';
import type { States } from '../state/states.ts';
import { decide } from './decide.ts';
import { planDigest } from './digest.ts';
import { type Decide, ownedIn, type PlanConsents } from './scene.ts';
import { targetPlan } from './target.ts';

export function assemblePlan(states: States, consents: PlanConsents, decideEntry: Decide = decide): Plan {
  const targets = states.targets.map((target) => targetPlan({ states, target, consents, decideEntry }));
  const before = states.stores
    .flatMap(({ record }) => record.places)
    .reduce((sum, place) => sum + ownedIn(place.place, place.entries), 0);
  const entries = targets.flatMap((target) => target.entries.filter(({ place }) => place === serversPlace));
  const gained = entries.filter(({ record, verdict }) => record.kind === 'write' && isNew(verdict)).length;
  const lost = entries.filter((entry) => entry.record.kind === 'drop' && entry.owned).length;
  return {
    owner: states.owner,
    manifest: states.manifest?.path,
    environment: states.environment,
    filters: states.filters,
    partial: Object.values(states.filters).some((filter) => filter !== undefined),
    targets,
    findings: states.findings,
    counts: countOf(entries),
    owned: { before, after: before + gained - lost },
    digest: planDigest(states.owner, states.environment?.name, states.filters, consents, targets),
  };
}

/** Verdicts about entries that had no record of ours. */
function isNew(verdict: EntryPlan['verdict']): boolean {
  return verdict === 'add' || verdict === 'adopt-equal' || verdict === 'collision';
}

/** Counts for the closing line, of entries of servers. */
export function countOf(entries: readonly EntryPlan[]): Counts {
  const count = (holds: (entry: EntryPlan) => boolean) => entries.filter(holds).length;
  const isOpen = (entry: EntryPlan) => entry.conflict !== undefined && entry.answer === undefined;
  const isDrift = ({ verdict }: EntryPlan) =>
    verdict === 'drift' || verdict === 're-add' || verdict === 'host-reset' || verdict === 'diverged';
  return {
    add: count(({ edit }) => edit?.kind === 'add'),
    update: count(({ edit }) => edit?.kind === 'fields'),
    remove: count(({ edit }) => edit?.kind === 'remove'),
    drift: count((entry) => isDrift(entry) && !isOpen(entry)),
    conflicts: count(isOpen),
    recorded: count(({ edit, record }) => edit === undefined && record.kind !== 'keep'),
    inSync: count(({ verdict, edit, record }) => verdict === 'in-sync' && edit === undefined && record.kind === 'keep'),
    unmanaged: count(({ verdict }) => verdict === 'unmanaged'),
    deletions: count(({ edit, reason }) => edit?.kind === 'remove' && !reason.isMove),
  };
}
