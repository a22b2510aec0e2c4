// `hatch package update`: looks packages up again, shows old and new, asks, and locks the new.

import { renderLockChanges } from '../../report/packages.ts';
import { updatePackages } from '../../verbs/package-sync.ts';
import type { Call, Outcome } from '../call.ts';
import { lockOutcome } from '../locked.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { ports, values, look, ask } = call;
  const confirm =
    ask &&
    ((changes: Parameters<typeof renderLockChanges>[0]) =>
      ask(`${renderLockChanges(changes, look).join('\n')}\nLock these?`));
  const report = await updatePackages(ports, planOptions(values), call.arguments, confirm, applyOptions(call));
  return lockOutcome(report, look, 'Nothing is newer within its range');
}
