// `env create`, `env remove`: edits of the manifest that touch no host and keep its comments.

import { FormatError } from '../formats/codec.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit.ts';
import { type Parsed, parseManifest } from '../manifest/parse.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { get, isArray, type Json, object, type Path } from '../model/json.ts';
import { environmentNamed, environmentOf, type Loaded, load } from './load.ts';
import { type ManifestToEdit, manifestChange, manifestToEdit } from './manifest-to-edit.ts';
import type { ApplyOptions, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { writeManifest } from './write-manifest.ts';

export interface EnvironmentEdit {
  readonly name: string;
  readonly manifest: string;
  /** The manifest came into being by it. */
  readonly isNew: boolean;
}

export interface NewEnvironment {
  readonly name: string;
  readonly description?: string | undefined;
  /** Environments that it builds upon. */
  readonly extends?: readonly string[] | undefined;
}

type How = Pick<ApplyOptions, 'command' | 'lockTimeout'>;

/**
 * The current environment stays the current one. Throws HatchError: `refused` where there is one of this name, `usage`
 * for a name that cannot be one.
 */
export async function createEnvironment(
  ports: WritePorts,
  options: PlanOptions,
  given: NewEnvironment,
  how: How,
): Promise<EnvironmentEdit> {
  const { name, description, extends: parents } = given;
  const manifest = await manifestToEdit(ports, options);
  const loaded = await load(ports, options, manifest);
  if (loaded.overlaid.environments.has(name) || isWritten(manifest, name)) {
    throw new HatchError('refused', `there is an environment \`${name}\` in ${manifest.path} already`, {
      hint: `make it the current one with \`hatch env use ${name}\``,
    });
  }
  for (const parent of parents ?? []) environmentNamed(loaded, parent);
  const environment = object(
    [
      ['description', description] as const,
      ['extends', parents === undefined ? undefined : parents.length === 1 ? parents[0] : [...parents]] as const,
      ['servers', object([])] as const,
    ].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
  const edits: readonly ManifestEdit[] = [...keepingCurrent(loaded), { kind: 'set-environment', name, environment }];
  return write(ports, options, manifest, { name, edits }, how);
}

/** Where the only environment is the current one for being that, it is called so before there are two. */
function keepingCurrent({ overlaid }: Loaded): readonly ManifestEdit[] {
  const [only, ...more] = overlaid.environments.keys();
  const isImplied = only !== undefined && more.length === 0 && overlaid.environment === undefined;
  return isImplied ? [{ kind: 'set-current', name: only }] : [];
}

/** What stands in the environment, and would go with it. Throws HatchError as `removeEnvironment` does. */
export async function removableEnvironment(
  ports: ReadPorts,
  options: PlanOptions,
  name: string,
): Promise<{ readonly manifest: string; readonly servers: readonly string[] }> {
  const loaded = await load(ports, options);
  const servers = [...environmentNamed(loaded, name).servers.keys()];
  const { parsed } = parseManifest(loaded);
  if (parsed === undefined || !isWritten(loaded, name)) {
    throw new HatchError('refused', `\`${name}\` is not in ${loaded.path}, but in the overlay beside it`, {
      hint: 'take it out of hatch.mcp.local.yaml by hand',
    });
  }
  const uses = [...currentUse(ports, loaded, name), ...usesIn(parsed, name)];
  if (uses.length > 0) {
    const how = uses.length === 1 ? 'is in use' : `is in use in ${uses.length} ways`;
    throw new HatchError('refused', `the environment \`${name}\` ${how}`, {
      findings: uses,
      hint: 'nothing was changed: end what uses it first',
    });
  }
  return { manifest: loaded.path, servers };
}

/** Throws HatchError: `usage` for an unknown name, `refused` for one that is in use. */
export async function removeEnvironment(
  ports: WritePorts,
  options: PlanOptions,
  name: string,
  how: How,
): Promise<EnvironmentEdit> {
  await removableEnvironment(ports, options, name);
  const manifest = await manifestToEdit(ports, options);
  return write(ports, options, manifest, { name, edits: [{ kind: 'remove-environment', name }] }, how);
}

interface Edit {
  readonly name: string;
  readonly edits: readonly ManifestEdit[];
}

async function write(
  ports: WritePorts,
  options: PlanOptions,
  manifest: ManifestToEdit,
  { name, edits }: Edit,
  how: How,
): Promise<EnvironmentEdit> {
  const { path, before } = manifest;
  try {
    const text = editManifest(manifest, edits);
    const { manifest: edited } = await load(ports, options, { path, text });
    await writeManifest(ports, manifestChange(path, before, text), { owner: edited.name, kind: 'env', ...how });
  } catch (error) {
    const isInvalid =
      error instanceof FormatError || (error instanceof HatchError && error.exit === 'manifest-invalid');
    if (!isInvalid) throw error;
    const findings = error instanceof HatchError ? error.findings : [];
    throw new HatchError('usage', `${path} cannot be changed so for \`${name}\``, { findings, cause: error });
  }
  return { name, manifest: path, isNew: before === undefined };
}

function isWritten(source: { readonly path: string; readonly text: string }, name: string): boolean {
  const environments = get(parseManifest(source).parsed?.value, 'environments');
  return get(environments, name) !== undefined;
}

function currentUse(ports: ReadPorts, loaded: Loaded, name: string): readonly Finding[] {
  try {
    const current = environmentOf(ports, loaded, undefined);
    // What the manifest itself says is found there, with its place.
    if (current.name !== name || loaded.overlaid.environment === name) return [];
    return [{ code: 'environment-in-use', severity: 'error', message: `it is the current one (${current.from})` }];
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'usage') return [];
    throw error;
  }
}

/** Every place of the manifest that names the environment. */
function usesIn({ value, place }: Parsed, name: string): readonly Finding[] {
  const uses: (readonly [Path, string])[] = [];
  if (get(value, 'environment') === name) uses.push([['environment'], 'it is the current one here']);
  for (const [other, environment] of Object.entries(
    (get(value, 'environments') ?? {}) as Readonly<Record<string, Json>>,
  )) {
    const parents = get(environment, 'extends');
    const isParent = parents === name || (isArray(parents) && parents.includes(name));
    if (isParent) uses.push([['environments', other, 'extends'], `\`${other}\` builds upon it`]);
  }
  const rules = get(value, 'rules');
  for (const [i, rule] of (isArray(rules) ? rules : []).entries()) {
    if (get(rule, 'environment') === name)
      uses.push([['rules', String(i), 'environment'], `rule ${i + 1} takes from it`]);
  }
  return uses.map(([path, message]) => ({
    code: 'environment-in-use',
    severity: 'error',
    message,
    place: place(path),
  }));
}
