// The journal of one run: what it is about to do, line by line and flushed, so that whoever finds it can end the run.

import type { Json } from '../model/json.ts';
import type { HostLock } from '../model/target.ts';
import { pathsLike } from '../system/paths.ts';
import type { Process, Reader, System } from '../system/system.ts';
import { asProcess } from './holder.ts';
import { createDurable, layoutOf } from './home.ts';
import type { LockName } from './lock.ts';
import type { FileOwner } from './replace-file.ts';
import type { RunFile } from './request.ts';

/** One file of a run, as the journal knows it. Digests are SHA-256 in hex, undefined where there is no file. */
export interface JournalFile extends RunFile {
  /** Who owned the file; undefined for a new one. */
  readonly ownedBy?: FileOwner;
  /** Where the next bytes are staged. */
  readonly temporary: string;
  /** Where the bytes before are staged when the run is undone. */
  readonly restoring: string;
  /** The bytes before: the backup, or a copy beside the journal that goes with it; undefined for a new file. */
  readonly copy?: string;
  readonly inPlace: boolean;
  /** The host's own lock on the file, for whoever finishes or undoes the run too. */
  readonly hostLock?: HostLock;
}

/** The first line. */
export interface Begin {
  readonly kind: 'begin';
  readonly id: string;
  readonly holder: Process;
  readonly owner: string;
  readonly command: string;
  readonly purpose: string;
  readonly started: string;
  /** Without it the copies of the bytes before go with the journal. */
  readonly backup: boolean;
  readonly locks: readonly LockName[];
  readonly files: readonly JournalFile[];
  /** Folders that are created for the files, parents first. */
  readonly folders: readonly string[];
  readonly details: Json;
}

/** What may follow. */
export type Line =
  /** Everything is staged; from here on files are replaced. */
  | { readonly kind: 'commit' }
  /** Another program wrote in between: this file's entry is now this one. */
  | { readonly kind: 'restage'; readonly index: number; readonly file: JournalFile }
  /** A file is about to be written through its inode (forward or back); and it was. */
  | { readonly kind: 'writing' | 'written'; readonly index: number }
  /** The run is being undone, not finished. */
  | { readonly kind: 'undoing' }
  /** Every file that could be is back. */
  | { readonly kind: 'restored' }
  /** These hold another program's bytes and stay as they are; the user has been told. */
  | { readonly kind: 'left'; readonly files: readonly string[] }
  /** Its holder gave up, or a person said that it is gone. */
  | { readonly kind: 'abandoned' };

/** A journal as it reads now. */
export interface Journal {
  readonly begin: Begin;
  /** The files with every `restage` taken in. */
  readonly files: readonly JournalFile[];
  readonly kinds: ReadonlySet<Line['kind']>;
  /** Indices of files whose in-place write began, and whose last one ended. */
  readonly writing: ReadonlySet<number>;
  readonly written: ReadonlySet<number>;
  readonly left: ReadonlySet<string>;
}

/** A run on its machine; `journal` is replaced by each line that is added. */
export interface Ground {
  readonly system: System;
  readonly home: string;
  journal: Journal;
}

const openEnding = '.open';

/** The folder of a run that is not over: its name says so, so that one listing finds them all. */
export function openFolder(home: string, id: string): string {
  const { runs } = layoutOf(home);
  return pathsLike(runs).join(runs, `${id}${openEnding}`);
}

/** The ids of all runs that are not over, oldest first. */
export function openRuns(reader: Reader, home: string): readonly string[] {
  const names = reader.list(layoutOf(home).runs) ?? [];
  return names.filter((name) => name.endsWith(openEnding)).map((name) => name.slice(0, -openEnding.length));
}

/** The journal's file. */
export function journalPath(home: string, id: string): string {
  return pathsLike(home).join(openFolder(home, id), 'journal.jsonl');
}

/** Starts a journal in the run's folder, which is there. Durable when it returns. */
export function startJournal(system: System, home: string, begin: Begin): void {
  createDurable(system, journalPath(home, begin.id), lineOf(begin));
  system.syncFolder(openFolder(home, begin.id));
}

/** Adds a line, durably, and gives the journal with it. */
export function note(system: System, home: string, journal: Journal, line: Line): Journal {
  const path = journalPath(home, journal.begin.id);
  system.append(path, lineOf(line));
  system.sync(path);
  return take(journal, line);
}

/** The journal of a run; undefined where there is none, none of whose first line was written whole, or a foreign one. */
export function readJournal(reader: Reader, home: string, id: string): Journal | undefined {
  const [begin, ...rest] = linesOf(reader, home, id);
  return isBegin(begin) && rest.every(isLine) ? withLines(begin, rest) : undefined;
}

/** Does it say something that we do not understand: was it damaged since, or written by another version? */
export function isForeign(reader: Reader, home: string, id: string): boolean {
  return linesOf(reader, home, id).length > 0 && readJournal(reader, home, id) === undefined;
}

/** What can be read of it, in order. */
function linesOf(reader: Reader, home: string, id: string): readonly unknown[] {
  const bytes = reader.read(journalPath(home, id));
  return bytes === undefined ? [] : new TextDecoder().decode(bytes).split('\n').flatMap(parsed);
}

/** Every line stands between line feeds, so that one that is torn spoils no other. */
function lineOf(line: Begin | Line): Uint8Array {
  return new TextEncoder().encode(`\n${JSON.stringify(line)}\n`);
}

function parsed(text: string): readonly unknown[] {
  try {
    return text === '' ? [] : [JSON.parse(text)];
  } catch {
    return [];
  }
}

function isBegin(line: unknown): line is Begin {
  if (typeof line !== 'object' || line === null) return false;
  const { kind, holder, files, locks } = line as Partial<Record<string, unknown>>;
  return kind === 'begin' && asProcess(holder) !== undefined && Array.isArray(files) && Array.isArray(locks);
}

const kinds: Readonly<Record<Line['kind'], true>> = {
  commit: true,
  restage: true,
  writing: true,
  written: true,
  undoing: true,
  restored: true,
  left: true,
  abandoned: true,
};

function isLine(line: unknown): line is Line {
  return typeof line === 'object' && line !== null && 'kind' in line && Object.hasOwn(kinds, String(line.kind));
}

/** The journal with these lines. */
export function withLines(begin: Begin, lines: readonly Line[]): Journal {
  const empty = { begin, files: begin.files, kinds: new Set<Line['kind']>(), writing: new Set<number>() };
  return lines.reduce(take, { ...empty, written: new Set<number>(), left: new Set<string>() } as Journal);
}

function take(journal: Journal, line: Line): Journal {
  const next = { ...journal, kinds: new Set([...journal.kinds, line.kind]) };
  switch (line.kind) {
    case 'restage':
      return { ...next, files: journal.files.map((file, index) => (index === line.index ? line.file : file)) };
    case 'writing':
      return {
        ...next,
        writing: new Set([...journal.writing, line.index]),
        written: without(journal.written, line.index),
      };
    case 'written':
      return { ...next, written: new Set([...journal.written, line.index]) };
    case 'left':
      return { ...next, left: new Set([...journal.left, ...line.files]) };
    default:
      return next;
  }
}

function without(indices: ReadonlySet<number>, index: number): ReadonlySet<number> {
  return new Set([...indices].filter((each) => each !== index));
}
