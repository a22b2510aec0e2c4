// Reads all three states of every target. All reading happens here; what follows is one pure decision.

import { realPath } from '../apply/real-path.ts';
import { findHost } from '../hosts/index.ts';
import type { Source } from '../manifest/parse.ts';
import { compilePattern } from '../manifest/pattern.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { byCodePoint, equal, type Json } from '../model/json.ts';
import type { Manifest } from '../model/manifest.ts';
import { nearest } from '../model/nearest.ts';
import type { Actual } from '../state/actual.ts';
import { type DesiredEntry, type DesiredTarget, desiredEntries } from '../state/desired.ts';
import { type Owner, type RecordStore, readOtherOwners } from '../state/records.ts';
import type { States, TargetStates } from '../state/states.ts';
import { isFinding, type ResolvedTarget } from '../state/targets.ts';
import type { Reader } from '../system/system.ts';
import { storesHere, targetHere } from './bounds.ts';
import { environmentOf, type Loaded, load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { besideOthers, readPatiently, recordedTargets } from './recorded.ts';
import { pathsHere, underPathsHere } from './same-place.ts';
import { requestOf, targetStates } from './target-states.ts';
import { patternFindings, runnerFindings } from './warnings.ts';

export interface Read {
  readonly states: States;
  readonly loaded: Loaded;
}

/**
 * The targets that rules feed, or with `declared` all of them. Throws HatchError for what stops planning: an invalid
 * manifest, an unknown name on the command line.
 */
export async function readStates(
  ports: ReadPorts,
  options: PlanOptions,
  draft?: Source,
  reach: 'fed' | 'declared' = 'fed',
): Promise<Read> {
  const loaded = await load(ports, options, draft);
  const environment = environmentOf(ports, loaded, options.environment);
  const shared = environmentOf(ports, loaded, options.environment, loaded.manifest);
  const owner = ownerOf(loaded);
  const recorded = storesHere(ports, owner);
  refuseElsewhere(recorded, options);
  const findings: Finding[] = [...loaded.findings];
  const resolved = resolveTargets(ports, loaded, options, findings);
  const chosen = chooseTargets(loaded, resolved, options, reach);
  const pathHere = pathsHere(ports, chosen);
  const stores = underPathsHere(ports, recorded, pathHere);
  const sources = await readSources(ports, loaded, resolved);
  const passes = nameFilter(options);
  const others = readOtherOwners(ports.system, ports.surroundings, owner).map((other) => ({
    ...other,
    file: pathHere(other.file, other.place.container) ?? other.file,
  }));
  const read: TargetStates[] = [];
  for (const target of chosen) {
    const actual =
      sources.get(target.name)?.actual ??
      (await readPatiently(ports.system, ports.surroundings.platform, requestOf(target)));
    const manifest = target.portable ? loaded.manifest : loaded.overlaid;
    const desired = desiredEntries(
      {
        reader: ports.system,
        surroundings: ports.surroundings,
        manifest,
        environment: target.portable ? shared.name : environment.name,
        byPlatform: loaded.byPlatform,
        sources,
        passes,
      },
      target,
    );
    read.push(
      targetStates(target, {
        platform: ports.surroundings.platform,
        actual,
        desired,
        stores,
        others,
        create: options.create === true,
        named: options.hosts?.some((name) => name === target.name || name === target.host.id) ?? false,
      }),
    );
  }
  checkServerNames(loaded, options);
  findings.push(
    ...patternFindings(loaded, read, options, passes),
    ...runnerFindings(ports.surroundings, loaded, chosen),
  );
  const targets = [
    ...shareOf(ports.system, read),
    ...besideOthers(await retiredTargets(ports, stores, read, resolved, loaded.overlaid, options), others),
  ];
  return {
    loaded,
    states: {
      owner: owner.name,
      manifest: loaded.overlaid,
      environment,
      filters: { hosts: options.hosts, servers: options.servers, pattern: options.pattern },
      passes,
      targets: targets.sort((a, b) => byCodePoint(a.name, b.name)),
      stores,
      findings,
    },
  };
}

export function ownerOf({ manifest, path, repository }: Loaded): Owner {
  return { name: manifest.name, manifest: path, repository };
}

/** Throws HatchError `refused` where a manifest somewhere else used the same owner's name. */
export function refuseElsewhere(stores: readonly RecordStore[], options: PlanOptions): void {
  if (options.sameOwner) return;
  for (const { record, manifest, bytes } of stores) {
    if (bytes === undefined || record.manifest === manifest) continue;
    throw new HatchError('refused', `the name \`${record.owner}\` belongs to the manifest ${record.manifest}`, {
      hint: 'choose another `name:`, or, if this is that manifest in a new place, add --same-owner',
      findings: [
        {
          code: 'owner-elsewhere',
          severity: 'error',
          message: `recorded for ${record.manifest}, read from ${manifest}`,
        },
      ],
    });
  }
}

function resolveTargets(
  { system, surroundings }: ReadPorts,
  loaded: Loaded,
  options: PlanOptions,
  findings: Finding[],
): readonly ResolvedTarget[] {
  const resolved: ResolvedTarget[] = [];
  const { overlaid: manifest, repository } = loaded;
  for (const spec of manifest.targets.values()) {
    const one = targetHere(
      system,
      { surroundings, repository, root: options.root, folder: manifest.folder },
      spec,
      manifest.policies,
    );
    if (isFinding(one)) findings.push(one);
    else resolved.push(one);
  }
  return resolved;
}

/** The targets within reach, as `--host` limits them. */
function chooseTargets(
  { overlaid, manifest }: Loaded,
  resolved: readonly ResolvedTarget[],
  options: PlanOptions,
  reach: 'fed' | 'declared',
): readonly ResolvedTarget[] {
  const fed = new Set([...overlaid.rules, ...manifest.rules].flatMap(({ to }) => to));
  const targets = resolved.filter(({ name }) => reach === 'declared' || fed.has(name));
  if (options.hosts === undefined) return targets;
  const known = new Set([...overlaid.targets.keys(), ...overlaid.groups.keys(), ...targets.map(({ host }) => host.id)]);
  for (const name of options.hosts) {
    if (known.has(name) || findHost(name) !== undefined) continue;
    const near = nearest(name, known);
    throw new HatchError('usage', `no target, group or host is called \`${name}\``, {
      hint: near === undefined ? `there are: ${[...known].join(', ')}` : `did you mean \`${near}\`?`,
    });
  }
  const wanted = new Set(
    options.hosts.flatMap((name) => overlaid.groups.get(name) ?? [findHost(name)?.id ?? name, name]),
  );
  return targets.filter(({ name, host }) => wanted.has(name) || wanted.has(host.id));
}

/** Does `--servers` and `--pattern` let a name through? */
export function nameFilter({ servers, pattern }: PlanOptions): (name: string) => boolean {
  const matches = pattern === undefined ? undefined : compilePattern(pattern);
  return (name) => (servers?.includes(name) ?? true) && (matches?.(name) ?? true);
}

/** An exact name that nothing in the manifest has is a mistake, not an empty plan. */
function checkServerNames({ overlaid }: Loaded, { servers }: PlanOptions): void {
  const known = new Set([...overlaid.environments.values()].flatMap((environment) => [...environment.servers.keys()]));
  for (const name of servers ?? []) {
    if (known.has(name) || overlaid.rules.some(({ target }) => target !== undefined)) continue;
    const near = nearest(name, known);
    throw new HatchError('usage', `no server is called \`${name}\``, {
      hint: near === undefined ? `there are: ${[...known].join(', ')}` : `did you mean \`${near}\`?`,
    });
  }
}

async function readSources(
  { system, surroundings }: ReadPorts,
  { overlaid }: Loaded,
  resolved: readonly ResolvedTarget[],
): Promise<ReadonlyMap<string, { readonly target: ResolvedTarget; readonly actual: Actual }>> {
  const names = new Set(overlaid.rules.flatMap(({ target }) => (target === undefined ? [] : [target])));
  const sources = new Map<string, { target: ResolvedTarget; actual: Actual }>();
  for (const target of resolved.filter(({ name }) => names.has(name))) {
    sources.set(target.name, { target, actual: await readPatiently(system, surroundings.platform, requestOf(target)) });
  }
  return sources;
}

/** Two targets with one place are planned once, with the union of what they want. */
export function shareOf(system: Reader, targets: readonly TargetStates[]): TargetStates[] {
  const groups = new Map<string, TargetStates[]>();
  for (const target of targets) {
    const { path, placement } = target.request;
    const key = JSON.stringify([realPath(system, path), placement.container.path]);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return [...groups.values()].map((group) => {
    const [first, ...rest] = group as [TargetStates, ...TargetStates[]];
    return rest.length === 0 ? first : { ...first, desired: union(group), sharedWith: rest.map(({ name }) => name) };
  });
}

function union(group: readonly TargetStates[]): DesiredTarget {
  const entries = new Map<string, DesiredEntry>();
  for (const { desired, name } of group) {
    for (const entry of desired.entries) {
      const key = JSON.stringify([entry.place, entry.name]);
      const other = entries.get(key);
      if (other === undefined) entries.set(key, entry);
      else if (!equal(other.value as Json, entry.value as Json))
        entries.set(key, { ...other, findings: [...other.findings, sharedFinding(name, entry)] });
    }
  }
  const first = (group[0] as TargetStates).desired;
  return {
    entries: [...entries.values()],
    held: first.held,
    findings: group.flatMap(({ desired }) => desired.findings),
  };
}

function sharedFinding(target: string, entry: DesiredEntry): Finding {
  return {
    code: 'shared-place',
    severity: 'error',
    message: `${target} reads the same place and would need \`${entry.name}\` in another form`,
    hint: 'give the server to one of the two only',
    server: entry.name,
    place: entry.at,
  };
}

/** Places we have records of that no target of the manifest stands in any more. */
async function retiredTargets(
  ports: ReadPorts,
  stores: readonly RecordStore[],
  current: readonly TargetStates[],
  resolved: readonly ResolvedTarget[],
  manifest: Manifest,
  { hosts }: PlanOptions,
): Promise<readonly TargetStates[]> {
  const fed = new Set(manifest.rules.flatMap(({ to }) => to));
  const planned = new Set(current.map(({ name }) => name));
  const served = pathsHere(
    ports,
    resolved.filter(({ name }) => fed.has(name) || planned.has(name)),
  );
  const recorded = await recordedTargets(ports, stores, (...place) => served(...place) === undefined);
  return recorded
    .filter(({ name }) => hosts?.includes(name) ?? true)
    .map((target) => ({ ...target, situation: fed.has(target.name) ? 'moved' : 'retired' }));
}
