// Finds and reads the manifest, and chooses the environment: the first thing most verbs do.

import { realPath } from '../apply/real-path.ts';
import { unfinishedRuns } from '../apply/recover.ts';
import { decodeText } from '../formats/index.ts';
import { findHost, hostIds } from '../hosts/index.ts';
import { chooseEnvironment, chosenBy } from '../manifest/choose.ts';
import { loadManifest } from '../manifest/load.ts';
import { findManifest, findOverlay, passedOver, repositoryOf } from '../manifest/locate.ts';
import { folderOf } from '../manifest/normalise.ts';
import { parseManifest, type Source } from '../manifest/parse.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { get, type Json, object } from '../model/json.ts';
import type { EnvironmentSpec, Manifest } from '../model/manifest.ts';
import { nearest } from '../model/nearest.ts';
import type { PackageOf } from '../model/package.ts';
import { parsePointer } from '../model/pointer.ts';
import { hatchHome } from '../state/records.ts';
import { pathsOf, variable } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

export interface Loaded {
  readonly path: string;
  readonly text: string;
  /** For targets inside the repository: without the local overlay. */
  readonly manifest: Manifest;
  /** For all others: with it. */
  readonly overlaid: Manifest;
  readonly repository: string | undefined;
  /** Environment → its servers that differ from platform to platform. */
  readonly byPlatform: ReadonlyMap<string, ReadonlySet<string>>;
  readonly findings: readonly Finding[];
}

/**
 * Reads the manifest; `draft` stands for one that is not written yet, `packages` for what its lock says. Throws
 * HatchError `manifest-invalid` with every error at once, `usage` where there is none.
 */
export async function load(
  { system, surroundings }: ReadPorts,
  options: PlanOptions,
  draft?: Source,
  packages?: PackageOf,
): Promise<Loaded> {
  const named = options.manifest ?? variable(surroundings, 'HATCH_MANIFEST');
  const source = draft ?? (await findManifest(system, surroundings, named));
  if (source === undefined) {
    throw new HatchError('usage', 'no manifest here or above, and no personal one', {
      hint: 'write one with `hatch init`, or name one with --manifest',
    });
  }
  const { dirname } = pathsOf(surroundings.platform);
  const folder = dirname(source.path);
  const local = findOverlay(system, surroundings, source.path);
  const result = loadManifest(source, {
    hostIds: hostIds(),
    hostIdOf: (word) => findHost(word)?.id,
    platform: surroundings.platform,
    variables: options.variables ?? {},
    local,
    packageOf: packages ?? (await lockedPackages({ system, surroundings }, [source, local])),
  });
  if (result.manifest === undefined || result.overlaid === undefined) {
    throw invalid(source.path, draft === undefined ? result.findings : placesInFile(system, draft, result.findings));
  }
  return {
    path: source.path,
    text: source.text,
    manifest: result.manifest,
    overlaid: result.overlaid,
    repository: repositoryOf(system, surroundings, folder),
    byPlatform: result.byPlatform,
    findings: [
      ...result.findings,
      ...(named === undefined ? passedOver(system, surroundings, source.path).map(ignored(source.path)) : []),
      ...unfinished(system, surroundings),
    ],
  };
}

function ignored(found: string): (path: string) => Finding {
  return (path) => ({
    code: 'manifest-ignored',
    severity: 'warning',
    message: `not read: ${found} goes before it`,
    hint: 'keep one of the two, or name this one with --manifest',
    place: { file: path },
  });
}

/** Tells how many of the findings are errors. */
export function invalid(path: string, findings: readonly Finding[]): HatchError {
  const count = findings.filter(({ severity }) => severity === 'error').length;
  return new HatchError('manifest-invalid', `${path} has ${count} ${count === 1 ? 'error' : 'errors'}`, { findings });
}

/** Where they stand in the file as it is: nobody finds the lines of a draft that is refused. */
function placesInFile(reader: Reader, { path, text }: Source, findings: readonly Finding[]): readonly Finding[] {
  const bytes = reader.read(path);
  const before = bytes === undefined ? '' : decodeText(bytes);
  if (before === text) return findings;
  const { parsed } = parseManifest({ path, text: before });
  return findings.map((finding) => {
    const { file, pointer } = finding.place ?? {};
    if (file !== path || pointer === undefined) return finding;
    return { ...finding, place: parsed?.place(parsePointer(pointer)) ?? { file, pointer } };
  });
}

/** Where bundles are unpacked. */
export function packageStore(surroundings: Surroundings): string {
  return pathsOf(surroundings.platform).join(hatchHome(surroundings), 'packages');
}

/** What the lock says; it is not looked at, nor any code for it loaded, where no manifest speaks of packages. */
async function lockedPackages(
  { system, surroundings }: ReadPorts,
  [source, local]: readonly [Source, Source | undefined],
): Promise<PackageOf | undefined> {
  if (!`${source.text}${local?.text ?? ''}`.includes('package')) return undefined;
  const [{ packageOf }, { lockPath, readLock }] = await Promise.all([
    import('../packages/book.ts'),
    import('../packages/lock.ts'),
  ]);
  const { lock } = readLock(system, lockPath(surroundings, source.path));
  const folder = folderOf(source.path, surroundings.platform);
  return packageOf({ reader: system, surroundings, folder, store: packageStore(surroundings) }, lock);
}

/** Runs that were cut off: the next writing command ends them, looking alone cannot. */
export function unfinished(system: ReadPorts['system'], surroundings: Surroundings): readonly Finding[] {
  return unfinishedRuns(system, hatchHome(surroundings)).map(({ id, command, started, files }) => ({
    code: 'unfinished-run',
    severity: 'warning',
    message: `the run ${id} (${command}, ${started}) was cut off; it was writing ${files.join(', ')}`,
    hint: 'the next writing command finishes or undoes it',
  }));
}

/** The file that keeps the current environment of each manifest on this machine. */
export function environmentsPath(surroundings: Surroundings): string {
  return pathsOf(surroundings.platform).join(hatchHome(surroundings), 'environments.json');
}

/** Real path of a manifest → its current environment. */
export function storedEnvironments(system: Reader, surroundings: Surroundings): Json {
  const bytes = system.read(environmentsPath(surroundings));
  if (bytes === undefined) return object([]);
  try {
    return JSON.parse(decodeText(bytes)) as Json;
  } catch (cause) {
    throw new HatchError('failed', `${environmentsPath(surroundings)} cannot be read`, {
      hint: 'remove it, then choose again with `hatch env use`',
      cause,
    });
  }
}

/** The environment of the manifest, with its overlay or without, and where the choice came from. Throws HatchError that names them all where none is chosen. */
export function environmentOf(
  { system, surroundings }: ReadPorts,
  loaded: Loaded,
  flag: string | undefined,
  manifest: Manifest = loaded.overlaid,
): { readonly name: string; readonly from: string } {
  const stored = get(storedEnvironments(system, surroundings), realPath(system, loaded.path));
  const { name, from } = chooseEnvironment(manifest, {
    flag,
    variable: variable(surroundings, 'HATCH_ENVIRONMENT'),
    stored: typeof stored === 'string' ? stored : undefined,
  });
  return { name, from: chosenBy[from] };
}

/** Throws HatchError `usage` with the nearest name where there is none of this name. */
export function environmentNamed(
  { overlaid: { environments, path } }: Pick<Loaded, 'overlaid'>,
  name: string,
): EnvironmentSpec {
  const found = environments.get(name);
  if (found !== undefined) return found;
  const names = [...environments.keys()];
  const near = nearest(name, names);
  const there = names.length === 0 ? `make it with \`hatch env create ${name}\`` : `there are: ${names.join(', ')}`;
  throw new HatchError('usage', `there is no environment \`${name}\` in ${path}`, {
    hint: near === undefined ? there : `did you mean \`${near}\`?`,
  });
}
