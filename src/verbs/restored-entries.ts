// What putting a backup back does to the entries of its file, as if a run had led from the backup to now.

import { readRun } from '../apply/history.ts';
import { FormatError } from '../formats/codec.ts';
import { codecs, decodeText } from '../formats/index.ts';
import { readEntries } from '../formats/place.ts';
import { splitMark } from '../formats/splice.ts';
import { at, equal, type Json } from '../model/json.ts';
import { parsePointer } from '../model/pointer.ts';
import type { RunDetails, TouchedEntry } from '../model/run.ts';
import type { Container, FormatName } from '../model/target.ts';
import { leavesOf } from '../plan/fields.ts';
import { containersOf } from '../state/actual.ts';
import { hatchHome, isAmong, type RecordStore, recordOf, recordsOf, storeFor } from '../state/records.ts';
import type { Surroundings } from '../system/system.ts';
import type { NamedTarget } from './named-targets.ts';
import type { ReadPorts } from './options.ts';
import type { UndoneFile } from './undo-target.ts';

/** The file of a target that is put back. */
export function restoredFile(
  { platform }: Surroundings,
  { located, host, scope, name }: NamedTarget,
  path: string,
  stores: readonly RecordStore[],
): UndoneFile {
  return {
    target: name,
    title: host.title,
    file: path,
    symbolic: located.symbolic,
    store: storeFor(stores, platform, path).kind,
    place: { file: path, format: located.format, host: host.id, scope },
  };
}

export interface Restore {
  readonly of: UndoneFile;
  readonly bytes: Uint8Array | undefined;
  readonly before: Uint8Array | undefined;
  readonly stores: readonly RecordStore[];
  /** The backup's. */
  readonly run: string | undefined;
}

/** Every entry of the file now or then, with the record that the backup's run found. */
export function restoredEntries(
  { surroundings, system }: ReadPorts,
  { located, name: target }: NamedTarget,
  { of, bytes, before, stores, run: id }: Restore,
): readonly TouchedEntry[] {
  const run = id === undefined ? undefined : readRun(system, hatchHome(surroundings), id);
  const ran = (run?.details as unknown as RunDetails | undefined)?.entries ?? [];
  const { platform } = surroundings;
  const containers = containersOf(located);
  const records = recordsOf(storeFor(stores, platform, of.file), platform, located.path, containers);
  const touched: TouchedEntry[] = [];
  for (const [place, container] of containers) {
    const now = entriesIn(located.format, bytes, container);
    const then = entriesIn(located.format, before, container);
    for (const name of new Set([...now.keys(), ...then.keys()])) {
      const record = recordOf(records.get(place), name) ?? null;
      const then_ = ran.find(
        (one) =>
          one.file === of.file && one.place.place === place && isAmong(containers, one.place) && one.name === name,
      );
      touched.push({
        ...of,
        name,
        ...differenceOf(now.get(name), then.get(name)),
        place: { ...of.place, file: records.get(place)?.file ?? of.file, place, container, target },
        before: then_ === undefined ? record : then_.before,
        after: record,
        desired: null,
      });
    }
  }
  return touched;
}

/** None where the bytes cannot be read: a damaged file is what one puts a backup back for. */
function entriesIn(format: FormatName, bytes: Uint8Array | undefined, container: Container): ReadonlyMap<string, Json> {
  if (bytes === undefined) return new Map();
  try {
    const document = codecs[format].read(splitMark(decodeText(bytes)).body);
    return new Map([...readEntries(document, container)].map(([name, { value }]) => [name, value]));
  } catch (error) {
    if (error instanceof FormatError || error instanceof TypeError) return new Map();
    throw error;
  }
}

/** What a run that led from the backup to now would have done. */
function differenceOf(now: Json | undefined, then: Json | undefined): Pick<TouchedEntry, 'edit' | 'pointers'> {
  if (equal(now, then)) return { edit: 'none', pointers: [] };
  if (now === undefined) return { edit: 'remove', pointers: [] };
  if (then === undefined) return { edit: 'add', pointers: [] };
  const leaves = new Set([...leavesOf(now).keys(), ...leavesOf(then).keys()]);
  return {
    edit: 'fields',
    pointers: [...leaves].filter((pointer) => !equal(at(now, parsePointer(pointer)), at(then, parsePointer(pointer)))),
  };
}
