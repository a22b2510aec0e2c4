// `hatch status`: two letters for each server of each target.

import { pendingExit } from '../../plan/stops.ts';
import { renderStatus, statusRows } from '../../report/status.ts';
import { allFindings } from '../../report/view.ts';
import { plan } from '../../verbs/plan.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const made = await plan(ports, planOptions(values));
  return {
    exit: values.isOn('exit-code') ? pendingExit(made) : 'done',
    findings: allFindings(made),
    result: () => ({ counts: { ...made.counts }, entries: statusRows(made).map((row) => ({ ...row })) }),
    text: () => renderStatus(made, look),
  };
}
