// What every reporter of a plan shares: one order, the same on every machine, and all findings in one list.

import { type Finding, sortFindings } from '../model/finding.ts';
import { byCodePoint } from '../model/json.ts';
import type { EntryPlan, Plan, TargetPlan } from '../model/plan.ts';

export function sortedTargets(plan: Plan): readonly TargetPlan[] {
  return [...plan.targets].sort((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.state, b.state));
}

/** By name, the entry itself before what it needs elsewhere in the file. */
export function sortedEntries(entries: readonly EntryPlan[]): readonly EntryPlan[] {
  const rank = (entry: EntryPlan) => (entry.place === 'servers' ? '' : entry.place);
  return [...entries].sort((a, b) => a.file - b.file || byCodePoint(rank(a), rank(b)) || byCodePoint(a.name, b.name));
}

/** The findings of the whole plan, of its targets and of its entries, each with its target and server. */
export function allFindings(plan: Plan): readonly Finding[] {
  return sortFindings([
    ...plan.findings,
    ...plan.targets.flatMap((target) => [
      ...target.findings.map((finding) => ({ target: target.name, ...finding })),
      ...target.entries.flatMap((entry) =>
        entry.findings.map((finding) => ({ target: target.name, server: entry.name, ...finding })),
      ),
    ]),
  ]);
}
