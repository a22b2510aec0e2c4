// `hatch status`: two letters for each server of each target.

import { pendingExit } from '../../plan/stops.ts';
import { tidy } from '../../report/json.ts';
import { renderOnce, renderStatus, statusRows } from '../../report/status.ts';
import { joinBlocks } from '../../report/text.ts';
import { allFindings } from '../../report/view.ts';
import { plan } from '../../verbs/plan.ts';
import { writtenOnce } from '../../verbs/written-once.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const options = planOptions(values);
  const made = await plan(ports, options);
  const once = await writtenOnce(ports, options);
  return {
    exit: values.isOn('exit-code') ? pendingExit(made) : 'done',
    findings: allFindings(made),
    result: () => ({
      counts: { ...made.counts },
      entries: statusRows(made).map((row) => ({ ...row })),
      once: once.map((entry) => tidy({ ...entry, written: entry.written && { ...entry.written } })),
    }),
    text: () => joinBlocks([renderOnce(once, look), renderStatus(made, look)]),
  };
}
