// `env list`, `env current`, `env use`: the environments of a manifest, and which one this machine uses.

import { createDurable, ensureFolder } from '../apply/home.ts';
import { realPath } from '../apply/real-path.ts';
import { HatchError } from '../model/errors.ts';
import { isObject, object } from '../model/json.ts';
import { hatchHome } from '../state/records.ts';
import { environmentNamed, environmentOf, environmentsPath, load, storedEnvironments } from './load.ts';
import { manifestToEdit } from './manifest-to-edit.ts';
import type { PlanOptions, ReadPorts, WritePorts } from './options.ts';

export interface EnvironmentRow {
  readonly name: string;
  readonly description: string | undefined;
  readonly servers: readonly string[];
  readonly current: boolean;
}

/** None where there is no manifest yet. */
export async function listEnvironments(ports: ReadPorts, options: PlanOptions): Promise<readonly EnvironmentRow[]> {
  if ((await manifestToEdit(ports, options)).before === undefined) return [];
  const loaded = await load(ports, options);
  const current = currentOf(ports, loaded, options);
  return [...loaded.overlaid.environments.values()].map(({ name, description, servers }) => ({
    name,
    description,
    servers: [...servers.keys()],
    current: name === current,
  }));
}

/** A list can be shown although none is chosen. */
export function currentOf(
  ports: ReadPorts,
  loaded: Awaited<ReturnType<typeof load>>,
  options: Pick<PlanOptions, 'environment'>,
): string | undefined {
  try {
    return environmentOf(ports, loaded, options.environment).name;
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'usage') return undefined;
    throw error;
  }
}

/** The current environment and where the choice came from. Throws HatchError `usage` where none is chosen. */
export async function currentEnvironment(
  ports: ReadPorts,
  options: PlanOptions,
): Promise<{ readonly name: string; readonly from: string }> {
  return environmentOf(ports, await load(ports, options), options.environment);
}

/** Remembers the environment for this manifest on this machine. Throws HatchError `usage` for an unknown name. */
export async function useEnvironment(
  { system, surroundings }: WritePorts,
  options: PlanOptions,
  name: string,
): Promise<{ readonly name: string; readonly manifest: string }> {
  const loaded = await load({ system, surroundings }, options);
  const { path } = loaded;
  environmentNamed(loaded, name);
  const stored = storedEnvironments(system, surroundings);
  const next = object([...(isObject(stored) ? Object.entries(stored) : []), [realPath(system, path), name]]);
  const file = environmentsPath(surroundings);
  const temporary = `${file}.${system.random(6)}`;
  ensureFolder(system, hatchHome(surroundings));
  createDurable(system, temporary, new TextEncoder().encode(`${JSON.stringify(next, null, 2)}\n`));
  system.rename(temporary, file);
  system.syncFolder(hatchHome(surroundings));
  return { name, manifest: path };
}
