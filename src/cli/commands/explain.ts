// `hatch explain`: the three states of one server, and the rule that decided.

import { explanationJson, renderExplanation } from '../../report/explain.ts';
import { explain } from '../../verbs/explain.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const found = await explain(call.ports, planOptions(call.values), call.arguments[0] ?? '');
  return {
    exit: 'done',
    findings: [...found.target.findings, ...found.entry.findings],
    result: () => explanationJson(found),
    text: () => renderExplanation(found, call.look),
  };
}
