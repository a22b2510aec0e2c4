// What a person told npm in their own `.npmrc`: which registries, and how to log in to them
// (docs.npmjs.com/cli/v11/configuring-npm/npmrc, 2026-11). A project's own file is not read: whoever wrote it could have
// a token sent anywhere.

import { decodeText } from '../formats/index.ts';
import { pathsOf, variable } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import type { Login } from './logins.ts';

export interface Npmrc {
  /** The registry of a package, as written; that of its scope first. */
  registryOf(name: string): string | undefined;
  /** Every registry that is named, whatever for. */
  readonly registries: readonly string[];
  readonly logins: readonly Login[];
}

export function readNpmrc(reader: Reader, surroundings: Surroundings): Npmrc {
  const named = variable(surroundings, 'npm_config_userconfig') ?? variable(surroundings, 'NPM_CONFIG_USERCONFIG');
  const { join } = pathsOf(surroundings.platform);
  const bytes = reader.read(named ?? join(surroundings.home, '.npmrc'));
  const settings = bytes === undefined ? new Map<string, string>() : settingsIn(decodeText(bytes), surroundings);
  const set = variable(surroundings, 'npm_config_registry') ?? variable(surroundings, 'NPM_CONFIG_REGISTRY');
  return {
    registryOf: (name) => settings.get(`${name.split('/')[0]}:registry`) ?? set ?? settings.get('registry'),
    registries: [
      ...(set === undefined ? [] : [set]),
      ...[...settings].flatMap(([key, value]) => (/^(@[^:]+:)?registry$/.test(key) ? [value] : [])),
    ],
    logins: [...settings.keys()].flatMap((key) => {
      const place = /^(\/\/.+\/):(_authToken|_auth|_password)$/.exec(key)?.[1];
      const authorization = place === undefined ? undefined : authorizationAt(place, settings);
      return place === undefined || authorization === undefined ? [] : [{ place, authorization }];
    }),
  };
}

function settingsIn(text: string, surroundings: Surroundings): Map<string, string> {
  const expanded = (part: string) =>
    part
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .replace(/\$\{([^${}]+?)(\?)?\}/g, (whole, name: string, optional: string | undefined) => {
        return variable(surroundings, name) ?? (optional === undefined ? whole : '');
      });
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [, key, value] = /^\s*([^#;=\s][^=]*)=(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[expanded(key), expanded(value)] as const];
  });
  return new Map(pairs);
}

function authorizationAt(place: string, settings: ReadonlyMap<string, string>): string | undefined {
  const at = (key: string) => settings.get(`${place}:${key}`);
  const [token, both, user, password] = ['_authToken', '_auth', 'username', '_password'].map(at);
  if (token !== undefined) return `Bearer ${token}`;
  if (both !== undefined) return `Basic ${both}`;
  if (user === undefined || password === undefined) return undefined;
  const plain = Buffer.from(password, 'base64').toString('utf8');
  return `Basic ${Buffer.from(`${user}:${plain}`).toString('base64')}`;
}
