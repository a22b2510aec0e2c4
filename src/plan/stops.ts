// What stops a plan from being carried out, the gravest first: 65 (1), 9, 4, 3, 5.

import type { ExitName, HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { type EntryPlan, hasChanges, openConflicts, type Plan, type TargetPlan } from '../model/plan.ts';
import { refusalOf } from './guards.ts';

/** Findings about the manifest or a target under which nothing is written; `unreadable` is a conflict instead. */
export function errorsIn(plan: Plan): readonly Finding[] {
  const targets = plan.targets.flatMap(({ findings }) => findings.filter(({ code }) => code !== 'unreadable'));
  return [...plan.findings, ...targets].filter(({ severity }) => severity === 'error');
}

/** What is no fault of the manifest: a host that is not on this machine, a link that leads out of its folder. */
const otherExits: Readonly<Record<string, ExitName>> = { 'host-absent': 'failed', 'leads-outside': 'refused' };

/** How a run ends that has these errors. */
export function exitOf(errors: readonly Finding[]): ExitName {
  const exits = new Set(errors.map(({ code }) => otherExits[code] ?? 'manifest-invalid'));
  if (exits.has('manifest-invalid')) return 'manifest-invalid';
  return exits.has('refused') ? 'refused' : 'failed';
}

/** Entries with references that have no value here. */
export function unresolvedIn(plan: Plan): readonly { readonly target: TargetPlan; readonly entry: EntryPlan }[] {
  return plan.targets.flatMap((target) =>
    target.entries.filter(({ unresolved }) => unresolved.length > 0).map((entry) => ({ target, entry })),
  );
}

/** Why an apply that nobody watches would refuse this plan. */
export function refusedUnattended(plan: Plan): HatchError | undefined {
  return refusalOf(plan, { allowEmpty: false, maxDeletes: undefined, seen: false, again: false });
}

/** What an unattended apply of this plan would end with, as `plan --exit-code` says it: `pending` if it would write. */
export function pendingExit(plan: Plan): ExitName {
  const errors = errorsIn(plan);
  if (errors.length > 0) return exitOf(errors);
  if (unresolvedIn(plan).length > 0) return 'unresolved';
  if (openConflicts(plan).length > 0) return 'conflicts';
  if (refusedUnattended(plan) !== undefined) return 'refused';
  return hasChanges(plan) || plan.counts.drift > 0 ? 'pending' : 'done';
}
