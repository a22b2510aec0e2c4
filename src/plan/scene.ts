// What every step of planning one target looks at.

import type { EntryPlan } from '../model/plan.ts';
import type { EntryRecord } from '../model/record.ts';
import { serversPlace } from '../state/actual.ts';
import { owns } from '../state/records.ts';
import type { States, TargetStates } from '../state/states.ts';
import type { Consents } from './digest.ts';
import type { EntryStates } from './entry-states.ts';

/** What a person said on the command line; each list holds `target/server`, `server` or `all`. */
export interface PlanConsents extends Consents {
  /** Conflicts to be left as they are this time. */
  readonly skip: readonly string[];
  /** Owners whose entries may be taken over. */
  readonly fromOwner: string | undefined;
  readonly pruneMoved: boolean;
}

/** How one entry is decided: by all three states, or by the record alone (`drift`). */
export type Decide = (states: EntryStates) => EntryPlan | undefined;

export interface Scene {
  readonly states: States;
  readonly target: TargetStates;
  readonly consents: PlanConsents;
  readonly decideEntry: Decide;
}

/** How many servers of a place the owner has. */
export function ownedIn(place: string, entries: Readonly<Record<string, EntryRecord>>): number {
  if (place !== serversPlace) return 0;
  const count = counted.get(entries) ?? Object.values(entries).filter(owns).length;
  counted.set(entries, count);
  return count;
}

/** Asked again for each entry. */
const counted = new WeakMap<Readonly<Record<string, EntryRecord>>, number>();

/** Everything is gone at once although we had entries there. */
export function isReset(target: TargetStates): boolean {
  const had = ownedIn(serversPlace, target.records.get(serversPlace)?.entries ?? {}) > 0;
  return had && (target.actual.state === 'absent' || target.actual.hollow);
}
