// Asking another machine, with all that is refused on the way: redirects out of the web, endless answers, no JSON.

import { HatchError } from '../model/errors.ts';
import { isArray, isObject, type Json } from '../model/json.ts';
import type { Network, Response } from '../system/system.ts';
import { withoutLogin } from './logins.ts';

export interface Asked {
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes. */
  readonly limit?: number;
}

const timeout = 20_000;
const usual = 8_000_000;
const redirects = 5;

/** The answer after its redirects. Throws HatchError `failed` where there is none, `refused` where it leads astray. */
export async function ask(network: Network, address: string, asked: Asked = {}): Promise<Response> {
  let url = webAddress(address, undefined);
  for (let hop = 0; hop <= redirects; hop += 1) {
    const headers = { accept: asked.accept ?? 'application/json', 'user-agent': 'hatch-mcp', ...asked.headers };
    const response = await got(network, url, headers, asked.limit ?? usual);
    const location = response.headers.location;
    if (response.status < 300 || response.status > 399 || location === undefined) return response;
    url = webAddress(location, url);
  }
  throw new HatchError('refused', `${address} redirects too often`);
}

/** A web address; after a redirect not one less protected, and never a file. */
function webAddress(text: string, from: URL | undefined): URL {
  const url = parsed(text, from);
  const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && from?.protocol !== 'https:');
  if (url === undefined || !isWeb || url.username !== '' || url.password !== '') {
    const where = from === undefined ? '' : `${from.host} redirects to it: `;
    throw new HatchError(
      'refused',
      `${where}${JSON.stringify(withoutLogin(text).slice(0, 200))} is no address that is followed`,
      {
        hint: 'only https addresses are, and http ones that were written so from the start',
      },
    );
  }
  return url;
}

function parsed(text: string, base: URL | undefined): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

async function got(
  network: Network,
  url: URL,
  headers: Readonly<Record<string, string>>,
  limit: number,
): Promise<Response> {
  try {
    return await network.get({ url: url.href, headers, limit, timeout });
  } catch (cause) {
    if (cause instanceof HatchError) throw cause;
    throw new HatchError('failed', `${url.host} gave no answer: ${reasonOf(cause)}`, {
      hint: 'what is locked already needs no network; try again, or name a mirror (HATCH_REGISTRY, npm_config_registry, UV_DEFAULT_INDEX)',
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return `nothing within ${timeout / 1000} s`;
  const inner = cause.cause instanceof Error ? cause.cause.message : '';
  return inner === '' ? cause.message : inner;
}

/** The JSON object that stands there; undefined where there is none. Throws HatchError as `ask`. */
export async function askJson(network: Network, address: string, asked?: Asked): Promise<Json | undefined> {
  const page = await askPage(network, address, asked);
  return page === undefined ? undefined : jsonOf(page.body, new URL(address).host);
}

/** What stands there; undefined where nothing does (404, 410). Throws HatchError as `ask`. */
export async function askPage(network: Network, address: string, asked?: Asked): Promise<Response | undefined> {
  const response = await ask(network, address, asked);
  const { status } = response;
  const { host } = new URL(address);
  if (status === 404 || status === 410) return undefined;
  if (status === 401 || status === 403) {
    throw new HatchError('failed', `${host} wants a login (${status}) for ${address}`, {
      hint: 'its login stands where npm and uv look for it: `//HOST/:_authToken=…` in ~/.npmrc, or USER:PASSWORD@ in the address that UV_DEFAULT_INDEX or HATCH_REGISTRY names',
    });
  }
  if (status !== 200)
    throw new HatchError('failed', `${host} answered ${status} for ${address}`, { hint: 'try again later' });
  return response;
}

export function jsonOf(body: Uint8Array, from: string): Json {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isObject(value) || isArray(value)) return value;
  } catch (cause) {
    throw new HatchError('failed', `${from} gave no JSON`, { hint: 'is that the address of a registry?', cause });
  }
  throw new HatchError('failed', `${from} gave no JSON object`, { hint: 'is that the address of a registry?' });
}
