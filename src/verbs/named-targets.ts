// Targets as a person names them, with or without a manifest: a target's name, a host's id, or `all`.

import type { Located } from '../hosts/api.ts';
import { findHost, type Host, hosts, locate } from '../hosts/index.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import { onceOwner } from '../model/record.ts';
import type { Scope } from '../model/target.ts';
import type { Owner } from '../state/records.ts';
import { isFinding, type ResolvedTarget } from '../state/targets.ts';
import { pathsOf } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import { targetHere } from './bounds.ts';
import { type Loaded, load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { ownerOf } from './read-states.ts';

export interface NamedTarget {
  readonly name: string;
  readonly host: Host;
  readonly scope: Scope;
  readonly located: Located;
}

/** Throws HatchError `usage` for a name that is neither a target nor a host. */
export async function namedTargets(
  ports: ReadPorts,
  options: PlanOptions,
  names: readonly string[] | 'all',
): Promise<{ readonly targets: readonly NamedTarget[]; readonly owner: Owner }> {
  const loaded = await loadIfAny(ports, options);
  const all = loaded === undefined ? [] : fromManifest(ports, loaded, options);
  // What a target of this name may not reach is not looked for elsewhere under the same name.
  const wrong = all.filter(isFinding).find(({ target }) => names !== 'all' && names.includes(target ?? ''));
  if (wrong !== undefined) throw new HatchError('refused', wrong.message, { hint: wrong.hint ?? '' });
  const declared = all.filter((one): one is ResolvedTarget => !isFinding(one));
  const owner =
    loaded === undefined ? { name: onceOwner, manifest: undefined, repository: undefined } : ownerOf(loaded);
  const own = (host: Host) => userTarget(ports, options, host);
  if (names === 'all') {
    const present = () =>
      hosts
        .filter(({ byHand }) => byHand === undefined)
        .flatMap(own)
        .filter(({ located }) => located.present);
    return { targets: all.length > 0 ? declared : present(), owner };
  }
  return { targets: names.flatMap((name) => byName(declared, name, own)), owner };
}

/** Undefined where there is none and none is named. */
export async function loadIfAny(ports: ReadPorts, options: PlanOptions): Promise<Loaded | undefined> {
  try {
    return await load(ports, options);
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'usage' && options.manifest === undefined) return undefined;
    throw error;
  }
}

function fromManifest(
  { system, surroundings }: ReadPorts,
  { overlaid, repository }: Loaded,
  { root }: PlanOptions,
): readonly (ResolvedTarget | Finding)[] {
  const context = { surroundings, repository, root, folder: overlaid.folder };
  return [...overlaid.targets.values()].map((spec) => targetHere(system, context, spec, overlaid.policies));
}

function byName(
  declared: readonly NamedTarget[],
  name: string,
  userTargets: (host: Host) => readonly NamedTarget[],
): readonly NamedTarget[] {
  const own = declared.filter((target) => target.name === name);
  const ofHost = declared.filter(({ host }) => host.id === findHost(name)?.id);
  if (own.length + ofHost.length > 0) return own.length > 0 ? own : ofHost;
  const host = findHost(name);
  if (host !== undefined) return userTargets(host);
  const near = nearest(name, [...declared.map((target) => target.name), ...hosts.map(({ id }) => id)]);
  throw new HatchError('usage', `no target or host is called \`${name}\``, {
    hint: near === undefined ? 'see `hatch hosts`' : `did you mean \`${near}\`?`,
  });
}

/** Where a host's own files are looked for, by themselves or below the folder `root`. */
export function placesBelow({ platform, home, env }: Surroundings, root: string | undefined) {
  return root === undefined ? { home, variables: env } : { home: pathsOf(platform).join(root, home), variables: {} };
}

function userTarget({ system, surroundings }: ReadPorts, { root }: PlanOptions, host: Host): readonly NamedTarget[] {
  const { platform, cwd } = surroundings;
  const scope = host.scopes.user === undefined ? 'project' : 'user';
  const request = { scope, platform, ...placesBelow(surroundings, root), project: cwd, path: undefined } as const;
  const located = locate(host, request, system);
  return 'severity' in located ? [] : [{ name: host.id, host, scope, located }];
}
