// What is known about one entry before it is decided, what comes of it, and the questions both sides ask of it.

import type { Host } from '../hosts/index.ts';
import { digestOf, type Hasher } from '../model/digest.ts';
import type { Finding } from '../model/finding.ts';
import { at, type Json } from '../model/json.ts';
import type { Answer, Conflict, EntryEdit, RecordEdit, Verdict } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import type { EntryRecord } from '../model/record.ts';
import type { ActualEntry } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import { hashPointer, isAsRecorded } from '../state/records.ts';

/** Everything that is known about one entry. */
export interface EntryStates {
  readonly host: Host;
  readonly target: string;
  readonly place: string;
  readonly name: string;
  readonly desired: DesiredEntry | undefined;
  readonly actual: ActualEntry | undefined;
  readonly recorded: EntryRecord | undefined;
  /** Another owner's record of an entry that still is what that owner wrote, or not. */
  readonly other:
    | {
        readonly owner: string;
        readonly conflicts: boolean;
        readonly recorded: EntryRecord;
        readonly hasher: Hasher | undefined;
      }
    | undefined;
  readonly hasher: Hasher | undefined;
  /** All entries of the place were lost at once. */
  readonly reset: boolean;
  /** Every entry of the place is the manifest's. */
  readonly exclusive: boolean;
  /** A source that no longer has the entry: it is left as it is. */
  readonly held: Finding | undefined;
  /** For an entry that is no longer desired. */
  readonly parting: Parting | undefined;
  /** Fields of others that come along from another name (`moved`). */
  readonly carried: ReadonlyMap<string, Json>;
  readonly consent: Consent;
}

/** Why an entry is no longer desired. */
export interface Parting {
  readonly note: string;
  /** The manifest still has it, elsewhere or under another name. */
  readonly isMove: boolean;
}

/** What a person said on the command line about one entry. */
export interface Consent {
  readonly answer: Answer | undefined;
  readonly externalize: boolean;
  readonly again: boolean;
}

/** A verdict with what follows from it. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly conflict?: Conflict;
  readonly edit?: EntryEdit;
  readonly record?: RecordEdit;
  readonly findings?: readonly Finding[];
  /** The other manifest that manages it. */
  readonly otherOwner?: string | undefined;
  /** Fields that somebody changed and that stay (`onDrift: report`, `ignore`). */
  readonly left?: ReadonlySet<string>;
}

/** Is what stands there still what we wrote? */
export function isAsApplied({ recorded, actual, hasher, place, name }: EntryStates, pointer: string): boolean {
  const field = recorded && Object.hasOwn(recorded.fields, pointer) ? recorded.fields[pointer] : undefined;
  const value = at(actual?.value, parsePointer(pointer));
  return field !== undefined && isAsRecorded(hasher, hashPointer(place, name, pointer), field, value);
}

/** Of what is desired: its references, not their values. */
export function desiredDigest(desired: DesiredEntry | undefined): string {
  return desired === undefined ? '' : digestOf(desired.value);
}

/** Keyed where the machine has a key, since the entry may hold secrets. */
export function actualDigest({
  actual,
  hasher,
  place,
  name,
}: Pick<EntryStates, 'actual' | 'hasher' | 'place' | 'name'>): string {
  return actual === undefined ? '' : (hasher?.(`${place}/${name}`, actual.value) ?? '');
}
