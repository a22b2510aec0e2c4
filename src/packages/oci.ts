// An image's digest, asked of its registry as a client without an account would
// (github.com/opencontainers/distribution-spec, distribution.github.io/distribution/spec/auth/token, 2026-08).

import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { get, isObject } from '../model/json.ts';
import type { Response } from '../system/system.ts';
import { ask, jsonOf } from './fetch.ts';
import type { Lookup } from './lookup.ts';
import { refused } from './text.ts';

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
}

export function parseImage(image: string): Image {
  const [, path = '', tag = 'latest', digest] =
    /^(.*?)(?::([\w][\w.-]*))?(?:@(sha256:[a-f0-9]{64}))?$/.exec(image) ?? [];
  const [first = '', ...rest] = path.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (isHost) return { registry: first === 'docker.io' ? hub : first, repository: rest.join('/'), tag, digest };
  return { registry: hub, repository: rest.length === 0 ? `library/${path}` : path, tag, digest };
}

const hub = 'registry-1.docker.io';

export interface PinnedImage {
  readonly source: string;
  readonly digest: string | undefined;
  readonly unpinned: string | undefined;
}

/** The digest behind an image's tag; without one, why. Throws HatchError `failed` where there is no such image. */
export async function pinImage({ network }: Lookup, image: string): Promise<PinnedImage> {
  const { registry, repository, tag, digest } = parseImage(image);
  const isLocal = /^(localhost|127\.0\.0\.1)(:|$)/.test(registry);
  const source = `${isLocal ? 'http' : 'https'}://${registry}`;
  if (digest !== undefined) return { source, digest, unpinned: undefined };
  const address = `${source}/v2/${repository}/manifests/${tag}`;
  let response = await ask(network, address, { accept, limit: 4_000_000 });
  if (response.status === 401) {
    const token = await tokenFor(network, response, repository);
    if (token !== undefined)
      response = await ask(network, address, {
        accept,
        limit: 4_000_000,
        headers: { authorization: `Bearer ${token}` },
      });
  }
  if (response.status === 404)
    throw new HatchError('failed', `there is no image ${image}`, { hint: 'is the tag right? nothing was written' });
  if (response.status === 200) return { source, digest: digestOf(response, image), unpinned: undefined };
  const unpinned = `the image's registry answers ${response.status} without a login`;
  return { source, digest: undefined, unpinned };
}

/** The hash of the manifest that came; what the registry calls it must be the same, or nobody could pull it. */
function digestOf({ headers, body }: Response, image: string): string {
  const digest = `sha256:${sha256(body)}`;
  const said = headers['docker-content-digest'];
  if (!isObject(jsonOf(body, image)) || (said?.startsWith('sha256:') && said !== digest))
    throw refused(`the registry of ${image} gave another manifest than it says`, 'try again; nothing was written');
  return digest;
}

async function tokenFor(
  network: Lookup['network'],
  { headers }: Response,
  repository: string,
): Promise<string | undefined> {
  const challenge = headers['www-authenticate'] ?? '';
  const parameter = (name: string) => new RegExp(`\\b${name}="([^"]{1,300})"`, 'i').exec(challenge)?.[1];
  const realm = parameter('realm');
  if (!/^bearer\b/i.test(challenge) || realm === undefined) return undefined;
  const query = new URLSearchParams({ service: parameter('service') ?? '', scope: `repository:${repository}:pull` });
  const { status, body } = await ask(network, `${realm}?${query.toString()}`, { limit: 100_000 });
  if (status !== 200) return undefined;
  const answer = jsonOf(body, realm);
  const token = get(answer, 'token') ?? get(answer, 'access_token');
  return typeof token === 'string' && /^[\w.~+/=-]{1,20000}$/.test(token) ? token : undefined;
}
