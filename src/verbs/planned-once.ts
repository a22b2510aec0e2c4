// The plan of one rule that holds once, under the owner of what commands write; and what the next apply makes of it.

import type { Finding } from '../model/finding.ts';
import { byCodePoint } from '../model/json.ts';
import type { Manifest, RuleSpec } from '../model/manifest.ts';
import type { EntryPlan, Plan, TargetPlan } from '../model/plan.ts';
import type { EntryRecord, OnceWritten } from '../model/record.ts';
import { onceOwner } from '../model/record.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { serversPlace } from '../state/actual.ts';
import { type DesiredTarget, desiredEntries } from '../state/desired.ts';
import { readOtherOwners } from '../state/records.ts';
import type { States } from '../state/states.ts';
import type { ResolvedTarget } from '../state/targets.ts';
import type { Planned } from './carry-out.ts';
import type { Destination } from './destinations.ts';
import { entryKey, type Foresight, nextFinding } from './foresee.ts';
import { decideOnce, type OnceRun, once, onceStores } from './once.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { nameFilter, shareOf } from './read-states.ts';
import { readPatiently } from './recorded.ts';
import type { SyncSource } from './sync-source.ts';
import { requestOf, targetStates } from './target-states.ts';

/** One rule, its targets resolved. */
export interface OneRule {
  readonly source: SyncSource;
  readonly to: readonly Destination[];
  /** Also remove what came from the same source before, and it no longer has. */
  readonly mirror: boolean;
  /** What is recorded of where the entries come from. */
  readonly written: OnceWritten;
}

/** The plan of the one rule, under the owner of what is written once. */
export async function plannedOnce(ports: ReadPorts, options: PlanOptions, given: OneRule): Promise<Planned> {
  const { source, to, mirror, written } = given;
  const { from, loaded, servers } = source;
  const { system, surroundings } = ports;
  const stores = onceStores(ports);
  const others = readOtherOwners(system, surroundings, once);
  const { platform } = surroundings;
  const targets = [];
  for (const { target, named } of to) {
    const actual = await readPatiently(system, platform, requestOf(target));
    const desired = desiredOf(ports, options, source, target);
    const create = options.create === true;
    targets.push(targetStates(target, { platform, actual, desired, stores, others, create, named }));
  }
  const states: States = {
    owner: onceOwner,
    manifest: loaded?.overlaid,
    environment: from.kind === 'environment' ? { name: from.name, from: '--from-env' } : undefined,
    filters: { hosts: undefined, servers: options.servers, pattern: options.pattern },
    passes: nameFilter(options),
    targets: shareOf(system, targets).sort((a, b) => byCodePoint(a.name, b.name)),
    stores,
    findings: findingsOf(source, options),
  };
  const run: OnceRun = {
    written,
    prunes: ({ place, name, recorded }) =>
      mirror && place === serversPlace && !servers.includes(name) && cameFrom(source, written, recorded),
    gone: `no longer in ${from.name}`,
  };
  // Whoever names source, servers and hosts consents to take those entries.
  const take = to.flatMap(({ target }) => servers.map((name) => `${target.name}/${name}`));
  const consents = consentsOf({ ...options, take: [...(options.take ?? []), ...take] });
  const plan = assemblePlan(states, consents, (entry) => decideOnce(entry, run));
  const homes = new Map(to.map(({ target }) => [target.name, target.home]));
  return {
    plan: from.kind === 'host' ? withoutRule(plan, `from ${from.name}`) : plan,
    stores,
    owner: once,
    contextOf: ({ name }) => ({
      reader: system,
      surroundings,
      home: homes.get(name) ?? surroundings.home,
      manifestDir: loaded?.overlaid.folder ?? surroundings.cwd,
    }),
    beside: [],
  };
}

function cameFrom({ from }: SyncSource, { manifest }: OnceWritten, recorded: EntryRecord | undefined): boolean {
  if (from.kind === 'host') return recorded?.source === from.name;
  return recorded?.environment === from.name && recorded.once?.manifest === manifest;
}

/** What the rule gives to one target, in its host's own words. */
function desiredOf(
  { system, surroundings }: ReadPorts,
  options: PlanOptions,
  { from, loaded, host }: SyncSource,
  target: ResolvedTarget,
): DesiredTarget {
  const base = target.portable ? loaded?.manifest : loaded?.overlaid;
  const rule: RuleSpec = {
    index: 0,
    environment: from.kind === 'environment' ? from.name : undefined,
    target: host?.target.name,
    to: [target.name],
    toAllFound: false,
    servers: options.servers,
    include: options.pattern === undefined ? [] : [options.pattern],
    exclude: [],
    mirror: false,
    place: { file: '' },
  };
  const manifest: Manifest = { ...(base ?? noManifest(surroundings.cwd)), rules: [rule], moved: [] };
  const desired = desiredEntries(
    {
      reader: system,
      surroundings,
      manifest,
      environment: from.name,
      byPlatform: loaded?.byPlatform ?? new Map(),
      sources: new Map(host === undefined ? [] : [[host.target.name, host]]),
      passes: nameFilter(options),
    },
    target,
  );
  // Said once, for the whole command line.
  return { ...desired, findings: desired.findings.filter(({ code }) => code !== 'selects-nothing') };
}

function noManifest(folder: string): Manifest {
  return {
    path: '',
    folder,
    name: onceOwner,
    environment: undefined,
    policies: {},
    environments: new Map(),
    targets: new Map(),
    groups: new Map(),
    rules: [],
    hasRules: true,
    moved: [],
    registries: [],
  };
}

function findingsOf({ from, loaded, servers }: SyncSource, { pattern }: PlanOptions): readonly Finding[] {
  // Of a manifest that is not asked for servers only what concerns the whole machine; where its own rules lead is not asked.
  const all = (loaded?.findings ?? []).filter(({ code }) =>
    from.kind === 'host' ? code === 'unfinished-run' : code !== 'no-targets',
  );
  if (servers.length > 0) return all;
  const what = pattern === undefined ? 'it has none' : `the pattern \`${pattern}\` selects none`;
  const message = `no server is taken from ${from.name}: ${what}`;
  return [...all, { code: 'selects-nothing', severity: 'warning', message }];
}

/** What no manifest says has no rule and no place there. */
export function withoutRule(plan: Plan, note?: string): Plan {
  return mapEntries(plan, (_, entry) => ({
    ...entry,
    reason: { ...entry.reason, rule: undefined, place: undefined, note: entry.reason.note ?? note },
    findings: entry.findings.map(({ place, ...finding }) => (place?.file ? { ...finding, place } : finding)),
  }));
}

/** The plan with what the next apply would do to its entries. */
export function foretold(plan: Plan, foresight: Foresight | undefined): Plan {
  if (foresight === undefined) return plan;
  return mapEntries(plan, (target, entry) => {
    const step = entry.edit === undefined ? undefined : foresight.get(entryKey(target, entry));
    return step === undefined ? entry : { ...entry, findings: [...entry.findings, nextFinding(step)] };
  });
}

function mapEntries(plan: Plan, change: (target: TargetPlan, entry: EntryPlan) => EntryPlan): Plan {
  const targets = plan.targets.map((target) => ({
    ...target,
    entries: target.entries.map((entry) => change(target, entry)),
  }));
  return { ...plan, targets };
}
