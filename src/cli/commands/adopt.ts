// `hatch adopt`: writes servers that a host has into the manifest.

import { renderFindings } from '../../report/findings.ts';
import { tidy } from '../../report/json.ts';
import { joinBlocks } from '../../report/text.ts';
import { visible } from '../../report/visible.ts';
import { count } from '../../report/words.ts';
import { adopt } from '../../verbs/adopt.ts';
import type { Call, Outcome } from '../call.ts';
import { chosenEntries } from '../chosen.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look, ports } = call;
  const { adopted, left, run, exit } = await adopt(
    ports,
    planOptions(call.values),
    chosenEntries(call),
    applyOptions(call),
  );
  const names = adopted.map(
    ({ target, server, environment }) =>
      `  ${look.paint('+', 'green')} ${visible(target)}/${visible(server)}${environment === undefined ? '' : look.paint(`  (${visible(environment)})`, 'dim')}`,
  );
  const written = adopted.filter(({ environment }) => environment !== undefined).length;
  const said = `${look.paint('Adopted:', 'bold', 'green')} ${count(adopted.length, 'server')}, ${written} of them new in the manifest; no host was touched.`;
  return {
    exit,
    findings: left,
    result: () => tidy({ adopted: adopted.map((entry) => tidy({ ...entry })), run: run?.id }),
    text: () => joinBlocks([[...names, said].join('\n'), renderFindings(left, look)]),
  };
}
