// What is asked of the outside while a package is looked up, and where.

import { HatchError } from '../model/errors.ts';
import { variable } from '../system/paths.ts';
import type { Network, Reader, Surroundings } from '../system/system.ts';
import { loginIn, withLogins, withoutLogin } from './logins.ts';
import { readNpmrc } from './npmrc.ts';

export interface Lookup {
  readonly reader: Reader;
  readonly network: Network;
  readonly surroundings: Surroundings;
  /** Registries as written: of the manifest, or of the surroundings. The first that knows a name answers. */
  readonly registries: readonly string[];
  /** False where nobody named a registry and the official one is asked. */
  readonly isChosen: boolean;
  /** The folder of the manifest, absolute: where relative folders begin. */
  readonly folder: string;
  /** Where bundles are unpacked, absolute. */
  readonly store: string;
}

/** registry.modelcontextprotocol.io/docs, 2026-08. */
const official = 'https://registry.modelcontextprotocol.io';

/** The registries to be asked: HATCH_REGISTRY (addresses or folders with commas between), the manifest's, the official one. */
export function registriesOf(
  surroundings: Surroundings,
  written: readonly string[] | null | undefined,
): Pick<Lookup, 'registries' | 'isChosen'> {
  const set = variable(surroundings, 'HATCH_REGISTRY') === undefined ? undefined : writtenRegistries(surroundings);
  const login = written?.find((each) => loginIn(each) !== undefined);
  if (login !== undefined) {
    throw new HatchError(
      'refused',
      `a manifest holds no login, and \`registries\` has one for ${withoutLogin(login)}`,
      {
        hint: 'write it without, and give it where it is private: HATCH_REGISTRY=https://USER:PASSWORD@…',
      },
    );
  }
  const registries = (set ?? written ?? []).map(withoutLogin);
  return registries.length > 0 ? { registries, isChosen: true } : { registries: [official], isChosen: false };
}

function writtenRegistries(surroundings: Surroundings): readonly string[] {
  const words = variable(surroundings, 'HATCH_REGISTRY')?.split(/[,\s]+/) ?? [];
  return words.filter((each) => each !== '');
}

/** The registry of an npm package, as npm itself is told: `npm_config_registry`, or the person's own `.npmrc`. */
export function npmRegistry({ reader, surroundings }: Lookup, name: string): string {
  return withoutSlash(withoutLogin(readNpmrc(reader, surroundings).registryOf(name) ?? 'https://registry.npmjs.org'));
}

/** The index of Python packages that uv and pip are told of. */
export function simpleIndex({ surroundings }: Lookup): string {
  return withoutSlash(withoutLogin(writtenIndex(surroundings) ?? 'https://pypi.org/simple'));
}

/** Its JSON API, where it has one: beside the simple index. */
export function pythonIndex({ surroundings }: Lookup): string {
  return besideSimple(withoutLogin(writtenIndex(surroundings) ?? 'https://pypi.org'));
}

function writtenIndex(surroundings: Surroundings): string | undefined {
  const named = ['UV_DEFAULT_INDEX', 'UV_INDEX_URL', 'PIP_INDEX_URL'].map((name) => variable(surroundings, name));
  return named.find((each) => each !== undefined);
}

const besideSimple = (address: string) => withoutSlash(address).replace(/\/simple$/, '');

/** The network with the logins that npm, uv and we were given for private registries. */
export function loggedIn(network: Network, reader: Reader, surroundings: Surroundings): Network {
  const { registries, logins } = readNpmrc(reader, surroundings);
  const addresses = [...writtenRegistries(surroundings), ...registries, besideSimple(writtenIndex(surroundings) ?? '')];
  const named = addresses.map(loginIn).filter((login) => login !== undefined);
  return withLogins(network, [...named, ...logins], addresses);
}

export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
