// A server of the manifest, or an entry as a host would read it → how it is started or reached, all references resolved.

import { decode, type Host } from '../hosts/index.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';
import { Secret } from '../model/secret.ts';
import type { Server } from '../model/server.ts';
import { type ResolveContext, resolveAt } from '../secrets/resolve.ts';
import { isLiteralSecret, isSecretArgument, isSecretUrl } from '../secrets/sensitive.ts';
import type { Approach, Probe } from '../speak/candidate.ts';
import { pathsOf, variable } from '../system/paths.ts';
import { findProgram } from './doctor/programs.ts';
import { baseEnvironment, readEnvFile, startable } from './launching.ts';

/** Ready to be spoken to, or what can be said without trying. */
export interface Prepared {
  readonly approach?: Approach;
  readonly probe?: Probe;
  /** Texts to be masked wherever they occur. */
  readonly secrets: readonly Secret[];
}

export interface ApproachContext extends ResolveContext {
  /** Start it as an application does that was not started from this shell. */
  readonly asApplication: boolean;
  /** Where it is started unless it says so itself. */
  readonly cwd: string;
}

/** An entry in a host's own shape, as that host would understand it. */
export interface HostEntry {
  readonly host: Host;
  readonly name: string;
  /** Templates stand at `inline` pointers. */
  readonly value: Json;
  readonly inline: ReadonlySet<string>;
  readonly satellites: (id: string) => JsonObject;
  /** The file lies in the manifest's repository. */
  readonly portable: boolean;
}

/** Through the host's dialect and back: what it has no words for is not there when it is started. */
export function approachOfEntry(entry: HostEntry, context: ApproachContext): Prepared {
  const { host, name, portable, satellites } = entry;
  const written = resolveAt(context, entry.value, entry.inline);
  const secrets = written.secrets.map((text) => new Secret(text));
  if (written.unresolved.length > 0) return { probe: unresolved(written.unresolved), secrets };
  const { platform } = context.surroundings;
  const { home, manifestDir } = context;
  const decoded = isObject(written.value)
    ? decode(host, name, written.value, satellites, { platform, home, manifestDir, portable }).server
    : undefined;
  if (decoded === undefined)
    return { probe: { state: 'not-found', reason: `${host.title} would not take this entry as a server` }, secrets };
  const prepared = approachOf(decoded, context);
  return { ...prepared, secrets: [...secrets, ...prepared.secrets] };
}

/** A server of the manifest as it stands there. */
export function approachOf(server: Server, context: ApproachContext): Prepared {
  if (server.enabled === false) return { probe: { state: 'skipped', reason: 'switched off' }, secrets: [] };
  const { command, args, env, cwd, envFile, url, headers } = server;
  const said = { command, args, env, cwd, envFile, url, headers };
  const written = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as JsonObject;
  const { value, secrets: found, unresolved: missing } = resolveAt(context, written, new Set(textsIn(written, [])));
  const resolved = value as unknown as Partial<Server>;
  const secrets = [...found, ...literalsIn(resolved)].map((text) => new Secret(text));
  if (missing.length > 0) return { probe: unresolved(missing), secrets };
  if (server.transport === 'stdio') return withSecrets(startOf(resolved, context), secrets);
  if (server.transport === 'ws')
    return { probe: { state: 'skipped', reason: 'WebSocket servers cannot be checked' }, secrets };
  if (!isAddress(resolved.url)) return { probe: { state: 'unreachable', reason: 'its `url` is no address' }, secrets };
  return {
    approach: { transport: server.transport, url: resolved.url ?? '', headers: resolved.headers ?? {} },
    secrets,
  };
}

function withSecrets(prepared: Prepared, secrets: readonly Secret[]): Prepared {
  return { ...prepared, secrets: [...secrets, ...prepared.secrets] };
}

function unresolved(references: readonly string[]): Probe {
  const all = [...new Set(references)].join(', ');
  return {
    state: 'unresolved',
    reason: `${all} has no value here`,
    hint: 'set the variable (or create the file), or give a default: ${env:NAME:-default}',
  };
}

function startOf(
  { command = '', args = [], env = {}, cwd, envFile }: Partial<Server>,
  context: ApproachContext,
): Prepared {
  const { surroundings, reader, asApplication } = context;
  const { platform } = surroundings;
  const { resolve } = pathsOf(platform);
  const folder = cwd === undefined ? context.cwd : resolve(context.cwd, cwd);
  if (reader.list(folder) === undefined)
    return {
      probe: { state: 'not-found', reason: `the folder ${folder}, where it is to be started, is not there` },
      secrets: [],
    };
  const file = envFile === undefined ? undefined : resolve(folder, envFile);
  const bytes = file === undefined ? undefined : reader.read(file);
  if (file !== undefined && bytes === undefined)
    return { probe: { state: 'unresolved', reason: `its \`envFile\` ${file} is not there` }, secrets: [] };
  const fromFile = bytes === undefined ? {} : readEnvFile(new TextDecoder().decode(bytes));
  const whole = { ...baseEnvironment(surroundings, asApplication), ...fromFile, ...env };
  const secrets = [...Object.values(fromFile), ...inherited(whole)].map((text) => new Secret(text));
  const path = variable({ ...surroundings, env: whole }, 'PATH') ?? '';
  const found = findProgram(reader, surroundings, command, { desktop: false, path, home: context.home });
  if (found.where === 'nowhere') return { probe: notFound(command, context, env), secrets };
  const started = startable(found.path, command, args, { platform, env: whole });
  return { approach: { transport: 'stdio', ...started, env: whole, cwd: folder }, secrets };
}

function notFound(
  command: string,
  { reader, surroundings, home, asApplication }: ApproachContext,
  env: Server['env'],
): Probe {
  if (/[/\\]/.test(command))
    return { state: 'not-found', reason: `there is no \`${command}\``, hint: 'correct `command`' };
  const found = findProgram(reader, surroundings, command, { desktop: asApplication, path: env?.PATH, home });
  if (found.where === 'shell')
    return {
      state: 'not-found',
      reason: `\`${command}\` is not on the short PATH of an application of the desktop`,
      hint: `write its whole path: ${found.path}`,
    };
  return {
    state: 'not-found',
    reason: `\`${command}\` is not on the PATH`,
    hint: 'install it, or write its whole path',
  };
}

function isAddress(url: string | undefined): boolean {
  try {
    return /^https?:$/.test(new URL(url ?? '').protocol);
  } catch {
    return false;
  }
}

function textsIn(value: Json, path: readonly string[]): readonly string[] {
  if (typeof value === 'string') return [printPointer(path)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsIn(member as Json, [...path, key]));
}

/** What is secret in a server by its position and look; the program may print it. */
function literalsIn({ args = [], env = {}, url, headers = {} }: Partial<Server>): readonly string[] {
  const named = [...Object.entries(env), ...Object.entries(headers)];
  return [
    ...named.flatMap(([name, text]) =>
      isLiteralSecret(name, text) ? [text.replace(/^(?:Bearer|Basic|Token)\s+/i, '')] : [],
    ),
    ...args.flatMap((text, i) => (isSecretArgument(args, i) ? [text.replace(/^--?[\w.-]+=/, '')] : [])),
    ...(url !== undefined && isSecretUrl(url) ? secretsInUrl(url) : []),
  ];
}

function secretsInUrl(url: string): readonly string[] {
  try {
    const { username, password, searchParams } = new URL(url);
    const values = [...searchParams].flatMap(([name, value]) => (isLiteralSecret(name, value) ? [value] : []));
    return [url, username, password, ...values].filter((text) => text !== '');
  } catch {
    return [url];
  }
}

/** The program has the secrets of this shell too. */
function inherited(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, text]) => (isLiteralSecret(name, text) ? [text] : []));
}
