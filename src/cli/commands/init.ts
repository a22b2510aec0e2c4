// `hatch init`: writes a manifest, from the hosts on this machine or as a starter.

import { renderFindings } from '../../report/findings.ts';
import { joinBlocks } from '../../report/text.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { count } from '../../report/words.ts';
import { init } from '../../verbs/init.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, look, ports } = call;
  const made = await init(
    ports,
    {
      fromHosts: values.list('from-host'),
      all: values.isOn('all'),
      path: call.arguments[0],
      force: values.isOn('force'),
      root: values.path('root'),
    },
    applyOptions(call),
  );
  const { path, findings, hosts } = made;
  const servers = hosts.map((host) => `  ${visible(host.id)}: ${host.servers.map(visible).join(', ') || 'no servers'}`);
  const said = [
    `${look.paint('Wrote', 'bold', 'green')} ${pathText(path, look)}`,
    hosts.length === 0 ? ', a starter to be filled in.' : `, from ${count(hosts.length, 'host')}:`,
  ].join('');
  const next = hosts.length === 0 ? 'hatch plan' : 'hatch adopt --all, then hatch plan';
  return {
    exit: 'done',
    findings,
    result: () => ({ path, hosts: hosts.map(({ id, servers: names }) => ({ id, servers: [...names] })) }),
    text: () => joinBlocks([[said, ...servers].join('\n'), renderFindings(findings, look), `Next: ${next}`]),
  };
}
