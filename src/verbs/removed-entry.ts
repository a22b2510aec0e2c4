// One entry of a removal: what is named goes, with the satellites that nothing else needs; all else stays.

import type { EntryPlan } from '../model/plan.ts';
import { onceOwner } from '../model/record.ts';
import { decide } from '../plan/decide.ts';
import { describe } from '../plan/describe.ts';
import type { EntryStates, Outcome } from '../plan/entry-states.ts';
import { serversPlace } from '../state/actual.ts';
import { owns, recordOf } from '../state/records.ts';
import type { TargetStates } from '../state/states.ts';

interface Removal {
  readonly target: TargetStates;
  readonly isNamed: (name: string) => boolean;
  /** The manifest whose entries may be removed too. */
  readonly fromOwner: string | undefined;
}

/** Undefined for what stays. */
export function decideRemoval(given: EntryStates, removal: Removal): EntryPlan | undefined {
  const { recorded, actual, name, place } = given;
  if (place !== serversPlace) return satellite(given, removal);
  if (!removal.isNamed(name)) return undefined;
  const mine = owns(recorded);
  const states = { ...given, desired: undefined, parting: { note: noteOf(given, removal), isMove: false } };
  if (actual === undefined) {
    return recorded === undefined ? undefined : describe(states, [], { verdict: 'forget', record: { kind: 'drop' } });
  }
  const owner = ownerOf(given, removal);
  if (mine && recorded.protect === true) return describe(states, [], protectedOutcome(states));
  const { answer } = given.consent;
  const isProtected = owner?.recorded?.protect === true;
  const isFree = owner?.name === removal.fromOwner || answer === 'take';
  if (owner !== undefined && (isProtected || !isFree)) {
    // A removal remembers nothing of what it leaves: to keep it is to skip it.
    const left = answer === undefined ? {} : ({ answer: 'skip' } as const);
    return describe(states, [], { verdict: 'prune', conflict: 'other-owner', otherOwner: owner.name, ...left });
  }
  const plan = describe(states, [], {
    verdict: 'prune',
    edit: { kind: 'remove' },
    ...(recorded !== undefined && { record: { kind: 'drop' } }),
  });
  // Of what nobody manages all fields are others', and shown anyway.
  return mine ? plan : { ...plan, foreign: [] };
}

function protectedOutcome({ target, name }: EntryStates): Outcome {
  const message = 'protected: it stays; take `protect` out of the manifest first';
  return { verdict: 'in-sync', findings: [{ code: 'protected', severity: 'warning', message, target, server: name }] };
}

/** Which other manifest has it recorded. */
function ownerOf({ place, name, recorded }: EntryStates, { target }: Removal) {
  if (owns(recorded)) return undefined;
  const claims = target.others.filter((other) => other.place.place === place && owns(recordOf(other.place, name)));
  const claim = claims.find(({ owner }) => owner !== onceOwner);
  return claim && { name: claim.owner, recorded: recordOf(claim.place, name) };
}

function noteOf(states: EntryStates, removal: Removal): string {
  const { recorded } = states;
  if (owns(recorded)) return recorded.once === undefined ? 'as named' : 'as named; written once';
  const owner = ownerOf(states, removal);
  return owner === undefined
    ? 'as named; nobody manages it'
    : `managed by ${owner.name}${owner.recorded?.protect === true ? ', which protects it' : ''}`;
}

/** One that a server still needs stays; where that is not known, all stay until the last server of their kind goes. */
function satellite(states: EntryStates, { target, isNamed }: Removal): EntryPlan | undefined {
  const { desired, recorded } = states;
  if (desired !== undefined || !owns(recorded)) return undefined;
  const isOnce = recorded.once !== undefined;
  const isKnown = !isOnce && target.desired.entries.some(({ place }) => place === serversPlace);
  const servers = Object.entries(target.records.get(serversPlace)?.entries ?? {});
  const stays = servers.some(([name, entry]) => !isNamed(name) && owns(entry) && (entry.once !== undefined) === isOnce);
  return stays && !isKnown ? undefined : decide(states);
}
