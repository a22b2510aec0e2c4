// What a descriptor says of a package, before anything is looked up: the server in lock form, and what it asks for.

import type { JsonObject } from '../model/json.ts';
import { get, isObject, type Json } from '../model/json.ts';
import type { PackageInput, PackageServer } from '../model/package.ts';

/** What is to be pinned: a version of a package of one kind. */
export interface Pin {
  readonly type: 'npm' | 'pypi' | 'oci' | 'nuget' | 'mcpb';
  /** Name, image with its tag, or address of a bundle. */
  readonly name: string;
  readonly version: string | undefined;
  /** Hash in hex that the descriptor demands. */
  readonly sha256: string | undefined;
}

export interface Described {
  readonly version: string | undefined;
  readonly description: string | undefined;
  /** Undefined for what runs from its folder, and for a remote server. */
  readonly pin: Pin | undefined;
  readonly server: PackageServer;
  readonly inputs: readonly PackageInput[];
}

/** Collects inputs under unique names: what is asked twice under one name is asked once. */
export interface Inputs {
  add(input: PackageInput): void;
  all(): readonly PackageInput[];
}

export function inputs(): Inputs {
  const found = new Map<string, PackageInput>();
  return {
    add: (input) => {
      const known = found.get(input.name);
      found.set(
        input.name,
        known === undefined
          ? input
          : { ...known, required: known.required || input.required, secret: known.secret || input.secret },
      );
    },
    all: () => [...found.values()],
  };
}

/** A member under its present name, or under the one that it had in snake case before September 2025. */
export function field(value: Json | undefined, name: string): Json | undefined {
  return (
    get(value, name) ??
    get(
      value,
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    )
  );
}

export function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The server with variables besides its own, which count, on every platform. */
export function withVariables(server: PackageServer, below: PackageServer['env']): PackageServer {
  const env = { ...below, ...server.env };
  const platforms = Object.entries(server.platforms ?? {}).map(([name, command]) => [
    name,
    command.env === undefined ? command : { ...command, env: { ...below, ...command.env } },
  ]);
  return {
    ...server,
    ...(Object.keys(env).length > 0 && { env }),
    ...(platforms.length > 0 && { platforms: Object.fromEntries(platforms) }),
  };
}
