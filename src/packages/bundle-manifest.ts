// manifest.json of a bundle (MCPB, once DXT) → how it is started from its folder
// (github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md, 2026-08).

import { get, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { PackageCommand, PackageInput, PackageServer } from '../model/package.ts';
import { escapeLiteral } from '../model/reference.ts';
import type { Platform } from '../model/target.ts';
import { type Inputs, inputs } from './described.ts';
import { formed, plain, refused, sentence } from './text.ts';

export interface DescribedBundle {
  readonly version: Json | undefined;
  readonly description: Json | undefined;
  readonly server: PackageServer;
  readonly inputs: readonly PackageInput[];
}

/** `template` stands for the folder that holds the bundle's files. */
export function describeBundle(value: Json, template: string): DescribedBundle {
  const asked = inputs();
  const server = get(value, 'server');
  const config = get(server, 'mcp_config') ?? {};
  const user = get(value, 'user_config');
  const text = (given: Json, what: string) => filled(plain(given, what), template, user, asked);
  const usual = isObject(config) && Object.hasOwn(config, 'command') ? commandIn(config, text) : byUv(server, text);
  const overrides = get(config, 'platform_overrides');
  const platforms = platformNames.flatMap((platform) => {
    const given = get(overrides, platform);
    return isObject(given) ? [[platform, commandIn(given, text)] as const] : [];
  });
  return {
    version: get(value, 'version'),
    description: get(value, 'description'),
    server: {
      transport: 'stdio',
      args: [],
      ...usual,
      ...(platforms.length > 0 && { platforms: Object.fromEntries(platforms) }),
    },
    inputs: asked.all(),
  };
}

/** Without a command of its own a project of uv is run by uv. */
function byUv(server: Json | undefined, text: (given: Json, what: string) => string): PackageCommand {
  if (get(server, 'type') !== 'uv')
    throw refused('its manifest.json names no command', 'it does not say how it is started');
  const entry = text(get(server, 'entry_point') ?? null, 'its entry point');
  return { command: 'uv', args: ['run', '--quiet', '--directory', text('${__dirname}', 'its folder'), entry] };
}

const platformNames = ['darwin', 'linux', 'win32'] as const satisfies readonly Platform[];

/** What one object says of command, arguments and variables. */
function commandIn(config: JsonObject, text: (given: Json, what: string) => string): PackageCommand {
  const { command, env } = config;
  const given = get(config, 'args');
  const args = isArray(given) ? given.map((each) => text(each, 'an argument')) : undefined;
  const variables = Object.entries(isObject(env) ? env : {}).map(([name, given]) => [
    formed(name, /^[A-Za-z_][A-Za-z0-9_.-]{0,200}$/, 'the name of a variable'),
    text(given, name),
  ]);
  return {
    ...(command !== undefined && { command: commandOf(text(command, 'its command')) }),
    ...(args !== undefined && { args }),
    ...(variables.length > 0 && { env: Object.fromEntries(variables) }),
  };
}

/** A program by its name, or one of the bundle's own files. */
function commandOf(command: string): string {
  if (/^[A-Za-z0-9][\w.+-]*$/.test(command) || (command.startsWith('${') && !command.split('/').includes('..')))
    return command;
  throw refused(
    `its command is ${JSON.stringify(command.slice(0, 120))}`,
    'it must be a program by its name, or a file of the bundle',
  );
}

/** The bundle's own words for places, in ours. */
const places: Readonly<Record<string, string>> = {
  HOME: '${home}',
  DESKTOP: '${home}/Desktop',
  DOCUMENTS: '${home}/Documents',
  DOWNLOADS: '${home}/Downloads',
  '/': '/',
  pathSeparator: '/',
};

function filled(text: string, template: string, user: Json | undefined, asked: Inputs | undefined): string {
  return text
    .split(/(\$\{[^}]*\})/)
    .map((part) => {
      const word = /^\$\{(.*)\}$/.exec(part)?.[1];
      if (word === undefined) return escapeLiteral(part);
      if (word === '__dirname') return template;
      const place = Object.hasOwn(places, word) ? places[word] : undefined;
      if (place !== undefined) return place;
      const name = /^user_config\.([\w.-]{1,100})$/.exec(word)?.[1];
      const option = name === undefined ? undefined : get(user, name);
      if (name === undefined || asked === undefined || !isObject(option)) return escapeLiteral(part);
      asked.add(inputOf(name, option, template));
      return `\${input:${name}}`;
    })
    .join('');
}

const formats: Readonly<Record<string, PackageInput['format']>> = {
  number: 'number',
  boolean: 'boolean',
  directory: 'filepath',
  file: 'filepath',
};

function inputOf(name: string, option: Json, template: string): PackageInput {
  const description = sentence(get(option, 'description')) ?? sentence(get(option, 'title'));
  const written = get(option, 'default');
  const fallback = isArray(written) && written.length === 1 ? written[0] : written;
  const secret = get(option, 'sensitive') === true;
  const format = formats[String(get(option, 'type'))];
  const isDefault = ['string', 'number', 'boolean'].includes(typeof fallback) && fallback !== '' && !secret;
  return {
    name,
    kind: 'option',
    required: get(option, 'required') === true,
    secret,
    ...(description !== undefined && { description }),
    ...(isDefault && { default: filled(plain(String(fallback), name), template, undefined, undefined) }),
    ...(format !== undefined && { format }),
  };
}
