// A package of npm or PyPI, pinned: the version that a range means, and the hash of what is downloaded for it.

import { HatchError } from '../model/errors.ts';
import { at, get, isArray, isObject, type Json } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { LockedPackage } from '../model/package.ts';
import { askJson } from './fetch.ts';
import { type Lookup, npmRegistry, pythonIndex } from './lookup.ts';
import { comparePep440, exactPep440, inPep440Range, isPreRelease } from './pep440.ts';
import { releaseOf, releasesOf } from './python-index.ts';
import { parseReference, versionText } from './reference.ts';
import { compareSemver, inSemverRange, isSemver } from './semver.ts';
import { formed, refused, sentence } from './text.ts';

/** What is known of one version of a package. */
export interface Pinned {
  readonly version: string;
  readonly source: string;
  readonly integrity: string | undefined;
  readonly unpinned: LockedPackage['unpinned'];
  readonly description: string | undefined;
  /** The package's own word that it should no longer be used. */
  readonly deprecated: string | undefined;
}

/** Abbreviated packuments are megabytes too where a package has thousands of versions. */
const largest = 64_000_000;

/** github.com/npm/registry/blob/main/docs/responses/package-metadata.md, 2026-08. */
export async function pinNpm(lookup: Lookup, name: string, range: string): Promise<Pinned> {
  const source = npmRegistry(lookup, name);
  const address = `${source}/${name.replace('/', '%2f')}`;
  const accept = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
  const packument = await askJson(lookup.network, address, { accept, limit: largest });
  const versions = get(packument, 'versions');
  if (!isObject(versions)) throw missing(`npm:${name}`, source);
  const known = Object.keys(versions).filter((each) => isSemver(each) && versionText.test(each));
  const isDeprecated = (version: string) => sentence(at(versions, [version, 'deprecated'])) !== undefined;
  const version = npmVersion(name, range, { known, isDeprecated, tags: get(packument, 'dist-tags') });
  const found = get(versions, version);
  const dist = get(found, 'dist');
  const integrity = get(dist, 'integrity') ?? shasum(get(dist, 'shasum'));
  return {
    version,
    source,
    integrity:
      integrity === undefined
        ? undefined
        : formed(integrity, /^sha(1|256|384|512)-[A-Za-z0-9+/=]{20,100}$/, `the integrity of npm:${name}`),
    unpinned: integrity === undefined ? 'the registry gives no hash for it' : undefined,
    description: sentence(get(found, 'description') ?? get(packument, 'description')),
    deprecated: sentence(get(found, 'deprecated')),
  };
}

function shasum(hex: Json | undefined): string | undefined {
  return typeof hex === 'string' && /^[a-f0-9]{40}$/.test(hex)
    ? `sha1-${Buffer.from(hex, 'hex').toString('base64')}`
    : undefined;
}

interface NpmVersions {
  readonly known: readonly string[];
  isDeprecated(version: string): boolean;
  readonly tags: Json | undefined;
}

function npmVersion(name: string, range: string, { known, isDeprecated, tags }: NpmVersions): string {
  const tagged = get(tags, range === '' ? 'latest' : range);
  const isMeant = typeof tagged === 'string' && known.includes(tagged) && (range !== '' || !isDeprecated(tagged));
  if (isMeant) return tagged;
  const latest = get(tags, 'latest');
  const inRange = known.filter((each) => inSemverRange(each, range === '' ? '*' : range) === true);
  // As npm does it: what is deprecated only where there is nothing else, and the version that is called latest, where
  // the range allows it.
  const live = inRange.filter((each) => !isDeprecated(each));
  const fits = live.length > 0 ? live : inRange;
  if (typeof latest === 'string' && fits.includes(latest)) return latest;
  const best = newest(fits, compareSemver) ?? (range === '' ? newest(known, compareSemver) : undefined);
  if (best !== undefined) return best;
  throw noVersion(`npm:${name}`, range, known, compareSemver, inSemverRange('0.0.0', range) === undefined);
}

export function newest(versions: readonly string[], compare: (a: string, b: string) => number): string | undefined {
  return [...versions].sort(compare).at(-1);
}

function missing(name: string, source: string): HatchError {
  return new HatchError('failed', `there is no ${name} in ${source}`, {
    hint: 'is the name right? nothing was written',
  });
}

export function noVersion(
  name: string,
  range: string,
  known: readonly string[],
  compare: (a: string, b: string) => number,
  isUnknown: boolean,
): HatchError {
  const last = [...known].sort(compare).slice(-5).reverse();
  const near = nearest(range, known);
  const hint =
    last.length === 0
      ? 'it has no versions at all'
      : `the newest are ${last.join(', ')}${near === undefined || last.includes(near) ? '' : `; did you mean ${near}?`}`;
  const message = isUnknown
    ? `\`${range}\` is no range of versions and no tag of ${name}`
    : `no version of ${name} is in the range \`${range}\``;
  return new HatchError('failed', message, { hint });
}

export async function pinPython(lookup: Lookup, written: string, range: string): Promise<Pinned> {
  const name = written.replace(/\[.*$/, '');
  const source = pythonIndex(lookup);
  const exact = exactPep440(range);
  const version = exact ?? (await pythonVersion(lookup, name, range, source));
  const release = await releaseOf(lookup, name, version);
  if (release === undefined) {
    const releases = await releasesOf(lookup, name);
    if (releases === undefined) throw missing(`pypi:${name}`, source);
    throw noVersion(`pypi:${name}`, range, Object.keys(releases), comparePep440, false);
  }
  const integrity = filesHash(release.files);
  return {
    version,
    source,
    integrity,
    unpinned: integrity === undefined ? 'the index gives no hash for it' : undefined,
    description: release.summary,
    deprecated: release.yanked,
  };
}

async function pythonVersion(lookup: Lookup, name: string, range: string, index: string): Promise<string> {
  const releases = await releasesOf(lookup, name);
  if (releases === undefined) throw missing(`pypi:${name}`, index);
  const known = Object.entries(releases)
    .filter(([version, files]) => versionText.test(version) && isUsable(files))
    .map(([version]) => version);
  const fits = known.filter((each) => inPep440Range(each, range) === true);
  const best =
    newest(
      fits.filter((each) => !isPreRelease(each)),
      comparePep440,
    ) ?? newest(fits, comparePep440);
  if (best !== undefined) return best;
  throw noVersion(`pypi:${name}`, range, known, comparePep440, inPep440Range('0', range) === undefined);
}

function isUsable(files: Json): boolean {
  return isArray(files) && files.some((file) => (get(file, 'yanked') ?? false) === false);
}

/** The wheel that runs everywhere, else the source: one hash says which release it is. */
function filesHash(files: readonly Json[]): string | undefined {
  const nameOf = (file: Json) => String(get(file, 'filename') ?? '');
  const rank = (file: Json) => (/-none-any\.whl$/.test(nameOf(file)) ? 0 : /\.tar\.gz$/.test(nameOf(file)) ? 1 : 2);
  const [first] = [...files].sort((a, b) => rank(a) - rank(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
  const hex = at(first, ['digests', 'sha256']);
  if (hex === undefined) return undefined;
  return `sha256-${Buffer.from(formed(hex, /^[a-f0-9]{64}$/, 'the hash of a file'), 'hex').toString('base64')}`;
}

/** The same version with another hash is another program under an old name. */
export function checkSame(before: LockedPackage, after: LockedPackage): void {
  const isSame = before.resolved === after.resolved && before.integrity !== undefined && after.integrity !== undefined;
  const isFolder = parseReference(after.reference).kind === 'folder';
  if (!isSame || isFolder || before.integrity === after.integrity) return;
  throw refused(
    `${after.resolved} has another hash than the lock says: ${after.integrity}, locked ${before.integrity}`,
    'somebody replaced what was published; find out why before you go on (to accept it: remove the package, then add it again)',
  );
}
