// `hatch init`: writes a manifest, from the hosts on this machine, from the older tool's environments, or as a starter.

import { HatchError } from '../../model/errors.ts';
import { renderFindings } from '../../report/findings.ts';
import { joinBlocks } from '../../report/text.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { count } from '../../report/words.ts';
import { pathsOf, variable } from '../../system/paths.ts';
import { type InitReport, init } from '../../verbs/init.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look } = call;
  const made = call.given.has('from-hatch') ? await moved(call) : await taken(call);
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

function taken(call: Call): Promise<InitReport> {
  const { values, ports } = call;
  const options = {
    fromHosts: values.list('from-host'),
    all: values.isOn('all'),
    path: call.arguments[0],
    force: values.isOn('force'),
    root: values.path('root'),
  };
  return init(ports, options, applyOptions(call));
}

async function moved(call: Call): Promise<InitReport> {
  const { values, ports, given } = call;
  const clash = (['from-host', 'all', 'root'] as const).find((flag) => given.has(flag));
  if (clash !== undefined) throw new HatchError('usage', `--${clash} cannot be given together with --from-hatch`);
  const { join, resolve } = pathsOf(ports.surroundings.platform);
  const { home, cwd } = ports.surroundings;
  const [named] = call.arguments;
  // A folder can be no manifest.
  const isHome = named !== undefined && ports.system.list(resolve(cwd, named)) !== undefined;
  const usual = variable(ports.surroundings, 'HATCH_HOME') ?? join(home, '.hatch');
  const older = resolve(cwd, isHome ? named : usual);
  const { fromHatch } = await import('../../verbs/from-hatch.ts');
  const options = { path: isHome ? undefined : named, force: values.isOn('force'), home: older };
  return fromHatch(ports, options, applyOptions(call));
}
