// Finds the manifest and reads it; the only file of this folder that touches the outside. cosmiconfig runs what it finds
// in `.config/` of the folder it is built in, so it is built in an empty one of ours, and asked one folder at a time.

import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { decodeText } from '../formats/index.ts';
import { HatchError } from '../model/errors.ts';
import { isWithin, pathsOf, variable } from '../system/paths.ts';
import type { Reader, Stat, Surroundings } from '../system/system.ts';
import type { Source } from './parse.ts';

/** Where a manifest may stand in a folder, the preferred first. */
const places = ['hatch.mcp.yaml', 'hatch.mcp.yml', 'hatch.mcp.json', '.hatch/mcp.yaml'];

/** The overlay beside a manifest, not committed. */
const overlayName = 'hatch.mcp.local.yaml';

/** The first of the folders that holds a manifest gives its path. */
export type Search = (folders: readonly string[]) => Promise<string | undefined>;

/**
 * The manifest that is named (a file, or a folder that holds one), else the one that is found from the working
 * directory upwards, else the personal one; undefined where there is none. Throws HatchError: `usage` where the named
 * one is not there, `refused` for one of another user that is not named, `manifest-invalid` where it is not UTF-8.
 */
export async function findManifest(
  reader: Reader,
  surroundings: Surroundings,
  named: string | undefined,
  search: Search = searchByCosmiconfig,
): Promise<Source | undefined> {
  if (named !== undefined) return readNamed(reader, surroundings, named);
  const { join } = pathsOf(surroundings.platform);
  const { folders } = climb(reader, surroundings, surroundings.cwd);
  // Loading the search takes longer than looking.
  const candidates = folders.filter((folder) =>
    places.some((place) => look(reader, join(folder, place)) !== undefined),
  );
  const found = candidates.length === 0 ? undefined : await search(candidates);
  const path = found ?? personalManifest(surroundings);
  const source = readSource(reader, path);
  if (source !== undefined) refuseForeign(reader, surroundings, path);
  return source;
}

/** Further manifests in the folder of one that was found: it goes before them, and they are not read. */
export function passedOver(
  reader: Reader,
  { platform }: Pick<Surroundings, 'platform'>,
  found: string,
): readonly string[] {
  const { dirname, join } = pathsOf(platform);
  const all = places.map((place) => join(dirname(found), place));
  const after = all.includes(found) ? all.slice(all.indexOf(found) + 1) : [];
  return after.filter((path) => look(reader, path)?.kind === 'file');
}

/** The overlay of a manifest; undefined where there is none. Throws HatchError as `findManifest` does. */
export function findOverlay(reader: Reader, surroundings: Surroundings, manifest: string): Source | undefined {
  const { dirname, join } = pathsOf(surroundings.platform);
  const path = join(dirname(manifest), overlayName);
  const source = readSource(reader, path);
  if (source !== undefined) refuseForeign(reader, surroundings, path);
  return source;
}

/** The nearest folder upwards that holds `.git`; the home directory and what is above it never is one. */
export function repositoryOf(
  reader: Reader,
  surroundings: Pick<Surroundings, 'platform' | 'home'>,
  folder: string,
): string | undefined {
  return climb(reader, surroundings, folder).repository;
}

/** The personal manifest, whether or not it is there. */
export function personalManifest(surroundings: Surroundings): string {
  const { join, isAbsolute } = pathsOf(surroundings.platform);
  const isWindows = surroundings.platform === 'win32';
  const set = variable(surroundings, isWindows ? 'APPDATA' : 'XDG_CONFIG_HOME');
  const usual = isWindows ? join(surroundings.home, 'AppData', 'Roaming') : join(surroundings.home, '.config');
  return join(set !== undefined && isAbsolute(set) ? set : usual, 'hatch', 'hatch.mcp.yaml');
}

interface Climb {
  /** From the folder itself upwards: to the repository's root, else to below the home directory, else to the top. */
  readonly folders: readonly string[];
  readonly repository: string | undefined;
}

function climb(reader: Reader, { platform, home }: Pick<Surroundings, 'platform' | 'home'>, from: string): Climb {
  const { dirname, join } = pathsOf(platform);
  const homeStat = follow(reader, platform, home).at(-1);
  const isHome = (folder: string) => {
    if (isWithin(platform, folder, home) && isWithin(platform, home, folder)) return true;
    // The working directory is a real path; the home directory may be written through a link.
    const stat = homeStat && look(reader, folder);
    return stat !== undefined && stat.ino !== 0 && stat.dev === homeStat?.dev && stat.ino === homeStat.ino;
  };
  const folders: string[] = [];
  let folder = from;
  while (!isHome(folder)) {
    folders.push(folder);
    const holdsHome = isWithin(platform, folder, home);
    if (!holdsHome && look(reader, join(folder, '.git')) !== undefined) return { folders, repository: folder };
    const above = dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return { folders, repository: undefined };
}

/** What stands there; nothing where we may not look. */
function look(reader: Reader, path: string): Stat | undefined {
  try {
    return reader.stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return undefined;
    throw error;
  }
}

/** What a path leads to, with every link on the way that is its last part. */
function follow(reader: Reader, platform: Surroundings['platform'], path: string): readonly Stat[] {
  const { dirname, resolve } = pathsOf(platform);
  const stats: Stat[] = [];
  for (let current = path; stats.length < 40; ) {
    const stat = look(reader, current);
    if (stat === undefined) break;
    stats.push(stat);
    const link = stat.kind === 'link' ? reader.readLink(current) : undefined;
    if (link === undefined) break;
    current = resolve(dirname(current), link);
  }
  return stats;
}

/** A manifest decides what programs are started: neither it nor a link to it may be somebody else's. */
function refuseForeign(reader: Reader, { uid, platform }: Surroundings, path: string): void {
  if (uid === undefined) return;
  const foreign = follow(reader, platform, path).find((stat) => stat.uid !== uid);
  if (foreign === undefined) return;
  const hint = `to use it all the same, name it: \`--manifest ${path}\``;
  throw new HatchError('refused', `${path} belongs to another user (uid ${foreign.uid})`, { hint });
}

function readNamed(reader: Reader, { platform, cwd }: Surroundings, named: string): Source {
  const { join, resolve } = pathsOf(platform);
  const path = resolve(cwd, named);
  const isFolder = follow(reader, platform, path).at(-1)?.kind === 'directory';
  for (const candidate of isFolder ? places.map((place) => join(path, place)) : [path]) {
    const source = readSource(reader, candidate);
    if (source !== undefined) return source;
  }
  const message = isFolder ? `there is no manifest in ${path}` : `there is no file ${path}`;
  throw new HatchError('usage', message, { hint: 'write one with `hatch init PATH`' });
}

function readSource(reader: Reader, path: string): Source | undefined {
  const bytes = reader.read(path);
  if (bytes === undefined) return undefined;
  try {
    return { path, text: decodeText(bytes) };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new HatchError('manifest-invalid', `${path} is not UTF-8 text`, { cause });
  }
}

/** Nothing that is found is run or interpreted: every loader gives the text back as it is. */
async function searchByCosmiconfig(folders: readonly string[]): Promise<string | undefined> {
  if (folders.length === 0) return undefined;
  // A CommonJS package: bundled, its exports stand under `default` alone; loaded by tsx, beside it alone.
  const loaded = await import('cosmiconfig');
  const cosmiconfigSync = loaded.cosmiconfigSync ?? loaded.default.cosmiconfigSync;
  const raw = (_path: string, text: string) => ({ text });
  const extensions = ['.cjs', '.js', '.mjs', '.ts', '.json', '.yaml', '.yml', 'noExt'];
  const explorer = inEmptyFolder(() =>
    cosmiconfigSync('hatch', {
      searchPlaces: places,
      searchStrategy: 'none',
      loaders: Object.fromEntries(extensions.map((extension) => [extension, raw])),
      ignoreEmptySearchPlaces: false,
      cache: false,
    }),
  );
  for (const folder of folders) {
    const found = explorer.search(folder);
    if (found !== null) return found.filepath;
  }
  return undefined;
}

function inEmptyFolder<T>(build: () => T): T {
  const before = process.cwd();
  const empty = mkdtempSync(join(tmpdir(), 'hatch-'));
  try {
    process.chdir(empty);
    return build();
  } finally {
    process.chdir(before);
    rmdirSync(empty);
  }
}
