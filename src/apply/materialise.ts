// A plan → the final bytes of every file, proven. The only place where references become values.

import { changeTree } from '../formats/change.ts';
import { FormatError } from '../formats/codec.ts';
import { codecs, decodeText, encodeText } from '../formats/index.ts';
import { type PlaceEdit, readEntries, renderFile } from '../formats/place.ts';
import { ProofError, render, splitMark } from '../formats/splice.ts';
import { HatchError } from '../model/errors.ts';
import { at, equal, isObject, type Json, object } from '../model/json.ts';
import {
  type EntryEdit,
  type EntryPlan,
  isWritten,
  type Plan,
  type TargetFile,
  type TargetPlan,
} from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import type { Origin } from '../model/record.ts';
import { Secret } from '../model/secret.ts';
import { type ResolveContext, resolveAt } from '../secrets/resolve.ts';
import type { FileChange } from './request.ts';
import { areThere } from './still-there.ts';

/** What the record writer needs to know of a file after its edits. */
export interface WrittenFile {
  readonly target: TargetPlan;
  readonly file: TargetFile;
  /** Place id → how it looked before our first entry. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** There was no file before. */
  readonly created: boolean;
}

export interface Materialised {
  readonly changes: readonly FileChange[];
  readonly written: readonly WrittenFile[];
  /** `target/place/name` → the values that are recorded, references resolved. */
  readonly values: ReadonlyMap<EntryPlan, ReadonlyMap<string, Json>>;
  readonly secrets: readonly Secret[];
}

/** What is remembered of a place from before this run. */
export type Remembered = (
  target: TargetPlan,
  file: TargetFile,
  place: string,
) => { readonly origin: Origin | undefined; readonly created: boolean };

/** The contexts references are resolved in: `${home}` differs from target to target. */
export type ContextOf = (target: TargetPlan) => ResolveContext;

/**
 * The files to be written. Throws HatchError `unresolved` for a reference without a value, `stale` when a guard does
 * not hold, `bug` when a proof fails; nothing is written by it.
 */
export function materialise(plan: Plan, contextOf: ContextOf, remembered: Remembered): Materialised {
  const secrets: Secret[] = [];
  const values = new Map<EntryPlan, ReadonlyMap<string, Json>>();
  const edits = new Map<EntryPlan, EntryEdit>();
  for (const target of plan.targets) {
    for (const entry of target.entries) {
      const resolved = resolveEntry(contextOf(target), target, entry, secrets);
      if (resolved.edit !== undefined) edits.set(entry, resolved.edit);
      values.set(entry, resolved.fields);
    }
  }
  const written: WrittenFile[] = [];
  const changes = [...byFile(plan)].map(([path, uses]): FileChange => {
    const first = uses[0] as FileUse;
    const steps = uses.map((use) => ({ ...use, places: placesOf(use, edits, remembered) }));
    const before = first.file.bytes;
    const next = renderAll(path, steps, before);
    for (const [i, step] of steps.entries())
      written.push({
        ...step,
        origins: next.origins[i] as WrittenFile['origins'],
        created: before === undefined,
      });
    const { restore } = first.file;
    return {
      path,
      role: 'target',
      label: first.target.name,
      before,
      // Most often nobody wrote since: what is proven already is not made again.
      render: (current) => (sameBytes(current, before) ? next : renderAll(path, steps, current)).bytes,
      mode: restore?.mode ?? modeOf(uses, first.file),
      inPlace: uses.some(({ target }) => target.inPlace),
      ...(restore === undefined && {
        stands: (current) => steps.every(({ file, places }) => areThere(file.format, places, current)),
      }),
      ...lockOf(uses),
    };
  });
  return { changes, written, values, secrets };
}

interface FileUse {
  readonly target: TargetPlan;
  readonly file: TargetFile;
  readonly entries: readonly EntryPlan[];
}

interface FileStep extends FileUse {
  readonly places: readonly (PlaceEdit & { readonly id: string; readonly created: boolean })[];
}

/** Two targets may stand in one file: it is written once. */
function byFile(plan: Plan): ReadonlyMap<string, readonly FileUse[]> {
  const uses = new Map<string, FileUse[]>();
  for (const target of plan.targets) {
    for (const [index, file] of target.files.entries()) {
      const entries = target.entries.filter((entry) => entry.file === index && entry.edit !== undefined);
      if (!isWritten(target, index)) continue;
      const known = uses.get(file.path);
      if (known === undefined) uses.set(file.path, [{ target, file, entries }]);
      else known.push({ target, file, entries });
    }
  }
  return uses;
}

function lockOf(uses: readonly FileUse[]): Pick<FileChange, 'hostLock'> {
  const hostLock = uses.map(({ target }) => target.hostLock).find((lock) => lock !== undefined);
  return hostLock === undefined ? {} : { hostLock };
}

/** A resolved secret tightens its file; a new file outside a repository may come to hold some. */
function modeOf(uses: readonly FileUse[], file: TargetFile): number | undefined {
  const hasSecret = uses.some(({ entries }) => entries.some(({ inline }) => inline.size > 0));
  if (hasSecret) return 0o600;
  return file.bytes === undefined && file.symbolic.startsWith('{repository}') ? 0o644 : undefined;
}

function resolveEntry(context: ResolveContext, target: TargetPlan, entry: EntryPlan, secrets: Secret[]) {
  const missing = new Set<string>();
  const resolve = (value: Json, below: string): Json => {
    const pointers = new Set(
      [...entry.inline]
        .filter((one) => one === below || one.startsWith(`${below}/`))
        .map((one) => one.slice(below.length)),
    );
    if (pointers.size === 0) return value;
    const result = resolveAt(context, value, pointers);
    for (const secret of result.secrets) secrets.push(new Secret(secret));
    for (const reference of result.unresolved) missing.add(reference);
    return result.value;
  };
  const { edit, record } = entry;
  const resolved: EntryEdit | undefined =
    edit?.kind === 'add'
      ? { kind: 'add', value: resolve(edit.value, '') }
      : edit?.kind === 'fields'
        ? {
            kind: 'fields',
            fields: new Map(
              [...edit.fields].map(([pointer, value]) => [
                pointer,
                value === undefined ? undefined : resolve(value, pointer),
              ]),
            ),
          }
        : edit;
  const fields = new Map(
    record.kind === 'write' ? [...record.fields].map(([pointer, value]) => [pointer, resolve(value, pointer)]) : [],
  );
  if (missing.size > 0 && (edit !== undefined || record.kind === 'write')) {
    throw new HatchError('unresolved', `${target.name}/${entry.name}: ${[...missing].join(', ')} has no value here`, {
      hint: 'set the variable (or create the file), or give a default: ${env:NAME:-default}',
    });
  }
  return { edit: resolved, fields };
}

function placesOf(use: FileUse, edits: ReadonlyMap<EntryPlan, EntryEdit>, remembered: Remembered): FileStep['places'] {
  return [...use.file.containers].flatMap(([id, container]) => {
    const own = use.entries.filter((entry) => entry.place === id);
    if (own.length === 0) return [];
    const { origin, created } = remembered(use.target, use.file, id);
    const named = own.map((entry) => [entry.name, edits.get(entry) as EntryEdit] as const);
    return [{ id, container, created, origin, edits: new Map(named) }];
  });
}

interface RenderedUses {
  readonly bytes: Uint8Array | undefined;
  readonly origins: readonly ReadonlyMap<string, Origin>[];
}

function renderAll(path: string, steps: readonly FileStep[], current: Uint8Array | undefined): RenderedUses {
  try {
    const { file } = steps[0] as FileStep;
    const none = steps.map(() => new Map<string, Origin>());
    if (file.restore !== undefined) {
      if (!sameBytes(current, file.bytes)) throw stale(path, 'it changed');
      return { bytes: file.restore.bytes, origins: none };
    }
    return renderSteps(path, steps, current === undefined ? freshText(file) : decodeText(current));
  } catch (error) {
    if (error instanceof FormatError) {
      const { line, column } = error.position;
      throw new HatchError('failed', `${path}:${line}:${column}: ${error.message}`, {
        hint: 'change that place by hand, or take the entry out of the plan; nothing was written',
        cause: error,
      });
    }
    if (error instanceof ProofError)
      throw new HatchError('bug', `${path}: ${error.message}; nothing was written`, { cause: error });
    throw error;
  }
}

function renderSteps(path: string, steps: readonly FileStep[], before: string): RenderedUses {
  let text = before;
  let isEmpty = false;
  const origins: Map<string, Origin>[] = [];
  for (const step of steps) {
    checkGuards(path, step, before);
    const result = renderFile(codecs[step.file.format], text, step.places);
    text = result.text;
    isEmpty = step.places.some(({ created }) => created) && (result.empty || isOnlyFresh(step.file, text));
    origins.push(
      new Map(
        step.places.flatMap(({ id }, i) => (result.origins[i] === undefined ? [] : [[id, result.origins[i]] as const])),
      ),
    );
  }
  return { bytes: isEmpty ? undefined : encodeText(text), origins };
}

/** A new file begins with what the host wants in it. */
function freshText(file: TargetFile): string {
  if (file.fresh === undefined || file.bytes !== undefined) return '';
  const members = Object.entries(file.fresh).map(([key, value]) => [[key], { kind: 'set', value }] as const);
  return render(codecs[file.format], '', changeTree(members));
}

/** Nothing but what a new file begins with, and empty places. */
function isOnlyFresh(file: TargetFile, text: string): boolean {
  if (file.fresh === undefined) return false;
  const document = codecs[file.format].read(splitMark(text).body);
  const { value } = document;
  const containers = [...file.containers.values()];
  if (containers.some((container) => readEntries(document, container).size > 0)) return false;
  const places = new Set(containers.map(({ path }) => path[0]));
  return isObject(value) && equal(object(Object.entries(value).filter(([key]) => !places.has(key))), file.fresh);
}

/** What the plan saw must still stand where it writes. */
function checkGuards(path: string, { target, file, entries, places }: FileStep, text: string): void {
  const document = codecs[file.format].read(splitMark(text).body);
  for (const { id, container } of places) {
    const found = readEntries(document, container);
    for (const entry of entries.filter(({ place }) => place === id)) {
      const value = found.get(entry.name)?.value;
      const holds = entry.guards.every(({ pointer, saw }) => equal(at(value, parsePointer(pointer)), saw));
      if (!holds) throw stale(path, `${target.name}/${entry.name} changed`);
    }
  }
}

function stale(path: string, what: string): HatchError {
  return new HatchError('stale', `${path}: ${what} since it was planned`, { hint: 'plan again' });
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
