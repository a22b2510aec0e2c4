// `hatch drift accept`: what somebody changed in a host becomes what the manifest says.

import { renderFindings } from '../../report/findings.ts';
import { tidy } from '../../report/json.ts';
import { joinBlocks } from '../../report/text.ts';
import { visible } from '../../report/visible.ts';
import { fieldText } from '../../report/where.ts';
import { count } from '../../report/words.ts';
import { accept } from '../../verbs/accept.ts';
import type { Call, Outcome } from '../call.ts';
import { chosenEntries } from '../chosen.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look, ports } = call;
  const { paint } = look;
  const { accepted, also, left, run, exit } = await accept(
    ports,
    planOptions(call.values),
    chosenEntries(call),
    applyOptions(call),
  );
  const lines = accepted.map(({ target, server, environment, fields, removed }) => {
    const what = removed ? 'removed' : fields.map(fieldText).join(', ') || 'only recorded';
    const sign = removed ? paint('-', 'red') : fields.length > 0 ? paint('~', 'yellow') : ' ';
    return `  ${sign} ${visible(target)}/${visible(server)}  ${what}  ${paint(`(${visible(environment)})`, 'dim')}`;
  });
  const number = count(accepted.length, 'entry', 'entries');
  const said =
    accepted.length === 0
      ? paint('No drift: there is nothing to accept.', 'bold', 'green')
      : `${paint('Accepted:', 'bold', 'green')} ${number} in the manifest; no host was touched.`;
  const others =
    also.length === 0 ? '' : `The next apply changes with it: ${also.map(visible).join(', ')}. See \`hatch plan\`.`;
  return {
    exit,
    findings: left,
    result: () =>
      tidy({
        accepted: accepted.map((entry) => ({ ...entry, fields: [...entry.fields] })),
        also: [...also],
        run: run?.id,
      }),
    text: () => joinBlocks([[...lines, said].join('\n'), renderFindings(left, look), others]),
  };
}
