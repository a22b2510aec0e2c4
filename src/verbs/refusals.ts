// Everything that stops a run before a question is asked.

import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { type EntryPlan, openConflicts, type Plan } from '../model/plan.ts';
import { refusalOf } from '../plan/guards.ts';
import { errorsIn, exitOf, unresolvedIn } from '../plan/stops.ts';
import type { ApplyOptions, PlanOptions } from './options.ts';

/** What a command may do unseen. */
export interface Limits {
  /** Mass removal is what was asked for. */
  readonly removes: boolean;
  /** What else must not be carried out unseen: asked where no person sees the plan. */
  readonly refusesUnseen?: (plan: Plan) => HatchError | undefined;
}

/** Throws HatchError for what stops a run, the gravest first: 65, 9, 4, 3, 5. */
export function check(plan: Plan, limits: Limits, options: PlanOptions, how: ApplyOptions): void {
  const errors = errorsIn(plan);
  if (errors.length > 0) {
    const message = errors.length === 1 ? (errors[0] as Finding).message : `${errors.length} errors`;
    throw new HatchError(exitOf(errors), message, { findings: errors });
  }
  const missing = unresolvedIn(plan).map(
    ({ target, entry }) => `${target.name}/${entry.name}: ${entry.unresolved.join(', ')}`,
  );
  if (missing.length > 0) {
    throw new HatchError('unresolved', `references without a value here: ${missing.join('; ')}`, {
      hint: 'set the variables (or create the files), or give a default: ${env:NAME:-default}',
    });
  }
  if (how.approve !== undefined && how.approve !== plan.digest) throw staleError(plan, how.approve);
  const open = openConflicts(plan);
  if (open.length > 0 && !options.skipConflicts) {
    const names = open.map(({ target, entry }) => `${target.name}/${entry.name} (${entry.conflict})`);
    const need = open.length === 1 ? 'a conflict needs' : `${open.length} conflicts need`;
    throw new HatchError('conflicts', `${need} a decision: ${names.join(', ')}`, {
      hint: conflictHint(open.map(({ entry }) => entry)),
      plan,
      findings: open.flatMap(({ entry }) => entry.findings),
    });
  }
  const seen = how.interaction !== undefined || how.approve !== undefined;
  const { allowEmpty = false, maxDeletes } = how;
  const refusal =
    (seen ? undefined : limits.refusesUnseen?.(plan)) ??
    (limits.removes ? undefined : refusalOf(plan, { allowEmpty, maxDeletes, seen, again: options.again ?? false }));
  if (refusal !== undefined) throw refusal;
}

function conflictHint(open: readonly Pick<EntryPlan, 'conflict' | 'otherOwner'>[]): string {
  const kinds = open.map(({ conflict }) => conflict);
  if (kinds.every((kind) => kind === 'blocked')) return 'mend what the findings say; taking does not answer it';
  if (kinds.every((kind) => kind === 'unreadable')) return 'mend the file by hand; its bytes are never replaced';
  if (kinds.every((kind) => kind === 'other-owner')) {
    const owners = new Set(open.map(({ otherOwner }) => `--from-owner ${otherOwner}`));
    return `to go on with what another manifest manages: ${[...owners].join(', or ')}`;
  }
  if (kinds.includes('literal'))
    return 'to put the reference in place of the literal: --externalize ENTRY; to leave it: --keep ENTRY';
  return 'take ours with --take ENTRY, keep theirs with --keep ENTRY, or leave them with --skip-conflicts';
}

export function staleError(plan: Plan, approved: string): HatchError {
  return new HatchError('stale', 'what was approved is no longer what would happen', {
    hint: `approved ${approved}, now ${plan.digest}; review the plan again`,
    plan,
  });
}
