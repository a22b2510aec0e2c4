// What is asked of the outside while a package is looked up, and where.

import { variable } from '../system/paths.ts';
import type { Network, Reader, Surroundings } from '../system/system.ts';

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
  const set = variable(surroundings, 'HATCH_REGISTRY')
    ?.split(/[,\s]+/)
    .filter((each) => each !== '');
  const registries = set ?? written ?? [];
  return registries.length > 0 ? { registries, isChosen: true } : { registries: [official], isChosen: false };
}

/** The npm registry, as npm itself is told: `npm_config_registry`. */
export function npmRegistry({ surroundings }: Lookup): string {
  const set = variable(surroundings, 'npm_config_registry') ?? variable(surroundings, 'NPM_CONFIG_REGISTRY');
  return withoutSlash(set ?? 'https://registry.npmjs.org');
}

/** The index of Python packages, as uv and pip are told; its JSON API lies beside the simple index. */
export function pythonIndex({ surroundings }: Lookup): string {
  const named = ['UV_DEFAULT_INDEX', 'UV_INDEX_URL', 'PIP_INDEX_URL'].map((name) => variable(surroundings, name));
  const set = named.find((each) => each !== undefined);
  return withoutSlash(set ?? 'https://pypi.org').replace(/\/simple$/, '');
}

export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
