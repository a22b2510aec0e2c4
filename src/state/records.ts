// Where records lie, and reading them: `.hatch/state/<owner>.json` at the repository's root for files
// inside it, `$HATCH_HOME/state/<owner>/record.json` for every other file.

import { type Hasher, keyedHasher, saltedHasher, sha256 } from '../model/digest.ts';
import { equal, type Json } from '../model/json.ts';
import type { EntryRecord, FieldRecord, OwnerRecord, PlaceRecord } from '../model/record.ts';
import type { Container } from '../model/target.ts';
import { isWithin, pathsOf, variable } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import { parseRecord } from './record-file.ts';

/** Where one owner's records lie and which files each is for. */
export interface RecordStore {
  readonly path: string;
  readonly kind: 'repository' | 'home';
  /** Folder that relative paths in it begin at; undefined for `home`, where paths are absolute. */
  readonly root: string | undefined;
  /** Identity of the manifest that writes here. */
  readonly manifest: string;
  readonly bytes: Uint8Array | undefined;
  readonly record: OwnerRecord;
  /** Undefined where this machine has no key: sensitive values then have no record. */
  readonly hasher: Hasher | undefined;
}

/** `$HATCH_HOME`, default `~/.hatch`; absolute. */
export function hatchHome(surroundings: Surroundings): string {
  const { join, resolve } = pathsOf(surroundings.platform);
  const set = variable(surroundings, 'HATCH_HOME');
  return set === undefined ? join(surroundings.home, '.hatch') : resolve(surroundings.cwd, set);
}

export function keyPath(surroundings: Surroundings): string {
  return pathsOf(surroundings.platform).join(hatchHome(surroundings), 'state', 'key');
}

/** The machine's key; undefined where there is none, or one that is damaged: sensitive fields have no record then. */
export function readKey(reader: Reader, surroundings: Surroundings): Uint8Array | undefined {
  const path = keyPath(surroundings);
  const bytes = reader.stat(path)?.kind === 'file' ? reader.read(path) : undefined;
  return bytes !== undefined && /^[0-9a-f]{64}$/.test(new TextDecoder().decode(bytes)) ? bytes : undefined;
}

export interface Owner {
  readonly name: string;
  /** Absolute path of the manifest; undefined for imperative writes. */
  readonly manifest: string | undefined;
  /** The repository that holds the manifest. */
  readonly repository: string | undefined;
}

/** The owner's record stores: home always, repository where the manifest lies in one. Throws HatchError. */
export function readStores(system: Reader, surroundings: Surroundings, owner: Owner): readonly RecordStore[] {
  const { join, relative } = pathsOf(surroundings.platform);
  const key = readKey(system, surroundings);
  const inside = owner.repository !== undefined && owner.manifest !== undefined;
  const symbolic = inside ? slashes(relative(owner.repository, owner.manifest)) : undefined;
  const remote = owner.repository === undefined ? undefined : remoteOf(system, surroundings, owner.repository);
  const home: StorePlace = {
    path: join(hatchHome(surroundings), 'state', owner.name, 'record.json'),
    kind: 'home',
    root: undefined,
    manifest: symbolic !== undefined && remote !== undefined ? `${remote}#${symbolic}` : (owner.manifest ?? ''),
    hasher: key === undefined ? undefined : keyedHasher(key),
  };
  const stores: StorePlace[] = [home];
  if (owner.repository !== undefined && symbolic !== undefined) {
    const path = join(owner.repository, ...recordIn(owner.name).split('/'));
    stores.push({
      path,
      kind: 'repository',
      root: owner.repository,
      manifest: symbolic,
      hasher: saltedHasher(owner.name, recordIn(owner.name)),
    });
  }
  return stores.map((store) => {
    const bytes = system.read(store.path);
    return {
      ...store,
      bytes,
      record: bytes === undefined ? empty(owner.name, store.manifest) : parseRecord(store.path, bytes),
    };
  });
}

type StorePlace = Omit<RecordStore, 'bytes' | 'record'>;

function empty(owner: string, manifest: string): OwnerRecord {
  return { formatVersion: 1, owner, manifest, places: [] };
}

/** The store that keeps the records of a file. */
export function storeFor(
  stores: readonly RecordStore[],
  platform: Surroundings['platform'],
  file: string,
): RecordStore {
  const inside = stores.find(({ root }) => root !== undefined && isWithin(platform, root, file));
  return inside ?? (stores.find(({ kind }) => kind === 'home') as RecordStore);
}

/** A path as the store writes it. */
export function recordedPath(store: RecordStore, platform: Surroundings['platform'], file: string): string {
  return store.root === undefined ? file : slashes(pathsOf(platform).relative(store.root, file));
}

/** The inverse of `recordedPath`. */
export function absolutePath(store: RecordStore, platform: Surroundings['platform'], recorded: string): string {
  return store.root === undefined ? recorded : pathsOf(platform).join(store.root, ...recorded.split('/'));
}

/** What is recorded of a file's places, by their ids: what another host has there, in a place of its own, is not. */
export function recordsOf(
  store: RecordStore,
  platform: Surroundings['platform'],
  path: string,
  containers: ReadonlyMap<string, Container>,
): ReadonlyMap<string, PlaceRecord> {
  const own = store.record.places.filter(
    (place) => absolutePath(store, platform, place.file) === path && isAmong(containers, place),
  );
  return new Map(own.map((place) => [place.place, place]));
}

/** Is the recorded place one of these? */
export function isAmong(
  containers: ReadonlyMap<string, Container>,
  { place, container }: Pick<PlaceRecord, 'place' | 'container'>,
): boolean {
  return equal([...container.path], [...(containers.get(place)?.path ?? [])]);
}

/** Where a repository keeps an owner's record, from its root. */
function recordIn(owner: string): string {
  return `.hatch/state/${owner}.json`;
}

/** What another owner has recorded of a place. */
export interface OtherClaim {
  readonly owner: string;
  readonly place: PlaceRecord;
  /** How that owner's record hashes what is sensitive; undefined where this machine has no key. */
  readonly hasher: Hasher | undefined;
}

/** Records of other owners that may claim entries in the same files: owner → record, of both kinds of store. */
export function readOtherOwners(
  system: Reader,
  surroundings: Surroundings,
  owner: Owner,
): readonly (OtherClaim & { readonly file: string })[] {
  const { join } = pathsOf(surroundings.platform);
  const states = join(hatchHome(surroundings), 'state');
  const key = readKey(system, surroundings);
  const found: (OtherClaim & { file: string })[] = [];
  const collect = (path: string, root: string | undefined) => {
    const bytes = system.read(path);
    if (bytes === undefined) return;
    const record = parseRecord(path, bytes);
    if (record.owner === owner.name) return;
    for (const place of record.places) {
      const file = root === undefined ? place.file : join(root, ...place.file.split('/'));
      const hasher = root === undefined ? key && keyedHasher(key) : saltedHasher(record.owner, recordIn(record.owner));
      found.push({ owner: record.owner, place, file, hasher });
    }
  };
  for (const name of system.list(states) ?? []) collect(join(states, name, 'record.json'), undefined);
  if (owner.repository !== undefined) {
    const folder = join(owner.repository, '.hatch', 'state');
    for (const name of system.list(folder) ?? []) {
      if (name.endsWith('.json')) collect(join(folder, name), owner.repository);
    }
  }
  return found;
}

/** May an owner be called so? Its name is the name of a file. As the manifest's schema has it. */
export function isOwnerName(name: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?$/.test(name);
}

/** Everyone who has a record under `$HATCH_HOME` or in this repository, whatever manifest it came from. */
export function recordedOwners(
  system: Reader,
  surroundings: Surroundings,
  repository: string | undefined,
): readonly Owner[] {
  const { join } = pathsOf(surroundings.platform);
  const states = join(hatchHome(surroundings), 'state');
  const atHome = (system.list(states) ?? []).filter((name) => system.stat(join(states, name, 'record.json')));
  const inside = repository === undefined ? [] : (system.list(join(repository, '.hatch', 'state')) ?? []);
  const shared = inside.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  // Which manifest it was does not matter to who only reads: any path in the repository leads to its record.
  return [...new Set([...atHome, ...shared])].map((name) =>
    shared.includes(name)
      ? { name, manifest: repository, repository }
      : { name, manifest: undefined, repository: undefined },
  );
}

/** Does the value that stands in the file equal what we recorded? Unknown where the key is lost: no. */
export function isAsRecorded(
  hasher: Hasher | undefined,
  pointer: string,
  field: FieldRecord,
  value: Json | undefined,
): boolean {
  if (value === undefined) return false;
  if ('value' in field) return equal(field.value, value);
  return hasher !== undefined && hasher(pointer, value) === field.digest;
}

/** Under which pointer a field is hashed: the whole way from the place, so that equal values differ. */
export function hashPointer(place: string, name: string, pointer: string): string {
  return `${place}/${name}${pointer}`;
}

export function referenceDigest(template: Json): string {
  return sha256(JSON.stringify(template));
}

/** What is recorded of an entry, whatever it is called: `constructor` too. */
export function recordOf(place: Pick<PlaceRecord, 'entries'> | undefined, name: string): EntryRecord | undefined {
  return place !== undefined && Object.hasOwn(place.entries, name) ? place.entries[name] : undefined;
}

/** Has the entry any field of ours? One without was only looked at (`kept`, `rolledBack`). */
export function owns(record: EntryRecord | undefined): record is EntryRecord {
  return record !== undefined && (Object.keys(record.fields).length > 0 || record.origin === 'written');
}

/** The URL of the repository's `origin`, without user and scheme differences; undefined where it has none. */
function remoteOf(system: Reader, surroundings: Surroundings, repository: string): string | undefined {
  const config = gitConfig(system, surroundings, repository);
  const section = /\[remote "origin"\]([^[]*)/.exec(config ?? '')?.[1];
  const url = /^\s*url\s*=\s*(.+?)\s*$/m.exec(section ?? '')?.[1];
  if (url === undefined) return undefined;
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/.exec(url);
  const plain = scp ? `${scp[1]}/${scp[2]}` : url.replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/i, '');
  return plain.replace(/\/+$/, '').replace(/\.git$/, '');
}

/** A worktree's `.git` is a file that names its folder, which names the common one. */
function gitConfig(system: Reader, surroundings: Surroundings, repository: string): string | undefined {
  const { join, resolve } = pathsOf(surroundings.platform);
  const text = (path: string) => {
    const bytes = system.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const git = join(repository, '.git');
  if (system.stat(git)?.kind === 'directory') return text(join(git, 'config'));
  const folder = /^gitdir:\s*(.+?)\s*$/m.exec(text(git) ?? '')?.[1];
  if (folder === undefined) return undefined;
  const own = resolve(repository, folder);
  return text(join(resolve(own, text(join(own, 'commondir'))?.trim() ?? '.'), 'config'));
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
