// What `remove server` and `remove host` share: the questions, and what is said at the end.

import { renderApplied, runJson } from '../report/applied.ts';
import { planJson, tidy } from '../report/json.ts';
import { joinBlocks, renderPlan } from '../report/text.ts';
import { allFindings } from '../report/view.ts';
import { pathText } from '../report/where.ts';
import { planRemove, type RemoveChoice, type RemoveReport, remove } from '../verbs/remove.ts';
import type { Call, Outcome } from './call.ts';
import { applyOptions, planOptions } from './values.ts';

export async function executeRemoval(call: Call, choice: RemoveChoice): Promise<Outcome> {
  const { values, ports, ask } = call;
  const options = { ...planOptions(values), hosts: undefined };
  if (values.isOn('dry-run')) return outcome(call, await planRemove(ports, options, choice), false);
  const how = applyOptions(call);
  const askSave =
    ask &&
    (() => ask('The manifest still gives this: the next apply would bring it back. Take it out of the manifest too?'));
  return outcome(call, await remove(ports, options, choice, how, askSave), how.interaction !== undefined);
}

function outcome({ look, values }: Call, report: RemoveReport, wasShown: boolean): Outcome {
  const { plan, run, exit, findings, saved } = report;
  const isDry = values.isOn('dry-run');
  return {
    exit,
    findings: [...allFindings(plan), ...findings.filter((finding) => !plan.findings.includes(finding))],
    result: () => tidy({ plan: planJson(plan), saved, run: run && runJson(run) }),
    text: () =>
      joinBlocks([
        wasShown && run !== undefined ? '' : renderPlan(plan, look),
        isDry || saved === undefined ? '' : `${pathText(saved, look)} no longer gives it.`,
        run === undefined ? '' : renderApplied({ plan, run, findings }, look, 'Written'),
        isDry ? 'Dry run: nothing was written.' : '',
      ]),
  };
}
