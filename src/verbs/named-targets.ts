// Targets as a person names them, with or without a manifest: a target's name, a host's id, or `all`.

import type { Located } from '../hosts/api.ts';
import { findHost, type Host, hosts, locate } from '../hosts/index.ts';
import { HatchError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import type { Scope } from '../model/target.ts';
import type { Owner } from '../state/records.ts';
import { isFinding, resolveTarget } from '../state/targets.ts';
import { type Loaded, load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { ownerOf } from './read-states.ts';

export interface NamedTarget {
  readonly name: string;
  readonly host: Host;
  readonly scope: Scope;
  readonly located: Located;
}

/** Who writes where no manifest is: one command at a time. */
const onceOwner = '@once';

/** Throws HatchError `usage` for a name that is neither a target nor a host. */
export async function namedTargets(
  ports: ReadPorts,
  options: PlanOptions,
  names: readonly string[] | 'all',
): Promise<{ readonly targets: readonly NamedTarget[]; readonly owner: Owner }> {
  const loaded = await loadIfAny(ports, options);
  const declared = loaded === undefined ? [] : fromManifest(ports, loaded, options);
  const owner =
    loaded === undefined ? { name: onceOwner, manifest: undefined, repository: undefined } : ownerOf(loaded);
  if (names === 'all') return { targets: declared.length > 0 ? declared : onThisMachine(ports), owner };
  return { targets: names.flatMap((name) => byName(ports, declared, name)), owner };
}

async function loadIfAny(ports: ReadPorts, options: PlanOptions): Promise<Loaded | undefined> {
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
): readonly NamedTarget[] {
  return [...overlaid.targets.values()].flatMap((spec) => {
    const one = resolveTarget(
      system,
      { surroundings, repository, root, folder: overlaid.folder },
      spec,
      overlaid.policies,
    );
    return isFinding(one) ? [] : [one];
  });
}

function byName(ports: ReadPorts, declared: readonly NamedTarget[], name: string): readonly NamedTarget[] {
  const own = declared.filter((target) => target.name === name);
  const ofHost = declared.filter(({ host }) => host.id === findHost(name)?.id);
  if (own.length + ofHost.length > 0) return own.length > 0 ? own : ofHost;
  const host = findHost(name);
  if (host !== undefined) return userTarget(ports, host);
  const near = nearest(name, [...declared.map((target) => target.name), ...hosts.map(({ id }) => id)]);
  throw new HatchError('usage', `no target or host is called \`${name}\``, {
    hint: near === undefined ? 'see `hatch hosts`' : `did you mean \`${near}\`?`,
  });
}

function onThisMachine(ports: ReadPorts): readonly NamedTarget[] {
  return hosts.flatMap((host) => userTarget(ports, host)).filter(({ located }) => located.present);
}

function userTarget({ system, surroundings }: ReadPorts, host: Host): readonly NamedTarget[] {
  const { platform, home, env, cwd } = surroundings;
  const scope = host.scopes.user === undefined ? 'project' : 'user';
  const located = locate(host, { scope, platform, home, variables: env, project: cwd, path: undefined }, system);
  return 'severity' in located ? [] : [{ name: host.id, host, scope, located }];
}
