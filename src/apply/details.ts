// What a run keeps for `history` and `rollback`: which entries it touched, and their records before and after.

import type { Json } from '../model/json.ts';
import type { EntryPlan, Plan } from '../model/plan.ts';
import { type OwnerRecord, placeKey } from '../model/record.ts';
import type { RunDetails, TouchedEntry } from '../model/run.ts';
import type { Platform } from '../model/target.ts';
import { type Owner, type RecordStore, recordOf, storeFor } from '../state/records.ts';
import { recordedFile, recordedKey } from './record-changes.ts';

export function runDetails(
  plan: Plan,
  records: ReadonlyMap<RecordStore, OwnerRecord>,
  platform: Platform,
  owner: Owner,
  environment: string | undefined,
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
        const key = recordedKey(store, platform, target, file, entry.place);
        const find = (record: OwnerRecord | undefined) => record?.places.find((place) => placeKey(place) === key);
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
            before: recordOf(before, entry.name) ?? null,
            after: recordOf(after, entry.name) ?? null,
            desired: entry.desiredDigest ?? null,
            store: store.kind,
          },
        ];
      }),
  );
  const details: RunDetails = {
    environment: environment ?? null,
    manifest: owner.manifest ?? null,
    repository: owner.repository ?? null,
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
