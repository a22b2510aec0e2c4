// One file as it is to be as a whole, as the plan of a target: for `rollback`, `backup restore` and `doctor --fix`.

import { FormatError } from '../formats/codec.ts';
import { codecs, decodeText } from '../formats/index.ts';
import { readEntries } from '../formats/place.ts';
import { splitMark } from '../formats/splice.ts';
import { findHost, hostLockOf } from '../hosts/index.ts';
import { HatchError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { Answer, TargetFile, TargetPlan } from '../model/plan.ts';
import type { TouchedEntry } from '../model/run.ts';
import { decideUndo } from '../plan/rollback.ts';
import { absolutePath, type RecordStore } from '../state/records.ts';
import type { Surroundings } from '../system/system.ts';
import type { PlanOptions } from './options.ts';

/** Whose file it is, and what is known of it. */
export type UndoneFile = Pick<TouchedEntry, 'target' | 'title' | 'file' | 'symbolic' | 'store'> & {
  readonly place: Pick<TouchedEntry['place'], 'file' | 'format' | 'host' | 'scope' | 'folder'>;
};

/** A file now and as it is to be again. */
export interface Undo {
  readonly of: UndoneFile;
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
  { of, entries, bytes, before, modeBefore, exact, what }: Undo,
  options: PlanOptions,
): TargetPlan {
  const containers = new Map(entries.map(({ place }) => [place.place, place.container]));
  const file: TargetFile = {
    path: of.file,
    symbolic: of.symbolic,
    format: of.place.format,
    containers,
    bytes,
    fresh: undefined,
    ...(exact && { restore: { bytes: before, mode: modeBefore, what } }),
  };
  const now = valuesIn(file, bytes, exact);
  const then = valuesIn(file, before, exact);
  return {
    name: of.target,
    host: of.place.host,
    title: of.title,
    scope: of.place.scope,
    files: [file],
    recordPath: of.place.folder && recordedAt(stores, platform, of),
    folder: of.place.folder,
    state: bytes === undefined ? 'new' : 'read',
    sharedWith: [],
    inPlace: false,
    ...hostLockOf(findHost(of.place.host), of.place.scope),
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
  { place, store: kind }: UndoneFile,
): string {
  const store = stores.find((one) => one.kind === kind);
  return store === undefined ? place.file : absolutePath(store, platform, place.file);
}

/** Where the bytes come back as they were it does not matter that those now, or those then, cannot be read. */
function valuesIn(
  { path, format, containers }: TargetFile,
  bytes: Uint8Array | undefined,
  exact: boolean,
): (touched: TouchedEntry) => Json | undefined {
  if (bytes === undefined || containers.size === 0) return () => undefined;
  try {
    const document = codecs[format].read(splitMark(decodeText(bytes)).body);
    const places = new Map([...containers].map(([id, container]) => [id, readEntries(document, container)]));
    return ({ place, name }) => places.get(place.place)?.get(name)?.value;
  } catch (cause) {
    if (!(cause instanceof FormatError || cause instanceof TypeError)) throw cause;
    if (exact) return () => undefined;
    const hint = 'mend the file by hand, or put a backup of it back: hatch backup restore';
    throw new HatchError('conflicts', `${path} cannot be read: ${cause.message}`, { hint, cause });
  }
}

function answerFor(
  { take = [], keep = [], skipConflicts }: PlanOptions,
  { target, name }: TouchedEntry,
): Answer | undefined {
  const covers = (list: readonly string[]) => ['all', name, `${target}/${name}`].some((word) => list.includes(word));
  return covers(take) ? 'take' : covers(keep) ? 'keep' : skipConflicts ? 'skip' : undefined;
}
