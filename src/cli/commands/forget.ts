// `hatch forget`: drops records; touches no host and no manifest.

import { tidy } from '../../report/json.ts';
import { visible } from '../../report/visible.ts';
import { count } from '../../report/words.ts';
import { forget } from '../../verbs/forget.ts';
import type { Call, Outcome } from '../call.ts';
import { chosenEntries } from '../chosen.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look, ports } = call;
  const { forgotten, run } = await forget(ports, planOptions(call.values), chosenEntries(call), applyOptions(call));
  const said = `${look.paint('Forgot:', 'bold', 'green')} ${count(forgotten.length, 'record')}; no host was touched.`;
  return {
    exit: 'done',
    result: () => tidy({ forgotten: [...forgotten], run: run?.id }),
    text: () => [...forgotten.map((name) => `  ${visible(name)}`), said].join('\n'),
  };
}
