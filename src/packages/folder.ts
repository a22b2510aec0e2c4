// A folder that is a package: what its descriptor says of how it is started, with every path relative to the manifest.

import { codecs, decodeText } from '../formats/index.ts';
import { digestOf } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { get, isObject, type Json, object } from '../model/json.ts';
import type { PackageServer } from '../model/package.ts';
import { escapeLiteral } from '../model/reference.ts';
import { pathsOf } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import { describeBundle } from './bundle-manifest.ts';
import type { Described } from './described.ts';
import { versionText } from './reference.ts';
import { describeServer, waysOf } from './server-json.ts';
import { formed, plain, refused, sentence } from './text.ts';

export interface DescribedFolder extends Described {
  /** Digest of every descriptor that had a say. */
  readonly integrity: string;
  /** The file that says how it is started. */
  readonly descriptor: string;
}

/** A folder's descriptors, parsed. */
type Files = Readonly<Record<string, Json>>;

interface Start {
  readonly server: PackageServer;
  readonly inputs?: Described['inputs'];
  readonly version: Json | undefined;
  readonly description: Json | undefined;
  /** The kind of package in a server.json beside it that speaks of the same thing. */
  readonly way: string;
}

/** `template` stands for the folder in the manifest's language, e.g. `${manifestDir}/my-server`. */
type Describe = (value: Json, template: string) => Start | undefined;

/** Descriptor → how it says the folder is started; the first that does counts. */
const descriptors: Readonly<Record<string, Describe>> = {
  'manifest.json': (value, template) => {
    if (!isObject(get(value, 'server'))) return undefined;
    const { version, description, ...rest } = describeBundle(value, template);
    return { ...rest, version, description, way: 'mcpb' };
  },
  'package.json': (value, template) => {
    const bin = get(value, 'bin');
    const name = String(get(value, 'name') ?? '').replace(/^@[^/]*\//, '');
    const file = typeof bin === 'string' ? bin : chosenOf(bin, name, 'bin');
    if (file === undefined) return undefined;
    return { ...started(value, { command: 'node', args: [`${template}/${inside(file, 'bin')}`] }), way: 'npm' };
  },
  'pyproject.toml': (value, template) => {
    const project = get(value, 'project');
    const scripts = get(project, 'scripts');
    const script = nameOf(scripts, String(get(project, 'name') ?? ''), 'project.scripts');
    if (script === undefined) return undefined;
    const name = formed(script, /^[A-Za-z0-9][\w.-]*$/, 'a script');
    return { ...started(project, { command: 'uv', args: ['run', '--directory', template, name] }), way: 'pypi' };
  },
  // github.com/CrackingShells/Hatch-Schemas package/v1.2.2, 2026-08: one entry point, later two.
  'hatch_metadata.json': (value, template) => {
    const entry = get(value, 'entry_point');
    const file = typeof entry === 'string' ? entry : get(entry, 'mcp_server');
    if (file === undefined) return undefined;
    return { ...started(value, { command: 'python', args: [`${template}/${inside(file, 'entry_point')}`] }), way: '' };
  },
};

function started(value: Json | undefined, server: Omit<PackageServer, 'transport'>): Omit<Start, 'way'> {
  return {
    server: { transport: 'stdio', ...server },
    version: get(value, 'version'),
    description: get(value, 'description'),
  };
}

/** A file of the folder, as a template. Throws HatchError `refused` where it lies elsewhere. */
export function inside(file: unknown, what: string): string {
  const path = plain(file, what)
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '');
  if (path === '' || /^([A-Za-z]:|\/)/.test(path) || path.split('/').includes('..') || path.startsWith('-')) {
    throw refused(`${what} is ${JSON.stringify(path)}, which is no file of the package`);
  }
  return escapeLiteral(path);
}

function nameOf(members: Json | undefined, name: string, what: string): string | undefined {
  if (!isObject(members)) return undefined;
  const keys = Object.keys(members);
  const plainName = name.toLowerCase().replace(/[-_.]+/g, '-');
  const same = keys.find((key) => key.toLowerCase().replace(/[-_.]+/g, '-') === plainName);
  if (same !== undefined || keys.length < 2) return same ?? keys[0];
  throw new HatchError('failed', `it has several \`${what}\`: ${keys.map((key) => sentence(key)).join(', ')}`, {
    hint: 'call one like the package, or write the server with `command`',
  });
}

function chosenOf(members: Json | undefined, name: string, what: string): Json | undefined {
  const key = nameOf(members, name, what);
  return key === undefined ? undefined : get(members, key);
}

const largest = 1_000_000;
const known = ['server.json', ...Object.keys(descriptors)];

/** Is there a folder with a descriptor in it? */
export function isPackageFolder(reader: Reader, surroundings: Surroundings, folder: string): boolean {
  const { join } = pathsOf(surroundings.platform);
  return known.some((name) => reader.stat(join(folder, name))?.kind === 'file');
}

/** Throws HatchError `failed` where the folder is no package, `refused` where its descriptor leads out of it. */
export function describeFolder(
  reader: Reader,
  { platform }: Surroundings,
  folder: string,
  template: string,
): DescribedFolder {
  if (reader.list(folder) === undefined)
    throw new HatchError('failed', `there is no folder ${folder}`, {
      hint: 'a folder is written relative to the manifest',
    });
  const files: Files = Object.fromEntries(
    known.flatMap((name) => {
      const bytes = reader.read(pathsOf(platform).join(folder, name));
      return bytes === undefined ? [] : [[name, parsed(bytes, `${folder}: ${name}`)] as const];
    }),
  );
  const integrity = digestOf(object(Object.entries(files)));
  for (const [descriptor, describe] of Object.entries(descriptors)) {
    const start = files[descriptor] === undefined ? undefined : describe(files[descriptor], template);
    if (start !== undefined) return { ...combined(start, files['server.json']), integrity, descriptor };
  }
  if (files['server.json'] !== undefined)
    return { ...describeServer(files['server.json']), integrity, descriptor: 'server.json' };
  const found = Object.keys(files);
  throw new HatchError(
    'failed',
    `${folder} is no package${found.length > 0 ? `: ${found.join(', ')} ${found.length > 1 ? 'say' : 'says'} nothing of how it is started` : ''}`,
    {
      hint: 'it holds a manifest.json (MCPB), a package.json with `bin`, a pyproject.toml with `project.scripts`, a server.json, or a hatch_metadata.json',
    },
  );
}

function parsed(bytes: Uint8Array, what: string): Json {
  if (bytes.length > largest) throw refused(`${what} is larger than 1 MB`);
  try {
    return what.endsWith('.toml') ? codecs.toml.read(decodeText(bytes)).value : (JSON.parse(decodeText(bytes)) as Json);
  } catch (cause) {
    throw new HatchError(
      'failed',
      `${what} cannot be read: ${cause instanceof Error ? cause.message : 'it is broken'}`,
      { cause },
    );
  }
}

/** A server.json beside it knows what is asked of the user. */
function combined(start: Start, serverJson: Json | undefined): Omit<DescribedFolder, 'integrity' | 'descriptor'> {
  const told =
    serverJson !== undefined && waysOf(serverJson).includes(start.way)
      ? describeServer(serverJson, start.way)
      : undefined;
  const own = told?.server.args ?? [];
  const asked = own.filter((item) => [item].flat().some((text) => /\$\{(input|when):/.test(text)));
  const version = start.version ?? told?.version;
  return {
    version: version === undefined || version === '' ? undefined : formed(version, versionText, 'its version'),
    description: sentence(start.description) ?? told?.description,
    pin: undefined,
    server: {
      ...start.server,
      args: [...(start.server.args ?? []), ...asked],
      ...(told?.server.env !== undefined && { env: told.server.env }),
      ...(start.server.env !== undefined && { env: { ...told?.server.env, ...start.server.env } }),
    },
    inputs: [...(start.inputs ?? []), ...(told?.inputs ?? [])],
  };
}
