// Who manages what, whatever manifest it was written from: the records of every owner that this machine and the
// repository know.

import { repositoryOf } from '../manifest/locate.ts';
import type { EntryRecord } from '../model/record.ts';
import { serversPlace } from '../state/actual.ts';
import { hatchHome, owns, type RecordStore, recordOf, recordsOf } from '../state/records.ts';
import type { TargetStates } from '../state/states.ts';
import { pathsOf } from '../system/paths.ts';
import { storesHere } from './bounds.ts';
import type { Loaded } from './load.ts';
import type { ReadPorts } from './options.ts';

export interface Claim {
  readonly store: RecordStore;
  readonly record: EntryRecord;
}

/** The stores of all owners that have any record. Throws HatchError as `storesHere` does. */
export function allStores(ports: ReadPorts, loaded: Loaded | undefined): readonly RecordStore[] {
  const { system, surroundings } = ports;
  const { join } = pathsOf(surroundings.platform);
  const repository = loaded?.repository ?? repositoryOf(system, surroundings, surroundings.cwd);
  const manifest = loaded?.path ?? (repository === undefined ? undefined : join(repository, 'hatch.mcp.yaml'));
  const folder = repository === undefined ? undefined : join(repository, '.hatch', 'state');
  const committed = folder === undefined ? [] : (system.list(folder) ?? []);
  const names = new Set([
    ...(system.list(join(hatchHome(surroundings), 'state')) ?? []),
    ...committed.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)),
  ]);
  return [...names].flatMap((name) =>
    storesHere(ports, { name, manifest, repository }).filter(({ bytes }) => bytes !== undefined),
  );
}

/** The record of the owner that manages an entry of a file; undefined where none does. */
export function claimOf(
  { surroundings }: ReadPorts,
  stores: readonly RecordStore[],
  { path, host, scope }: Pick<TargetStates, 'host' | 'scope'> & { readonly path: string },
  name: string,
): Claim | undefined {
  const servers = host.scopes[scope]?.container;
  if (servers === undefined) return undefined;
  const containers = new Map([[serversPlace, servers]]);
  for (const store of stores) {
    const record = recordOf(recordsOf(store, surroundings.platform, path, containers).get(serversPlace), name);
    if (owns(record)) return { store, record };
  }
  return undefined;
}
