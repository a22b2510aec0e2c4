// The states of everything an owner has written, with nothing desired: for `drift`, `destroy` and `forget`.

import { byCodePoint } from '../model/json.ts';
import type { States } from '../state/states.ts';
import { storesHere } from './bounds.ts';
import { type Loaded, load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { nameFilter, ownerOf } from './read-states.ts';
import { recordedTargets } from './recorded.ts';

/** Throws HatchError as `load` does. */
export async function readRecorded(
  ports: ReadPorts,
  options: PlanOptions,
): Promise<{ readonly states: States; readonly loaded: Loaded }> {
  const loaded = await load(ports, options);
  const owner = ownerOf(loaded);
  const stores = storesHere(ports, owner);
  const { hosts } = options;
  const recorded = await recordedTargets(ports, stores, () => true);
  const targets = recorded
    .filter(({ name, host }) => hosts === undefined || hosts.includes(name) || hosts.includes(host.id))
    .map((target) => ({ ...target, situation: 'current' as const }));
  return {
    loaded,
    states: {
      owner: owner.name,
      manifest: undefined,
      environment: undefined,
      filters: { hosts, servers: options.servers, pattern: options.pattern },
      passes: nameFilter(options),
      targets: [...targets].sort((a, b) => byCodePoint(a.name, b.name)),
      stores,
      findings: loaded.findings,
    },
  };
}
