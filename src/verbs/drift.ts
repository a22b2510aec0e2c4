// `drift`: what others changed since we last applied. Of the manifest only the name is asked, so that it may be broken,
// gone, or never have been on this machine.

import { findManifest, repositoryOf } from '../manifest/locate.ts';
import { parseManifest } from '../manifest/parse.ts';
import { HatchError } from '../model/errors.ts';
import { byCodePoint, get } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decideDrift } from '../plan/drift.ts';
import type { Decide } from '../plan/scene.ts';
import { isOwnerName, type Owner, owns, recordedOwners } from '../state/records.ts';
import type { States } from '../state/states.ts';
import { pathsOf, variable } from '../system/paths.ts';
import { storesHere } from './bounds.ts';
import { unfinished } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { recordedStates } from './read-recorded.ts';

/**
 * A plan that writes nothing, whose entries are compared with the record only: those of the manifest's owner, or where
 * no manifest says a name, of every owner on this machine and in this repository. Throws HatchError (`usage`) where a
 * manifest is named and is not there.
 */
export async function drift(ports: ReadPorts, options: PlanOptions): Promise<Plan> {
  const { system, surroundings } = ports;
  const named = await namedOwner(ports, options);
  const here = repositoryOf(system, surroundings, surroundings.cwd);
  const owners = named === undefined ? recordedOwners(system, surroundings, here) : [named];
  const stores = owners.flatMap((owner) => storesHere(ports, owner));
  const names = owners.map(({ name }) => name).sort(byCodePoint);
  const findings = unfinished(system, surroundings);
  const states = await recordedStates(ports, options, names.join(', '), stores, findings);
  return assemblePlan(states, consentsOf(options), decideOnce(states));
}

/** Two owners may have written to one file: what neither wrote is told once, and what the other wrote is not foreign. */
function decideOnce(states: States): Decide {
  const key = (target: string, place: string, name: string) => JSON.stringify([target, place, name]);
  const known = new Set(
    states.targets.flatMap(({ name: target, records }) =>
      [...records].flatMap(([place, { entries }]) =>
        Object.keys(entries)
          .filter((name) => owns(entries[name]))
          .map((name) => key(target, place, name)),
      ),
    ),
  );
  return (entry) => {
    if (owns(entry.recorded)) return decideDrift(entry);
    const id = key(entry.target, entry.place, entry.name);
    if (known.has(id)) return undefined;
    known.add(id);
    return decideDrift(entry);
  };
}

/** Undefined where there is no manifest, or one that is too broken to say whose it is. */
async function namedOwner({ system, surroundings }: ReadPorts, options: PlanOptions): Promise<Owner | undefined> {
  const path = options.manifest ?? variable(surroundings, 'HATCH_MANIFEST');
  try {
    const source = await findManifest(system, surroundings, path);
    const name = source && get(parseManifest(source).parsed?.value, 'name');
    if (source === undefined || typeof name !== 'string' || !isOwnerName(name)) return undefined;
    const folder = pathsOf(surroundings.platform).dirname(source.path);
    return { name, manifest: source.path, repository: repositoryOf(system, surroundings, folder) };
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'manifest-invalid') return undefined;
    throw error;
  }
}
