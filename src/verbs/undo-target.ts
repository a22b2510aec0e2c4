// One file as it was before, as the plan of a target: for `rollback` and `backup restore`.

import { codecs, decodeText } from '../formats/index.ts';
import { readEntries } from '../formats/place.ts';
import { splitMark } from '../formats/splice.ts';
import type { Json } from '../model/json.ts';
import type { Answer, TargetFile, TargetPlan } from '../model/plan.ts';
import type { TouchedEntry } from '../model/run.ts';
import { decideUndo } from '../plan/rollback.ts';
import { absolutePath, type RecordStore } from '../state/records.ts';
import type { Surroundings } from '../system/system.ts';
import type { PlanOptions } from './options.ts';

/** A file now and as it is to be again. */
export interface Undo {
  readonly entries: readonly TouchedEntry[];
  readonly bytes: Uint8Array | undefined;
  readonly before: Uint8Array | undefined;
  readonly modeBefore: number | undefined;
  /** Nobody wrote in between, or nobody is asked: the bytes come back as they were. */
  readonly exact: boolean;
  /** What is undone, in words. */
  readonly what: string;
}

export function undoTarget(
  { platform }: Surroundings,
  stores: readonly RecordStore[],
  { entries, bytes, before, modeBefore, exact, what }: Undo,
  options: PlanOptions,
): TargetPlan {
  const first = entries[0] as TouchedEntry;
  const containers = new Map(entries.map(({ place }) => [place.place, place.container]));
  const file: TargetFile = {
    path: first.file,
    symbolic: first.symbolic,
    format: first.place.format,
    containers,
    bytes,
    fresh: undefined,
    ...(exact && { restore: { bytes: before, mode: modeBefore } }),
  };
  const now = valuesIn(file, bytes);
  const then = valuesIn(file, before);
  return {
    name: first.target,
    host: first.place.host,
    title: first.title,
    scope: first.place.scope,
    files: [file],
    recordPath: first.place.folder && recordedAt(stores, platform, first),
    folder: first.place.folder,
    state: bytes === undefined ? 'new' : 'read',
    sharedWith: [],
    inPlace: false,
    tightens: false,
    afterwards: [],
    entries: entries.map((touched) =>
      decideUndo({
        touched,
        before: then(touched),
        actual: now(touched),
        file: 0,
        hasher: stores.find(({ kind }) => kind === touched.store)?.hasher,
        untouched: exact,
        answer: answerFor(options, touched),
        what,
      }),
    ),
    findings: [],
  };
}

/** A folder placement is recorded under its folder. */
function recordedAt(
  stores: readonly RecordStore[],
  platform: Surroundings['platform'],
  { place, store: kind }: TouchedEntry,
): string {
  const store = stores.find((one) => one.kind === kind);
  return store === undefined ? place.file : absolutePath(store, platform, place.file);
}

function valuesIn(file: TargetFile, bytes: Uint8Array | undefined): (touched: TouchedEntry) => Json | undefined {
  if (bytes === undefined) return () => undefined;
  const document = codecs[file.format].read(splitMark(decodeText(bytes)).body);
  const places = new Map([...file.containers].map(([id, container]) => [id, readEntries(document, container)]));
  return ({ place, name }) => places.get(place.place)?.get(name)?.value;
}

function answerFor(
  { take = [], keep = [], skipConflicts }: PlanOptions,
  { target, name }: TouchedEntry,
): Answer | undefined {
  const covers = (list: readonly string[]) => ['all', name, `${target}/${name}`].some((word) => list.includes(word));
  return covers(take) ? 'take' : covers(keep) ? 'keep' : skipConflicts ? 'skip' : undefined;
}
