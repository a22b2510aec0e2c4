// Refusals: what a plan may not do without a word from a person.

import { HatchError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';

export interface GuardOptions {
  readonly allowEmpty: boolean;
  readonly maxDeletes: number | undefined;
  /** A person saw the plan, or approved its digest. */
  readonly seen: boolean;
  readonly again: boolean;
}

/** The refusal (`refused`) where the plan goes further than it may. */
export function refusalOf(plan: Plan, options: GuardOptions): HatchError | undefined {
  const { before, after } = plan.owned;
  if (before > 0 && after === 0 && !options.allowEmpty) {
    return new HatchError('refused', `${plan.owner} would have no server anywhere afterwards (now ${before})`, {
      hint: 'if that is meant, add --allow-empty (or use `hatch destroy`)',
      plan,
    });
  }
  return options.seen ? undefined : (tooManyDeletions(plan, options) ?? heldOff(plan, options));
}

function tooManyDeletions(plan: Plan, { maxDeletes }: GuardOptions): HatchError | undefined {
  const { deletions } = plan.counts;
  const limit = maxDeletes ?? Math.max(3, Math.floor(plan.owned.before / 4));
  if (deletions <= limit) return undefined;
  return new HatchError(
    'refused',
    `${deletions} servers would be removed, more than the ${limit} that an unattended run may`,
    {
      hint: `review the plan, then apply with --approve ${plan.digest}, or with --max-deletes ${deletions}`,
      plan,
    },
  );
}

function heldOff(plan: Plan, { again }: GuardOptions): HatchError | undefined {
  const held = plan.targets.flatMap((target) =>
    target.entries.filter((entry) => entry.heldOff).map(({ name }) => `${target.name}/${name}`),
  );
  if (held.length === 0 || again) return undefined;
  return new HatchError('refused', `a rollback took ${held.join(', ')} off, and the manifest has not changed since`, {
    hint: 'change the manifest, or bring it back with --again',
    findings: held.map((entry) => ({
      code: 'rolled-back',
      severity: 'error',
      message: `a rollback took ${entry} off`,
    })),
    plan,
  });
}
