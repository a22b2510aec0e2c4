// The refusal to write unseen what the next apply would undo.

import { HatchError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { isNextFinding } from './foresee.ts';

/** HatchError `conflicts` where a manifest wants entries of the plan otherwise. */
export function refusalOfUndone(plan: Plan): HatchError | undefined {
  const undone = plan.targets.flatMap((target) =>
    target.entries.flatMap(({ findings }) => findings.filter(isNextFinding)),
  );
  if (undone.length === 0) return undefined;
  const names = undone.map(({ target, server }) => `${target}/${server}`);
  return new HatchError('conflicts', `a manifest wants ${names.join(', ')} otherwise`, {
    hint: 'save it in the manifest (`sync --save`, `configure` without --no-save), or write it all the same with --override',
    findings: undone,
    plan,
  });
}
