// Step 2 of a transaction: every next byte in memory, and all that can be refused is refused. Writes nothing.

import { FormatError } from '../formats/codec.ts';
import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader, Stat, System } from '../system/system.ts';
import { backupPath, freeStamp } from './backup.ts';
import { runIds } from './history.ts';
import { codeOf, missingFolders, reasonOf } from './home.ts';
import { type Begin, type JournalFile, openFolder } from './journal.ts';
import { lockNames } from './lock.ts';
import { realPath } from './real-path.ts';
import { refuseIrreplaceable, temporaryBeside } from './replace-file.ts';
import type { FileChange, TransactionRequest } from './request.ts';
import { runStamp } from './stamp.ts';

/** One real file that is to be written, by one or several changes. */
export interface Prepared {
  readonly real: string;
  readonly change: FileChange;
  readonly render: FileChange['render'];
  readonly stands: NonNullable<FileChange['stands']>;
  readonly mode: number | undefined;
  readonly inPlace: boolean;
}

/** What a file holds now, and what it is to hold. */
export interface Rendered {
  readonly current: Uint8Array | undefined;
  readonly next: Uint8Array | undefined;
  readonly stat: Stat | undefined;
  readonly mode: number;
}

export interface Preparation {
  readonly begin: Begin;
  readonly prepared: readonly Prepared[];
  readonly rendered: readonly Rendered[];
}

const order: readonly FileChange['role'][] = ['target', 'manifest', 'record'];

/** Throws HatchError: what a render throws; `refused` for what cannot be replaced; `failed` for what cannot be read. */
export async function prepare(system: System, home: string, request: TransactionRequest): Promise<Preparation> {
  const all: { readonly file: Prepared; readonly rendered: Rendered }[] = [];
  for (const file of byRealFile(system, request.changes)) {
    all.push({ file, rendered: await blamed('failed', file.real, () => renderPatiently(system, file)) });
  }
  const todo = all.filter(({ file, rendered }) => changes(file.real, rendered));
  const id = runId(system, home);
  const stamps = new Map<string, string[]>();
  const begin: Begin = {
    kind: 'begin',
    id,
    holder: system.self(),
    owner: request.owner,
    command: request.command,
    purpose: request.kind,
    started: system.now().toISOString(),
    backup: request.backup,
    locks: lockNames(
      system,
      request.owner,
      todo.map(({ file }) => file.real),
    ),
    files: todo.map(({ file, rendered }, index) => entry(system, home, request, { id, file, rendered, index, stamps })),
    folders: foldersFor(
      system,
      todo.filter(({ rendered }) => rendered.next !== undefined).map(({ file }) => file.real),
    ),
    details: request.details,
  };
  return { begin, prepared: todo.map(({ file }) => file), rendered: todo.map(({ rendered }) => rendered) };
}

/** Changes of one file (two targets in it, or a link to it) become one, the first one's render first. */
function byRealFile(reader: Reader, changes: readonly FileChange[]): readonly Prepared[] {
  const files = new Map<string, Prepared>();
  const sorted = [...changes].sort((left, right) => order.indexOf(left.role) - order.indexOf(right.role));
  for (const change of sorted) {
    const real = blaming('failed', change.path, () => realPath(reader, change.path));
    const first = files.get(real);
    const { render, mode, inPlace, stands = () => false } = change;
    files.set(
      real,
      first === undefined
        ? { real, change, render, stands, mode, inPlace }
        : {
            ...first,
            render: (current) => render(first.render(current)),
            stands: (current) => first.stands(current) && stands(current),
            mode: mode ?? first.mode,
            inPlace: inPlace || first.inPlace,
          },
    );
  }
  return [...files.values()];
}

/** A file that another program writes right now is whole again soon; times, and milliseconds. */
const patience = { times: 10, timesFresh: 4, pause: 50, fresh: 50, blank: 2000 };

/**
 * Reads a file and renders it, again for about half a second while it is torn: no longer its format, or of no bytes
 * where the plan saw some. A few times also while it was written a moment ago, since the first half of a TOML or YAML
 * file may be valid too; and for two seconds where it was made blank, as whoever writes it anew may be slow. Throws what
 * `render` throws, HatchError `refused`, or as the system does.
 */
export async function renderPatiently(system: System, file: Prepared): Promise<Rendered> {
  for (const tries = { torn: 0, fresh: 0, blank: 0 }; ; await system.pause(patience.pause)) {
    const seen = look(system, file);
    const age = ageOf(system, file.real);
    if (seen.current?.length === 0) {
      if (age < patience.blank && tries.blank++ < patience.blank / patience.pause) continue;
      if ((file.change.before?.length ?? 0) > 0 && tries.torn++ < patience.times) continue;
    } else if (age < patience.fresh && tries.fresh++ < patience.timesFresh) continue;
    try {
      return renderSeen(file, seen);
    } catch (error) {
      const isTorn = error instanceof HatchError && error.cause instanceof FormatError;
      if (!isTorn || tries.torn++ >= patience.times) throw error;
    }
  }
}

/** Milliseconds since it was last written; asked once it was read. A time to come is another machine's, and says nothing. */
function ageOf(system: System, real: string): number {
  const stat = system.stat(real);
  const age = stat === undefined ? -1 : system.now().getTime() - stat.modified;
  return age < 0 ? Number.POSITIVE_INFINITY : age;
}

function look(reader: Reader, file: Prepared): Pick<Rendered, 'stat' | 'current'> {
  const stat = reader.stat(file.real);
  refuseIrreplaceable(reader, file.real, stat, file.inPlace);
  return { stat, current: reader.read(file.real) };
}

function renderSeen(file: Prepared, { stat, current }: Pick<Rendered, 'stat' | 'current'>): Rendered {
  return { current, next: file.render(current), stat, mode: file.mode ?? stat?.mode ?? 0o600 };
}

function changes(real: string, { current, next, stat, mode }: Rendered): boolean {
  if (current === undefined || next === undefined) return current !== next;
  // Windows has no such modes: there is nothing to bring about.
  const isModeRight = mode === stat?.mode || !real.startsWith('/');
  return !isModeRight || Buffer.compare(current, next) !== 0;
}

interface EntryInput {
  readonly id: string;
  readonly file: Prepared;
  readonly rendered: Rendered;
  readonly index: number;
  /** Stamps given out so far, by label. */
  readonly stamps: Map<string, string[]>;
}

function entry(system: System, home: string, request: TransactionRequest, input: EntryInput): JournalFile {
  const { id, file, rendered, index, stamps } = input;
  const { join } = pathsLike(home);
  const folder = openFolder(home, id);
  const { role, label, path } = file.change;
  const throughInode = file.inPlace && rendered.current !== undefined && rendered.next !== undefined;
  let backup: string | undefined;
  if (rendered.current !== undefined && isBackedUp(request.backup, role)) {
    const taken = stamps.get(label) ?? [];
    const stamp = freeStamp(system, home, label, taken);
    stamps.set(label, [...taken, stamp]);
    backup = backupPath(home, label, stamp);
  }
  return {
    ...stateOf(rendered),
    path,
    real: file.real,
    role,
    label,
    backup,
    restaged: 0,
    putBack: false,
    temporary: throughInode ? join(folder, `next-${index}`) : temporaryBeside(system, file.real),
    restoring: temporaryBeside(system, file.real),
    ...(rendered.current === undefined ? {} : { copy: backup ?? join(folder, `before-${index}`) }),
    inPlace: throughInode,
    ...(file.change.hostLock === undefined ? {} : { hostLock: file.change.hostLock }),
  };
}

/** Has a file of this role a backup? Records go back with the run, or not at all. */
export function isBackedUp(wanted: boolean, role: FileChange['role']): boolean {
  return wanted && role !== 'record';
}

/** What the journal says of a file's two states. */
export function stateOf({ current, next, stat, mode }: Rendered) {
  return {
    before: current === undefined ? undefined : sha256(current),
    after: next === undefined ? undefined : sha256(next),
    modeBefore: stat?.mode,
    modeAfter: next === undefined ? undefined : mode,
    ...(stat === undefined ? {} : { ownedBy: { uid: stat.uid, gid: stat.gid } }),
  };
}

function foldersFor(reader: Reader, paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => missingFolders(reader, pathsLike(path).dirname(path))))];
}

/** Sortable: when it starts, then a random part. */
function runId(system: System, home: string): string {
  return `${runStamp(system.now(), runIds(system, home)[0])}${system.random(5)}`;
}

/** Does it; an error of the system becomes a HatchError that names the file. */
export function blaming<T>(exit: 'failed' | 'undone', path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw blame(exit, path, error);
  }
}

/** The same for what takes its time. */
export async function blamed<T>(exit: 'failed' | 'undone', path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw blame(exit, path, error);
  }
}

function blame(exit: 'failed' | 'undone', path: string, error: unknown): unknown {
  return codeOf(error) === undefined ? error : new HatchError(exit, `${path}: ${reasonOf(error)}`, { cause: error });
}
