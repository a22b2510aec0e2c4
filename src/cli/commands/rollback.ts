// `hatch rollback`: undoes a run.

import { rollback } from '../../verbs/rollback.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions, planOptions } from '../values.ts';
import { writtenOutcome } from '../written.ts';

export async function execute(call: Call): Promise<Outcome> {
  const options = planOptions(call.values);
  const how = applyOptions(call);
  const report = await rollback(call.ports, call.arguments[0], options, how);
  return writtenOutcome(call, report, { verb: 'Rolled back', options, wasShown: how.interaction !== undefined });
}
