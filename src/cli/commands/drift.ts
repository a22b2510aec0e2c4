// `hatch drift`: what others changed since we last applied.

import { planJson } from '../../report/json.ts';
import { driftedEntries, othersOf, renderDrift } from '../../report/status.ts';
import { allFindings } from '../../report/view.ts';
import { drift } from '../../verbs/drift.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const found = await drift(ports, planOptions(values));
  const drifted = driftedEntries(found);
  return {
    exit: values.isOn('exit-code') && drifted.length > 0 ? 'pending' : 'done',
    findings: allFindings(found),
    result: () => ({ drifted: [...drifted], others: { ...othersOf(found) }, plan: planJson(found) }),
    text: () => renderDrift(found, look),
  };
}
