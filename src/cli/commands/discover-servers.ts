// `hatch discover servers`: what an environment defines, and where it would go.

import { HatchError } from '../../model/errors.ts';
import { discoveredJson, renderDiscoveredServers } from '../../report/discovered.ts';
import { discoverServers } from '../../verbs/discover.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const env = values.text('env');
  const environment = values.text('environment');
  if (env !== undefined && environment !== undefined && env !== environment) {
    throw new HatchError('usage', '--env and --environment name two environments');
  }
  const options = planOptions(values);
  const isAll = options.hosts?.includes('all') === true;
  const found = await discoverServers(ports, {
    ...options,
    environment: env ?? environment,
    hosts: isAll ? undefined : options.hosts,
  });
  return {
    exit: 'done',
    findings: found.findings,
    result: () => discoveredJson(found),
    text: () => renderDiscoveredServers(found, look),
  };
}
