// `hatch mcp sync`: a rule that holds once, from an environment or a host to other hosts.

import { HatchError } from '../../model/errors.ts';
import { renderApplied, runJson } from '../../report/applied.ts';
import { planJson } from '../../report/json.ts';
import { renderSums, targetSums } from '../../report/synced.ts';
import { joinBlocks, renderPlan } from '../../report/text.ts';
import { allFindings } from '../../report/view.ts';
import { pathText } from '../../report/where.ts';
import type { PlanOptions } from '../../verbs/options.ts';
import { planSync, type SyncChoice, sync } from '../../verbs/sync.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions, planOptions, type Values } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports, look } = call;
  const options = planOptions(values);
  const choice = choiceOf(values);
  if (values.isOn('dry-run')) return dryRun(call, options, choice);
  const how = applyOptions(call);
  const report = await sync(ports, options, choice, how);
  const { plan, run, exit, findings, servers, saved } = report;
  const source = `${report.from.kind} ${report.from.name}`;
  return {
    exit,
    findings: run === undefined ? allFindings(plan) : findings,
    result: () => ({
      from: { ...report.from },
      servers: [...servers],
      targets: targetSums(plan).map((sum) => ({ ...sum })),
      plan: planJson(plan, options),
      ...(saved !== undefined && { saved }),
      ...(run !== undefined && { run: runJson(run) }),
    }),
    text: () => {
      const sums = renderSums(plan, source, look);
      if (run === undefined) return joinBlocks([renderPlan(plan, look), sums]);
      return joinBlocks([
        how.interaction === undefined ? renderPlan(plan, look) : '',
        sums,
        saved === undefined ? '' : `The rule is saved in ${pathText(saved, look)}.`,
        renderApplied({ plan, run, findings }, look, 'Written'),
      ]);
    },
  };
}

async function dryRun({ ports, look }: Call, options: PlanOptions, choice: SyncChoice): Promise<Outcome> {
  const plan = await planSync(ports, options, choice);
  return {
    exit: 'done',
    findings: allFindings(plan),
    result: () => planJson(plan, options),
    text: () => joinBlocks([renderPlan(plan, look), 'Dry run: nothing was written.']),
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
  };
}
