// What every `package` command begins with: the manifest, its lock, who uses which package; and how both are saved.

import { ensureFolder } from '../apply/home.ts';
import { withLocks } from '../apply/locked.ts';
import type { FileChange, Run } from '../apply/request.ts';
import { transact } from '../apply/transaction.ts';
import { anyPackage, packageOf } from '../packages/book.ts';
import { unpack } from '../packages/bundle.ts';
import { type Lock, lockPath, printLock, readLock } from '../packages/lock.ts';
import { type Lookup, loggedIn, registriesOf } from '../packages/lookup.ts';
import { checkSame } from '../packages/pins.ts';
import { type Resolved, resolvePackage } from '../packages/resolve.ts';
import { hatchHome } from '../state/records.ts';
import type { Network } from '../system/system.ts';
import { endUnfinished } from './carry-out.ts';
import { type Loaded, load, packageStore } from './load.ts';
import { type ManifestToEdit, manifestChange, manifestToEdit } from './manifest-to-edit.ts';
import type { ApplyOptions, PlanOptions, ReadPorts, WritePorts } from './options.ts';

/** Ports for verbs that look packages up. */
export interface NetworkPorts extends WritePorts {
  readonly network: Network;
}

/** One server that comes from a package. */
export interface Use {
  readonly environment: string;
  readonly server: string;
  readonly reference: string;
}

export interface PackageScene {
  readonly source: ManifestToEdit;
  /** Read as if every package were known. */
  readonly loaded: Loaded;
  readonly uses: readonly Use[];
  readonly lock: Lock;
  readonly lockText: string | undefined;
  readonly lockFile: string;
  readonly lookup: Lookup;
}

/** Throws HatchError as `load` does, but for what is not locked. */
export async function packageScene(ports: NetworkPorts, options: PlanOptions): Promise<PackageScene> {
  const source = await manifestToEdit(ports, options);
  const loaded = await load(ports, options, source, anyPackage);
  const lockFile = lockPath(ports.surroundings, source.path);
  const { lock, text } = readLock(ports.system, lockFile);
  const { folder, registries } = loaded.overlaid;
  return {
    source,
    loaded,
    uses: usesIn(loaded),
    lock,
    lockText: text,
    lockFile,
    lookup: {
      reader: ports.system,
      network: loggedIn(ports.network, ports.system, ports.surroundings),
      surroundings: ports.surroundings,
      folder,
      store: packageStore(ports.surroundings),
      ...registriesOf(ports.surroundings, registries),
    },
  };
}

/** Looks a package up, and unpacks a bundle. Throws HatchError as `resolvePackage`, and `checkSame` by the lock. */
export async function obtain(
  { system, surroundings }: WritePorts,
  { lookup, lock }: PackageScene,
  reference: string,
): Promise<Resolved> {
  const found = await resolvePackage(lookup, reference);
  const before = lock.get(reference);
  if (before !== undefined) checkSame(before, found.entry);
  if (found.bundle !== undefined) {
    ensureFolder(system, lookup.store);
    unpack(system, surroundings, lookup.store, found.bundle);
  }
  return found;
}

function usesIn({ overlaid }: Loaded): readonly Use[] {
  return [...overlaid.environments.values()].flatMap(({ name, servers }) =>
    [...servers.values()].flatMap((spec) =>
      spec.package === undefined ? [] : [{ environment: name, server: spec.name, reference: spec.package }],
    ),
  );
}

/** The lock without what nobody uses. */
export function pruned(lock: Lock, uses: readonly Use[]): Lock {
  const used = new Set(uses.map(({ reference }) => reference));
  return new Map([...lock].filter(([reference]) => used.has(reference)));
}

/** The manifest as it would be, with what nobody uses any more left out of its lock. */
export interface Draft {
  readonly text: string;
  readonly lock: Lock;
  readonly loaded: Loaded;
}

/** Reads a manifest that is not written yet, with its lock. Throws HatchError `manifest-invalid` where it has errors. */
export async function draftOf(
  ports: ReadPorts,
  options: PlanOptions,
  scene: PackageScene,
  text: string,
  lock: Lock,
): Promise<Draft> {
  const { lookup, source } = scene;
  const loaded = await load(ports, options, { path: source.path, text }, packageOf(lookup, lock));
  return { text, lock: pruned(lock, usesIn(loaded)), loaded };
}

/** Writes manifest and lock, where they change, in one transaction. */
export async function saveDraft(
  ports: WritePorts,
  scene: Pick<PackageScene, 'source' | 'lockFile' | 'lockText'>,
  { text, lock, loaded }: Draft,
  kind: string,
  how: Pick<ApplyOptions, 'command' | 'lockTimeout' | 'backup'>,
): Promise<Run | undefined> {
  const changes = changesOf(scene, text, lock);
  if (changes.length === 0) return undefined;
  const { system, surroundings } = ports;
  const owner = loaded.manifest.name;
  await endUnfinished(ports, how.command);
  return withLocks(
    system,
    hatchHome(surroundings),
    { owner, paths: changes.map(({ path }) => path), timeout: how.lockTimeout ?? 30_000, command: how.command },
    () =>
      transact(system, hatchHome(surroundings), {
        owner,
        command: how.command,
        kind,
        changes,
        backup: how.backup ?? true,
        details: { entries: [], undoes: null },
      }),
  );
}

/** The lock is read by whoever reads the repository. */
const lockMode = 0o644;

function changesOf(
  { source, lockFile, lockText }: Pick<PackageScene, 'source' | 'lockFile' | 'lockText'>,
  text: string,
  lock: Lock,
): readonly FileChange[] {
  const locked = printLock(lock);
  const isLocked = lockText === undefined ? lock.size === 0 : locked === lockText;
  const manifest = text === source.before ? [] : [manifestChange(source.path, source.before, text)];
  if (isLocked) return manifest;
  const mode = lockText === undefined ? lockMode : undefined;
  return [...manifest, { ...manifestChange(lockFile, lockText, locked), mode }];
}
