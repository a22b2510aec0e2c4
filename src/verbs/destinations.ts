// Where a command that names its targets writes: declared targets, groups, hosts by their ids, or all, as in a rule's `to`.

import { findHost, hosts } from '../hosts/index.ts';
import { everyTarget } from '../manifest/destinations.ts';
import { repositoryOf } from '../manifest/locate.ts';
import { undeclaredTarget } from '../manifest/normalise.ts';
import { HatchError } from '../model/errors.ts';
import type { TargetSpec } from '../model/manifest.ts';
import { nearest } from '../model/nearest.ts';
import { exitOf } from '../plan/stops.ts';
import { isFinding, type ResolvedTarget } from '../state/targets.ts';
import { targetHere } from './bounds.ts';
import type { Loaded } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

export interface Destination {
  readonly target: ResolvedTarget;
  /** By itself: that its host is not on this machine is then an error. */
  readonly named: boolean;
}

export interface Destinations {
  /** Each once, in the order of the words. */
  readonly targets: readonly Destination[];
  /** The words as a rule of the manifest would say them. */
  readonly words: readonly string[];
}

/**
 * The targets that the words stand for. `all` is the declared targets, and every host on this machine where none is
 * declared. Throws HatchError: `usage` for a word that stands for nothing, as planning does for a target that is wrong.
 */
export function destinations(
  ports: ReadPorts,
  loaded: Loaded | undefined,
  options: PlanOptions,
  words: readonly string[],
): Destinations {
  const found = new Map<string, Destination>();
  const said: string[] = [];
  const add = (spec: TargetSpec, named: boolean) => {
    const known = found.get(spec.name);
    if (known !== undefined) found.set(spec.name, { ...known, named: known.named || named });
    else found.set(spec.name, { target: here(ports, loaded, options, spec), named });
  };
  for (const word of words) {
    const group = word === everyTarget ? undefined : loaded?.overlaid.groups.get(word);
    if (word === everyTarget) {
      const declared = [...(loaded?.overlaid.targets.values() ?? [])].filter(({ declared }) => declared);
      const specs = declared.length > 0 ? declared : onThisMachine(ports, options);
      for (const spec of specs) add(spec, false);
      said.push(...(declared.length > 0 ? [everyTarget] : specs.map(({ name }) => name)));
    } else if (group !== undefined) {
      for (const name of group) add(specOf(loaded, name), false);
      said.push(word);
    } else {
      const spec = specOf(loaded, word);
      add(spec, true);
      said.push(spec.name);
    }
  }
  return { targets: [...found.values()], words: [...new Set(said)] };
}

/** A declared target, else a host by its id or alias. */
function specOf(loaded: Loaded | undefined, word: string): TargetSpec {
  const declared = loaded?.overlaid.targets;
  const host = findHost(word);
  const spec = declared?.get(word) ?? (host && declared?.get(host.id));
  if (spec !== undefined) return spec;
  if (host !== undefined) return undeclaredTarget(host.id, { file: '' });
  const names = [...(declared?.keys() ?? []), ...(loaded?.overlaid.groups.keys() ?? [])];
  const near = nearest(word, [...names, ...hosts.map(({ id }) => id)]);
  const known = names.length === 0 ? 'see `hatch hosts`' : `the manifest has ${names.join(', ')}; see \`hatch hosts\``;
  throw new HatchError('usage', `no target, group or host is called \`${word}\``, {
    hint: near === undefined ? known : `did you mean \`${near}\`?`,
  });
}

function here(ports: ReadPorts, loaded: Loaded | undefined, { root }: PlanOptions, spec: TargetSpec): ResolvedTarget {
  const { system, surroundings } = ports;
  const folder = loaded?.overlaid.folder ?? surroundings.cwd;
  const repository = loaded === undefined ? repositoryOf(system, surroundings, folder) : loaded.repository;
  const context = { surroundings, repository, root, folder };
  const target = targetHere(system, context, spec, loaded?.overlaid.policies ?? {});
  if (!isFinding(target)) return target;
  const { place, ...finding } = target;
  const findings = [place?.file ? target : finding];
  throw new HatchError(exitOf(findings), finding.message, {
    findings,
    ...(finding.hint !== undefined && { hint: finding.hint }),
  });
}

/** The hosts whose own files are here. */
function onThisMachine(ports: ReadPorts, options: PlanOptions): readonly TargetSpec[] {
  const specs = hosts
    .filter(({ scopes }) => scopes.user !== undefined)
    .map(({ id }) => undeclaredTarget(id, { file: '' }));
  return specs.filter((spec) => {
    try {
      return here(ports, undefined, options, spec).located.present;
    } catch (error) {
      // Not every host has a file on every platform.
      if (error instanceof HatchError) return false;
      throw error;
    }
  });
}
