// What a run keeps for `history` and `rollback`: which entries it touched, and their records before and after.

import type { Json } from '../model/json.ts';
import type { EntryPlan, Plan } from '../model/plan.ts';
import type { EntryRecord, OwnerRecord, PlaceRecord } from '../model/record.ts';
import type { Platform } from '../model/target.ts';
import { type RecordStore, storeFor } from '../state/records.ts';
import { placeKey, recordedFile } from './record-changes.ts';

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
  readonly store: RecordStore['kind'];
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

export function runDetails(
  plan: Plan,
  records: ReadonlyMap<RecordStore, OwnerRecord>,
  platform: Platform,
  repository: string | undefined,
  undoes: string | undefined,
): Json {
  const stores = [...records.keys()];
  const entries = plan.targets.flatMap((target) =>
    target.entries
      .filter(({ edit, record }) => edit !== undefined || record.kind !== 'keep')
      .flatMap((entry): readonly TouchedEntry[] => {
        const file = target.files[entry.file];
        if (file === undefined) return [];
        const store = storeFor(stores, platform, recordedFile(target, file));
        const key = placeKey(store, platform, target, file, entry.place);
        const find = (record: OwnerRecord | undefined) =>
          record?.places.find((place) => `${place.file}#${place.place}` === key);
        const before = find(store.record);
        const after = find(records.get(store));
        const place = after ?? before;
        if (place === undefined) return [];
        const { entries: _, ...bare } = place;
        return [
          {
            target: target.name,
            title: target.title,
            file: file.path,
            symbolic: file.symbolic,
            name: entry.name,
            edit: entry.edit?.kind ?? 'none',
            pointers: pointersOf(entry),
            place: bare,
            before: before?.entries[entry.name] ?? null,
            after: after?.entries[entry.name] ?? null,
            desired: entry.desiredDigest ?? null,
            store: store.kind,
          },
        ];
      }),
  );
  const details: RunDetails = {
    environment: plan.environment?.name ?? null,
    manifest: plan.manifest ?? null,
    repository: repository ?? null,
    digest: plan.digest,
    counts: plan.counts,
    entries,
    undoes: undoes ?? null,
  };
  return details as unknown as Json;
}

function pointersOf({ edit }: EntryPlan): readonly string[] {
  return edit?.kind === 'fields' ? [...edit.fields.keys()] : [];
}
