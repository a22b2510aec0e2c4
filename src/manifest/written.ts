// The manifest as it was written: its overlay laid over it, its environments with all they inherit.

import type { Place } from '../model/finding.ts';
import { at, get, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import type { Platform } from '../model/target.ts';
import { ownDefinitions, readEnvironments, type WrittenEnvironment } from './environments.ts';
import type { Variables } from './expand.ts';
import { merge } from './merge.ts';
import type { Parsed } from './parse.ts';
import type { Rule, Target, WrittenManifest } from './types.generated.ts';

export interface Written {
  /** All but the environments. */
  readonly root: Omit<WrittenManifest, 'environments'>;
  readonly environments: ReadonlyMap<string, WrittenEnvironment>;
  /** Declared targets. */
  readonly targets: ReadonlyMap<string, NonNullable<Target>>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly Rule[];
  /** Those of the manifest itself, with those of the command line. */
  readonly variables: Variables;
  /** Names of all variables that the manifest or an environment of it gives. */
  readonly declared: ReadonlySet<string>;
  /** Where the node at `path` of the manifest stands, in the file that has the last word. */
  place(path: Path): Place;
}

/** The manifest and, if there is one, its overlay; each has passed the schema. */
export function readWritten(
  files: readonly Parsed[],
  platform: Platform,
  overrides: Readonly<Record<string, string>>,
): Written {
  const merged = files.reduce<Json>((lower, { value }, i) => merge(lower, i === 0 ? filled(value) : value) ?? {}, {});
  const names = Object.keys(get(merged, 'environments') ?? {});
  // Every file has passed the schema, and one such value merged over another keeps its shape.
  const root = merged as unknown as WrittenManifest;
  const environments = readEnvironments(names, { files, platform, variables: root.variables ?? {}, overrides });
  const own = ownDefinitions(environments).map(({ value }) => get(value, 'variables'));
  return {
    root,
    environments,
    declared: new Set([root.variables, ...own].flatMap((each) => Object.keys(each ?? {}))),
    targets: new Map(Object.entries(root.targets ?? {}).map(([name, target]) => [name, target ?? {}])),
    groups: new Map(Object.entries(root.groups ?? {}).map(([name, members]) => [name, members ?? []])),
    rules: root.rules ?? [],
    variables: new Map(Object.entries({ ...(root.variables as Readonly<Record<string, string>>), ...overrides })),
    place: (path) => {
      const file = files.findLast(({ value }) => at(value, path) !== undefined) ?? files[0];
      return file?.place(path) ?? { file: '' };
    },
  };
}

/** In the manifest itself a target or an environment without content is there all the same: `cursor:` declares one. */
function filled(value: Json): Json {
  const fill = (each: Json | undefined): readonly (readonly [string, Json])[] =>
    Object.entries(isObject(each) ? each : {}).map(([name, member]) => [name, member ?? {}]);
  return object(
    Object.entries(value as JsonObject).map(([key, member]) =>
      ['targets', 'environments'].includes(key) ? [key, object(fill(member))] : [key, member],
    ),
  );
}
