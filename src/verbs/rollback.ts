// `rollback`: undoes a run. A plan like any other, shown first, and a run that can be undone itself.

import { backupAt, readBackup } from '../apply/backup.ts';
import { listRuns, readRun } from '../apply/history.ts';
import { codeOf, removeFolder } from '../apply/home.ts';
import { withLocks } from '../apply/locked.ts';
import type { Run, RunFile } from '../apply/request.ts';
import { findHost } from '../hosts/index.ts';
import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import type { RunDetails, TouchedEntry } from '../model/run.ts';
import { desiredDigest } from '../plan/entry-states.ts';
import { hatchHome, type Owner } from '../state/records.ts';
import type { Reader } from '../system/system.ts';
import { storesHere } from './bounds.ts';
import { carryOut, endUnfinished, type Planned } from './carry-out.ts';
import { load } from './load.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { plannedTargets } from './planned-targets.ts';
import { readStates } from './read-states.ts';
import { type Undo, undoTarget } from './undo-target.ts';

/** Undoes the run, by default the newest that is neither undone nor a rollback. Throws HatchError as `apply` does. */
export async function rollback(
  ports: WritePorts,
  id: string | undefined,
  options: PlanOptions,
  how: ApplyOptions,
): Promise<ApplyReport> {
  // A run that is finished only now may be the newest.
  await endUnfinished(ports, how.command);
  const run = await chooseRun(ports, id, options);
  const plan = async (asked: PlanOptions) => plannedUndo(ports, run, asked, await wantedNow(ports, run));
  const report = await carryOut(ports, { kind: 'rollback', plan, removes: true, undoes: run.id }, options, how);
  if (report.run !== undefined) await removeFolders(ports, run, how.command);
  return report;
}

/**
 * The folders that the run created go where nothing is left in them, since they count as evidence of a host. Under the
 * locks of its files, so that nobody is about to write one there. The run is undone already: what cannot go stays.
 */
async function removeFolders({ system, surroundings }: WritePorts, run: Run, command: string): Promise<void> {
  if (run.folders.length === 0) return;
  const request = { owner: run.owner, paths: run.files.map(({ real }) => real), timeout: 0, command };
  try {
    await withLocks(system, hatchHome(surroundings), request, async () => {
      for (const path of [...run.folders].reverse()) removeFolder(system, path);
    });
  } catch (error) {
    if (codeOf(error) === undefined && !(error instanceof HatchError)) throw error;
  }
}

async function chooseRun(ports: ReadPorts, id: string | undefined, options: PlanOptions): Promise<Run> {
  const home = hatchHome(ports.surroundings);
  if (id !== undefined) {
    const run = readRun(ports.system, home, id);
    if (run?.state === 'undone') throw new HatchError('usage', `the run \`${id}\` was undone when it failed`);
    if (run !== undefined) return run;
    throw new HatchError('usage', `there is no run \`${id}\``, { hint: 'see `hatch history`' });
  }
  const owner = await ownerHere(ports, options);
  const runs = listRuns(ports.system, home).filter((run) => owner === undefined || run.owner === owner);
  const undone = new Set<string>();
  for (const run of runs) {
    const { undoes } = detailsOf(run);
    if (undoes !== null && run.state === 'done' && !undone.has(run.id)) undone.add(undoes);
  }
  const run = runs.find((one) => isUndoable(one) && !undone.has(one.id));
  if (run === undefined) throw new HatchError('failed', 'there is no run to undo', { hint: 'see `hatch history`' });
  return run;
}

/** It stands, is no rollback itself, and touched some entry or some host's file. */
function isUndoable(run: Run): boolean {
  const wrote = detailsOf(run).entries.length > 0 || run.files.some(({ role }) => role === 'target');
  return run.state === 'done' && run.kind !== 'rollback' && wrote;
}

/** The manifest's owner, where there is a manifest here. */
async function ownerHere(ports: ReadPorts, options: PlanOptions): Promise<string | undefined> {
  try {
    return (await load(ports, options)).manifest.name;
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'usage' && options.manifest === undefined) return undefined;
    throw error;
  }
}

function detailsOf(run: Run): RunDetails {
  return run.details as unknown as RunDetails;
}

/**
 * What the manifest wants by now, in the environment of the run: that is what is held off. Undefined where it cannot be
 * read; what the run itself wanted stands for it then.
 */
async function wantedNow(ports: ReadPorts, run: Run): Promise<ReadonlyMap<string, string> | undefined> {
  const { manifest, environment } = detailsOf(run);
  if (manifest === null) return undefined;
  try {
    const { states } = await readStates(ports, { manifest, environment: environment ?? undefined });
    const wanted = states.targets.flatMap(({ name, desired }) =>
      desired.entries.map((entry) => [nameOf(name, entry.place, entry.name), desiredDigest(entry)] as const),
    );
    return new Map(wanted);
  } catch (error) {
    if (error instanceof HatchError) return undefined;
    throw error;
  }
}

function nameOf(target: string, place: string, name: string): string {
  return JSON.stringify([target, place, name]);
}

function plannedUndo(
  ports: ReadPorts,
  run: Run,
  options: PlanOptions,
  wanted: ReadonlyMap<string, string> | undefined,
): Planned {
  const details = detailsOf(run);
  const touched = details.entries.map((entry) => {
    const now = wanted?.get(nameOf(entry.target, entry.place.place, entry.name));
    return { ...entry, desired: wanted === undefined ? entry.desired : (now ?? null) };
  });
  const owner: Owner = {
    name: run.owner,
    manifest: details.manifest ?? undefined,
    repository: details.repository ?? undefined,
  };
  const stores = storesHere(ports, owner);
  const silent = run.files.filter(({ path, role }) => role === 'target' && !touched.some(({ file }) => file === path));
  const targets = [
    ...group(touched, ({ file, target }) => JSON.stringify([file, target])).map((entries) =>
      undoOf(ports.system, run, entries),
    ),
    ...silent.map((file) => wholeFile(ports.system, run, file)),
  ].map((undo) => undoTarget(ports.surroundings, stores, undo, options));
  const planned = plannedTargets(ports, options, owner, stores, targets);
  return { ...planned, environment: details.environment ?? undefined };
}

/** A file that was put back as a whole, without any record: it goes back as a whole, or not at all. */
function wholeFile(system: Reader, run: Run, { path, label, before, after, modeBefore, ...file }: RunFile): Undo {
  const bytes = system.read(path);
  if ((bytes === undefined ? undefined : sha256(bytes)) !== after) {
    throw new HatchError('conflicts', `${path} was changed since ${run.id}`, {
      hint: `put one of its backups back: hatch backup list ${label}`,
    });
  }
  return {
    of: {
      target: label,
      title: findHost(label)?.title ?? label,
      file: path,
      symbolic: path,
      store: 'home',
      place: { file: path, format: 'json', host: label, scope: 'user' },
    },
    entries: [],
    bytes,
    before: bytesBefore(system, { path, label, before, after, modeBefore, ...file }),
    modeBefore,
    exact: true,
    what: `undoes ${run.id}`,
  };
}

function undoOf(system: Reader, run: Run, entries: readonly TouchedEntry[]): Undo {
  const of = entries[0] as TouchedEntry;
  const path = of.file;
  const ran = run.files.find((file) => file.path === path && file.role === 'target');
  const bytes = system.read(path);
  return {
    of,
    entries,
    bytes,
    before: ran === undefined ? bytes : bytesBefore(system, ran),
    modeBefore: ran?.modeBefore,
    exact: ran !== undefined && (bytes === undefined ? undefined : sha256(bytes)) === ran.after,
    what: `undoes ${run.id}`,
  };
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** The bytes last before the run's write. Throws HatchError where the run kept none. */
function bytesBefore(system: Reader, { path, label, before, backup, real }: RunFile): Uint8Array | undefined {
  if (before === undefined) return undefined;
  if (backup === undefined) {
    throw new HatchError('failed', `${path}: the run kept no backup of it (--no-backup)`, {
      hint: 'it cannot be undone',
    });
  }
  return readBackup(system, backupAt(label, backup, real));
}
