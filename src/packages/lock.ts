// The lock beside the manifest: its text from the packages it pins, and back. Sorted, one fact to a line.

import { FormatError } from '../formats/codec.ts';
import { codecs, decodeText } from '../formats/index.ts';
import { printScalar } from '../formats/yaml-scalar.ts';
import { HatchError } from '../model/errors.ts';
import { byCodePoint, get, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { LockedPackage, PackageInput, PackageServer } from '../model/package.ts';
import type { Transport } from '../model/server.ts';
import type { Platform } from '../model/target.ts';
import { pathsOf } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';

/** Reference as the manifest writes it → what it is pinned to. */
export type Lock = ReadonlyMap<string, LockedPackage>;

/** Where the lock of a manifest lies. */
export function lockPath({ platform }: Pick<Surroundings, 'platform'>, manifest: string): string {
  const { dirname, join } = pathsOf(platform);
  return join(dirname(manifest), 'hatch.mcp.lock.yaml');
}

/** The lock and its text; empty where there is none. Throws HatchError `manifest-invalid` where it is none of ours. */
export function readLock(reader: Reader, path: string): { readonly lock: Lock; readonly text: string | undefined } {
  const bytes = reader.read(path);
  if (bytes === undefined) return { lock: new Map(), text: undefined };
  const text = textOf(bytes, path);
  return { lock: parseLock(text, path), text };
}

function textOf(bytes: Uint8Array, path: string): string {
  if (bytes.length > largest) throw broken(path, `it is larger than ${largest / 1_000_000} MB`);
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw broken(path, 'it is not UTF-8 text', cause);
  }
}

const largest = 10_000_000;
const lockVersion = 1;

function broken(path: string, reason: string, cause?: unknown): HatchError {
  return new HatchError('manifest-invalid', `${path} cannot be read: ${reason}`, {
    hint: 'take it from version control again, or remove it and run `hatch package sync`',
    cause,
  });
}

export function parseLock(text: string, path: string): Lock {
  const value = readValue(text, path);
  const version = get(value, 'lockVersion');
  if (typeof version === 'number' && version > lockVersion) {
    throw new HatchError('manifest-invalid', `${path} was written by a newer hatch: its lockVersion is ${version}`, {
      hint: `update hatch: this one reads lockVersion ${lockVersion}`,
    });
  }
  if (version !== lockVersion)
    throw broken(path, `its lockVersion is ${JSON.stringify(version ?? null)}, not ${lockVersion}`);
  const packages = get(value, 'packages') ?? {};
  if (!isObject(packages)) throw broken(path, '`packages` is no map');
  return new Map(
    Object.entries(packages).map(([reference, entry]) => [reference, readEntry(reference, entry, path)] as const),
  );
}

function readValue(text: string, path: string): Json {
  try {
    const { value, duplicates } = codecs.yaml.read(text);
    const [twice] = duplicates;
    if (twice !== undefined) throw broken(path, `\`${twice.path.at(-1)}\` stands twice (line ${twice.position.line})`);
    return value;
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    const merge = /^(<{7}|={7}|>{7})/m.test(text) ? 'it holds the marks of a merge' : cause.message;
    throw broken(path, `${merge} (line ${cause.position.line})`, cause);
  }
}

function readEntry(reference: string, entry: Json, path: string): LockedPackage {
  const wrong = (what: string) => broken(path, `\`${what}\` of \`${reference}\` is not what we write`);
  const text = (key: string): string => optional(entry, key, wrong) ?? fail(wrong(key));
  const member = (key: 'version' | 'integrity' | 'unpinned' | 'description') => {
    const found = optional(entry, key, wrong);
    return found === undefined ? {} : { [key]: found };
  };
  const inputs = get(entry, 'inputs') ?? [];
  if (!isArray(inputs)) throw wrong('inputs');
  return {
    reference,
    source: text('source'),
    resolved: text('resolved'),
    ...member('version'),
    ...member('integrity'),
    ...member('unpinned'),
    ...member('description'),
    server: readServer(get(entry, 'server'), wrong),
    inputs: inputs.map((input) => readInput(input, wrong)),
  };
}

function fail(error: HatchError): never {
  throw error;
}

function optional(value: Json | undefined, key: string, wrong: (what: string) => HatchError): string | undefined {
  const found = get(value, key);
  if (found === undefined || typeof found === 'string') return found;
  throw wrong(key);
}

const transports: readonly string[] = ['stdio', 'http', 'sse', 'ws'] satisfies readonly Transport[];
const serverKeys = ['transport', 'command', 'args', 'env', 'cwd', 'url', 'headers', 'platforms'];
const platformKeys = ['command', 'args', 'env'];
const platformNames: readonly string[] = ['darwin', 'linux', 'win32'] satisfies readonly Platform[];

function readServer(value: Json | undefined, wrong: (what: string) => HatchError): PackageServer {
  if (!isObject(value) || !Object.keys(value).every((key) => serverKeys.includes(key))) throw wrong('server');
  const { transport, command, url, cwd } = value;
  const isKind = (transport === 'stdio') === (typeof command === 'string') && isText(command ?? url);
  if (typeof transport !== 'string' || !transports.includes(transport) || !isKind) throw wrong('server');
  if (cwd !== undefined && !isText(cwd)) throw wrong('server.cwd');
  checkCommand(value, 'server', wrong);
  const platforms = get(value, 'platforms');
  if (platforms !== undefined && !isObject(platforms)) throw wrong('server.platforms');
  for (const [name, command] of Object.entries(platforms ?? {})) {
    const isKnown = isObject(command) && Object.keys(command).every((key) => platformKeys.includes(key));
    const isCommand = isKnown && (command.command === undefined || isText(command.command));
    if (!isCommand || !platformNames.includes(name)) throw wrong(`server.platforms.${name}`);
    checkCommand(command, `server.platforms.${name}`, wrong);
  }
  return value as unknown as PackageServer;
}

function checkCommand(value: JsonObject, at: string, wrong: (what: string) => HatchError): void {
  const { args } = value;
  if (args !== undefined && !(isArray(args) && args.every((item) => isText(item) || isTexts(item))))
    throw wrong(`${at}.args`);
  for (const key of ['env', 'headers']) {
    const map = get(value, key);
    if (map !== undefined && !(isObject(map) && Object.values(map).every(isText))) throw wrong(`${at}.${key}`);
  }
}

const isText = (value: Json | undefined): value is string => typeof value === 'string';
const isTexts = (value: Json | undefined): value is readonly string[] => isArray(value) && value.every(isText);
const kinds: readonly string[] = ['env', 'header', 'argument', 'option'] satisfies readonly PackageInput['kind'][];

function readInput(value: Json, wrong: (what: string) => HatchError): PackageInput {
  const { name, kind, description, choices, default: fallback, format } = isObject(value) ? value : {};
  const isKind = typeof kind === 'string' && kinds.includes(kind);
  const areTexts = [description, fallback, format].every((each) => each === undefined || isText(each));
  if (!isText(name) || !isKind || !areTexts || (choices !== undefined && !isTexts(choices))) throw wrong('inputs');
  return {
    ...(value as unknown as PackageInput),
    required: get(value, 'required') === true,
    secret: get(value, 'secret') === true,
  };
}

const heading = [
  '# What each package of the manifest is: version, source and content, and the server that comes of it.',
  '# Written by `hatch package add`, `sync` and `update`; commit it, and leave it to them.',
];

/** The same packages give the same text, in whatever order they come. */
export function printLock(lock: Lock): string {
  const entries = [...lock.values()].sort((a, b) => byCodePoint(a.reference, b.reference));
  const lines = [...heading, `lockVersion: ${lockVersion}`];
  if (entries.length === 0) return `${[...lines, 'packages: {}'].join('\n')}\n`;
  return `${[...lines, 'packages:', ...entries.flatMap(printEntry)].join('\n')}\n`;
}

const facts = ['version', 'source', 'resolved', 'integrity', 'unpinned', 'description'] as const;

function printEntry(entry: LockedPackage): readonly string[] {
  const { server, inputs } = entry;
  const lines = facts.flatMap((key) => (entry[key] === undefined ? [] : [`    ${key}: ${scalar(entry[key])}`]));
  return [
    `  ${scalar(entry.reference)}:`,
    ...lines,
    '    server:',
    ...printServer(server, '      '),
    ...(inputs.length === 0 ? [] : ['    inputs:', ...inputs.flatMap(printInput)]),
  ];
}

function printServer(server: Partial<PackageServer>, margin: string): readonly string[] {
  const { args = [], env, headers, platforms = {} } = server;
  // None is something else there than what stands above.
  const isOverride = server.transport === undefined;
  const items = args.map((item) => `  - ${typeof item === 'string' ? scalar(item) : flow(item)}`);
  const others = platformNames.flatMap((name) => {
    const command = platforms[name as Platform];
    return command === undefined ? [] : [`  ${name}:`, ...printServer(command, '    ')];
  });
  return [
    ...(['transport', 'command', 'cwd', 'url'] as const).flatMap((key) => {
      const value = server[key];
      return value === undefined ? [] : [`${key}: ${scalar(value)}`];
    }),
    ...(items.length > 0 ? ['args:', ...items] : isOverride && server.args !== undefined ? ['args: []'] : []),
    ...map('env', env),
    ...map('headers', headers),
    ...(others.length === 0 ? [] : ['platforms:', ...others]),
  ].map((line) => `${margin}${line}`);
}

function map(key: string, members: Readonly<Record<string, string>> | undefined): readonly string[] {
  const pairs = Object.entries(members ?? {}).sort(([a], [b]) => byCodePoint(a, b));
  if (pairs.length === 0) return [];
  return [`${key}:`, ...pairs.map(([name, value]) => `  ${scalar(name)}: ${scalar(value)}`)];
}

function printInput(input: PackageInput): readonly string[] {
  const { name, kind, description, format, required, secret, choices, default: fallback } = input;
  const lines = [
    `name: ${scalar(name)}`,
    `kind: ${kind}`,
    ...(required ? ['required: true'] : []),
    ...(secret ? ['secret: true'] : []),
    ...(description === undefined ? [] : [`description: ${scalar(description)}`]),
    ...(fallback === undefined ? [] : [`default: ${scalar(fallback)}`]),
    ...(choices === undefined ? [] : [`choices: ${flow(choices)}`]),
    ...(format === undefined ? [] : [`format: ${format}`]),
  ];
  return lines.map((line, i) => `      ${i === 0 ? '- ' : '  '}${line}`);
}

function flow(items: readonly string[]): string {
  return `[${items.map((item) => scalar(item, true)).join(', ')}]`;
}

function scalar(value: string, isInList = false): string {
  return printScalar(value, { flow: isInList, style: 'plain', quote: 'double' });
}
