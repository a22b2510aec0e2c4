// `discover servers`: what an environment defines, and which targets it would go to.

import type { Discovered } from '../model/environment.ts';
import { HatchError } from '../model/errors.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { serversPlace } from '../state/actual.ts';
import { runsOf } from './inventory.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { nameFilter, readStates } from './read-states.ts';

/** With `hosts` only what goes there. Throws HatchError as `plan` does. */
export async function discoverServers(ports: ReadPorts, options: PlanOptions): Promise<Discovered> {
  const { states, loaded } = await readStates(ports, options, undefined, 'declared');
  const { environment } = states;
  if (environment === undefined) throw new HatchError('usage', 'no environment is chosen');
  const plan = assemblePlan(states, consentsOf(options));
  const passes = nameFilter(options);
  const isFrom = (target: string, name: string) =>
    states.targets
      .find((one) => one.name === target)
      ?.desired.entries.some(
        (entry) => entry.place === serversPlace && entry.name === name && entry.environment === environment.name,
      );
  const goesTo = (name: string) =>
    plan.targets.flatMap(({ name: target, entries }) =>
      entries
        .filter((entry) => entry.place === serversPlace && entry.name === name && isFrom(target, name))
        .map(({ verdict }) => ({ target, verdict })),
    );
  const defined = [...(loaded.overlaid.environments.get(environment.name)?.servers.values() ?? [])];
  const servers = defined
    .filter(({ name }) => passes(name))
    .map(({ name, server, place }) => ({
      server: name,
      transport: server.transport,
      runs: runsOf(server),
      enabled: server.enabled !== false,
      place,
      targets: goesTo(name),
    }))
    .filter(({ targets }) => options.hosts === undefined || targets.length > 0);
  return { manifest: loaded.path, environment, servers, findings: states.findings };
}
