// Registries of MCP servers: the official API (v0.1 and v0), or a folder of server.json files. One face for both.
// github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/openapi.yaml, 2026-08.

import { decodeText } from '../formats/index.ts';
import { HatchError } from '../model/errors.ts';
import { at, get, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import { pathsOf } from '../system/paths.ts';
import { askJson, jsonOf } from './fetch.ts';
import { type Lookup, withoutSlash } from './lookup.ts';
import { comparePep440 } from './pep440.ts';
import { names } from './reference.ts';
import { compareSemver, isSemver } from './semver.ts';

/** One version of a server, as a registry has it. */
export interface Listed {
  readonly name: string;
  readonly version: string;
  /** Its server.json. */
  readonly document: JsonObject;
  /** `active`, `deprecated` or `deleted`. */
  readonly status: string;
  /** Address or folder as written. */
  readonly registry: string;
}

interface Registry {
  /** Servers whose name holds the text, each in its latest version. */
  search(text: string, limit: number): Promise<readonly Listed[]>;
  /** All versions of one server, or just the named one; empty where it has none. */
  versions(name: string, version: string | undefined): Promise<readonly Listed[]>;
}

export function registryAt(lookup: Lookup, written: string): Registry {
  return /^https?:\/\//i.test(written)
    ? remoteRegistry(lookup, withoutSlash(written))
    : folderRegistry(lookup, written);
}

/** As many pages as a person would read. */
const mostPages = 20;

function remoteRegistry({ network }: Lookup, address: string): Registry {
  const bases = /\/v0(\.1)?$/.test(address) ? [address] : [`${address}/v0.1`, `${address}/v0`];
  const first = async (path: string): Promise<Json | undefined> => {
    for (const base of bases) {
      const found = await askJson(network, `${base}${path}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    search: async (text, limit) => {
      const found: Listed[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < mostPages && found.length < limit; page += 1) {
        const query = new URLSearchParams({
          search: text,
          version: 'latest',
          limit: '100',
          ...(cursor !== undefined && { cursor }),
        });
        const answer = await first(`/servers?${query.toString()}`);
        if (answer === undefined)
          throw new HatchError('failed', `${address} is no registry of MCP servers`, {
            hint: 'it has neither /v0.1/servers nor /v0/servers',
          });
        found.push(...listedIn(answer, address).filter(isWanted));
        const next = at(answer, ['metadata', 'nextCursor']) ?? at(answer, ['metadata', 'next_cursor']);
        if (typeof next !== 'string' || next === '' || next === cursor) break;
        cursor = next;
      }
      return latestOnly(found.filter(({ name }) => holds(name, text))).slice(0, limit);
    },
    versions: async (name, version) => {
      const path = `/servers/${encodeURIComponent(name)}/versions`;
      const answer = await first(version === undefined ? path : `${path}/${encodeURIComponent(version)}`);
      if (answer === undefined) return [];
      const listed =
        version === undefined
          ? listedIn(answer, address)
          : [entryOf(answer, address)].filter((each) => each !== undefined);
      // A registry answers for the name it was asked for, or not at all.
      return listed.filter(
        (each) => each.name === name && (version === undefined || version === 'latest' || each.version === version),
      );
    },
  };
}

const isWanted = ({ status }: Listed) => status !== 'deleted';
const holds = (name: string, text: string) => name.toLowerCase().includes(text.toLowerCase());

function listedIn(answer: Json, registry: string): readonly Listed[] {
  const servers = get(answer, 'servers');
  if (!isArray(servers))
    throw new HatchError('failed', `${registry} gave no list of servers`, {
      hint: 'is that the address of a registry?',
    });
  return servers.map((each) => entryOf(each, registry)).filter((each) => each !== undefined);
}

/** An entry of today, or of before October 2025, when the server's own members stood beside those of the registry. */
function entryOf(value: Json, registry: string): Listed | undefined {
  const document = get(value, 'server') ?? value;
  const name = get(document, 'name');
  const version = get(document, 'version') ?? at(document, ['version_detail', 'version']);
  if (!isObject(document) || typeof name !== 'string' || !names.registry.test(name) || typeof version !== 'string')
    return undefined;
  const status = at(value, ['_meta', 'io.modelcontextprotocol.registry/official', 'status']) ?? get(document, 'status');
  return { name, version, document, status: typeof status === 'string' ? status : 'active', registry };
}

const largestFile = 1_000_000;
const mostFiles = 5000;

/** Every `*.json` in the folder, and every `server.json` one or two folders down. */
function folderRegistry({ reader, surroundings, folder }: Lookup, written: string): Registry {
  const { join, resolve } = pathsOf(surroundings.platform);
  const root = written.startsWith('~') ? join(surroundings.home, written.slice(1)) : resolve(folder, written);
  const files = (at: string, depth: number): readonly string[] =>
    (reader.list(at) ?? []).flatMap((name) => {
      const path = join(at, name);
      if (reader.stat(path)?.kind === 'directory')
        return depth > 0 && !name.startsWith('.') ? files(path, depth - 1) : [];
      return (depth === 2 ? name.endsWith('.json') : name === 'server.json') ? [path] : [];
    });
  const all = (): readonly Listed[] => {
    if (reader.list(root) === undefined)
      throw new HatchError('failed', `there is no folder ${root}`, { hint: 'it is named as a registry' });
    return files(root, 2)
      .slice(0, mostFiles)
      .flatMap((path): readonly (Listed | undefined)[] => {
        const bytes = reader.read(path);
        if (bytes === undefined || bytes.length > largestFile) return [];
        const value = jsonOf(new TextEncoder().encode(decodeText(bytes)), path);
        return get(value, 'servers') === undefined ? [entryOf(value, written)] : listedIn(value, written);
      })
      .filter((each): each is Listed => each !== undefined);
  };
  return {
    search: async (text, limit) =>
      latestOnly(all().filter((each) => isWanted(each) && holds(each.name, text))).slice(0, limit),
    versions: async (name, version) => {
      const found = all().filter((each) => each.name === name);
      if (version === 'latest') return latestOnly(found);
      return version === undefined ? found : found.filter((each) => each.version === version);
    },
  };
}

/** Semantic versions by their order, others by that of Python, which takes the most. */
export function compareVersions(a: string, b: string): number {
  return isSemver(a) && isSemver(b) ? compareSemver(a, b) : comparePep440(a, b);
}

function latestOnly(listed: readonly Listed[]): readonly Listed[] {
  const latest = new Map<string, Listed>();
  for (const each of listed) {
    const known = latest.get(each.name);
    if (known === undefined || compareVersions(each.version, known.version) > 0) latest.set(each.name, each);
  }
  return [...latest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
