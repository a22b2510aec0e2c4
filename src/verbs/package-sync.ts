// `package sync`, `package update`: the lock made to say what the manifest asks for, and moved to what is newest.

import { HatchError } from '../model/errors.ts';
import { byCodePoint, equal, type Json } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { LockedPackage } from '../model/package.ts';
import { isHere } from '../packages/book.ts';
import type { Lock } from '../packages/lock.ts';
import { parseReference } from '../packages/reference.ts';
import { isSatisfied } from '../packages/satisfied.ts';
import type { ApplyOptions, PlanOptions } from './options.ts';
import {
  type NetworkPorts,
  obtain,
  type PackageScene,
  packageScene,
  pruned,
  saveDraft,
  type Use,
} from './package-scene.ts';

/** One reference whose entry in the lock changes; without `before` it is new, without `after` it goes. */
export interface LockChange {
  readonly reference: string;
  readonly before: LockedPackage | undefined;
  readonly after: LockedPackage | undefined;
}

export interface SyncReport {
  readonly lockFile: string;
  readonly changes: readonly LockChange[];
  /** References that stay as they are. */
  readonly kept: number;
  readonly notes: readonly string[];
}

export interface SyncOptions {
  /** Servers or references; all by default. */
  readonly names: readonly string[];
  /** Changes nothing, and refuses where something would change. */
  readonly frozen: boolean;
}

type How = Pick<ApplyOptions, 'command' | 'lockTimeout' | 'backup'>;

/**
 * Locks what is not locked yet, or no longer fits, and drops what nobody uses; what fits is not looked up. Throws
 * HatchError `refused` where `frozen` and something would change, and as `resolvePackage`.
 */
export async function syncPackages(
  ports: NetworkPorts,
  options: PlanOptions,
  { names, frozen }: SyncOptions,
  how: How,
): Promise<SyncReport> {
  const scene = await packageScene(ports, options);
  const references = chosen(scene, names);
  const isCurrent = (reference: string) => {
    const locked = scene.lock.get(reference);
    const parsed = parseReference(reference);
    return (
      locked !== undefined && parsed.kind !== 'folder' && isSatisfied(parsed, locked) && isHere(scene.lookup, locked)
    );
  };
  const pending = references.filter((reference) => !isCurrent(reference));
  if (frozen) refuseNetwork(scene, pending);
  const { lock, notes } = await resolvedAll(ports, scene, pending);
  const next = names.length === 0 ? pruned(lock, scene.uses) : lock;
  const changes = changesBetween(scene.lock, next);
  if (frozen && changes.length > 0) throw frozenError(changes.map(({ reference }) => reference));
  if (!frozen) await save(ports, scene, next, how);
  return {
    lockFile: scene.lockFile,
    changes,
    kept: next.size - changes.filter(({ after }) => after !== undefined).length,
    notes,
  };
}

/** What is not locked must not be looked up either; a bundle that is locked may be fetched. */
function refuseNetwork({ lock }: PackageScene, pending: readonly string[]): void {
  const remote = pending.filter((reference) => {
    const locked = lock.get(reference);
    return locked === undefined || !isSatisfied(parseReference(reference), locked);
  });
  if (remote.length > 0) throw frozenError(remote);
}

function frozenError(references: readonly string[]): HatchError {
  return new HatchError('refused', `the lock does not say what the manifest asks for: ${references.join(', ')}`, {
    hint: 'run `hatch package sync` without --frozen where it may change, and commit hatch.mcp.lock.yaml',
  });
}

/** The references of these servers, or all. Throws HatchError `usage` for a name that is none. */
function chosen({ uses }: PackageScene, names: readonly string[]): readonly string[] {
  for (const name of names) {
    if (uses.some((use) => use.server === name || use.reference === name)) continue;
    const near = nearest(
      name,
      uses.map(({ server }) => server),
    );
    throw new HatchError('usage', `no server from a package is called \`${name}\``, {
      hint:
        near === undefined
          ? `there are: ${[...new Set(uses.map(({ server }) => server))].join(', ') || 'none'}`
          : `did you mean \`${near}\`?`,
    });
  }
  const isChosen = ({ server, reference }: Use) =>
    names.length === 0 || names.includes(server) || names.includes(reference);
  return [...new Set(uses.filter(isChosen).map(({ reference }) => reference))].sort(byCodePoint);
}

/** At most this many are asked at once. */
const atOnce = 6;

async function resolvedAll(
  ports: NetworkPorts,
  scene: PackageScene,
  references: readonly string[],
): Promise<{ readonly lock: Lock; readonly notes: readonly string[] }> {
  const { lock } = scene;
  const next = new Map(lock);
  const notes: string[] = [];
  for (let i = 0; i < references.length; i += atOnce) {
    const batch = await Promise.all(references.slice(i, i + atOnce).map((each) => obtain(ports, scene, each)));
    for (const { entry, notes: said } of batch) {
      next.set(entry.reference, entry);
      notes.push(...said);
    }
  }
  return { lock: next, notes };
}

function changesBetween(before: Lock, after: Lock): readonly LockChange[] {
  const references = [...new Set([...before.keys(), ...after.keys()])].sort(byCodePoint);
  return references
    .map((reference) => ({ reference, before: before.get(reference), after: after.get(reference) }))
    .filter((change) => !equal(change.before as unknown as Json, change.after as unknown as Json));
}

/** The manifest stays as it is; what else of it is wrong, or not locked, must not stop this. */
async function save(ports: NetworkPorts, scene: PackageScene, lock: Lock, how: How): Promise<void> {
  if (scene.source.before === undefined) return;
  await saveDraft(ports, scene, { text: scene.source.text, lock, loaded: scene.loaded }, 'package', how);
}

/** Shows what would change and asks; undefined where nobody can answer. */
export type ConfirmUpdate = ((changes: readonly LockChange[]) => Promise<boolean>) | undefined;

/**
 * Looks all of them up again and, where that is agreed to, locks what is newest. Throws HatchError `failed` where nobody
 * agrees, `refused` where one version has another content by now, else as `resolvePackage`.
 */
export async function updatePackages(
  ports: NetworkPorts,
  options: PlanOptions,
  names: readonly string[],
  confirm: ConfirmUpdate,
  how: How & Pick<ApplyOptions, 'autoApprove'>,
): Promise<SyncReport> {
  const scene = await packageScene(ports, options);
  const references = chosen(scene, names);
  const { lock, notes } = await resolvedAll(ports, scene, references);
  const changes = changesBetween(scene.lock, lock);
  const report = { lockFile: scene.lockFile, changes, kept: references.length - changes.length, notes };
  if (changes.length === 0) return report;
  if (!how.autoApprove) {
    const moves = changes.map(
      ({ reference, before, after }) => `${reference}: ${versionOf(before)} → ${versionOf(after)}`,
    );
    if (confirm === undefined) {
      throw new HatchError('failed', `nothing was written: there is nobody to ask (${moves.join('; ')})`, {
        hint: 'approve it with --auto-approve',
      });
    }
    if (!(await confirm(changes))) throw new HatchError('failed', 'nothing was written: the answer was no');
  }
  await save(ports, scene, lock, how);
  return report;
}

/** What a person calls the state of a package. */
export function versionOf(entry: LockedPackage | undefined): string {
  return entry === undefined ? 'not locked' : (entry.version ?? entry.integrity?.slice(0, 19) ?? entry.resolved);
}
