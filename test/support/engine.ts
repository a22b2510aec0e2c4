// The engine without a disk: one host's file as a text, and the record of it. Everything between reading and writing is
// the real thing: states, plan, materialisation with its proofs, records, undo.

import { runDetails } from '../../src/apply/details.ts';
import { type Materialised, materialise } from '../../src/apply/materialise.ts';
import { nextRecords } from '../../src/apply/record-changes.ts';
import { decodeText, encodeText } from '../../src/formats/index.ts';
import { findHost, type Host } from '../../src/hosts/index.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Plan, TargetPlan } from '../../src/model/plan.ts';
import type { OwnerRecord } from '../../src/model/record.ts';
import type { RunDetails } from '../../src/model/run.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { type Actual, containersOf, readActual } from '../../src/state/actual.ts';
import { type RecordStore, recordsOf } from '../../src/state/records.ts';
import type { States } from '../../src/state/states.ts';
import type { Reader, Surroundings } from '../../src/system/system.ts';
import { rememberedIn } from '../../src/verbs/carry-out.ts';
import { consentsOf } from '../../src/verbs/plan.ts';
import { undoTarget } from '../../src/verbs/undo-target.ts';
import { desiredEntry, hasher } from './entry-states.ts';
import { type PlaceName, places } from './machine.ts';

/** Everything that a run may change. */
export interface World {
  readonly place: PlaceName;
  /** Undefined where there is no file. */
  readonly text: string | undefined;
  readonly record: OwnerRecord;
}

/** Server's name → its entry in the host's own shape. */
export type Wanted = Readonly<Record<string, JsonObject>>;

export interface Applied {
  readonly plan: Plan;
  readonly world: World;
}

export const owner = 'law-abiding';
const platform = 'linux';
const surroundings: Surroundings = { platform, home: '/home/ada', cwd: '/', env: {}, uid: 1 };
const recordPath = '/home/ada/.hatch/state/law-abiding/record.json';

export function worldOf(place: PlaceName, text: string | undefined): World {
  return { place, text, record: { formatVersion: 1, owner, manifest: '/m.yaml', places: [] } };
}

/** What would be done; conflicts without an answer stay as they are. */
export function planIn(world: World, wanted: Wanted, answer: 'take' | 'skip'): Plan {
  const store = storeOf(world);
  return assemblePlan(
    statesOf(world, wanted, store),
    consentsOf(answer === 'take' ? { take: ['all'] } : { skipConflicts: true }),
  );
}

export function applyIn(world: World, wanted: Wanted, answer: 'take' | 'skip'): Applied {
  const plan = planIn(world, wanted, answer);
  return { plan, world: carriedOut(world, plan, storeOf(world)) };
}

/** The run that led from `before` to `after`, undone where the file by now is as in `now`. */
export function undoIn(before: World, { plan, world: after }: Applied, now: World): Applied {
  const store = storeOf(before);
  const details = runDetails(
    plan,
    new Map([[store, after.record]]),
    platform,
    { name: owner, manifest: undefined, repository: undefined },
    undefined,
    undefined,
  ) as unknown as RunDetails;
  const [of] = details.entries;
  if (of === undefined) return { plan, world: now };
  const known = storeOf(now);
  const undo = {
    of,
    entries: details.entries,
    bytes: bytesOf(now),
    before: bytesOf(before),
    modeBefore: undefined,
    exact: now.text === after.text,
    what: 'undoes it',
  };
  const targets = [undoTarget(surroundings, [known], undo, { skipConflicts: true })];
  const undoing = { ...plan, targets };
  return { plan: undoing, world: carriedOut(now, undoing, known) };
}

function carriedOut(world: World, plan: Plan, store: RecordStore): World {
  const result = materialise(plan, () => ({ reader, surroundings, home: '', manifestDir: '' }), rememberedOf(store));
  const record = nextRecords(plan, [store], platform, result).get(store) as OwnerRecord;
  return { ...world, record, text: textAfter(world, result) };
}

function rememberedOf(store: RecordStore) {
  return rememberedIn([store], platform);
}

function textAfter(world: World, { changes }: Materialised): string | undefined {
  const [change] = changes;
  if (change === undefined) return world.text;
  const bytes = change.render(bytesOf(world));
  return bytes === undefined ? undefined : decodeText(bytes);
}

function bytesOf({ text }: World): Uint8Array | undefined {
  return text === undefined ? undefined : encodeText(text);
}

const reader: Reader = {
  read: () => undefined,
  stat: () => undefined,
  list: () => undefined,
  readLink: () => undefined,
  pause: async () => {},
};

function storeOf({ record }: World): RecordStore {
  return {
    path: recordPath,
    kind: 'home',
    root: undefined,
    manifest: '/m.yaml',
    bytes: undefined,
    record,
    hasher,
  };
}

function statesOf(world: World, wanted: Wanted, store: RecordStore): States {
  const { file: path, format, path: keys } = places[world.place];
  const host = findHost(world.place) as Host;
  const container = { kind: 'map', path: keys } as const;
  const request = { path, symbolic: path, format, placement: { kind: 'file', container }, satellites: {} } as const;
  const actual: Actual = readActual({ ...reader, read: () => bytesOf(world) }, platform, request);
  const target: States['targets'][number] = {
    name: world.place,
    host,
    scope: 'user',
    request,
    home: surroundings.home,
    situation: 'current',
    present: true,
    create: false,
    named: false,
    exclusive: false,
    inPlace: false,
    actual,
    desired: {
      entries: Object.entries(wanted).map(([name, value]) => desiredEntry(value, { with: { name } })),
      held: () => undefined,
      findings: [],
    },
    store,
    records: recordsOf(store, platform, path, containersOf(request)),
    sharedWith: [],
    others: [],
  };
  return {
    owner,
    manifest: undefined,
    environment: undefined,
    filters: { hosts: undefined, servers: undefined, pattern: undefined },
    passes: () => true,
    targets: [target],
    stores: [store],
    findings: [],
  };
}

/** The entries of a plan whose conflict is open: neither written nor recorded. */
export function openIn(plan: Plan): ReadonlySet<string> {
  const all = plan.targets.flatMap((target: TargetPlan) => target.entries);
  return new Set(all.filter(({ conflict, answer }) => conflict !== undefined && answer !== 'take').map((e) => e.name));
}
