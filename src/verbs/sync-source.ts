// What `sync` takes from: an environment of the manifest, or a host's own file; and which of its servers are chosen.

import { HatchError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { type Actual, serversPlace } from '../state/actual.ts';
import type { ResolvedTarget } from '../state/targets.ts';
import { destinations } from './destinations.ts';
import { environmentNamed, type Loaded, load } from './load.ts';
import { loadIfAny } from './named-targets.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { nameFilter } from './read-states.ts';
import { readPatiently } from './recorded.ts';
import { requestOf } from './target-states.ts';

/** As a person names it. */
export type SyncFrom =
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'host'; readonly name: string };

export interface SyncSource {
  readonly from: SyncFrom;
  readonly loaded: Loaded | undefined;
  /** The chosen servers, in the source's order. */
  readonly servers: readonly string[];
  /** The host that is copied from, and what its file holds. */
  readonly host: { readonly target: ResolvedTarget; readonly actual: Actual } | undefined;
}

/** Throws HatchError: `usage` for a source or a server that is not there, `failed` for a host's file that says nothing. */
export async function syncSource(ports: ReadPorts, options: PlanOptions, from: SyncFrom): Promise<SyncSource> {
  // A pattern that is none is an error also where nothing is there to be matched.
  const passes = nameFilter(options);
  if (from.kind === 'environment') {
    const loaded = await load(ports, options);
    const names = [...environmentNamed(loaded, from.name).servers.keys()];
    return {
      from,
      loaded,
      host: undefined,
      servers: chosen(names, options, `the environment \`${from.name}\``, passes),
    };
  }
  const loaded = await loadIfAny(ports, options);
  const { targets } = destinations(ports, loaded, options, [from.name]);
  const [one, ...more] = targets;
  if (one === undefined || more.length > 0) {
    throw new HatchError('usage', `\`${from.name}\` is not one host, but ${targets.length}`, {
      hint: 'servers are taken from one host at a time',
    });
  }
  const { target } = one;
  const actual = await readPatiently(ports.system, ports.surroundings.platform, requestOf(target));
  if (actual.state !== 'read') {
    const why =
      actual.state === 'absent' ? `has no file here (${target.located.path})` : 'has a file that cannot be read';
    throw new HatchError('failed', `${target.name} ${why}: there is nothing to be taken from it`, {
      findings: actual.findings.map((finding) => ({ ...finding, target: target.name })),
    });
  }
  const names = [...(actual.places.get(serversPlace)?.keys() ?? [])];
  return {
    from: { kind: 'host', name: target.name },
    loaded,
    host: { target, actual },
    servers: chosen(names, options, target.name, passes),
  };
}

/** Those that the command line lets through; an exact name that the source does not have is a mistake. */
function chosen(
  names: readonly string[],
  { servers }: PlanOptions,
  where: string,
  passes: (name: string) => boolean,
): readonly string[] {
  for (const name of servers ?? []) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw new HatchError('usage', `${where} has no server \`${name}\``, {
      hint: near !== undefined ? `did you mean \`${near}\`?` : `it has: ${names.join(', ') || 'none'}`,
    });
  }
  return names.filter(passes);
}
