// `hatch discover hosts`: every host that is known, which are on this machine, and what shows it.

import { renderDiscoveredHosts } from '../../report/discovered.ts';
import { tidy } from '../../report/json.ts';
import { listHosts } from '../../verbs/hosts.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const { hosts: named, ...options } = planOptions(values);
  const all = await listHosts(ports, named?.includes('all') ? options : { ...options, hosts: named });
  // A project's file is worth a line only where there is one.
  const hosts = all.filter(({ id, scope, evidence }) => scope === 'user' || evidence !== undefined || isOnly(id));
  function isOnly(id: string): boolean {
    return !all.some((one) => one.id === id && one.scope === 'user');
  }
  const result = () =>
    hosts.map(({ id, title, scope, path, present, evidence, candidates }) =>
      tidy({ id, title, scope, path, present, evidence, candidates: candidates.map((one) => ({ ...one })) }),
    );
  return { exit: 'done', result, text: () => renderDiscoveredHosts(hosts, look) };
}
