// A folder that is a package, for the lock: how its own code is started, with every path relative to the manifest. What
// is wrong with it is what the examination finds; what could do harm, or cannot be understood, ends the command.

import { digestOf } from '../model/digest.ts';
import { type ExitName, HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { object } from '../model/json.ts';
import { escapeLiteral } from '../model/reference.ts';
import { pathsOf } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import { describeBundle } from './bundle-manifest.ts';
import { type Described, withVariables } from './described.ts';
import type { Description, DescriptionKind } from './examine/descriptor.ts';
import { descriptionKinds, readFolder } from './examine/folder.ts';
import { bareName, isSameName, type OwnCode } from './examine/own-code.ts';
import { versionText } from './reference.ts';
import { describeServer, waysOf } from './server-json.ts';
import { formed, plain, sentence } from './text.ts';

export interface DescribedFolder extends Described {
  /** Digest of every descriptor that had a say. */
  readonly integrity: string;
  /** The file that says how it is started. */
  readonly descriptor: DescriptionKind;
}

/** Files that say how the folder's own code is started, the first that does counts → the way of a server.json that speaks of the same. */
const ways: readonly (readonly [DescriptionKind, string])[] = [
  ['manifest.json', 'mcpb'],
  ['package.json', 'npm'],
  ['pyproject.toml', 'pypi'],
  ['hatch_metadata.json', ''],
];

/** Faults that end the command; with the others a package can still be started. */
const stopping: Readonly<Record<string, ExitName>> = {
  'package-syntax': 'failed',
  'package-too-large': 'refused',
  'entry-point-name': 'refused',
  'entry-point-outside': 'refused',
};

/** Is there a folder with a descriptor in it? */
export function isPackageFolder(reader: Reader, surroundings: Surroundings, folder: string): boolean {
  const { join } = pathsOf(surroundings.platform);
  return descriptionKinds.some((name) => reader.stat(join(folder, name))?.kind === 'file');
}

/**
 * `template` stands for the folder in the manifest's language, e.g. `${manifestDir}/my-server`. Throws HatchError
 * `failed` where the folder is no package, `refused` where its descriptor leads out of it.
 */
export function describeFolder(reader: Reader, folder: string, template: string): DescribedFolder {
  if (reader.list(folder) === undefined)
    throw new HatchError('failed', `there is no folder ${folder}`, {
      hint: 'a folder is written relative to the manifest',
    });
  const found = readFolder(reader, folder);
  if (found === undefined)
    throw new HatchError('failed', `${folder} is no package`, {
      hint: 'it holds a manifest.json (MCPB), a package.json with `bin`, a pyproject.toml with `project.scripts`, a server.json, or a hatch_metadata.json',
    });
  const { descriptions, findings } = found;
  const fault = findings.find(({ code }) => stopping[code] !== undefined);
  if (fault !== undefined) throw stopped(folder, fault, stopping[fault.code] ?? 'failed');
  const integrity = digestOf(object(descriptions.map(({ kind, value }) => [kind, value])));
  const server = descriptions.find(({ kind }) => kind === 'server.json');
  for (const [descriptor, way] of ways) {
    const description = descriptions.find(({ kind, launches }) => kind === descriptor && launches.length > 0);
    if (description !== undefined) return { ...combined(description, way, template, server), integrity, descriptor };
  }
  if (server !== undefined) return { ...describeServer(server.value), integrity, descriptor: 'server.json' };
  const nothing = findings.find(({ code }) => code === 'no-entry-point');
  throw new HatchError(
    'failed',
    `${folder} is no package: ${descriptions.map(({ kind }) => kind).join(', ')} ${descriptions.length > 1 ? 'say' : 'says'} nothing of how it is started`,
    nothing?.hint === undefined ? {} : { hint: nothing.hint },
  );
}

function stopped(folder: string, { place, message, hint }: Finding, exit: ExitName): HatchError {
  const where = place === undefined ? folder : [place.file, place.line, place.column].filter(Boolean).join(':');
  return new HatchError(exit, `${where}: ${message}`, {
    hint: hint ?? 'mend it there, or write the server with `command` if you trust it',
  });
}

/** How the code is started, and what is asked for. */
type Start = Pick<Described, 'server' | 'inputs'>;

function startOf(description: Description, template: string): Start {
  if (description.kind === 'manifest.json') return describeBundle(description.value, template);
  const { command, args } = chosen(description);
  const put = (text: string) => plain(text, 'an argument').split('${__dirname}').map(escapeLiteral).join(template);
  return { server: { transport: 'stdio', command, args: args.map(put) }, inputs: [] };
}

/** The one that is called like the package. */
function chosen({ kind, file, name, launches }: Description): OwnCode {
  const all = launches.flatMap((one) => (one.kind === 'command' ? [one] : []));
  const [first] = all;
  if (first !== undefined && (all.length === 1 || isSameName(first.name, bareName(name)))) return first;
  const what = kind === 'package.json' ? 'bin' : 'project.scripts';
  throw new HatchError(
    'failed',
    `${file} has several \`${what}\`: ${all.map((each) => sentence(each.name)).join(', ')}`,
    {
      hint: 'call one like the package, or write the server with `command`',
    },
  );
}

/** A server.json beside it knows what is asked of the user. */
function combined(
  description: Description,
  way: string,
  template: string,
  serverJson: Description | undefined,
): Omit<DescribedFolder, 'integrity' | 'descriptor'> {
  const start = startOf(description, template);
  const told =
    serverJson !== undefined && waysOf(serverJson.value).includes(way)
      ? describeServer(serverJson.value, way)
      : undefined;
  const asked = (told?.server.args ?? []).filter((item) =>
    [item].flat().some((text) => /\$\{(input|when):/.test(text)),
  );
  const version = description.version ?? told?.version;
  return {
    version: version === undefined || version === '' ? undefined : formed(version, versionText, 'its version'),
    description: sentence(description.description) ?? told?.description,
    pin: undefined,
    server: withVariables({ ...start.server, args: [...(start.server.args ?? []), ...asked] }, told?.server.env),
    inputs: [...start.inputs, ...(told?.inputs ?? [])],
  };
}
