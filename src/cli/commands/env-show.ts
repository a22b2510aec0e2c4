// `hatch env show`: one environment, what it gives and what uses it.

import { environmentJson, renderEnvironment } from '../../report/environment.ts';
import { showEnvironment } from '../../verbs/show-environment.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const found = await showEnvironment(call.ports, planOptions(call.values), call.arguments[0]);
  return {
    exit: 'done',
    result: () => environmentJson(found),
    text: () => renderEnvironment(found, call.look),
  };
}
