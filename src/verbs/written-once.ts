// What commands wrote once and no manifest manages: for `status`, and for everybody who lists servers.

import type { Verdict } from '../model/plan.ts';
import type { OnceWritten } from '../model/record.ts';
import { onceOwner } from '../model/record.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decideDrift } from '../plan/drift.ts';
import { serversPlace } from '../state/actual.ts';
import { recordOf } from '../state/records.ts';
import { onceStores } from './once.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { nameFilter } from './read-states.ts';
import { recordedTargets } from './recorded.ts';

export interface WrittenOnce {
  readonly target: string;
  readonly server: string;
  readonly file: string;
  /** `in-sync`, or what somebody did to it since. */
  readonly verdict: Verdict;
  /** The environment, or the host, that it came from. */
  readonly environment: string | undefined;
  readonly source: string | undefined;
  readonly written: OnceWritten | undefined;
}

/** Those that stand in their files still; `--host`, `--servers` and `--pattern` limit them. */
export async function writtenOnce(ports: ReadPorts, options: PlanOptions): Promise<readonly WrittenOnce[]> {
  const stores = onceStores(ports);
  const { hosts } = options;
  const all = await recordedTargets(ports, stores, () => true);
  const targets = all.filter(
    ({ name, host }) => hosts === undefined || hosts.includes(name) || hosts.includes(host.id),
  );
  const plan = assemblePlan(
    {
      owner: onceOwner,
      manifest: undefined,
      environment: undefined,
      filters: { hosts, servers: options.servers, pattern: options.pattern },
      passes: nameFilter(options),
      targets: targets.map((target) => ({ ...target, situation: 'current' })),
      stores,
      findings: [],
    },
    consentsOf({}),
    decideDrift,
  );
  return plan.targets.flatMap((target) =>
    target.entries.flatMap(({ place, name, verdict, owned, file }) => {
      const states = targets.find(({ request }) => request.path === (target.recordPath ?? target.files[file]?.path));
      const record = recordOf(states?.records.get(serversPlace), name);
      const isGone = states?.actual.places.get(serversPlace)?.has(name) !== true;
      if (place !== serversPlace || !owned || isGone) return [];
      return [
        {
          target: target.name,
          server: name,
          file: states?.request.path ?? '',
          verdict,
          environment: record?.environment,
          source: record?.source,
          written: record?.once,
        },
      ];
    }),
  );
}
