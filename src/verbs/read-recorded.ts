// The states of everything that was written, with nothing desired: for `drift`, `destroy` and `forget`.

import type { Finding } from '../model/finding.ts';
import { byCodePoint } from '../model/json.ts';
import type { RecordStore } from '../state/records.ts';
import type { States } from '../state/states.ts';
import { storesHere } from './bounds.ts';
import { type Loaded, load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { nameFilter, ownerOf } from './read-states.ts';
import { recordedTargets } from './recorded.ts';

/** What the manifest's owner has written. Throws HatchError as `load` does. */
export async function readRecorded(
  ports: ReadPorts,
  options: PlanOptions,
): Promise<{ readonly states: States; readonly loaded: Loaded }> {
  const loaded = await load(ports, options);
  const owner = ownerOf(loaded);
  const states = await recordedStates(ports, options, owner.name, storesHere(ports, owner), loaded.findings);
  return { loaded, states };
}

/** What the records of these stores say, under the name of this owner. */
export async function recordedStates(
  ports: ReadPorts,
  options: PlanOptions,
  owner: string,
  stores: readonly RecordStore[],
  findings: readonly Finding[],
): Promise<States> {
  const { hosts, servers, pattern } = options;
  const recorded = await recordedTargets(ports, stores, () => true);
  const targets = recorded
    .filter(({ name, host }) => hosts === undefined || hosts.includes(name) || hosts.includes(host.id))
    .map((target) => ({ ...target, situation: 'current' as const }));
  return {
    owner,
    manifest: undefined,
    environment: undefined,
    filters: { hosts, servers, pattern },
    passes: nameFilter(options),
    targets: [...targets].sort((a, b) => byCodePoint(a.name, b.name)),
    stores,
    findings,
  };
}
