// Which files a listing looks into: the manifest's targets, every host found on this machine, and what was ever
// written elsewhere. Each file once.

import { type Host, hosts, locate } from '../hosts/index.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { EntryPlan, Plan } from '../model/plan.ts';
import type { Scope } from '../model/target.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decide } from '../plan/decide.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import type { Actual } from '../state/actual.ts';
import type { RecordStore } from '../state/records.ts';
import { realOf } from './bounds.ts';
import { allStores } from './claims.ts';
import type { Loaded } from './load.ts';
import { loadIfAny, namedTargets, placesBelow } from './named-targets.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readStates } from './read-states.ts';
import { readPatiently, recordedTargets } from './recorded.ts';

/** A file, or folder, that holds servers. */
export interface SeenTarget {
  readonly name: string;
  /** Other targets that read the same place. */
  readonly sharedWith: readonly string[];
  readonly host: Host;
  readonly scope: Scope;
  readonly path: string;
  /** What `${home}` means there. */
  readonly home: string;
  /** There is evidence of the host on this machine. */
  readonly present: boolean;
  readonly actual: Actual;
}

export interface Seen {
  readonly loaded: Loaded | undefined;
  readonly targets: readonly SeenTarget[];
  /** What the manifest plans; undefined without one, and where no environment is chosen. */
  readonly plan: Plan | undefined;
  /** `target/server` → what the plan knows of it. */
  readonly planned: ReadonlyMap<string, { readonly states: EntryStates; readonly entry: EntryPlan | undefined }>;
  readonly stores: readonly RecordStore[];
  readonly findings: readonly Finding[];
}

/** Throws HatchError for an invalid manifest, or an environment that is named and is none. */
export async function seenTargets(ports: ReadPorts, options: PlanOptions): Promise<Seen> {
  const { manifest, environment, variables, root } = options;
  const asked: PlanOptions = { manifest, environment, root, ...(variables !== undefined && { variables }) };
  const loaded = await loadIfAny(ports, asked);
  const stores = allStores(ports, loaded);
  const planned = new Map<string, { states: EntryStates; entry: EntryPlan | undefined }>();
  const found = loaded === undefined ? undefined : await planIfAny(ports, asked, planned);
  const fromManifest = found?.targets ?? (loaded === undefined ? [] : await declaredTargets(ports, asked));
  const covered = new Set(fromManifest.map(({ path }) => realOf(ports.system, path)));
  const own = await hostTargets(ports, asked, covered);
  for (const { path } of own.targets) covered.add(realOf(ports.system, path));
  const elsewhere = await recordedTargets(ports, stores, (path) => !covered.has(realOf(ports.system, path)));
  return {
    loaded,
    targets: [...fromManifest, ...own.targets, ...elsewhere.map((one) => ({ ...one, path: one.request.path }))],
    plan: found?.plan,
    planned,
    stores,
    findings: [...(loaded?.findings ?? []), ...(found?.findings ?? []), ...own.findings],
  };
}

interface Planned {
  readonly plan: Plan | undefined;
  readonly targets: readonly SeenTarget[] | undefined;
  readonly findings: readonly Finding[];
}

/** What stops only the planning is no reason to list nothing. */
async function planIfAny(
  ports: ReadPorts,
  options: PlanOptions,
  planned: Map<string, { states: EntryStates; entry: EntryPlan | undefined }>,
): Promise<Planned> {
  try {
    const { states } = await readStates(ports, options, undefined, 'declared');
    const plan = assemblePlan(states, consentsOf(options), (one) => {
      const entry = decide(one);
      if (one.place === 'servers') planned.set(`${one.target}/${one.name}`, { states: one, entry });
      return entry;
    });
    const targets = states.targets.map((one) => ({ ...one, path: one.request.path }));
    return { plan, targets, findings: states.findings.filter(({ target }) => target !== undefined) };
  } catch (error) {
    const isTold = options.environment !== undefined;
    if (!(error instanceof HatchError) || (error.exit !== 'usage' && error.exit !== 'refused') || isTold) throw error;
    const { message, hint } = error;
    const finding: Finding = { code: 'not-planned', severity: 'warning', message, ...(hint !== undefined && { hint }) };
    return { plan: undefined, targets: undefined, findings: [finding] };
  }
}

async function declaredTargets(ports: ReadPorts, options: PlanOptions): Promise<readonly SeenTarget[]> {
  const { targets } = await namedTargets(ports, options, 'all');
  return Promise.all(targets.map((target) => seen(ports, options, target)));
}

async function seen(
  { system, surroundings }: ReadPorts,
  { root }: PlanOptions,
  { name, host, scope, located }: Awaited<ReturnType<typeof namedTargets>>['targets'][number],
): Promise<SeenTarget> {
  const { home } = placesBelow(surroundings, root);
  const { path, present } = located;
  const actual = await readPatiently(system, surroundings.platform, located);
  return { name, sharedWith: [], host, scope, path, home, present, actual };
}

/** The users' own files of the hosts that are here, and the files of the project in the working directory. */
async function hostTargets(
  ports: ReadPorts,
  options: PlanOptions,
  covered: ReadonlySet<string>,
): Promise<Pick<Seen, 'targets' | 'findings'>> {
  const { system, surroundings } = ports;
  const { platform, cwd } = surroundings;
  const findings: Finding[] = [];
  const taken = new Set(covered);
  const targets: SeenTarget[] = [];
  for (const host of hosts) {
    for (const scope of Object.keys(host.scopes) as Scope[]) {
      const places = placesBelow(surroundings, options.root);
      const located = locate(host, { scope, platform, ...places, project: cwd, path: undefined }, system);
      if ('severity' in located) findings.push({ ...located, target: host.id, severity: 'warning' });
      if ('severity' in located || located.evidence === undefined) continue;
      const real = realOf(ports.system, located.path);
      if (taken.has(real)) continue;
      taken.add(real);
      const name = scope === 'user' ? host.id : `${host.id} (project)`;
      targets.push(await seen(ports, options, { name, host, scope, located }));
    }
  }
  return { targets, findings };
}
