// `hatch mcp sync`: a rule that holds once, from an environment or a host to other hosts.

import { HatchError } from '../../model/errors.ts';
import { renderApplied, runJson } from '../../report/applied.ts';
import { planJson } from '../../report/json.ts';
import { renderSums, targetSums } from '../../report/synced.ts';
import { joinBlocks, renderPlan } from '../../report/text.ts';
import { allFindings } from '../../report/view.ts';
import { pathText } from '../../report/where.ts';
import type { PlanOptions } from '../../verbs/options.ts';
import { planSync, type SyncChoice, type SyncReport, sync } from '../../verbs/sync.ts';
import type { Call, Outcome } from '../call.ts';
import { policiesOf } from '../policies.ts';
import { verifying } from '../speaking.ts';
import { applyOptions, planOptions, type Values } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports } = call;
  const options = planOptions(values);
  const choice = choiceOf(values);
  if (values.isOn('dry-run')) return outcome(call, options, await planSync(ports, options, choice), false);
  const how = { ...applyOptions(call), verify: await verifying(call) };
  return outcome(call, options, await sync(ports, options, choice, how), how.interaction !== undefined);
}

function outcome({ look, values }: Call, options: PlanOptions, report: SyncReport, wasShown: boolean): Outcome {
  const { plan, run, exit, findings, from, servers, saved } = report;
  const isDry = values.isOn('dry-run');
  return {
    exit,
    findings: [...allFindings(plan), ...findings.filter((finding) => !plan.findings.includes(finding))],
    result: () => ({
      from: { ...from },
      servers: [...servers],
      targets: targetSums(plan).map((sum) => ({ ...sum })),
      plan: planJson(plan, options),
      ...(saved !== undefined && { saved }),
      ...(run !== undefined && { run: runJson(run) }),
    }),
    text: () =>
      joinBlocks([
        wasShown && run !== undefined ? '' : renderPlan(plan, look),
        isDry ? '' : renderSums(plan, `${from.kind} ${from.name}`, look),
        isDry || saved === undefined ? '' : `The rule is saved in ${pathText(saved, look)}.`,
        run === undefined ? '' : renderApplied({ plan, run, findings }, look, 'Written'),
        isDry ? 'Dry run: nothing was written.' : '',
      ]),
  };
}

function choiceOf(values: Values): SyncChoice {
  const environment = values.text('from-env');
  const hosts = values.list('from-host');
  const to = values.list('to-host');
  const [host, ...more] = hosts ?? [];
  if ((environment === undefined) === (host === undefined) || more.length > 0) {
    throw new HatchError('usage', 'sync takes from one environment or one host', {
      hint: '--from-env NAME or --from-host HOST',
    });
  }
  if (to === undefined) {
    throw new HatchError('usage', 'sync needs a host to write to', { hint: '--to-host NAME,… or --to-host all' });
  }
  return {
    from: environment === undefined ? { kind: 'host', name: host ?? '' } : { kind: 'environment', name: environment },
    to,
    mirror: values.isOn('mirror'),
    override: values.isOn('override'),
    save: values.isOn('save'),
    policies: policiesOf(values),
  };
}
