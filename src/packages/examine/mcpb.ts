// `manifest.json` of an MCP bundle (MCPB, once DXT). https://github.com/modelcontextprotocol/mcpb MANIFEST.md 0.3, 2025-12

import { at, get, isArray, isObject, type Json, type Path } from '../../model/json.ts';
import { isLiteralSecret } from '../../secrets/sensitive.ts';
import type { Description, Input, Launch, PlatformCommand } from './descriptor.ts';
import {
  type Described,
  descriptionOf,
  entryFrom,
  isOnAt,
  membersAt,
  textAt,
  textsAt,
  textsOf,
  versionRule,
} from './file.ts';
import { checkInput } from './inputs.ts';
import { ownCode } from './own-code.ts';

/** Does this look like a bundle's manifest? Extensions of browsers and web applications have a `manifest.json` too. */
export function isBundleManifest(value: Json): boolean {
  return isObject(get(value, 'server')) || get(value, 'dxt_version') !== undefined;
}

export function readBundle(described: Described): Description {
  const isOlder = get(described.value, 'dxt_version') !== undefined;
  textAt(described, [isOlder ? 'dxt_version' : 'manifest_version'], { required: true, hint: 'write `"0.3"`' });
  const name = textAt(described, ['name'], { required: true });
  const version = textAt(described, ['version'], versionRule);
  const description = textAt(described, ['description'], { required: true });
  textAt(described, ['author', 'name'], { required: true });
  const settings = membersAt(described, ['user_config']).map(([key]) => settingAt(described, key));
  return descriptionOf(described, {
    name,
    version,
    description,
    launches: [launchOf(described, name ?? '', settings)],
  });
}

function launchOf(described: Described, name: string, settings: readonly Input[]): Launch {
  const type = textAt(described, ['server', 'type'], {
    required: true,
    pattern: /^(?:node|python|binary|uv)$/,
    form: '`node`, `python`, `uv` or `binary`',
  });
  const entry = textAt(described, ['server', 'entry_point'], { required: true });
  if (entry !== undefined) {
    // On Windows a program's name is written without its ending.
    const isThere = type === 'binary' && described.holds(`${entry}.exe`);
    if (!isThere) entryFrom(described, ['server', 'entry_point'], entry);
  }
  const config: Path = ['server', 'mcp_config'];
  const command = textAt(described, [...config, 'command'], { required: type !== 'uv' });
  const args = textsAt(described, [...config, 'args']);
  const env = textsOf(described, [...config, 'env']);
  checkTexts(described, config, args, env, settings);
  return ownCode({
    name,
    command: inFolder(command ?? 'uv', described),
    args: command === undefined ? ['run', '--quiet', '--directory', '${__dirname}', entry ?? ''] : args,
    env,
    entry,
    settings,
    platforms: platformsOf(described, [...config, 'platform_overrides']),
  });
}

/** A program of the bundle itself is written from its folder. */
function inFolder(command: string, { holds }: Pick<Described, 'holds'>): string {
  const isOwn = command.includes('/') && !command.startsWith('$') && !command.startsWith('/') && holds(command);
  return isOwn ? `\${__dirname}/${command}` : command;
}

function platformsOf(described: Described, path: Path): Readonly<Record<string, PlatformCommand>> {
  return Object.fromEntries(
    membersAt(described, path).map(([platform]) => {
      const below: Path = [...path, platform];
      const command = textAt(described, [...below, 'command']);
      const has = (key: string) => at(described.value, [...below, key]) !== undefined;
      return [
        platform,
        {
          ...(command !== undefined && { command: inFolder(command, described) }),
          ...(has('args') && { args: textsAt(described, [...below, 'args']) }),
          ...(has('env') && { env: textsOf(described, [...below, 'env']) }),
        },
      ];
    }),
  );
}

/** What the manifest asks for has to be declared, and a secret has to be asked for. */
function checkTexts(
  described: Described,
  path: Path,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  settings: readonly Input[],
): void {
  const texts: readonly (readonly [string, Path])[] = [
    ...args.map((text, i) => [text, [...path, 'args', String(i)]] as const),
    ...Object.entries(env).map(([key, text]) => [text, [...path, 'env', key]] as const),
  ];
  for (const [text, where] of texts) {
    for (const [, name = ''] of text.matchAll(/\$\{user_config\.([^}]+)\}/g)) {
      if (!settings.some((setting) => setting.name === name))
        described.find('unknown-name', where, `\`${name}\` is not declared in \`user_config\``);
    }
  }
  for (const [key, text] of Object.entries(env)) {
    if (isLiteralSecret(key, text.replace(/\$\{[^}]*\}/g, '')))
      described.find(
        'secret-default',
        [...path, 'env', key],
        `\`${key}\` is a secret, and its value would be published with the package`,
        'ask for it: `${user_config.NAME}`, declared with `"sensitive": true`',
      );
  }
}

const formats = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  directory: 'filepath',
  file: 'filepath',
} as const;

function settingAt(described: Described, name: string): Input {
  const path: Path = ['user_config', name];
  const type = textAt(described, [...path, 'type'], {
    required: true,
    pattern: new RegExp(`^(?:${Object.keys(formats).join('|')})$`),
    form: Object.keys(formats)
      .map((each) => `\`${each}\``)
      .join(' or '),
  });
  textAt(described, [...path, 'title'], { required: true });
  const given = at(described.value, [...path, 'default']);
  const setting: Input = {
    name,
    description: textAt(described, [...path, 'description']) ?? textAt(described, [...path, 'title']),
    isRequired: isOnAt(described, [...path, 'required']),
    isSecret: isOnAt(described, [...path, 'sensitive']),
    format: Object.entries(formats).find(([key]) => key === type)?.[1] ?? 'string',
    // Several folders are several arguments; only one of them can stand in a text.
    default: defaultText(given),
    value: undefined,
    placeholder: undefined,
    choices: [],
    variables: [],
  };
  checkInput(described, path, setting);
  return setting;
}

function defaultText(given: Json | undefined): string | undefined {
  const one = isArray(given) && given.length === 1 ? given[0] : given;
  return typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? String(one) : undefined;
}
