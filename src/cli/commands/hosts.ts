// `hatch hosts`: the hosts we know, and which are on this machine.

import { tidy } from '../../report/json.ts';
import { renderHosts } from '../../report/tables.ts';
import { listHosts } from '../../verbs/hosts.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const options = planOptions(values);
  const hosts = await listHosts(ports, options);
  const result = () =>
    hosts.map((host) =>
      tidy({
        ...host,
        transports: [...host.transports],
        notes: [...host.notes],
        candidates: host.candidates.map((candidate) => ({ ...candidate })),
      }),
    );
  return { exit: 'done', result, text: () => renderHosts(hosts, look, options.hosts !== undefined) };
}
