// `server.json`: how the official registry describes a server.
// https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json (schema 2025-12-11)

import { at, get, isArray, isObject, type Json, type Path } from '../../model/json.ts';
import type { Description, Launch, PackageTransport } from './descriptor.ts';
import { type Described, descriptionOf, itemsAt, textAt } from './file.ts';
import { argumentInputs, checkSpelling, mappedInputs, namedInputs } from './inputs.ts';

/** Does this look like a `server.json`? Other programs have files of that name too. */
export function isServerJson(value: Json): boolean {
  return (
    String(get(value, '$schema') ?? '').includes('modelcontextprotocol') ||
    (typeof get(value, 'name') === 'string' && ['packages', 'remotes'].some((key) => isArray(get(value, key))))
  );
}

export function readServerJson(described: Described): Description {
  const name = textAt(described, ['name'], {
    required: true,
    pattern: /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/,
    form: 'a name in reverse-DNS form with one `/`, as in `io.github.ada/weather`',
    longest: 200,
  });
  const version = versionAt(described, ['version'], true);
  const description = textAt(described, ['description'], { required: true, longest: 100 });
  checkSpelling(described, []);
  const packages = itemsAt(described, ['packages']).flatMap(([item, path]) =>
    isObject(item) ? [packageAt(described, path)] : wrongItem(described, path),
  );
  const remotes = itemsAt(described, ['remotes']).flatMap(([item, path]) =>
    isObject(item) ? [remoteAt(described, path)] : wrongItem(described, path),
  );
  return descriptionOf(described, { name, version, description, launches: [...packages, ...remotes] });
}

function wrongItem(described: Described, path: Path): readonly Launch[] {
  described.find('wrong-type', path, `an item of \`${path[0]}\` must be a mapping`);
  return [];
}

/** One version; a range would let a package change under whoever approved it. */
function versionAt(described: Described, path: Path, required: boolean): string | undefined {
  const version = textAt(described, path, { required, longest: 255 });
  if (version !== undefined && /^(?:latest|[\^~<>=*].*|.*\|\|.*|\d+(?:\.\d+)?\.[x*]|\d+\.[x*])$/i.test(version.trim()))
    described.find('version-range', path, `\`version\` is \`${version}\`, not one version`, 'write one, as in `1.4.0`');
  return version;
}

const known = ['npm', 'pypi', 'oci', 'nuget', 'mcpb', 'cargo'];

function packageAt(described: Described, path: Path): Launch {
  checkSpelling(described, path);
  const below = (key: string): Path => [...path, key];
  const registryType = textAt(described, below('registryType'), { required: true }) ?? '';
  if (registryType !== '' && !known.includes(registryType))
    described.find(
      'wrong-value',
      below('registryType'),
      `\`${registryType}\` is no registry known here`,
      `known: ${known.join(', ')}`,
      'warning',
    );
  const identifier = textAt(described, below('identifier'), { required: true }) ?? '';
  // An image has its version in its name.
  const version = versionAt(described, below('version'), !['oci', 'mcpb'].includes(registryType));
  if (registryType === 'oci' && version === undefined && !/(?::[\w.-]+|@sha256:[0-9a-f]{64})$/.test(identifier))
    described.find('missing-key', path, `the image \`${identifier}\` has neither tag nor digest`);
  const fileSha256 = textAt(described, below('fileSha256'), {
    required: registryType === 'mcpb',
    pattern: /^[a-f0-9]{64}$/,
    form: '64 hexadecimal digits in lower case',
  });
  return {
    kind: 'package',
    registryType,
    registryBaseUrl: textAt(described, below('registryBaseUrl')),
    identifier,
    version,
    fileSha256,
    runtimeHint: textAt(described, below('runtimeHint')),
    runtimeArguments: argumentInputs(described, below('runtimeArguments')),
    packageArguments: argumentInputs(described, below('packageArguments')),
    environmentVariables: namedInputs(described, below('environmentVariables')),
    transport: isObject(get(at(described.value, path), 'transport'))
      ? transportAt(described, below('transport'), ['stdio', 'streamable-http', 'sse'])
      : missingTransport(described, path),
  };
}

function missingTransport(described: Described, path: Path): PackageTransport {
  described.find('missing-key', path, '`transport` is missing', 'write `"transport": { "type": "stdio" }`');
  return { type: 'stdio', url: undefined, headers: [] };
}

function remoteAt(described: Described, path: Path): Launch {
  checkSpelling(described, path);
  return {
    kind: 'remote',
    transport: transportAt(described, path, ['streamable-http', 'sse']),
    variables: mappedInputs(described, [...path, 'variables']),
  };
}

const types = { stdio: 'stdio', 'streamable-http': 'http', sse: 'sse' } as const;

function transportAt(described: Described, path: Path, allowed: readonly (keyof typeof types)[]): PackageTransport {
  const written = textAt(described, [...path, 'type'], {
    required: true,
    pattern: new RegExp(`^(?:${allowed.join('|')})$`),
    form: allowed.map((each) => `\`${each}\``).join(' or '),
  });
  const type = types[allowed.find((each) => each === written) ?? 'stdio'];
  const url = textAt(described, [...path, 'url'], {
    required: type !== 'stdio',
    pattern: /^(?:https?:\/\/\S+|\{[a-zA-Z_]\w*\}\S*)$/,
    form: 'an address that begins with `https://`, `http://` or `{variable}`',
  });
  return { type, url, headers: namedInputs(described, [...path, 'headers']) };
}
