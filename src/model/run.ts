// What a run keeps for later: which entries it touched, and their records before and after.

import type { Plan } from './plan.ts';
import type { EntryRecord, PlaceRecord } from './record.ts';

/** One entry that a run wrote or recorded. */
export interface TouchedEntry {
  readonly target: string;
  readonly title: string;
  readonly file: string;
  readonly symbolic: string;
  readonly name: string;
  readonly edit: 'add' | 'remove' | 'fields' | 'none';
  /** Pointers that were written, for `fields`. */
  readonly pointers: readonly string[];
  /** The place as the record has it, entries left out. */
  readonly place: Omit<PlaceRecord, 'entries'>;
  readonly before: EntryRecord | null;
  readonly after: EntryRecord | null;
  /** Digest of what was desired. */
  readonly desired: string | null;
  /** Which record it stands in. */
  readonly store: 'repository' | 'home';
}

export interface RunDetails {
  readonly environment: string | null;
  readonly manifest: string | null;
  readonly repository: string | null;
  readonly digest: string;
  readonly counts: Plan['counts'];
  readonly entries: readonly TouchedEntry[];
  /** The run that this one undid. */
  readonly undoes: string | null;
}
