// `adopt`: writes into the manifest what hosts have, records it, and touches no host.

import type { Run } from '../apply/request.ts';
import { commentAbove } from '../manifest/comment.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit.ts';
import { type ExitName, HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import type { Manifest } from '../model/manifest.ts';
import type { EntryPlan, Plan } from '../model/plan.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decide } from '../plan/decide.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import { leavesOf } from '../plan/fields.ts';
import { serversPlace } from '../state/actual.ts';
import { owns } from '../state/records.ts';
import type { States } from '../state/states.ts';
import { carryOut, type Planned } from './carry-out.ts';
import { type FoundServer, foundServers } from './found-servers.ts';
import { manifestChange } from './manifest-to-edit.ts';
import type { ApplyOptions, PlanOptions, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { ownerOf, type Read, readStates } from './read-states.ts';
import { notAdopted } from './sayable.ts';
import { unknownEntry } from './unknown-entry.ts';

export interface Adopted {
  readonly target: string;
  readonly server: string;
  /** Undefined where the manifest had it already: it is only recorded. */
  readonly environment: string | undefined;
}

export interface AdoptReport {
  readonly adopted: readonly Adopted[];
  /** What was left, and why; literal secrets with the reference that could replace them. */
  readonly left: readonly Finding[];
  readonly run: Run | undefined;
  readonly exit: ExitName;
}

/** Which entries: `target/server`, or all that nobody manages. */
export interface AdoptChoice {
  readonly entries: readonly string[];
  readonly all: boolean;
}

/** A server and the environment that it goes to. */
interface Placement {
  readonly found: FoundServer;
  readonly environment: string;
  readonly edits: readonly ManifestEdit[];
}

/** Throws HatchError `usage` for an entry that is not there, `failed` for a named one that must stay, else as `apply`. */
export async function adopt(
  ports: WritePorts,
  options: PlanOptions,
  choice: AdoptChoice,
  how: ApplyOptions,
): Promise<AdoptReport> {
  let adopted: AdoptReport['adopted'] = [];
  let left: readonly Finding[] = [];
  const plan = async (asked: PlanOptions): Promise<Planned> => {
    const read = await readStates(ports, asked, undefined, 'declared');
    const wanted = wantedServers(ports, read, choice);
    const text = await placeAll(ports, asked, read, wanted.servers);
    const written = text.placed.map(({ found, environment }) => ({
      target: found.target,
      server: found.name,
      environment,
    }));
    left = [...wanted.findings, ...text.findings];
    const taken = new Set([...written.map(({ target, server }) => `${target}/${server}`), ...wanted.known]);
    const refused = choice.entries.filter((entry) => !taken.has(entry));
    if (refused.length > 0) {
      throw new HatchError('failed', `nothing was written: ${refused.join(', ')} cannot be adopted`, {
        findings: left,
      });
    }
    const draft = { path: read.loaded.path, text: text.text };
    const { states } = await readStates(ports, asked, draft);
    const recording = recordingPlan(states, asked, taken);
    adopted = recording.targets.flatMap((target) =>
      target.entries.map(({ name: server }) => {
        const placed = written.find((one) => one.target === target.name && one.server === server);
        return { target: target.name, server, environment: placed?.environment };
      }),
    );
    return besideManifest(ports, read, states, recording, text.text);
  };
  const report = await carryOut(ports, { kind: 'adopt', plan, removes: true }, options, { ...how, autoApprove: true });
  return { adopted, left, run: report.run, exit: report.exit };
}

/** A plan that only records, and the manifest's next text. */
export function besideManifest(ports: WritePorts, { loaded }: Read, states: States, plan: Plan, text: string): Planned {
  return {
    plan,
    stores: states.stores,
    owner: ownerOf(loaded),
    contextOf: (target) => ({
      reader: ports.system,
      surroundings: ports.surroundings,
      home: states.targets.find(({ name }) => name === target.name)?.home ?? ports.surroundings.home,
      manifestDir: loaded.overlaid.folder,
    }),
    beside: text === loaded.text ? [] : [manifestChange(loaded.path, loaded.text, text)],
  };
}

interface Wanted {
  readonly servers: readonly FoundServer[];
  /** `target/server` that the manifest has already, equal: they are recorded as ours. */
  readonly known: readonly string[];
  readonly findings: readonly Finding[];
}

function wantedServers(ports: WritePorts, { states, loaded }: Read, { entries, all }: AdoptChoice): Wanted {
  const plan = assemblePlan(states, consentsOf({}));
  const servers: FoundServer[] = [];
  const known: string[] = [];
  const findings: Finding[] = [];
  const met = new Set<string>();
  for (const target of states.targets) {
    const planned = plan.targets.find(({ name }) => name === target.name)?.entries ?? [];
    const verdictOf = new Map(
      planned.filter(({ place }) => place === serversPlace).map((entry) => [entry.name, entry.verdict]),
    );
    const isAsked = (name: string) => all || entries.includes(`${target.name}/${name}`);
    for (const [name, verdict] of verdictOf) {
      if (!isAsked(name)) continue;
      met.add(`${target.name}/${name}`);
      if (verdict === 'adopt-equal' || verdict === 'in-sync') known.push(`${target.name}/${name}`);
    }
    const found = foundServers(
      ports.surroundings,
      loaded.overlaid.folder,
      target,
      (name) => isAsked(name) && (verdictOf.get(name) ?? 'unmanaged') === 'unmanaged',
    );
    servers.push(...found.servers);
    findings.push(...found.findings);
  }
  const missing = entries.filter((entry) => !met.has(entry));
  if (missing.length > 0) {
    const there = plan.targets.flatMap((target) => target.entries.map(({ name }) => `${target.name}/${name}`));
    throw unknownEntry(`there is no server ${missing.join(', ')}`, missing, there);
  }
  return { servers, known, findings };
}

interface Placed {
  readonly text: string;
  readonly placed: readonly Placement[];
  readonly findings: readonly Finding[];
}

/** Writes one server after another, each where it reaches its own target, equal to what stands there, and no other. */
async function placeAll(
  ports: WritePorts,
  options: PlanOptions,
  { loaded, states }: Read,
  servers: readonly FoundServer[],
): Promise<Placed> {
  let text = loaded.text;
  const placed: Placement[] = [];
  const findings: Finding[] = [];
  for (const found of servers) {
    const tries = placementsOf(loaded.overlaid, states.environment?.name ?? '', found);
    const fit = await firstFit(ports, options, { path: loaded.path, text }, found, tries);
    if (fit === undefined) {
      findings.push(notAdopted(found.target, found.name));
      continue;
    }
    text = fit.text;
    placed.push(fit.placement);
  }
  return { text, placed, findings };
}

async function firstFit(
  ports: WritePorts,
  options: PlanOptions,
  source: { readonly path: string; readonly text: string },
  found: FoundServer,
  tries: readonly Placement[],
): Promise<{ readonly text: string; readonly placement: Placement } | undefined> {
  const before = (await wantedStates(ports, options, source, found.name)) ?? new Map<string, WantedState>();
  for (const placement of tries) {
    const edited = editManifest(source, placement.edits);
    const text = commentAbove(
      { path: source.path, text: edited },
      ['environments', placement.environment, 'servers', found.name],
      found.left,
    );
    const after = await wantedStates(ports, options, { path: source.path, text }, found.name);
    if (after !== undefined && isFit(found.target, before, after)) return { text, placement };
  }
  return undefined;
}

/** What one target is wanted to have, as a digest, and whether that is what it has. */
interface WantedState {
  readonly digest: string | undefined;
  readonly isThere: boolean;
}

/** The target gains what it has, no other gains what it lacks, and nothing else changes. */
function isFit(
  target: string,
  before: ReadonlyMap<string, WantedState>,
  after: ReadonlyMap<string, WantedState>,
): boolean {
  const keeps = [...before].every(([name, { digest }]) => after.get(name)?.digest === digest);
  const gained = [...after].filter(([name]) => !before.has(name));
  return keeps && gained.some(([name]) => name === target) && gained.every(([, { isThere }]) => isThere);
}

/** Where the server is wanted, by target; undefined where the draft is no valid manifest. */
async function wantedStates(
  ports: WritePorts,
  options: PlanOptions,
  draft: { readonly path: string; readonly text: string },
  name: string,
): Promise<ReadonlyMap<string, WantedState> | undefined> {
  const wanted = new Map<string, WantedState>();
  try {
    const { states } = await readStates(ports, { ...options, servers: undefined, pattern: undefined }, draft);
    assemblePlan(states, consentsOf({}), (entry) => {
      const plan = decide(entry);
      if (entry.name === name && entry.place === serversPlace && entry.desired !== undefined && plan !== undefined) {
        const isThere = plan.verdict === 'adopt-equal' && plan.conflict === undefined;
        wanted.set(entry.target, { digest: plan.desiredDigest, isThere });
      }
      return plan;
    });
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'manifest-invalid') return undefined;
    throw error;
  }
  return wanted;
}

/** Where a server may go, the plainest first: the feeding environment; with a rule of its own; an environment of its own. */
function placementsOf(manifest: Manifest, current: string, found: FoundServer): readonly Placement[] {
  const feeding = manifest.rules.filter(({ to, target }) => to.includes(found.target) && target === undefined);
  const environment = (feeding.length === 1 ? feeding[0]?.environment : undefined) ?? current;
  const own = `${environment}-${found.target}`;
  const set = (to: string): ManifestEdit => ({
    kind: 'set-server',
    environment: to,
    name: found.name,
    server: found.server,
  });
  const rule = (from: string): ManifestEdit => ({
    kind: 'add-rule',
    rule: { environment: from, to: [found.target], servers: [found.name] } satisfies JsonObject,
  });
  return [
    { found, environment, edits: [set(environment)] },
    { found, environment, edits: [set(environment), rule(environment)] },
    { found, environment: own, edits: [set(own)] },
    { found, environment: own, edits: [set(own), rule(own)] },
  ];
}

/** Nothing is written to a host: the named entries are recorded as ours, all others stay as they are. */
function recordingPlan(states: States, options: PlanOptions, names: ReadonlySet<string>): Plan {
  return assemblePlan(states, consentsOf(options), (entry: EntryStates): EntryPlan | undefined => {
    const plan = decide(entry);
    const isNamed = entry.place === serversPlace && names.has(`${entry.target}/${entry.name}`);
    if (plan === undefined || !isNamed || entry.desired === undefined) return undefined;
    if (plan.verdict !== 'adopt-equal' && !(owns(entry.recorded) && entry.recorded.origin === 'found'))
      return undefined;
    return {
      ...plan,
      verdict: 'adopt-equal',
      record: { kind: 'write', origin: 'written', fields: leavesOf(entry.desired.value) },
    };
  });
}
