// The entries of one target: which names there are, and the three states of each.

import { isServer } from '../hosts/index.ts';
import { bareEntry } from '../model/bare-entry.ts';
import type { Hasher } from '../model/digest.ts';
import { at, byCodePoint, isObject, type Json } from '../model/json.ts';
import type { Answer, EntryPlan } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import type { EntryRecord } from '../model/record.ts';
import { onceOwner } from '../model/record.ts';
import { type ActualEntry, serversPlace } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import { hashPointer, isAsRecorded, owns, recordOf } from '../state/records.ts';
import type { States, TargetStates } from '../state/states.ts';
import type { Consent, EntryStates, Parting } from './entry-states.ts';
import { leavesOf } from './fields.ts';
import { isReset, type PlanConsents, type Scene } from './scene.ts';

/** The plans of all entries of a target: servers first, then the satellites that they need. */
export function entriesOf(scene: Scene): readonly EntryPlan[] {
  const { target } = scene;
  const servers = placeEntries(scene, serversPlace, () => true);
  const open = servers.filter(({ conflict, answer }) => conflict !== undefined && answer !== 'take');
  const unsettled = new Set(open.map(({ name }) => name));
  const needed = new Set<string>();
  const waiting = new Set<string>();
  for (const entry of target.desired.entries) {
    for (const need of entry.needs) (unsettled.has(entry.name) ? waiting : needed).add(need);
  }
  const wait = open.some(({ name }) => !target.desired.entries.some((entry) => entry.name === name));
  const satellites = Object.keys(target.request.satellites).flatMap((place) =>
    placeEntries(scene, place, (name) => {
      const key = `${place}/${name}`;
      return needed.has(key) || (!waiting.has(key) && !wait);
    }),
  );
  return [...servers, ...satellites];
}

/** The entries of one place, by name. Satellites of entries that stay undecided stay undecided themselves. */
function placeEntries(scene: Scene, place: string, isDue: (name: string) => boolean): readonly EntryPlan[] {
  const { states, target } = scene;
  const actual = target.actual.places.get(place) ?? new Map<string, ActualEntry>();
  const record = target.records.get(place);
  const desired = new Map(
    target.desired.entries.filter((entry) => entry.place === place).map((entry) => [entry.name, entry]),
  );
  const isServers = place === serversPlace;
  const names = new Set([
    ...desired.keys(),
    ...Object.keys(record?.entries ?? {}),
    ...(isServers ? actual.keys() : []),
  ]);
  const plans: EntryPlan[] = [];
  for (const name of [...names].sort(byCodePoint)) {
    const found = actual.get(name);
    const recorded = recordOf(record, name);
    const wanted = desired.get(name);
    if (isServers && !states.passes(name)) continue;
    if (!isDue(name)) continue;
    if (isServers && wanted === undefined && recorded === undefined && !isServerEntry(target, found)) continue;
    if (!isServers && recorded === undefined && found !== undefined && isList(target, place)) continue;
    const plan = scene.decideEntry(entryStates(scene, { place, name, wanted, found, recorded }));
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

/** An element of a list that a person wrote under the same name serves as well as ours. */
function isList({ request }: TargetStates, place: string): boolean {
  return request.satellites[place]?.kind !== 'map';
}

function isServerEntry({ host }: TargetStates, found: ActualEntry | undefined): boolean {
  return found !== undefined && isObject(found.value) && isServer(host, found.value);
}

interface OneEntry {
  readonly place: string;
  readonly name: string;
  readonly wanted: DesiredEntry | undefined;
  readonly found: ActualEntry | undefined;
  readonly recorded: EntryRecord | undefined;
}

function entryStates(scene: Scene, one: OneEntry): EntryStates {
  const { states, target, consents } = scene;
  const { place, name, wanted, found } = one;
  const recorded = standingRecord(target, one);
  const exclusive = target.exclusive && place === serversPlace;
  const isOthers = !owns(recorded) && (wanted !== undefined || exclusive);
  return {
    host: target.host,
    target: target.name,
    place,
    name,
    desired: wanted,
    actual: found,
    recorded,
    other: isOthers ? otherOwner(target, consents, place, name, found) : undefined,
    hasher: target.store.hasher,
    reset: isReset(target),
    exclusive,
    held: wanted === undefined ? target.desired.held(name, recorded?.source) : undefined,
    parting: wanted === undefined && owns(recorded) ? partingOf(states, target, name, recorded) : undefined,
    carried: carriedFields(states, target, one),
    consent: consentFor(consents, target.name, name),
  };
}

function consentFor(consents: PlanConsents, target: string, name: string): Consent {
  const covers = (list: readonly string[], all: boolean) =>
    list.includes(`${target}/${name}`) || list.includes(name) || (all && list.includes('all'));
  const answer: Answer | undefined = covers(consents.take, true)
    ? 'take'
    : covers(consents.keep, true)
      ? 'keep'
      : consents.skipConflicts || covers(consents.skip, false)
        ? 'skip'
        : undefined;
  return { answer, externalize: covers(consents.externalize, true), again: consents.again };
}

/** Written once by a command, and unchanged since: taken over in silence. Of another manifest: a conflict. */
function otherOwner(
  target: TargetStates,
  consents: PlanConsents,
  place: string,
  name: string,
  found: ActualEntry | undefined,
) {
  const claims = target.others.filter((other) => other.place.place === place && owns(recordOf(other.place, name)));
  // What a manifest has taken over since is no longer the command's that wrote it once.
  const claim = claims.find(({ owner }) => owner !== onceOwner) ?? claims[0];
  const recorded = recordOf(claim?.place, name);
  if (claim === undefined || recorded === undefined || found === undefined) return undefined;
  const untouched = stands(claim.hasher, recorded, { place, name, found });
  const isNamed = claim.owner === consents.fromOwner && recorded.protect !== true;
  const free = isNamed || (claim.owner === onceOwner && untouched);
  return { owner: claim.owner, conflicts: !free, recorded, hasher: claim.hasher };
}

/**
 * Our record of it, without any field where another manifest took the entry over: what stands is as that one wrote it,
 * and no longer as we did. So we neither put back nor prune what is theirs.
 */
function standingRecord(target: TargetStates, one: OneEntry): EntryRecord | undefined {
  const { place, name, found, recorded } = one;
  if (!owns(recorded) || found === undefined) return recorded;
  if (stands(target.store.hasher, recorded, { place, name, found })) return recorded;
  const isTaken = target.others.some(({ owner, place: theirs, hasher }) => {
    const claim = theirs.place === place && owner !== onceOwner ? recordOf(theirs, name) : undefined;
    const isClaim = claim !== undefined && Object.keys(claim.fields).length > 0;
    return isClaim && stands(hasher, claim, { place, name, found });
  });
  return isTaken ? { ...recorded, fields: {}, origin: 'found' } : recorded;
}

/** Is every field in the file as the record has it? */
function stands(
  hasher: Hasher | undefined,
  { fields }: EntryRecord,
  { place, name, found }: Pick<OneEntry, 'place' | 'name'> & { readonly found: ActualEntry },
): boolean {
  return Object.entries(fields).every(([pointer, field]) =>
    isAsRecorded(hasher, hashPointer(place, name, pointer), field, at(found.value, parsePointer(pointer))),
  );
}

/** Why an entry of ours is no longer desired; a move is no deletion. */
function partingOf(
  { manifest, environment }: States,
  target: TargetStates,
  name: string,
  recorded: EntryRecord,
): Parting {
  const renamed = manifest?.moved.find(({ from }) => from === name);
  if (renamed !== undefined) return { note: `renamed to ${renamed.to}`, isMove: true };
  if (manifest === undefined) return { note: 'all of this owner is removed', isMove: false };
  if (target.situation === 'retired') return { note: 'nothing feeds this target any more', isMove: false };
  const isDefined = [...manifest.environments.values()].some(({ servers }) => servers.has(name));
  if (!isDefined) return { note: 'no longer in the manifest', isMove: false };
  const from = recorded.environment;
  const isSwitch = from !== undefined && environment !== undefined && from !== environment.name;
  const why = isSwitch ? `${from} → ${environment.name}` : 'no rule gives it to this target';
  return { note: `switched off (${why})`, isMove: true };
}

/** What others added to an entry goes with it to its new name. */
function carriedFields(
  { manifest }: States,
  target: TargetStates,
  { place, name, found }: OneEntry,
): ReadonlyMap<string, Json> {
  const from =
    place === serversPlace && found === undefined ? manifest?.moved.find(({ to }) => to === name)?.from : undefined;
  const old = from === undefined ? undefined : target.actual.places.get(place)?.get(from);
  const owned = from === undefined ? undefined : recordOf(target.records.get(place), from);
  if (old === undefined || !owns(owned)) return new Map();
  const foreign = [...leavesOf(old.value)].filter(([pointer]) => !Object.hasOwn(owned.fields, pointer));
  const members = foreign.filter(([pointer]) => parsePointer(pointer).length === 1);
  return new Map(members.map(([pointer, value]) => [pointer, value]));
}

/** Of a file that cannot be read nothing is known but what is desired and recorded. */
export function unreadableEntries({ states, target }: Scene): readonly EntryPlan[] {
  const names = new Set([
    ...target.desired.entries.filter(({ place }) => place === serversPlace).map(({ name }) => name),
    ...Object.keys(target.records.get(serversPlace)?.entries ?? {}).filter(states.passes),
  ]);
  return [...names].sort(byCodePoint).map((name) => {
    const desired = target.desired.entries.find((entry) => entry.place === serversPlace && entry.name === name);
    const recorded = recordOf(target.records.get(serversPlace), name);
    return bareEntry({
      place: serversPlace,
      name,
      verdict: 'unreadable',
      conflict: 'unreadable',
      reason: {
        environment: desired?.environment,
        rule: desired?.rule,
        place: desired?.at,
        note: undefined,
        isMove: false,
      },
      owned: owns(recorded),
    });
  });
}
