// A folder that holds a server package → what it says of its server. Reads, and runs nothing.

import { sortFindings } from '../../model/finding.ts';
import type { Path } from '../../model/json.ts';
import type { Reader } from '../../system/system.ts';
import type { Description, DescriptionKind, FolderPackage, Launch } from './descriptor.ts';
import { type Described, readDescribed } from './file.ts';
import { readHatchMetadata } from './hatch.ts';
import { isBundleManifest, readBundle } from './mcpb.ts';
import { readPackageJson } from './npm.ts';
import { readPyproject } from './python.ts';
import { isServerJson, readServerJson } from './server-json.ts';

interface FolderReader {
  readonly kind: DescriptionKind;
  readonly read: (described: Described) => Description;
  /** A file of this name is another program's, unless this holds. */
  readonly isOurs?: (value: Described['value']) => boolean;
}

/** What names a package best comes first. */
const readers: readonly FolderReader[] = [
  { kind: 'server.json', read: readServerJson, isOurs: isServerJson },
  { kind: 'manifest.json', read: readBundle, isOurs: isBundleManifest },
  { kind: 'package.json', read: readPackageJson },
  { kind: 'pyproject.toml', read: readPyproject },
  { kind: 'hatch_metadata.json', read: readHatchMetadata },
];

/** The files by which a folder is known to be a package. */
export const descriptionKinds: readonly DescriptionKind[] = readers.map(({ kind }) => kind);

/** A description, and the file that it was read from. */
interface Found {
  readonly described: Described;
  readonly description: Description;
}

/**
 * Undefined where no file in the folder describes a package. `launches` has the ways to start the folder's own code
 * first, then what is published of it, then remote servers.
 */
export function readFolder(reader: Reader, folder: string): FolderPackage | undefined {
  const all = readers.flatMap((one) => {
    const described = readDescribed(reader, folder, one.kind);
    if (described === undefined) return [];
    // What cannot be read is said; what is readable and another's is not ours.
    if (described.value === null) return [{ described, description: unread(described) }];
    return (one.isOurs?.(described.value) ?? true) ? [{ described, description: one.read(described) }] : [];
  });
  const found = all.filter((one) => !isBeside(one, all));
  const [best] = found;
  if (best === undefined) return undefined;
  const descriptions = found.map(({ description }) => description);
  const launches = joined(descriptions);
  findDifferences(found);
  if (launches.length === 0)
    best.described.find('no-entry-point', [], 'nothing says how the server is started', missing[best.description.kind]);
  const findings = sortFindings(found.flatMap(({ described }) => described.findings));
  return { ...best.description, folder, launches, descriptions, findings };
}

function unread(described: Described): Description {
  const { kind, file, findings } = described;
  if (findings.length === 0) described.find('package-syntax', [], 'it holds nothing');
  return {
    kind,
    file,
    value: null,
    name: undefined,
    version: undefined,
    description: undefined,
    launches: [],
    findings,
  };
}

/** A readable `package.json` or `pyproject.toml` that starts nothing, beside a file that does, is only there for its dependencies. */
function isBeside({ description: { kind, value, launches } }: Found, all: readonly Found[]): boolean {
  const isBuildFile = kind === 'package.json' || kind === 'pyproject.toml';
  return (
    isBuildFile &&
    value !== null &&
    launches.length === 0 &&
    all.some(({ description }) => description.launches.length > 0)
  );
}

/** Own code knows what it needs to be given from the `server.json` beside it that describes the same package. */
function joined(descriptions: readonly Description[]): readonly Launch[] {
  const published = descriptions.flatMap((one) => one.launches.filter((launch) => launch.kind === 'package'));
  const own = descriptions.flatMap((one) =>
    one.launches.flatMap((launch) => {
      if (launch.kind !== 'command') return [];
      const same = published.find(({ identifier }) => identifier === one.name);
      if (same === undefined) return [launch];
      const { environmentVariables, packageArguments } = same;
      return [{ ...launch, environmentVariables, packageArguments }];
    }),
  );
  const remotes = descriptions.flatMap((one) => one.launches.filter((launch) => launch.kind === 'remote'));
  return [...own, ...published, ...remotes];
}

/** Where a package's own name and version stand, and what the registry calls packages of its kind. */
const own: Partial<Record<DescriptionKind, { readonly type: string; readonly above: Path }>> = {
  'package.json': { type: 'npm', above: [] },
  'pyproject.toml': { type: 'pypi', above: ['project'] },
};

/** The registry takes a `server.json` only where the published package is the one it names. */
function findDifferences(found: readonly Found[]): void {
  const server = found.find(({ description }) => description.kind === 'server.json')?.description;
  for (const { described, description } of found) {
    const { kind, name, version } = description;
    const { type, above = [] } = own[kind] ?? {};
    const published = (server?.launches ?? []).flatMap((launch) =>
      launch.kind === 'package' && launch.registryType === type ? [launch] : [],
    );
    if (name === undefined || published.length === 0) continue;
    const same = published.find(({ identifier }) => identifier === name);
    const file = description.kind;
    if (same === undefined)
      described.find(
        'name-differs',
        [...above, 'name'],
        `${file} calls the package \`${name}\`, server.json \`${published[0]?.identifier}\``,
        'use one name in both',
      );
    else if (version !== undefined && same.version !== undefined && same.version !== version)
      described.find(
        'version-differs',
        [...above, 'version'],
        `${file} has version ${version}, server.json ${same.version}`,
        'use one version in both',
      );
  }
}

const missing: Readonly<Record<DescriptionKind, string>> = {
  'server.json': 'add `packages` or `remotes`',
  'manifest.json': 'add `server.mcp_config`',
  'package.json': 'add `"bin": "./server.js"`, the file that starts it',
  'pyproject.toml': 'add `[project.scripts]`',
  'hatch_metadata.json': 'add `entry_point`',
};
