// `package add`, `package remove`: a server of an environment that comes from a package, in manifest and lock at once.

import { editManifest } from '../manifest/edit.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { object } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { AskedInput, LockedPackage, PackageInput } from '../model/package.ts';
import { isHere } from '../packages/book.ts';
import { isPackageFolder } from '../packages/folder.ts';
import type { Lock } from '../packages/lock.ts';
import { parseReference, type Reference, serverNameOf } from '../packages/reference.ts';
import type { Resolved } from '../packages/resolve.ts';
import { isSatisfied } from '../packages/satisfied.ts';
import { fullName } from '../packages/short-name.ts';
import { pathsOf } from '../system/paths.ts';
import { environmentOf, type Loaded } from './load.ts';
import { firstEnvironment } from './manifest-to-edit.ts';
import type { ApplyOptions, PlanOptions } from './options.ts';
import { draftOf, type NetworkPorts, obtain, type PackageScene, packageScene, saveDraft } from './package-scene.ts';
import { type AskValue, type GivenValues, valueFields } from './package-values.ts';

/** Questions to a person; absent where nobody can answer. */
export interface PackageQuestions {
  readonly value: AskValue;
  /** Is that what was meant by a short name? */
  isMeant(found: { readonly name: string; readonly description: string | undefined }): Promise<boolean>;
}

export interface AddRequest {
  readonly reference: string;
  /** The server's name; that of the package by default. */
  readonly name?: string | undefined;
  /** Values for what the package asks for, by name. */
  readonly values: GivenValues;
}

export interface AddReport {
  readonly server: string;
  readonly environment: string;
  readonly manifest: string;
  /** The manifest came into being. */
  readonly isNew: boolean;
  readonly entry: LockedPackage;
  readonly notes: readonly string[];
  /** No target of the manifest gets any server. */
  readonly reachesNone: boolean;
  /** What is still missing. */
  readonly findings: readonly Finding[];
}

type How = Pick<ApplyOptions, 'command' | 'lockTimeout' | 'backup'>;

/**
 * Throws HatchError: `usage` for a reference of no known form or an unknown environment, `refused` for a name that is
 * taken, a literal secret, or a package that must not be used, `failed` where it is not found.
 */
export async function addPackage(
  ports: NetworkPorts,
  options: PlanOptions,
  request: AddRequest,
  questions: PackageQuestions | undefined,
  how: How,
): Promise<AddReport> {
  const scene = await packageScene(ports, options);
  const environment = environmentFor(ports, scene, options);
  const text = await writtenReference(scene, request.reference, questions);
  const reference = parseReference(text);
  const { basename } = pathsOf(ports.surroundings.platform);
  const server = request.name ?? plainName(serverNameOf(reference, (path) => basename(folderPath(scene, path))));
  refuseTaken(scene.loaded, environment, server);
  const { entry, notes } = lockedAlready(scene, text, reference) ?? (await obtain(ports, scene, text));
  const { reference: written, inputs } = entry;
  const asking = { reference: written, inputs: inputs.map(openUnlessDefault), ask: questions?.value };
  const definition = object([['package', written], ...Object.entries(await valueFields(asking, request.values))]);
  const edited = editManifest(scene.source, [{ kind: 'set-server', environment, name: server, server: definition }]);
  const lock: Lock = new Map([...scene.lock, [text, entry]]);
  const draft = await draftOf(ports, options, scene, edited, await withOthers(ports, scene, lock));
  await saveDraft(ports, scene, draft, 'package', how);
  const spec = draft.loaded.overlaid.environments.get(environment)?.servers.get(server);
  return {
    server,
    environment,
    manifest: scene.source.path,
    isNew: scene.source.before === undefined,
    entry,
    notes,
    reachesNone: draft.loaded.overlaid.rules.every(({ to, toAllFound }) => to.length === 0 && !toAllFound),
    findings: (spec?.findings ?? []).map((finding) => ({ ...finding, severity: 'warning', server })),
  };
}

/** A server that is not there yet gives nothing. */
function openUnlessDefault(input: PackageInput): AskedInput {
  return { ...input, isOpen: input.required && input.default === undefined };
}

/** What is locked for others stays as it is locked. */
function lockedAlready(
  { lock, lookup }: PackageScene,
  text: string,
  reference: Reference,
): Pick<Resolved, 'entry' | 'notes'> | undefined {
  const entry = lock.get(text);
  const isUsable =
    entry !== undefined && reference.kind !== 'folder' && isSatisfied(reference, entry) && isHere(lookup, entry);
  return isUsable ? { entry, notes: [] } : undefined;
}

/** What others of the manifest use and nobody locked yet is locked along, since a manifest is whole or not at all. */
async function withOthers(ports: NetworkPorts, scene: PackageScene, lock: Lock): Promise<Lock> {
  const all = new Map(lock);
  for (const { reference } of scene.uses) {
    if (!all.has(reference)) all.set(reference, (await obtain(ports, scene, reference)).entry);
  }
  return all;
}

function environmentFor(ports: NetworkPorts, { loaded, source }: PackageScene, { environment }: PlanOptions): string {
  const names = [...loaded.overlaid.environments.keys()];
  if (names.length === 0 && source.before === undefined) return environment ?? firstEnvironment;
  if (environment !== undefined && !names.includes(environment)) {
    const near = nearest(environment, names);
    throw new HatchError('usage', `there is no environment \`${environment}\``, {
      hint: near === undefined ? `create it with \`hatch env create ${environment}\`` : `did you mean \`${near}\`?`,
    });
  }
  return environmentOf(ports, loaded, environment).name;
}

/** The reference as it is to be written: a folder relative to the manifest, a short name in full. */
async function writtenReference(
  scene: PackageScene,
  text: string,
  questions: PackageQuestions | undefined,
): Promise<string> {
  const { lookup } = scene;
  const reference = parseReference(text);
  if (reference.kind === 'folder') return relativeFolder(scene, reference.path);
  if (reference.kind !== 'short') return text;
  const { surroundings, reader } = lookup;
  const { resolve } = pathsOf(surroundings.platform);
  const beside = resolve(surroundings.cwd, reference.name);
  if (reference.range === '' && isPackageFolder(reader, surroundings, beside)) return relativeFolder(scene, beside);
  const found = await fullName(lookup, reference.name);
  if (!lookup.isChosen && !(await questions?.isMeant(found))) {
    throw new HatchError(
      'refused',
      `\`${reference.name}\` is no full name, and anybody may publish one that ends like it`,
      {
        hint: `if you mean ${found.name}: \`hatch package add ${found.name}\`; or name your own registries: \`registries:\` in the manifest`,
      },
    );
  }
  return `${found.name}${reference.range === '' ? '' : `@${reference.range}`}`;
}

/** Below the manifest and on the same disk a folder is written relative to it, so that it means the same elsewhere. */
function relativeFolder({ lookup: { surroundings, folder } }: PackageScene, path: string): string {
  if (/^~[/\\]/.test(path)) return path;
  const { relative, resolve, isAbsolute } = pathsOf(surroundings.platform);
  const written = relative(folder, resolve(surroundings.cwd, path)).replaceAll('\\', '/');
  if (isAbsolute(written)) return written;
  return written.startsWith('../') || written === '..' ? written : `./${written}`;
}

function folderPath({ lookup: { folder, surroundings } }: PackageScene, path: string): string {
  return pathsOf(surroundings.platform).resolve(folder, path);
}

function plainName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9_-]+$/g, '');
  return name === '' ? 'server' : name.slice(0, 100);
}

function refuseTaken({ overlaid }: Loaded, environment: string, server: string): void {
  const taken = overlaid.environments.get(environment)?.servers.get(server);
  if (taken === undefined) return;
  const from = taken.package === undefined ? '' : `, from ${taken.package}`;
  throw new HatchError('refused', `\`${environment}\` has a server \`${server}\` already${from}`, {
    hint: 'choose another name with --name, or take that one out first: `hatch package remove`',
  });
}

export interface RemoveReport {
  readonly environment: string;
  readonly removed: readonly { readonly server: string; readonly reference: string }[];
  /** References that nobody uses any more. */
  readonly unlocked: readonly string[];
  readonly manifest: string;
}

/** Takes servers of packages out of an environment. Throws HatchError `usage` for a name that is no such server. */
export async function removePackages(
  ports: NetworkPorts,
  options: PlanOptions,
  names: readonly string[],
  how: How,
): Promise<RemoveReport> {
  const scene = await packageScene(ports, options);
  const environment = environmentOf(ports, scene.loaded, options.environment).name;
  const here = scene.uses.filter((use) => use.environment === environment);
  const removed = names.map((name) => {
    const use = here.find(({ server, reference }) => server === name || reference === name);
    if (use !== undefined) return use;
    const near = nearest(
      name,
      here.map(({ server }) => server),
    );
    const isServer = scene.loaded.overlaid.environments.get(environment)?.servers.has(name) === true;
    throw new HatchError('usage', `no package of \`${environment}\` is called \`${name}\``, {
      hint: isServer
        ? 'that server comes from no package: take it out of the manifest itself'
        : near === undefined
          ? `there are: ${here.map(({ server }) => server).join(', ') || 'none'}`
          : `did you mean \`${near}\`?`,
    });
  });
  const text = editManifest(
    scene.source,
    removed.map(({ server }) => ({ kind: 'remove-server', environment, name: server })),
  );
  const left = scene.uses.filter((use) => !removed.includes(use));
  const draft = await draftOf(
    ports,
    options,
    scene,
    text,
    await withOthers(ports, { ...scene, uses: left }, scene.lock),
  );
  await saveDraft(ports, scene, draft, 'package', how);
  return {
    environment,
    removed: removed.map(({ server, reference }) => ({ server, reference })),
    unlocked: [...scene.lock.keys()].filter((reference) => !draft.lock.has(reference)),
    manifest: scene.source.path,
  };
}
