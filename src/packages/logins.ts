// Logins of private registries: sent to the places that they are for, and nowhere else; never part of an address.

import type { Network } from '../system/system.ts';

export interface Login {
  /** `//host/path/`: whatever lies below it. */
  readonly place: string;
  /** The header's value. */
  readonly authorization: string;
}

/**
 * A network that logs in where it has a login for; the nearest place counts. A redirect elsewhere gets none, and
 * unencrypted http only a host that the person's own addresses call so: a manifest's could lay a token open.
 */
export function withLogins(network: Network, logins: readonly Login[], own: readonly string[]): Network {
  const unencrypted = new Set(own.filter((address) => /^http:/i.test(address)).map(hostOf));
  const usable = logins
    // Anything else is no header, as a variable that is not set.
    .filter(({ authorization }) => /^\w+ [\x21-\x7e]+$/.test(authorization) && !authorization.includes('${'))
    .sort((a, b) => b.place.length - a.place.length);
  return {
    get: (request) => {
      const address = request.url.replace(/^https?:/, '');
      const login = usable.find(({ place }) => address.startsWith(place));
      const isOpen = /^http:/.test(request.url) && !unencrypted.has(hostOf(request.url));
      if (login === undefined || isOpen || Object.hasOwn(request.headers, 'authorization')) return network.get(request);
      return network.get({ ...request, headers: { ...request.headers, authorization: login.authorization } });
    },
  };
}

/** The address without user and password, for all that is asked, kept or said. */
export function withoutLogin(address: string): string {
  return address.replace(/^([a-z]+:)?(\/\/)[^/?#]*@/i, '$1$2');
}

/** The user and the password of an address, for all that lies below it. */
export function loginIn(address: string): Login | undefined {
  const [, userInfo, rest] = /^https?:\/\/([^/?#]*)@([^?#]*)/i.exec(address) ?? [];
  if (userInfo === undefined || rest === undefined) return undefined;
  const [user = '', password = ''] = userInfo.split(/:(.*)/s).map(decoded);
  return {
    place: `//${rest.replace(/\/*$/, '/')}`,
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  };
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
