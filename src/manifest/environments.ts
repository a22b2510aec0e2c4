// Environments with all they inherit: the chain of definitions, and the servers and variables folded from it.

import type { Finding, Place } from '../model/finding.ts';
import { at, get, isArray, isObject, type Json, type JsonObject, type Path } from '../model/json.ts';
import type { AskedInput } from '../model/package.ts';
import type { Platform } from '../model/target.ts';
import { foldServer, merge } from './merge.ts';
import type { Parsed } from './parse.ts';

/** What one file says of one environment. */
export interface Definition {
  readonly environment: string;
  readonly file: Parsed;
  readonly path: Path;
  readonly value: JsonObject;
}

/** A server of an environment with all it inherits, for one platform. */
export interface WrittenServer {
  readonly name: string;
  /** Without `platforms` and without nulls. */
  readonly value: JsonObject;
  /** Where the nearest definition stands. */
  readonly place: Place;
  /** Where the value at `path` of the server was written. */
  placeOf(path: Path): Place;
  /** A definition of it says something for one platform only. */
  readonly byPlatform: boolean;
  /** The package that it is made from, as written. */
  readonly reference?: string;
  readonly asks?: readonly AskedInput[];
  /** What the package asks for and nobody gives, and the like: they stop this server, not the manifest. */
  readonly findings?: readonly Finding[];
}

export interface WrittenEnvironment {
  readonly name: string;
  readonly place: Place;
  readonly description: string | undefined;
  /** As written. */
  readonly parents: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly servers: ReadonlyMap<string, WrittenServer>;
  /** The furthest ancestor first, its own last, each once; a cycle is cut and an unknown parent left out. */
  readonly chain: readonly Definition[];
}

/** What environments are read with. */
export interface EnvironmentInputs {
  /** The manifest and, if there is one, its overlay. */
  readonly files: readonly Parsed[];
  readonly platform: Platform;
  /** The manifest's own `variables`. */
  readonly variables: Json;
  /** Variables of the command line: they win. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** The environments of these names, each of which some file defines. */
export function readEnvironments(
  names: readonly string[],
  inputs: EnvironmentInputs,
): ReadonlyMap<string, WrittenEnvironment> {
  const own = new Map(names.map((name) => [name, definitionsOf(inputs.files, name)]));
  const parentsOf = (name: string) => texts(last(own.get(name) ?? [], ['extends']));
  return new Map(
    [...own].map(([name, definitions]) => {
      const chain = ancestry(name, parentsOf).flatMap((each) => own.get(each) ?? []);
      const description = last(definitions, ['description']);
      const environment = {
        name,
        place: placeOf(definitions, []),
        description: typeof description === 'string' ? description : undefined,
        parents: parentsOf(name),
        variables: readVariables(chain, inputs),
        servers: readServers(chain, inputs.platform),
        chain,
      };
      return [name, environment];
    }),
  );
}

/** What each environment says itself, every definition once. */
export function ownDefinitions(environments: ReadonlyMap<string, WrittenEnvironment>): readonly Definition[] {
  return [...environments.values()].flatMap(({ name, chain }) =>
    chain.filter(({ environment }) => environment === name),
  );
}

function definitionsOf(files: readonly Parsed[], name: string): readonly Definition[] {
  const path = ['environments', name];
  return files.flatMap((file) => {
    const value = at(file.value, path);
    return value === undefined ? [] : [{ environment: name, file, path, value: isObject(value) ? value : {} }];
  });
}

/** The environment after all its ancestors, each once: so an ancestor never overrides what descends from it. */
function ancestry(name: string, parentsOf: (name: string) => readonly string[]): readonly string[] {
  const found = new Set<string>();
  const entered = new Set<string>();
  const enter = (each: string) => {
    if (entered.has(each)) return;
    entered.add(each);
    for (const parent of parentsOf(each)) enter(parent);
    found.add(each);
  };
  enter(name);
  return [...found];
}

function readVariables(chain: readonly Definition[], inputs: EnvironmentInputs): ReadonlyMap<string, string> {
  const layers: readonly Json[] = [
    inputs.variables,
    ...chain.map((each) => get(each.value, 'variables') ?? {}),
    inputs.overrides,
  ];
  const folded = layers.reduce<Json>((lower, upper) => merge(lower, upper) ?? {}, {});
  return new Map(Object.entries(folded as Readonly<Record<string, string>>));
}

function readServers(chain: readonly Definition[], platform: Platform): ReadonlyMap<string, WrittenServer> {
  const servers = new Map<string, WrittenServer>();
  const names = new Set(chain.flatMap(({ value }) => Object.keys(asObject(get(value, 'servers')))));
  for (const name of names) {
    // `servers: null` removes all that is inherited.
    const start = chain.findLastIndex(({ value }) => get(value, 'servers') === null) + 1;
    const giving = chain.slice(start).filter(({ value }) => at(value, ['servers', name]) !== undefined);
    const definitions = giving.map((each) => at(each.value, ['servers', name]) as Json);
    const value = foldServer(definitions, platform);
    if (value === undefined) continue;
    servers.set(name, {
      name,
      value,
      place: placeOf(giving, ['servers', name]),
      placeOf: (path) => placeOf(giving, ['servers', name, 'platforms', platform, ...path], ['servers', name, ...path]),
      byPlatform: definitions.some((each) => isObject(get(each, 'platforms'))),
    });
  }
  return servers;
}

/** Where the nearest definition that has one of these paths has it, the first path first. */
function placeOf(definitions: readonly Definition[], ...paths: readonly Path[]): Place {
  for (const path of paths) {
    const giving = definitions.findLast(({ value }) => at(value, path) !== undefined && at(value, path) !== null);
    if (giving !== undefined) return giving.file.place([...giving.path, ...path]);
  }
  const nearest = definitions.at(-1);
  return nearest === undefined ? { file: '' } : nearest.file.place(nearest.path);
}

/** The value of the nearest definition that has one. */
function last(definitions: readonly Definition[], path: Path): Json | undefined {
  const giving = definitions.findLast(({ value }) => at(value, path) !== undefined);
  return giving === undefined ? undefined : at(giving.value, path);
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
