// `hatch destroy`: removes all that this owner wrote.

import { destroy } from '../../verbs/destroy.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions, planOptions } from '../values.ts';
import { writtenOutcome } from '../written.ts';

export async function execute(call: Call): Promise<Outcome> {
  const options = planOptions(call.values);
  const how = applyOptions(call);
  const report = await destroy(call.ports, options, how);
  return writtenOutcome(call, report, { verb: 'Destroyed', options, wasShown: how.interaction !== undefined });
}
