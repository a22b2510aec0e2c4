// What the records must say once a plan has been carried out.

import { encodeText } from '../formats/index.ts';
import type { Hasher } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { EntryPlan, Plan, TargetFile, TargetPlan } from '../model/plan.ts';
import { type EntryRecord, type FieldRecord, type OwnerRecord, type PlaceRecord, placeKey } from '../model/record.ts';
import type { Container, Platform } from '../model/target.ts';
import { printRecord } from '../state/record-file.ts';
import { hashPointer, type RecordStore, recordedPath, recordOf, referenceDigest, storeFor } from '../state/records.ts';
import type { Materialised } from './materialise.ts';
import type { FileChange } from './request.ts';

/** Each store with the record it must hold once the plan has been carried out. */
export function nextRecords(
  plan: Plan,
  stores: readonly RecordStore[],
  platform: Platform,
  result: Materialised,
): ReadonlyMap<RecordStore, OwnerRecord> {
  return new Map(stores.map((store) => [store, nextRecord(plan, stores, store, platform, result)]));
}

/** A change of one record file, if its text changes. */
export function recordChange(store: RecordStore, record: OwnerRecord): FileChange {
  const isEmpty = record.places.every(({ entries }) => Object.keys(entries).length === 0);
  const next = isEmpty ? undefined : encodeText(printRecord(record));
  return {
    path: store.path,
    role: 'record',
    label: 'record',
    before: store.bytes,
    render: (current) => {
      if (!isSame(current, store.bytes)) {
        throw new HatchError('stale', `${store.path} was changed by another run`, { hint: 'plan again' });
      }
      return next;
    },
    mode: store.kind === 'repository' ? 0o644 : 0o600,
    inPlace: false,
  };
}

function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left === undefined || right === undefined
    ? left === right
    : new TextDecoder().decode(left) === new TextDecoder().decode(right);
}

function nextRecord(
  plan: Plan,
  stores: readonly RecordStore[],
  store: RecordStore,
  platform: Platform,
  result: Materialised,
): OwnerRecord {
  const places = new Map(store.record.places.map((place) => [placeKey(place), place]));
  const growing = new WeakSet<PlaceRecord['entries']>();
  for (const target of plan.targets) {
    for (const entry of target.entries) {
      const file = target.files[entry.file];
      if (file === undefined || entry.record.kind === 'keep') continue;
      if (storeFor(stores, platform, recordedFile(target, file)) !== store) continue;
      const key = recordedKey(store, platform, target, file, entry.place);
      places.set(key, nextPlace(store, platform, target, file, entry, places.get(key), growing, result));
    }
  }
  return { ...store.record, manifest: store.manifest, places: [...places.values()] };
}

/** Under which path the places of a file are recorded. */
export function recordedFile(target: TargetPlan, file: TargetFile): string {
  return target.recordPath ?? file.path;
}

/** The key of the place of an entry in its record. */
export function recordedKey(
  store: RecordStore,
  platform: Platform,
  target: TargetPlan,
  file: TargetFile,
  place: string,
): string {
  const recorded = recordedPath(store, platform, recordedFile(target, file));
  return placeKey({ file: recorded, place, container: containerOf(file, place) });
}

function containerOf(file: TargetFile, place: string): Container {
  const container = file.containers.get(place);
  if (container === undefined) throw new HatchError('bug', `no place ${place} in ${file.path}`);
  return container;
}

function nextPlace(
  store: RecordStore,
  platform: Platform,
  target: TargetPlan,
  file: TargetFile,
  entry: EntryPlan,
  known: PlaceRecord | undefined,
  growing: WeakSet<PlaceRecord['entries']>,
  result: Materialised,
): PlaceRecord {
  const before = known ?? (entry.record.kind === 'restore' ? { ...entry.record.place, entries: {} } : undefined);
  const container = containerOf(file, entry.place);
  const written = result.written.find((one) => one.file === file);
  const origin = written?.origins.get(entry.place) ?? before?.origin;
  const created = before === undefined ? written?.created === true : before.created === true;
  // Copied once, not for each entry: there may be thousands.
  const entries: Record<string, EntryRecord> =
    before !== undefined && growing.has(before.entries) ? before.entries : { ...before?.entries };
  growing.add(entries);
  const next = nextEntry(store.hasher, entry, recordOf(before, entry.name), result.values.get(entry) ?? new Map());
  if (next === undefined) delete entries[entry.name];
  // A server may be called `__proto__`, which an assignment would not keep.
  else
    Object.defineProperty(entries, entry.name, { value: next, enumerable: true, configurable: true, writable: true });
  return {
    file: recordedPath(store, platform, recordedFile(target, file)),
    place: entry.place,
    container,
    format: file.format,
    host: target.host,
    scope: target.scope,
    target: target.name,
    ...(target.folder && { folder: target.folder }),
    ...(created && { created }),
    ...(origin && { origin }),
    entries,
  };
}

/** The record of one entry after its edit; `values` are the recorded fields with their references resolved. */
export function nextEntry(
  hasher: Hasher | undefined,
  entry: EntryPlan,
  before: EntryRecord | undefined,
  values: ReadonlyMap<string, Json>,
): EntryRecord | undefined {
  const { record, settings } = entry;
  switch (record.kind) {
    case 'keep':
      return before;
    case 'drop':
      return undefined;
    case 'restore': {
      const kept = record.heldOff === undefined ? {} : { rolledBack: record.heldOff };
      return record.record === undefined && record.heldOff === undefined
        ? undefined
        : { ...(record.record ?? { origin: 'found', fields: {} }), ...kept };
    }
    case 'kept':
      return {
        ...(before ?? { origin: 'found', fields: {} }),
        kept: { desired: record.desired, actual: record.actual },
      };
    case 'write': {
      const carried = (record.unchanged ?? []).map(
        (pointer) => [pointer, before?.fields[pointer] as FieldRecord] as const,
      );
      const fields = [...record.fields.keys()].map(
        (pointer) =>
          [
            pointer,
            fieldRecord(hasher, entry, pointer, record.fields.get(pointer) ?? null, values.get(pointer) ?? null),
          ] as const,
      );
      return {
        origin: before?.origin === 'written' && Object.keys(before.fields).length > 0 ? 'written' : record.origin,
        ...(settings.environment !== undefined && { environment: settings.environment }),
        ...(settings.rule !== undefined && { rule: settings.rule }),
        ...(settings.source !== undefined && { source: settings.source }),
        ...(settings.once !== undefined && { once: settings.once }),
        ...(settings.protect && { protect: true as const }),
        ...(settings.onRemove !== 'delete' && { onRemove: settings.onRemove }),
        ...(record.parked && { parked: true as const }),
        fields: Object.fromEntries([...carried, ...fields]),
      };
    }
  }
}

/** A public value in plain; a sensitive one as a digest; one from a reference as the digests of both. */
function fieldRecord(
  hasher: Hasher | undefined,
  entry: EntryPlan,
  pointer: string,
  written: Json,
  value: Json,
): FieldRecord {
  if (!entry.sensitive.has(pointer)) return { value };
  const digest = hasher?.(hashPointer(entry.place, entry.name, pointer), value) ?? '';
  const isReference = [...entry.inline].some((one) => one === pointer || one.startsWith(`${pointer}/`));
  return isReference ? { reference: referenceDigest(written), digest } : { digest };
}
