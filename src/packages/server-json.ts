// server.json of the MCP registry → the server it offers. Fields as in its schema of 2025-12-11, and in those before
// (github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json, 2026-08).

import { get, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { PackageInput, PackageServer } from '../model/package.ts';
import { escapeLiteral } from '../model/reference.ts';
import type { Described, Inputs, Pin } from './described.ts';
import { field, inputs, objects } from './described.ts';
import { isRun, launchOf } from './launch.ts';
import { names, versionText } from './reference.ts';
import { formed, plain, refused, sentence } from './text.ts';

/** Ways that a server is offered, in its publisher's order: `npm`, `pypi`, `oci`, `nuget`, `mcpb`, `http`, `sse`. */
export function waysOf(document: Json): readonly string[] {
  return [...offers(document)].map(({ way }) => way);
}

interface Offer {
  readonly way: string;
  readonly value: JsonObject;
  readonly isRemote: boolean;
}

function offers(document: Json): readonly Offer[] {
  const packages = objects(get(document, 'packages'))
    .filter((each) => ['stdio', undefined].includes(get(get(each, 'transport'), 'type') as string | undefined))
    .map((value) => ({ way: String(field(value, 'registryType') ?? ''), value, isRemote: false }))
    .filter(({ way }) => isRun(way) || way === 'mcpb');
  const remotes = objects(get(document, 'remotes'))
    .map((value) => ({ way: remoteWays[String(get(value, 'type'))] ?? '', value, isRemote: true }))
    .filter(({ way }) => way !== '');
  return [...packages, ...remotes];
}

const remoteWays: Readonly<Record<string, string>> = { 'streamable-http': 'http', http: 'http', sse: 'sse' };

/**
 * The server as one way offers it, the first unless one is named (`remote` for any address). Throws HatchError `refused`
 * for what it must not do, and where no way is left.
 */
export function describeServer(document: Json, way?: string): Described {
  const all = offers(document);
  const chosen = all.find((offer) => way === undefined || offer.way === way || (way === 'remote' && offer.isRemote));
  const name = sentence(get(document, 'name')) ?? 'the package';
  if (chosen === undefined) {
    const ways = [...new Set(all.map((offer) => offer.way))];
    throw refused(
      way === undefined
        ? `${name} offers nothing that a host could start or reach`
        : `${name} is not offered as \`${way}\``,
      ways.length > 0 ? `it is offered as ${ways.map((each) => `\`#${each}\``).join(', ')}` : undefined,
    );
  }
  const common = {
    version:
      get(document, 'version') === undefined ? undefined : formed(get(document, 'version'), versionText, 'its version'),
    description: sentence(get(document, 'description')),
  };
  return { ...common, ...(chosen.isRemote ? remote(chosen.value, chosen.way) : local(chosen.value, chosen.way)) };
}

type Offered = Pick<Described, 'pin' | 'server' | 'inputs'>;

function local(value: JsonObject, type: string): Offered {
  const asked = inputs();
  const pin = pinOf(value, type);
  const env = variables(field(value, 'environmentVariables'), 'env', asked);
  // A bundle says itself which arguments it takes.
  if (type === 'mcpb') return { pin, server: { transport: 'stdio', command: '', env }, inputs: asked.all() };
  const runtime = args(field(value, 'runtimeArguments'), 'option', asked);
  const own = args(field(value, 'packageArguments'), 'argument', asked);
  const hint = field(value, 'runtimeHint');
  const launch = launchOf(pin, typeof hint === 'string' ? hint : undefined, runtime, own);
  return {
    pin,
    server: { transport: 'stdio', ...launch, ...(Object.keys(env).length > 0 && { env }) },
    inputs: asked.all(),
  };
}

const bases: Readonly<Record<string, RegExp>> = {
  npm: /^https:\/\/registry\.npmjs\.org\/?$/,
  pypi: /^https:\/\/pypi\.org(\/simple)?\/?$/,
  nuget: /^https:\/\/api\.nuget\.org(\/v3\/index\.json)?\/?$/,
};

function pinOf(value: JsonObject, type: string): Pin {
  const base = field(value, 'registryBaseUrl');
  if (base !== undefined && bases[type]?.test(String(base)) === false) {
    throw refused(
      `it wants its ${type} package from ${sentence(base) ?? 'elsewhere'}`,
      'what starts it would ask the usual registry for that name; configure the runner yourself and write `command`',
    );
  }
  const version = get(value, 'version');
  const hash = field(value, 'fileSha256');
  const sha256 = hash === undefined ? undefined : formed(hash, /^[a-f0-9]{64}$/, 'its fileSha256');
  const identifier = get(value, 'identifier');
  if (type === 'oci') return { type, name: image(value, identifier, version), version: undefined, sha256: undefined };
  if (type === 'mcpb') {
    const name = formed(identifier, /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])\S+$/, 'its bundle');
    return { type, name, version: undefined, sha256 };
  }
  if (type !== 'npm' && type !== 'pypi' && type !== 'nuget') throw refused(`\`${type}\` packages cannot be started`);
  const name = formed(identifier, type === 'npm' ? names.npm : names.pypi, 'its package');
  if (version === undefined || version === 'latest') throw refused(`it names no version of ${name}`);
  return { type, name, version: formed(version, versionText, `the version of ${name}`), sha256 };
}

/** Before October 2025 host, image and tag stood apart. */
function image(value: JsonObject, identifier: Json | undefined, version: Json | undefined): string {
  const base = field(value, 'registryBaseUrl');
  const name = plain(identifier, 'its image');
  const host = typeof base === 'string' ? base.replace(/^https:\/\//, '').replace(/\/$/, '') : '';
  const full = host === '' || host === 'docker.io' || name.startsWith(`${host}/`) ? name : `${host}/${name}`;
  const hasTag = /(:[^/]+|@sha256:[a-f0-9]+)$/.test(full);
  return formed(
    hasTag || version === undefined ? full : `${full}:${plain(version, 'its tag')}`,
    names.oci,
    'its image',
  );
}

function remote(value: JsonObject, way: string): Offered {
  const asked = inputs();
  const known = get(value, 'variables');
  const url = withVariables(plain(get(value, 'url'), 'its url'), known, asked, 'option');
  if (!/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/]|\$\{input:)/.test(url)) {
    throw refused(`its address is ${JSON.stringify(url.slice(0, 120))}, which is not https`);
  }
  // Without one of its parts an address leads nowhere, whatever the descriptor calls it.
  for (const input of asked.all()) asked.add({ ...input, required: true });
  const headers = variables(get(value, 'headers'), 'header', asked);
  const transport: PackageServer['transport'] = way === 'sse' ? 'sse' : 'http';
  const server = { transport, url, ...(Object.keys(headers).length > 0 && { headers }) };
  return { pin: undefined, server, inputs: asked.all() };
}

const variableName = /^[A-Za-z_][A-Za-z0-9_.-]{0,200}$/;
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/;

/** Variables or headers: those with a value of the package's own, and those that it asks for. */
function variables(value: Json | undefined, kind: 'env' | 'header', asked: Inputs): Readonly<Record<string, string>> {
  const members = objects(value).map((each): readonly [string, string] => {
    const name = formed(get(each, 'name'), kind === 'env' ? variableName : headerName, `the name of a ${kind}`);
    const fixed = get(each, 'value');
    if (fixed !== undefined) return [name, withVariables(plain(fixed, name), get(each, 'variables'), asked, 'option')];
    asked.add(inputOf(each, name, kind));
    return [name, `\${input:${name}}`];
  });
  return Object.fromEntries(members);
}

type Arguments = NonNullable<PackageServer['args']>;

function args(value: Json | undefined, kind: 'argument' | 'option', asked: Inputs): Arguments {
  return objects(value).map((each, i) => {
    const fixed = get(each, 'value');
    const isNamed = get(each, 'type') === 'named';
    const flag = isNamed
      ? formed(get(each, 'name'), /^-{0,2}[A-Za-z0-9][\w.:-]{0,100}=?$/, 'the name of an argument')
      : undefined;
    if (fixed !== undefined)
      return joined(flag, withVariables(plain(fixed, 'an argument'), get(each, 'variables'), asked, kind));
    const hint = field(each, 'valueHint');
    const name = flag?.replace(/^-+|=$/g, '') ?? (hint === undefined ? `argument ${i + 1}` : nameOf(hint));
    asked.add(inputOf(each, name, kind));
    if (flag !== undefined && get(each, 'format') === 'boolean') return `${escapeLiteral(flag)}\${when:${name}}`;
    return joined(flag, `\${input:${name}}`);
  });
}

/** A flag and its value are two arguments, unless the flag's name ends with `=`. */
function joined(flag: string | undefined, value: string): string | readonly string[] {
  if (flag === undefined) return value;
  return flag.endsWith('=') ? `${escapeLiteral(flag)}${value}` : [escapeLiteral(flag), value];
}

function nameOf(text: Json): string {
  return plain(text, 'the name of an input').replace(/[{}$]/g, '').slice(0, 100);
}

/** `{name}` is asked for where the descriptor knows it, else it stays as it is. */
function withVariables(text: string, known: Json | undefined, asked: Inputs, kind: 'argument' | 'option'): string {
  return text
    .split(/(\{[A-Za-z_][\w.-]*\})/)
    .map((part) => {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      const input = name === undefined ? undefined : get(known, name);
      if (name === undefined || !isObject(input)) return escapeLiteral(part);
      const fixed = get(input, 'value');
      if (fixed !== undefined) return escapeLiteral(plain(fixed, name));
      asked.add(inputOf(input, name, kind));
      return `\${input:${name}}`;
    })
    .join('');
}

const formats: readonly string[] = ['number', 'boolean', 'filepath'];

function inputOf(value: JsonObject, name: string, kind: PackageInput['kind']): PackageInput {
  const secret = field(value, 'isSecret') === true;
  const description = sentence(get(value, 'description'));
  const fallback = get(value, 'default');
  const choices = get(value, 'choices');
  const format = get(value, 'format');
  return {
    name,
    kind,
    required: field(value, 'isRequired') === true,
    secret,
    ...(description !== undefined && { description }),
    // The default of a secret is no secret, or should not be one.
    ...(fallback !== undefined &&
      fallback !== '' &&
      !secret && { default: escapeLiteral(plain(String(fallback), name)) }),
    ...(Array.isArray(choices) && choices.length > 0 && { choices: choices.map((each) => plain(each, name)) }),
    ...(typeof format === 'string' && formats.includes(format) && { format: format as 'number' }),
  };
}
