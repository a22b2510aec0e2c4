// What `--exit-code` says of a plan that was only looked at.

import type { ExitName } from '../model/errors.ts';
import { hasChanges, openConflicts, type Plan } from '../model/plan.ts';

/** Where several hold, the one that would stop an apply first. */
export function pendingExit(plan: Plan): ExitName {
  const entries = plan.targets.flatMap((target) => target.entries);
  if (entries.some((entry) => entry.unresolved.length > 0)) return 'unresolved';
  if (openConflicts(plan).length > 0) return 'conflicts';
  return hasChanges(plan) || plan.counts.drift > 0 ? 'pending' : 'done';
}
