// A reference → the package it means now: looked up, described, pinned. The only way into the lock.

import { HatchError } from '../model/errors.ts';
import type { LockedPackage } from '../model/package.ts';
import { type Bundle, readBundle } from './bundle.ts';
import { type Described, type Pin, withVariables } from './described.ts';
import { folderEntry } from './folder-entry.ts';
import { launchOf } from './launch.ts';
import type { Lookup } from './lookup.ts';
import { pinImage } from './oci.ts';
import { newest, noVersion, type Pinned, pinNpm, pinPython } from './pins.ts';
import { parseReference, type Reference } from './reference.ts';
import { compareVersions, type Listed, registryAt } from './registry.ts';
import { inSemverRange } from './semver.ts';
import { describeServer } from './server-json.ts';
import { refused } from './text.ts';

export interface Resolved {
  readonly entry: LockedPackage;
  /** What its user should know: that it is deprecated, that nothing pins it. */
  readonly notes: readonly string[];
  /** To be unpacked where it is to be started. */
  readonly bundle?: Bundle;
}

/**
 * Looks the package up. Throws HatchError: `usage` for a reference of no known form, `failed` where it is not found or
 * nobody answers, `refused` where what is found must not be used.
 */
export async function resolvePackage(lookup: Lookup, text: string): Promise<Resolved> {
  const reference = parseReference(text);
  switch (reference.kind) {
    case 'folder':
      return { entry: folderEntry(lookup, text, reference.path), notes: [] };
    case 'npm':
    case 'pypi':
      return pinned(
        lookup,
        text,
        plainPackage({ type: reference.kind, name: reference.name, version: undefined, sha256: undefined }),
        reference.range,
      );
    case 'oci':
      return pinned(
        lookup,
        text,
        plainPackage({ type: 'oci', name: reference.image, version: undefined, sha256: undefined }),
        '',
      );
    case 'registry':
      return fromRegistry(lookup, text, reference);
    case 'mcpb':
      return fromBundle(lookup, text, reference.place, undefined);
    case 'short':
      throw new HatchError('usage', `\`${text}\` is no full name of a package`, {
        hint: `\`hatch package search ${text}\` lists full names`,
      });
  }
}

/** A package that nobody describes: it is started, and asks for nothing that we know of. */
function plainPackage(pin: Pin): Described {
  return { version: undefined, description: undefined, pin, server: { transport: 'stdio', command: '' }, inputs: [] };
}

async function fromBundle(lookup: Lookup, text: string, place: string, sha256: string | undefined): Promise<Resolved> {
  const bundle = await readBundle(lookup, text, place, sha256);
  return { entry: bundle.entry, notes: [], bundle };
}

/** A bundle with the variables that its registry asks for besides; what it says itself counts. */
function besides(found: Resolved, { server, inputs }: Described): Resolved {
  const { entry } = found;
  const own = entry.inputs.map(({ name }) => name);
  return {
    ...found,
    entry: {
      ...entry,
      server: withVariables(entry.server, server.env),
      inputs: [...entry.inputs, ...inputs.filter(({ name }) => !own.includes(name))],
    },
  };
}

async function fromRegistry(
  lookup: Lookup,
  text: string,
  reference: Reference & { kind: 'registry' },
): Promise<Resolved> {
  const listed = await findListed(lookup, reference);
  const described = describeServer(listed.document, reference.way);
  const notes =
    listed.status === 'deprecated' ? [`${listed.name} ${listed.version} is called deprecated by its registry`] : [];
  const found = await pinned(lookup, text, described, undefined);
  const entry = { ...found.entry, version: listed.version, source: listed.registry };
  return { ...found, entry, notes: [...notes, ...found.notes] };
}

/** The first registry that knows the name answers, so that a name of one's own is never taken from elsewhere. */
async function findListed(lookup: Lookup, { name, range }: Reference & { kind: 'registry' }): Promise<Listed> {
  for (const written of lookup.registries) {
    const registry = registryAt(lookup, written);
    const isExact = /^[0-9A-Za-z][0-9A-Za-z.+_-]*$/.test(range) && inSemverRange('1.0.0', range) !== true;
    const direct = range === '' || isExact ? await registry.versions(name, range === '' ? 'latest' : range) : [];
    const named = direct.find(({ status }) => range !== '' || status !== 'deleted');
    const found = named ?? (await chosenVersion(registry, name, range));
    if (found === undefined) continue;
    if (found.status === 'deleted')
      throw refused(
        `${name} ${found.version} was deleted from ${written}`,
        'choose another version, or another server',
      );
    return found;
  }
  throw new HatchError('failed', `no registry knows ${name}`, {
    hint: `asked: ${lookup.registries.join(', ')}; \`hatch package search ${name.split('/').at(-1)}\` lists what is there`,
  });
}

async function chosenVersion(
  registry: ReturnType<typeof registryAt>,
  name: string,
  range: string,
): Promise<Listed | undefined> {
  const all = await registry.versions(name, undefined);
  if (all.length === 0) return undefined;
  const live = all.filter(({ status }) => status !== 'deleted');
  // Nothing else stands in for a server that was taken back.
  if (live.length === 0) return all.at(-1);
  const fits = live.filter(
    ({ version }) => range === '' || version === range || inSemverRange(version, range) === true,
  );
  const best = newest(
    fits.map(({ version }) => version),
    compareVersions,
  );
  const found = fits.find(({ version }) => version === best);
  if (found === undefined)
    throw noVersion(
      name,
      range,
      live.map(({ version }) => version),
      compareVersions,
      inSemverRange('0.0.0', range) === undefined,
    );
  return found;
}

/** `range` where the reference names the package itself; else the descriptor names one version. */
async function pinned(
  lookup: Lookup,
  text: string,
  described: Described,
  range: string | undefined,
): Promise<Resolved> {
  const { pin, description, version } = described;
  if (pin === undefined) {
    const entry = {
      reference: text,
      source: '',
      resolved: described.server.url ?? '',
      unpinned: 'a remote server is what it is on the day',
      ...rest(described),
    };
    return { entry: { ...entry, ...(version !== undefined && { version }) }, notes: [] };
  }
  if (pin.type === 'mcpb') return besides(await fromBundle(lookup, text, pin.name, pin.sha256), described);
  if (pin.type === 'oci') return { entry: await imageEntry(lookup, text, described, pin), notes: [] };
  if (pin.type !== 'npm' && pin.type !== 'pypi') return { entry: unpinnedEntry(text, described, pin), notes: [] };
  const found = await (pin.type === 'npm' ? pinNpm : pinPython)(lookup, pin.name, range ?? exactly(pin));
  const exact = { ...pin, version: found.version };
  const entry: LockedPackage = {
    reference: text,
    version: found.version,
    source: found.source,
    resolved: `${pin.type}:${pin.name}${pin.type === 'npm' ? '@' : '=='}${found.version}`,
    ...(found.integrity !== undefined && { integrity: found.integrity }),
    ...(found.unpinned !== undefined && { unpinned: found.unpinned }),
    ...rest({ ...described, description: description ?? found.description }),
    server: serverOf(described, exact),
  };
  return { entry, notes: notesOf(entry, found) };
}

function exactly({ type, version }: Pin): string {
  return type === 'pypi' ? `==${version ?? ''}` : (version ?? '');
}

function notesOf({ resolved }: LockedPackage, { deprecated }: Pinned): readonly string[] {
  return deprecated === undefined ? [] : [`${resolved} is called deprecated: ${deprecated}`];
}

/** What nobody described is started by the usual program. */
function serverOf({ server }: Described, pin: Pin): LockedPackage['server'] {
  return server.command === '' ? { ...server, ...launchOf(pin, undefined, [], []) } : server;
}

async function imageEntry(lookup: Lookup, text: string, described: Described, pin: Pin): Promise<LockedPackage> {
  const { source, digest, unpinned } = await pinImage(lookup, pin.name);
  const tag = /:([\w][\w.-]*)(@|$)/.exec(pin.name.replace(/^[^/]*:\d+\//, ''))?.[1];
  const bare = pin.name.replace(/@sha256:.*$/, '');
  const server = serverOf(described, pin);
  const exact = digest === undefined ? pin.name : `${bare}@${digest}`;
  return {
    reference: text,
    source,
    resolved: `oci:${exact}`,
    ...(tag !== undefined && { version: tag }),
    ...(digest !== undefined && { integrity: digest }),
    ...(unpinned !== undefined && { unpinned }),
    ...rest(described),
    // The digest is what is run, whatever the tag is moved to.
    server: { ...server, args: (server.args ?? []).map((item) => (item === pin.name ? exact : item)) },
  };
}

function unpinnedEntry(text: string, described: Described, pin: Pin): LockedPackage {
  const name = `${pin.type}:${pin.name}@${pin.version ?? ''}`;
  return {
    reference: text,
    source: '',
    resolved: name,
    unpinned: `nothing is asked for the hash of ${pin.type} packages`,
    ...rest(described),
  };
}

function rest({ description, server, inputs }: Described): Pick<LockedPackage, 'server' | 'inputs' | 'description'> {
  return { ...(description !== undefined && { description }), server, inputs };
}
