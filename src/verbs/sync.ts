// `sync`: a rule that holds once. Planned and written as every rule is; what it adds stays until a command removes it.

import { type ExitName, HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { byCodePoint } from '../model/json.ts';
import type { Manifest, Policies, RuleSpec } from '../model/manifest.ts';
import type { EntryPlan, Plan, TargetPlan } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { serversPlace } from '../state/actual.ts';
import { type DesiredTarget, desiredEntries } from '../state/desired.ts';
import { onceOwner, readOtherOwners } from '../state/records.ts';
import type { States } from '../state/states.ts';
import type { ResolvedTarget } from '../state/targets.ts';
import { carryOut, type Planned } from './carry-out.ts';
import { type Destination, destinations } from './destinations.ts';
import { entryKey, type Foresight, foresee, nextFinding } from './foresee.ts';
import { decideOnce, type OnceRun, once, onceStores } from './once.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { nameFilter, shareOf } from './read-states.ts';
import { readPatiently } from './recorded.ts';
import { plannedRule } from './sync-save.ts';
import { type SyncFrom, type SyncSource, syncSource } from './sync-source.ts';
import { requestOf, targetStates } from './target-states.ts';

/** A one-off rule; which servers, the plan options say. */
export interface SyncChoice {
  readonly from: SyncFrom;
  /** Targets, groups, hosts, or `all`. */
  readonly to: readonly string[];
  /** Also remove what an earlier one put there and the source no longer has. */
  readonly mirror: boolean;
  /** Write what the next apply would put back, although nobody sees the plan. */
  readonly override: boolean;
  /** Append the rule to the manifest, and apply that. */
  readonly save: boolean;
  /** For targets, as a manifest would say them; a server's own win. */
  readonly policies: Pick<Policies, 'references' | 'onUnsupported'>;
}

export interface SyncReport extends ApplyReport {
  readonly from: SyncFrom;
  readonly servers: readonly string[];
  /** The manifest that the rule was saved in. */
  readonly saved: string | undefined;
}

/** What a sync would do; writes nothing. Throws HatchError for what cannot be planned. */
export async function planSync(ports: ReadPorts, options: PlanOptions, choice: SyncChoice): Promise<SyncReport> {
  const { planned, source, saved } = await plannedSync(ports, options, choice, '');
  const { plan } = planned;
  const { from, servers } = source;
  return { plan, run: undefined, exit: 'done', findings: plan.findings, from, servers, saved };
}

/** Throws HatchError as `apply` does; `conflicts` where the next apply would undo what nobody saw. */
export async function sync(
  ports: WritePorts,
  options: PlanOptions,
  choice: SyncChoice,
  how: ApplyOptions,
): Promise<SyncReport> {
  let last: Synced | undefined;
  const plan = async (asked: PlanOptions) => {
    last = await plannedSync(ports, asked, choice, how.command);
    return last.planned;
  };
  const refusesUnseen = (made: Plan) => (choice.override ? undefined : refusal(made));
  const report = await carryOut(ports, { kind: 'sync', plan, removes: false, refusesUnseen }, options, how);
  const { from, servers } = last?.source ?? { from: choice.from, servers: [] };
  return { ...report, from, servers, saved: report.run && last?.saved };
}

interface Synced {
  readonly planned: Planned;
  readonly source: SyncSource;
  readonly saved: string | undefined;
}

async function plannedSync(
  ports: ReadPorts,
  options: PlanOptions,
  choice: SyncChoice,
  command: string,
): Promise<Synced> {
  const source = await syncSource(ports, options, choice.from);
  const { targets, words } = destinations(ports, source.loaded, options, choice.to);
  const to = targets
    .filter(({ target }) => target.located.path !== source.host?.target.located.path)
    .map((one) => withPolicies(one, choice.policies));
  if (to.length === 0) throw nowhere(choice);
  const titled = (planned: Planned): Planned => ({ ...planned, plan: { ...planned.plan, title: titleOf(source, to) } });
  if (choice.save) {
    const names = to.map(({ target }) => target.name);
    const saved = await plannedRule(ports, options, { source, words, names, mirror: choice.mirror });
    return { planned: titled(saved.planned), source, saved: saved.path };
  }
  const run = (through: ReadPorts) => plannedOnce(through, options, { source, to, choice, command });
  const planned = await run(ports);
  const foresight = await foresee(ports, options, run);
  return { planned: titled({ ...planned, plan: foretold(planned.plan, foresight) }), source, saved: undefined };
}

function withPolicies({ target, named }: Destination, policies: SyncChoice['policies']): Destination {
  return { target: { ...target, policies: { ...target.policies, ...policies } }, named };
}

function nowhere({ to, from }: SyncChoice): HatchError {
  return new HatchError('usage', `${to.join(', ')} is nothing that ${from.name} could be synced to`, {
    hint: 'no other host is on this machine: name one (`hatch hosts` lists them), with --create to create its file',
  });
}

function titleOf({ from, servers }: SyncSource, to: readonly Destination[]): string {
  const names = to.map(({ target }) => target.name).join(', ');
  const what = servers.length === 0 ? 'no servers' : servers.join(', ');
  return `Sync from ${from.kind} ${from.name} to ${names}: ${what}`;
}

interface OneRule {
  readonly source: SyncSource;
  readonly to: readonly Destination[];
  readonly choice: SyncChoice;
  readonly command: string;
}

/** The plan of the one rule, under the owner of what is written once. */
async function plannedOnce(ports: ReadPorts, options: PlanOptions, given: OneRule): Promise<Planned> {
  const { source, to, choice, command } = given;
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
    written: { command, ...(from.kind === 'environment' && loaded && { manifest: loaded.path }) },
    prunes: ({ place, name, recorded }) =>
      choice.mirror && place === serversPlace && !servers.includes(name) && cameFrom(source, recorded),
    gone: `no longer in ${from.name}`,
  };
  // Whoever names source, servers and hosts consents to take those entries.
  const take = to.flatMap(({ target }) => servers.map((name) => `${target.name}/${name}`));
  const consents = consentsOf({ ...options, take: [...(options.take ?? []), ...take] });
  const plan = assemblePlan(states, consents, (entry) => decideOnce(entry, run));
  const homes = new Map(to.map(({ target }) => [target.name, target.home]));
  return {
    plan: from.kind === 'host' ? withoutRule(plan, from.name) : plan,
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

function cameFrom({ from, loaded }: SyncSource, recorded: EntryRecordLike): boolean {
  if (from.kind === 'host') return recorded?.source === from.name;
  return recorded?.environment === from.name && recorded.once?.manifest === loaded?.path;
}

type EntryRecordLike = Parameters<OnceRun['prunes']>[0]['recorded'];

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

/** Servers of a host have no place in a manifest. */
function withoutRule(plan: Plan, from: string): Plan {
  return mapEntries(plan, (_, entry) => ({
    ...entry,
    reason: { ...entry.reason, rule: undefined, place: undefined, note: entry.reason.note ?? `from ${from}` },
    findings: entry.findings.map(({ place, ...finding }) => (place?.file ? { ...finding, place } : finding)),
  }));
}

/** The plan with what the next apply would do to its entries. */
function foretold(plan: Plan, foresight: Foresight | undefined): Plan {
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

/** What the next apply would undo is not written unseen. */
function refusal(plan: Plan): HatchError | undefined {
  const undone = plan.targets.flatMap((target) =>
    target.entries.flatMap(({ findings }) => findings.filter(({ code }) => code === 'next-apply')),
  );
  if (undone.length === 0) return undefined;
  const exit: ExitName = 'conflicts';
  const names = undone.map(({ target, server }) => `${target}/${server}`);
  return new HatchError(exit, `a manifest manages ${names.join(', ')}, and wants it otherwise`, {
    hint: 'change the manifest, or write it all the same with --override',
    findings: undone,
    plan,
  });
}
