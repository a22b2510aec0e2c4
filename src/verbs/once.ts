// The owner of what commands write once, beside every manifest: its records, and how its entries are decided.

import type { EntryPlan } from '../model/plan.ts';
import { type OnceWritten, onceOwner, type PlaceRecord, placeKey } from '../model/record.ts';
import { decide } from '../plan/decide.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import { type Owner, owns, type RecordStore, readOtherOwners, recordOf } from '../state/records.ts';
import { storesHere } from './bounds.ts';
import type { ReadPorts } from './options.ts';

/** No manifest's. */
export const once: Owner = { name: onceOwner, manifest: undefined, repository: undefined };

/** Its records, without what a manifest has taken over since. */
export function onceStores(ports: ReadPorts): readonly RecordStore[] {
  const claims = readOtherOwners(ports.system, ports.surroundings, once);
  const isTaken = (own: PlaceRecord, name: string) =>
    claims.some(({ file, place }) => placeKey({ ...place, file }) === placeKey(own) && owns(recordOf(place, name)));
  return storesHere(ports, once).map((store) => {
    const places = store.record.places.map((place) => {
      const own = Object.entries(place.entries).filter(([name]) => !isTaken(place, name));
      return { ...place, entries: Object.fromEntries(own) };
    });
    return { ...store, record: { ...store.record, places } };
  });
}

/** What a command writes, and what an earlier one of its kind wrote and may go. */
export interface OnceRun {
  readonly written: OnceWritten;
  /** Is an entry that is recorded, and no longer given, to be removed? */
  readonly prunes: (states: EntryStates) => boolean;
  /** Why such an entry goes, in words. */
  readonly gone: string;
}

/**
 * One entry of a run that adds and updates: what it does not give stays as it is. An entry of a manifest stays that
 * manifest's, whatever is written into it; one that is there already and equal stays nobody's.
 */
export function decideOnce(states: EntryStates, { written, prunes, gone }: OnceRun): EntryPlan | undefined {
  if (states.desired === undefined) {
    if (!owns(states.recorded) || !prunes(states)) return undefined;
    return decide({ ...states, held: undefined, parting: { note: gone, isMove: false } });
  }
  const { other } = states;
  if (other !== undefined) return ofAnother(states, other);
  const plan = decide(states);
  if (plan?.verdict === 'adopt-equal') return { ...plan, verdict: 'in-sync', record: { kind: 'keep' } };
  if (plan?.record.kind !== 'write') return plan;
  return { ...plan, settings: { ...plan.settings, rule: undefined, once: written } };
}

/** As that manifest itself would change it, but its record stays: it learns of it as of every change by others. */
function ofAnother(states: EntryStates, other: NonNullable<EntryStates['other']>): EntryPlan | undefined {
  const plan = decide({ ...states, other: undefined, recorded: other.recorded, hasher: other.hasher });
  if (plan === undefined) return undefined;
  const isStill = plan.edit === undefined && plan.conflict === undefined;
  return { ...plan, record: { kind: 'keep' }, ...(isStill && { verdict: 'in-sync' }) };
}
