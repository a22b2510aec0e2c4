// `hatch drift`: what others changed since we last applied.

import { planJson } from '../../report/json.ts';
import { driftedEntries, othersOf, renderDrift } from '../../report/status.ts';
import { allFindings } from '../../report/view.ts';
import { drift } from '../../verbs/drift.ts';
import type { Call, Outcome } from '../call.ts';
import { formatOf, type Reviewed, reported } from '../formats.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const format = formatOf(call, ['markdown', 'github', 'junit']);
  if (format === 'text' || format === 'json') return (await compared(call)).outcome;
  return reported(call, format, 'drift', () => compared(call));
}

async function compared({ ports, values, look }: Call): Promise<Reviewed> {
  const found = await drift(ports, planOptions(values));
  const drifted = driftedEntries(found);
  const findings = allFindings(found);
  const verdict = drifted.length > 0 ? 'pending' : 'done';
  return {
    outcome: {
      exit: values.isOn('exit-code') ? verdict : 'done',
      findings,
      result: () => ({ drifted: [...drifted], others: { ...othersOf(found) }, plan: planJson(found) }),
      text: () => renderDrift(found, look),
    },
    review: { command: 'drift', verdict, findings, plan: found },
  };
}
