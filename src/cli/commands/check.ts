// `hatch check`: speaks to each server, and says what came of it.

import { checkJson, renderChecks } from '../../report/checks.ts';
import { check, failuresIn } from '../../verbs/check.ts';
import type { Call, Outcome } from '../call.ts';
import { speaking } from '../speaking.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { ports, values, look } = call;
  const options = { ...planOptions(values), names: call.arguments, asHost: values.isOn('as-host') };
  const checked = await check(ports, options, await speaking(call));
  return {
    exit: failuresIn(checked).length === 0 ? 'done' : 'failed',
    result: () => ({ servers: checked.map(checkJson) }),
    text: () => renderChecks(checked, look),
  };
}
