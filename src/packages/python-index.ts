// An index of Python packages: the JSON API that PyPI has, else the simple one that every index has, as JSON or HTML
// (docs.pypi.org/api/json, packaging.python.org/en/latest/specifications/simple-repository-api, 2026-11).

import { at, get, isArray, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { askJson, askPage, jsonOf } from './fetch.ts';
import { type Lookup, pythonIndex, simpleIndex } from './lookup.ts';
import { comparePep440, exactPep440 } from './pep440.ts';
import { sentence } from './text.ts';

/** One version with its files: `filename`, `digests.sha256`, `yanked`. */
export interface Release {
  readonly files: readonly Json[];
  readonly summary: string | undefined;
  /** Why it was taken back; undefined where it was not. */
  readonly yanked: string | undefined;
}

/** Projects with thousands of files have pages of megabytes. */
const largest = 64_000_000;

/** Version → its files; undefined where the index has no such project. Throws HatchError as `ask`. */
export async function releasesOf(lookup: Lookup, name: string): Promise<JsonObject | undefined> {
  const address = `${pythonIndex(lookup)}/pypi/${name}/json`;
  const releases = get(await askJson(lookup.network, address, { limit: largest }), 'releases');
  return isObject(releases) ? releases : simpleReleases(lookup, name);
}

export async function releaseOf(lookup: Lookup, name: string, version: string): Promise<Release | undefined> {
  const address = `${pythonIndex(lookup)}/pypi/${name}/${encodeURIComponent(version)}/json`;
  const found = await askJson(lookup.network, address, { limit: largest });
  const urls = get(found, 'urls');
  if (isArray(urls)) {
    const reason = sentence(at(found, ['info', 'yanked_reason'])) ?? 'it was yanked';
    const isYanked = at(found, ['info', 'yanked']) === true;
    return { files: urls, summary: sentence(at(found, ['info', 'summary'])), yanked: isYanked ? reason : undefined };
  }
  const releases = Object.entries((await simpleReleases(lookup, name)) ?? {});
  const files = releases.find(([each]) => comparePep440(each, version) === 0)?.[1];
  if (!isArray(files)) return undefined;
  const reasons = files.map((file) => get(file, 'yanked')).filter((yanked) => yanked !== false);
  const yanked = reasons.length < files.length ? undefined : (sentence(reasons[0]) ?? 'it was yanked');
  return { files, summary: undefined, yanked };
}

const simpleJson = 'application/vnd.pypi.simple.v1+json';

async function simpleReleases(lookup: Lookup, name: string): Promise<JsonObject | undefined> {
  const project = normalized(name);
  const address = `${simpleIndex(lookup)}/${project}/`;
  const accept = `${simpleJson}, text/html;q=0.2`;
  const page = await askPage(lookup.network, address, { accept, limit: largest });
  if (page === undefined) return undefined;
  const isJson = page.headers['content-type']?.startsWith(simpleJson) === true;
  const files = isJson ? filesInJson(jsonOf(page.body, address)) : filesInHtml(new TextDecoder().decode(page.body));
  const releases = new Map<string, readonly Json[]>();
  for (const file of files) {
    const version = versionIn(String(get(file, 'filename') ?? ''), project);
    if (version !== undefined) releases.set(version, [...(releases.get(version) ?? []), file]);
  }
  return object([...releases]);
}

function filesInJson(page: Json): readonly JsonObject[] {
  const files = get(page, 'files');
  return (isArray(files) ? files : []).map((file) =>
    fileOf(get(file, 'filename'), at(file, ['hashes', 'sha256']), get(file, 'yanked') ?? false),
  );
}

function filesInHtml(page: string): readonly JsonObject[] {
  return [...page.matchAll(/<a\b([^>]*)>([^<]*)<\/a>/gi)].map(([, attributes = '', text = '']) => {
    const sha256 = /#sha256=([a-f0-9]{64})\b/.exec(attributes)?.[1];
    const yanked = /\bdata-yanked(?:="([^"]*)")?/.exec(attributes);
    return fileOf(text.trim(), sha256, yanked === null ? false : yanked[1] || true);
  });
}

function fileOf(filename: Json | undefined, sha256: Json | undefined, yanked: Json): JsonObject {
  return { filename: filename ?? '', yanked, digests: sha256 === undefined ? {} : { sha256 } };
}

/** A wheel is `NAME-VERSION-….whl`, a source `NAME-VERSION.tar.gz`, where older ones have dashes in the name. */
function versionIn(filename: string, project: string): string | undefined {
  const [, stem = '', ending] = /^(.*)\.(whl|tar\.gz|zip)$/.exec(filename) ?? [];
  const words = stem.split('-');
  const length = words.findIndex((_, i) => normalized(words.slice(0, i).join('-')) === project);
  const version = ending === 'whl' ? words[length] : words.slice(length).join('-');
  return length > 0 && version !== undefined && exactPep440(version) !== undefined ? version : undefined;
}

/** packaging.python.org/en/latest/specifications/name-normalization, 2026-11. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
