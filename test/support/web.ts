// Other machines, in memory: the MCP registry, npm, PyPI and image registries with the shapes of their published APIs.

import { createHash } from 'node:crypto';
import { get, type Json, type JsonObject } from '../../src/model/json.ts';
import type { Network, Response } from '../../src/system/system.ts';

export interface Web extends Network {
  /** Every address that was asked, in order. */
  readonly asked: readonly string[];
  /** Path with host → what stands there; a function is asked with the whole address and the headers. */
  put(address: string, answer: Answer): void;
}

export type Answer =
  | Json
  | Uint8Array
  | Partial<Response>
  | ((url: URL, headers: Readonly<Record<string, string>>) => Answer);

/** Answers 404 for what is not there. Addresses are told apart without their query. */
export function web(pages: Readonly<Record<string, Answer>> = {}): Web {
  const known = new Map(Object.entries(pages));
  const asked: string[] = [];
  return {
    asked,
    put: (address, answer) => void known.set(address, answer),
    get: async ({ url, headers, limit }) => {
      asked.push(url);
      const parsed = new URL(url);
      const address = `${parsed.host}${parsed.pathname}`;
      const answer = responseOf(
        known.get(address) ?? { status: 404, body: encode({ error: 'not found' }) },
        parsed,
        headers,
      );
      if (answer.body.length > limit) throw new Error(`more than ${limit} bytes`);
      return answer;
    },
  };
}

function responseOf(answer: Answer, url: URL, headers: Readonly<Record<string, string>>): Response {
  if (typeof answer === 'function') return responseOf(answer(url, headers), url, headers);
  if (answer instanceof Uint8Array) return { status: 200, headers: {}, body: answer };
  if (typeof get(answer as Json, 'status') === 'number') {
    return { headers: {}, body: new Uint8Array(), status: 200, ...(answer as Partial<Response>) };
  }
  return { status: 200, headers: {}, body: encode(answer as Json) };
}

export function encode(value: Json): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** As npm gives it for `application/vnd.npm.install-v1+json`. */
export function packument(name: string, versions: readonly string[], more: JsonObject = {}): Json {
  return {
    name,
    'dist-tags': { latest: versions.at(-1) ?? '' },
    versions: Object.fromEntries(
      versions.map((version) => [
        version,
        {
          name,
          version,
          dist: { integrity: integrityOf(`${name}@${version}`), tarball: `https://registry.npmjs.org/${name}/-/x.tgz` },
        },
      ]),
    ),
    ...more,
  };
}

/** The hash that a package of this name and version has here. */
export function integrityOf(name: string): string {
  return `sha512-${createHash('sha512').update(name).digest('base64')}`;
}

/** As PyPI's JSON API gives a project, and one of its releases. */
export function pythonPages(name: string, versions: readonly string[]): Readonly<Record<string, Answer>> {
  const files = (version: string): Json => [
    { filename: `${name}-${version}.tar.gz`, yanked: false, digests: { sha256: hex(`${name}-${version}.tar.gz`) } },
    {
      filename: `${name}-${version}-py3-none-any.whl`,
      yanked: false,
      digests: { sha256: hex(`${name}-${version}.whl`) },
    },
  ];
  const info = (version: string): Json => ({ name, version, summary: `The ${name} server`, yanked: false });
  return {
    [`pypi.org/pypi/${name}/json`]: {
      info: info(versions.at(-1) ?? ''),
      releases: Object.fromEntries(versions.map((version) => [version, files(version)])),
      urls: files(versions.at(-1) ?? ''),
    },
    ...Object.fromEntries(
      versions.map((version) => [
        `pypi.org/pypi/${name}/${version}/json`,
        { info: info(version), urls: files(version) },
      ]),
    ),
  };
}

export function hex(text: string): string {
  return hexOf(new TextEncoder().encode(text));
}

/** SHA-256. */
export function hexOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of an image's manifest, another one for each content. */
export function imageManifest(content: string): Uint8Array {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return encode({ schemaVersion: 2, mediaType, config: { digest: `sha256:${hex(content)}`, size: 7 }, layers: [] });
}

/** One version of a server as the official registry lists it. */
export function listed(server: JsonObject, status = 'active'): Json {
  return {
    server,
    _meta: {
      'io.modelcontextprotocol.registry/official': { status, publishedAt: '2026-08-20T10:00:00Z', isLatest: true },
    },
  };
}

/** A registry with these servers under `host`, in pages of `size`, by the API of version 0.1. */
export function registryPages(
  host: string,
  servers: readonly JsonObject[],
  { size = 30, base = 'v0.1', status = 'active' }: { size?: number; base?: string; status?: string } = {},
): Readonly<Record<string, Answer>> {
  const versionsOf = new Map<string, JsonObject[]>();
  for (const server of servers)
    versionsOf.set(String(server.name), [...(versionsOf.get(String(server.name)) ?? []), server]);
  const list: Answer = (url) => {
    const found = servers.filter(
      ({ name, version }) =>
        String(name).includes(url.searchParams.get('search') ?? '') &&
        (url.searchParams.get('version') !== 'latest' || versionsOf.get(String(name))?.at(-1)?.version === version),
    );
    const start = Number(url.searchParams.get('cursor') ?? 0);
    const page = found.slice(start, start + size);
    const next = start + size < found.length ? { nextCursor: String(start + size) } : {};
    return { servers: page.map((each) => listed(each, status)), metadata: { count: page.length, ...next } };
  };
  const versions = [...versionsOf].flatMap(([name, all]): (readonly [string, Answer])[] => {
    const at = `${host}/${base}/servers/${encodeURIComponent(name)}/versions`;
    return [
      [at, { servers: [...all].reverse().map((each) => listed(each, status)), metadata: { count: all.length } }],
      [`${at}/latest`, listed(all.at(-1) ?? {}, status)],
      ...all.map((each): readonly [string, Answer] => [`${at}/${String(each.version)}`, listed(each, status)]),
    ];
  });
  return { [`${host}/${base}/servers`]: list, ...Object.fromEntries(versions) };
}
