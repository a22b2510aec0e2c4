// The home of the older tool of our name (`~/.hatch` of the Python package hatch-xclam, to 0.8): its environments and
// the packages in them. Only read. https://github.com/CrackingShells/Hatch/blob/main/docs/articles/appendices/state_and_data_models.md

import { decodeText } from '../formats/index.ts';
import { HatchError } from '../model/errors.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader } from '../system/system.ts';
import { readFolder } from './examine/folder.ts';

/** What it wrote into one host. */
export interface OlderHost {
  /** The host by its word. */
  readonly host: string;
  /** ISO 8601, the later of the two that it keeps; empty where it kept none. */
  readonly written: string;
  /** As it wrote it, whatever the host; undefined where it kept none. */
  readonly server: JsonObject | undefined;
  /** Members besides, in its words. */
  readonly rest: JsonObject;
}

export interface OlderPackage {
  readonly name: string;
  readonly hosts: readonly OlderHost[];
  /** How its own folder says that it is started; undefined where there is no such folder. */
  readonly start: { readonly command: string; readonly args: readonly string[] } | undefined;
  readonly dependencies: Json | undefined;
  readonly rest: JsonObject;
}

export interface OlderEnvironment {
  readonly name: string;
  readonly description: string;
  readonly packages: readonly OlderPackage[];
  readonly rest: JsonObject;
}

export interface OlderHome {
  /** The file that all of it is from. */
  readonly file: string;
  readonly environments: readonly OlderEnvironment[];
  /** The environment in use, if it is one of them. */
  readonly current: string | undefined;
}

/** Throws HatchError `failed` where there is no such home, or it cannot be read. */
export function readOlderHome(reader: Reader, home: string): OlderHome {
  const { join } = pathsLike(home);
  const folder = join(home, 'envs');
  const file = join(folder, 'environments.json');
  const value = readJson(reader, file);
  if (value === undefined)
    throw new HatchError('failed', `${file} is not there`, {
      hint: 'name the folder that it lies in: hatch init --from-hatch DIR',
    });
  if (!isObject(value)) throw unreadable(file, 'it holds no environments');
  const names = possibleNames(Object.keys(value));
  const environments = Object.entries(value).map(([name, one]) =>
    environmentOf(reader, join(folder, name), { called: name, name: names.get(name) ?? name }, one),
  );
  const current = textOf(reader, join(folder, 'current_env'))?.trim() ?? '';
  return { file, environments, current: names.get(current) };
}

/** Each name as a manifest can have it: it took letters of any language, and words that mean something to a program. */
function possibleNames(names: readonly string[]): ReadonlyMap<string, string> {
  const possible = new Map<string, string>();
  const isFree = (name: string) => ![...possible.values()].includes(name) && !(name in {}) && name !== 'prototype';
  const plainFirst = [...names].sort((a, b) => Number(a !== plainName(a)) - Number(b !== plainName(b)));
  for (const name of plainFirst) {
    const plain = plainName(name);
    let free = plain;
    for (let number = 2; !isFree(free); number += 1) free = `${plain}-${number}`;
    possible.set(name, free);
  }
  return possible;
}

function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '-');
  const trimmed = plain.slice(0, 90).replace(/^[-_]+|-+$/g, '');
  return trimmed === '' ? 'environment' : trimmed;
}

function readJson(reader: Reader, file: string): Json | undefined {
  const text = textOf(reader, file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch (cause) {
    throw unreadable(file, 'it is no valid JSON', cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): HatchError {
  return new HatchError('failed', `${file} cannot be read: ${why}`, { hint: 'mend it by hand, then try again', cause });
}

function textOf(reader: Reader, file: string): string | undefined {
  const bytes = reader.read(file);
  return bytes === undefined ? undefined : decodeText(bytes);
}

function environmentOf(
  reader: Reader,
  folder: string,
  { called, name: key }: { readonly called: string; readonly name: string },
  value: Json,
): OlderEnvironment {
  const packages = get(value, 'packages');
  const all = isArray(packages) ? packages : [];
  const nameOf = (one: Json) => get(one, 'name');
  const isPackage = (one: Json, i: number) =>
    typeof nameOf(one) === 'string' && all.findIndex((other) => nameOf(other) === nameOf(one)) === i;
  const others = isArray(packages) ? all.filter((one, i) => !isPackage(one, i)) : (packages ?? []);
  const python = get(get(value, 'python_env'), 'python_executable');
  const { join } = pathsLike(folder);
  return {
    name: key,
    description: texts(get(value, 'description')),
    packages: all.filter(isPackage).map((one) => {
      const name = String(nameOf(one));
      return packageOf(reader, join(folder, name), name, one, typeof python === 'string' ? python : undefined);
    }),
    rest: {
      ...(called !== key && { called }),
      ...(get(value, 'name') !== called && { name: get(value, 'name') ?? null }),
      ...(isObject(value) ? without(value, ['name', 'description', 'packages']) : { was: value }),
      ...(equal(others, []) ? {} : { 'more packages': others }),
    },
  };
}

function packageOf(
  reader: Reader,
  folder: string,
  name: string,
  value: Json,
  python: string | undefined,
): OlderPackage {
  const hosts = get(value, 'configured_hosts');
  const found = readFolder(reader, folder);
  const launch = found?.launches.find((one) => one.kind === 'command');
  const inFolder = (text: string) => text.replaceAll('${__dirname}', folder);
  return {
    name,
    hosts: Object.entries(isObject(hosts) ? hosts : {}).map(([host, one]) => hostOf(host, one)),
    start: launch && {
      // Its own environments hold what the package needs.
      command: launch.command === 'python' ? (python ?? launch.command) : launch.command,
      args: launch.args.map(inFolder),
    },
    dependencies: get(readQuietly(reader, pathsLike(folder).join(folder, 'hatch_metadata.json')), 'dependencies'),
    rest: without(value, ['name', 'configured_hosts']),
  };
}

/** A package that cannot be read is still one that was there. */
function readQuietly(reader: Reader, file: string): Json | undefined {
  try {
    return readJson(reader, file);
  } catch (error) {
    if (error instanceof HatchError) return undefined;
    throw error;
  }
}

function hostOf(host: string, value: Json): OlderHost {
  const server = get(value, 'server_config');
  const times = ['configured_at', 'last_synced'].map((key) => texts(get(value, key)));
  return {
    host,
    written: times.sort().at(-1) ?? '',
    server: isObject(server) ? server : undefined,
    rest: without(value, ['server_config']),
  };
}

function texts(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function without(value: Json, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(isObject(value) ? value : {}).filter(([key]) => !keys.includes(key)));
}
