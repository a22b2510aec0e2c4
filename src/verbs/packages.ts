// `package list`, `package show`, `package search`: what the manifest uses, what one package is, and what there is.

import { HatchError } from '../model/errors.ts';
import { equal, type Json } from '../model/json.ts';
import { isFault, type LockedPackage, type PackageRow } from '../model/package.ts';
import { packageOf } from '../packages/book.ts';
import { parseReference } from '../packages/reference.ts';
import { registryAt } from '../packages/registry.ts';
import { resolvePackage } from '../packages/resolve.ts';
import { descriptionOf, fullName } from '../packages/short-name.ts';
import { environmentOf } from './load.ts';
import type { PlanOptions } from './options.ts';
import { type NetworkPorts, type PackageScene, packageScene } from './package-scene.ts';
import { versionOf } from './package-sync.ts';

/** Without `outdated` nothing but the disk is asked. Of one environment where the options name one. */
export async function listPackages(
  ports: NetworkPorts,
  options: PlanOptions,
  { outdated }: { readonly outdated: boolean },
): Promise<readonly PackageRow[]> {
  const scene = await packageScene(ports, options);
  const current = currentOf(ports, scene, options);
  const uses = scene.uses.filter(({ environment }) => options.environment === undefined || environment === current);
  const newest = new Map<string, LockedPackage | string>();
  if (outdated) {
    for (const reference of new Set(uses.map((use) => use.reference)))
      newest.set(reference, await newestOf(scene, reference));
  }
  const known = packageOf(scene.lookup, scene.lock);
  return uses.map(({ environment, server, reference }) => {
    const found = known(reference);
    const entry = isFault(found) ? scene.lock.get(reference) : found;
    const next = newest.get(reference);
    return {
      environment,
      current: environment === current,
      server,
      reference,
      version: entry && (entry.version ?? entry.integrity?.slice(0, 19)),
      source: entry?.source === '' ? undefined : entry?.source,
      state: isFault(found) ? found.code.replace(/^package-/, '') : stateOf(scene, found, next),
      newest: next === undefined || typeof next === 'string' ? next : versionOf(next),
    };
  });
}

function currentOf(ports: NetworkPorts, { loaded }: PackageScene, { environment }: PlanOptions): string | undefined {
  try {
    return environmentOf(ports, loaded, environment).name;
  } catch (error) {
    // A list can be shown although none is chosen; but one that is named must be there.
    if (error instanceof HatchError && error.exit === 'usage' && environment === undefined) return undefined;
    throw error;
  }
}

async function newestOf({ lookup }: PackageScene, reference: string): Promise<LockedPackage | string> {
  try {
    return (await resolvePackage(lookup, reference)).entry;
  } catch (error) {
    if (!(error instanceof HatchError)) throw error;
    return `unknown: ${error.message}`;
  }
}

function stateOf({ lock }: PackageScene, found: LockedPackage, next: LockedPackage | string | undefined): string {
  if (!lock.has(found.reference)) return 'exact';
  if (next === undefined || typeof next === 'string') return 'locked';
  return equal(lock.get(found.reference) as unknown as Json, next as unknown as Json) ? 'up to date' : 'outdated';
}

export interface ShownPackage {
  readonly entry: LockedPackage;
  /** Where it is used: `environment/server`. */
  readonly uses: readonly string[];
  readonly notes: readonly string[];
  /** It stands in the lock; else it was looked up just now. */
  readonly isLocked: boolean;
}

/** One package by its server's name, or by its reference. Throws HatchError as `resolvePackage`. */
export async function showPackage(ports: NetworkPorts, options: PlanOptions, name: string): Promise<ShownPackage> {
  const scene = await packageScene(ports, options);
  const current = currentOf(ports, scene, options);
  const use =
    scene.uses.find(({ server, environment }) => server === name && environment === current) ??
    scene.uses.find(({ server, reference }) => server === name || reference === name);
  const reference = use?.reference ?? (await fullReference(scene, name));
  const locked = scene.lock.get(reference);
  const { entry, notes } =
    locked === undefined ? await resolvePackage(scene.lookup, reference) : { entry: locked, notes: [] };
  const uses = scene.uses.filter((each) => each.reference === reference);
  return {
    entry,
    notes,
    uses: uses.map(({ environment, server }) => `${environment}/${server}`),
    isLocked: locked !== undefined,
  };
}

async function fullReference({ lookup }: PackageScene, text: string): Promise<string> {
  const reference = parseReference(text);
  if (reference.kind !== 'short') return text;
  const { name } = await fullName(lookup, reference.name);
  return reference.range === '' ? name : `${name}@${reference.range}`;
}

export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string | undefined;
  readonly registry: string;
  readonly deprecated: boolean;
}

/** Servers whose name holds the text, of every registry in turn; the first that has a name counts for it. */
export async function searchPackages(
  ports: NetworkPorts,
  options: PlanOptions,
  text: string,
  limit: number,
): Promise<readonly FoundPackage[]> {
  const { lookup } = await packageScene(ports, options);
  const found = new Map<string, FoundPackage>();
  for (const written of lookup.registries) {
    for (const listed of await registryAt(lookup, written).search(text, limit)) {
      if (found.has(listed.name)) continue;
      const { name, version, registry, status } = listed;
      found.set(name, {
        name,
        version,
        registry,
        description: descriptionOf(listed),
        deprecated: status === 'deprecated',
      });
    }
  }
  return [...found.values()].slice(0, limit);
}
