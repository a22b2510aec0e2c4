// One host's file on this machine, as `doctor` looks at it.

import type { Located } from '../../hosts/api.ts';
import { type Host, isServer } from '../../hosts/index.ts';
import type { Finding } from '../../model/finding.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Scope } from '../../model/target.ts';
import { type Actual, type ActualEntry, serversPlace } from '../../state/actual.ts';
import type { Reader, Surroundings } from '../../system/system.ts';

export interface Examined {
  readonly host: Host;
  readonly scope: Scope;
  readonly located: Located;
  readonly actual: Actual;
}

/** What all checks see. */
export interface Scene {
  readonly reader: Reader;
  readonly surroundings: Surroundings;
  /** The user's home directory, below `--root` if there is one. */
  readonly home: string;
  readonly project: string;
  readonly all: readonly Examined[];
}

/** Looks at one file; gives what is wrong with it. */
export type Check = (one: Examined, scene: Scene) => readonly Finding[];

/** The entries that are servers. */
export function serversOf({ host, actual }: Examined): readonly (readonly [string, JsonObject, ActualEntry])[] {
  return [...(actual.places.get(serversPlace) ?? [])].flatMap(([name, entry]) =>
    isObject(entry.value) && isServer(host, entry.value) ? [[name, entry.value, entry] as const] : [],
  );
}

/** Would some host take this for a server, by its members? */
export function looksLikeServer(entry: Json): boolean {
  return (
    isObject(entry) && ['command', 'cmd', 'url', 'serverUrl', 'httpUrl', 'uri'].some((key) => Object.hasOwn(entry, key))
  );
}

/** A finding about one server, at its place in the file. */
export function aboutServer(
  { host, actual }: Examined,
  name: string,
  { file, path }: ActualEntry,
  finding: Pick<Finding, 'code' | 'severity' | 'message' | 'hint'>,
): Finding {
  const from = actual.files[file];
  const position = from?.document?.locate(path);
  return {
    ...finding,
    target: host.id,
    server: name,
    ...(from && { place: { file: from.path, ...(position && { line: position.line, column: position.column }) } }),
  };
}
