// `remove server`, `remove host`: takes servers off hosts as they are named, managed or not, after the plan was shown.

import { recordChange } from '../apply/record-changes.ts';
import type { FileChange } from '../apply/request.ts';
import { HatchError } from '../model/errors.ts';
import { byCodePoint } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { EntryPlan, Plan } from '../model/plan.ts';
import { placeKey } from '../model/record.ts';
import type { Platform } from '../model/target.ts';
import { assemblePlan } from '../plan/assemble.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import { containersOf, serversPlace } from '../state/actual.ts';
import { type Owner, type RecordStore, readOtherOwners, recordsOf } from '../state/records.ts';
import type { States, TargetStates } from '../state/states.ts';
import { storesHere } from './bounds.ts';
import { carryOut, type Planned } from './carry-out.ts';
import { destinations } from './destinations.ts';
import { entryKey, foresee, isNextFinding } from './foresee.ts';
import type { Loaded } from './load.ts';
import { manifestChange } from './manifest-to-edit.ts';
import { loadIfAny } from './named-targets.ts';
import { once, onceStores } from './once.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { foretold } from './planned-once.ts';
import { ownerOf, refuseElsewhere, shareOf } from './read-states.ts';
import { readPatiently } from './recorded.ts';
import { decideRemoval } from './removed-entry.ts';
import { requestOf, targetStates } from './target-states.ts';
import { remainder, withoutGiving } from './without-giving.ts';

export interface RemoveChoice {
  /** Exact names; undefined is every server there. */
  readonly servers: readonly string[] | undefined;
  /** Targets, groups, hosts, or `all`. */
  readonly from: readonly string[];
  /** Also change the manifest so that it no longer gives them there. */
  readonly save: boolean;
}

export interface RemoveReport extends ApplyReport {
  /** The manifest that was changed. */
  readonly saved: string | undefined;
}

/** Asks a person whether the manifest shall follow; the plan says what the next apply would bring back. */
export type AskSave = (plan: Plan) => Promise<boolean>;

/** What it would do; writes nothing. Throws HatchError for what cannot be planned. */
export async function planRemove(ports: ReadPorts, options: PlanOptions, choice: RemoveChoice): Promise<RemoveReport> {
  const { planned, saved } = await plannedRemoval(ports, options, choice);
  const { plan } = planned;
  return { plan, run: undefined, exit: 'done', findings: plan.findings, saved };
}

/** Throws HatchError as `apply` does; `usage` for a server that is nowhere. */
export async function remove(
  ports: WritePorts,
  options: PlanOptions,
  choice: RemoveChoice,
  how: ApplyOptions,
  askSave?: AskSave,
): Promise<RemoveReport> {
  let chosen = choice;
  if (!choice.save && askSave !== undefined && how.interaction !== undefined) {
    const { plan } = (await plannedRemoval(ports, options, choice)).planned;
    const comesBack = plan.targets.some(({ entries }) => entries.some(({ findings }) => findings.some(isNextFinding)));
    if (comesBack && (await askSave(plan))) chosen = { ...choice, save: true };
  }
  let saved: string | undefined;
  const plan = async (asked: PlanOptions) => {
    const made = await plannedRemoval(ports, asked, chosen);
    saved = made.saved;
    return made.planned;
  };
  const report = await carryOut(ports, { kind: 'remove', plan, removes: true }, options, how);
  return { ...report, saved };
}

interface Removal {
  readonly planned: Planned;
  readonly saved: string | undefined;
}

async function plannedRemoval(ports: ReadPorts, options: PlanOptions, choice: RemoveChoice): Promise<Removal> {
  const loaded = await loadIfAny(ports, options);
  const run = (through: ReadPorts) => plannedOver(through, options, loaded, choice);
  const plain = await run(ports);
  const names = plain.plan.targets.map(({ name }) => name);
  const having = plain.plan.targets.filter(({ entries }) => entries.length > 0).map(({ name }) => name);
  const title = `Remove ${choice.servers?.join(', ') ?? 'all servers'} from ${(having.length > 0 ? having : names).join(', ')}`;
  const named = (planned: Planned, saved: string | undefined): Removal => ({
    planned: { ...planned, plan: { ...planned.plan, title } },
    saved,
  });
  const text = choice.save && loaded ? await withoutGiving(ports, options, loaded, choice.servers, names) : undefined;
  if (text === undefined || loaded === undefined || text === loaded.text) {
    const foresight = await foresee(ports, options, run);
    return named({ ...plain, plan: foretold(plain.plan, foresight) }, undefined);
  }
  const edit = manifestChange(loaded.path, loaded.text, text);
  const note = {
    code: 'manifest-edit',
    severity: 'note',
    message: 'the manifest: no longer gives this',
    place: { file: loaded.path },
  } as const;
  const saving = async (through: ReadPorts): Promise<Planned> => {
    const planned = await run(through);
    return { ...planned, beside: [...planned.beside, edit] };
  };
  const planned = await saving(ports);
  const foresight = await foresee(ports, options, saving);
  const plan = foretold({ ...planned.plan, findings: [...planned.plan.findings, note] }, foresight);
  return named({ ...planned, plan }, loaded.path);
}

/** The removal, under the manifest's owner; without a manifest under that of what is written once. */
async function plannedOver(
  ports: ReadPorts,
  options: PlanOptions,
  loaded: Loaded | undefined,
  choice: RemoveChoice,
): Promise<Planned> {
  const { system, surroundings } = ports;
  const owner = loaded === undefined ? once : ownerOf(loaded);
  const stores = loaded === undefined ? onceStores(ports) : storesHere(ports, owner);
  refuseElsewhere(stores, options);
  const targets = await targetsOf(ports, options, { loaded, owner, stores, choice });
  const isNamed = (name: string) => choice.servers?.includes(name) ?? true;
  const states: States = {
    owner: owner.name,
    manifest: loaded?.overlaid,
    environment: undefined,
    filters: { hosts: undefined, servers: choice.servers, pattern: undefined },
    passes: isNamed,
    targets,
    // What was written once may go too, and counts.
    stores: loaded === undefined ? stores : [...stores, ...onceStores(ports)],
    findings: (loaded?.findings ?? []).filter(({ code }) => code === 'unfinished-run'),
  };
  const byName = new Map(targets.map((target) => [target.name, target]));
  const decideEntry = (entry: EntryStates): EntryPlan | undefined => {
    const target = byName.get(entry.target);
    return target && decideRemoval(entry, { target, isNamed, fromOwner: options.fromOwner });
  };
  const plan = assemblePlan(states, consentsOf(options), decideEntry);
  refuseNowhere(plan, targets, choice);
  return {
    plan,
    stores,
    owner,
    contextOf: () => ({ reader: system, surroundings, home: '', manifestDir: '' }),
    beside: loaded === undefined ? [] : forgottenOnce(ports, plan),
  };
}

interface Removing {
  readonly loaded: Loaded | undefined;
  readonly owner: Owner;
  readonly stores: readonly RecordStore[];
  readonly choice: RemoveChoice;
}

async function targetsOf(
  ports: ReadPorts,
  options: PlanOptions,
  { loaded, owner, stores, choice }: Removing,
): Promise<readonly TargetStates[]> {
  const { system, surroundings } = ports;
  const { platform } = surroundings;
  const others = readOtherOwners(system, surroundings, owner);
  const written = loaded === undefined ? undefined : onceStores(ports)[0];
  const remains = await remainder(ports, options, loaded, choice.servers);
  const targets: TargetStates[] = [];
  for (const { target, named } of destinations(ports, loaded, options, choice.from).targets) {
    const actual = await readPatiently(system, platform, requestOf(target));
    const desired = remains(target.name);
    const states = targetStates(target, { platform, actual, desired, stores, others, create: false, named });
    targets.push({ ...states, records: withOnce(states, written, platform) });
  }
  return shareOf(system, targets).sort((a, b) => byCodePoint(a.name, b.name));
}

/** What a command wrote once is as much ours to remove. */
function withOnce(
  { records, request }: TargetStates,
  store: RecordStore | undefined,
  platform: Platform,
): TargetStates['records'] {
  if (store === undefined) return records;
  const both = new Map(recordsOf(store, platform, request.path, containersOf(request)));
  for (const [id, place] of records) {
    both.set(id, { ...place, entries: { ...both.get(id)?.entries, ...place.entries } });
  }
  return both;
}

/** An exact name that no named host has is a mistake. */
function refuseNowhere(plan: Plan, targets: readonly TargetStates[], { servers, from }: RemoveChoice): void {
  const there = new Set(plan.targets.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const missing = (servers ?? []).find((name) => !there.has(name));
  if (missing === undefined || targets.some(({ actual }) => actual.state === 'unreadable')) return;
  const names = targets.flatMap(({ actual }) => [...(actual.places.get(serversPlace)?.keys() ?? [])]);
  const near = nearest(missing, names);
  throw new HatchError('usage', `${from.join(', ')} has no server \`${missing}\``, {
    hint: near === undefined ? 'see `hatch list servers`' : `did you mean \`${near}\`?`,
  });
}

/** What a command wrote once, and is removed now, is not remembered. */
function forgottenOnce(ports: ReadPorts, plan: Plan): readonly FileChange[] {
  const gone = new Set(
    plan.targets.flatMap((target) =>
      target.entries.filter(({ edit }) => edit?.kind === 'remove').map((entry) => entryKey(target, entry)),
    ),
  );
  return storesHere(ports, once).flatMap((store) => {
    const places = store.record.places.map((place) => {
      const kept = Object.entries(place.entries).filter(([name]) => !gone.has(JSON.stringify([placeKey(place), name])));
      return { ...place, entries: Object.fromEntries(kept) };
    });
    const isSame = places.every(
      ({ entries }, i) => Object.keys(entries).length === Object.keys(store.record.places[i]?.entries ?? {}).length,
    );
    return isSame ? [] : [recordChange(store, { ...store.record, places })];
  });
}
