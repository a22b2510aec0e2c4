// What a package says of the server in it, whatever file says it: a name, a version, ways to start it, and what it
// needs to be given. Written as `server.json` of the official registry has it, the richest of them.

import type { Finding } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';

/** A value that the server is given: a variable of its environment, a header, a part of a template. */
export interface Input {
  readonly name: string;
  readonly description: string | undefined;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  readonly format: 'string' | 'number' | 'boolean' | 'filepath';
  readonly default: string | undefined;
  /** Not for the user to choose. `{name}` in it stands for the member of `variables`. */
  readonly value: string | undefined;
  readonly placeholder: string | undefined;
  /** Empty where any value will do. */
  readonly choices: readonly string[];
  readonly variables: readonly Input[];
}

/** An argument on a command line. A positional one's `name` is its hint; a named one's is its flag, dashes included. */
export interface ArgumentInput extends Input {
  readonly type: 'positional' | 'named';
  readonly isRepeated: boolean;
}

/** How a started package is spoken to. */
export interface PackageTransport {
  readonly type: 'stdio' | 'http' | 'sse';
  /** Undefined for stdio. `{name}` in it stands for an input. */
  readonly url: string | undefined;
  readonly headers: readonly Input[];
}

/**
 * One way to come to a running server.
 *
 * `command`: the code in the folder itself. In `command`, `args`, `env` and `cwd`, `${__dirname}` is the folder and
 * `${user_config.NAME}` the input of that name (the words of MCPB, used for every kind).
 * `package`: something published, which a runner fetches.
 * `remote`: a server that runs elsewhere.
 */
export type Launch =
  | {
      readonly kind: 'command';
      /** The bin, the script or the server as the package calls it. */
      readonly name: string;
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      /** The file that is started, from the folder, with `/`; undefined where none can be named. */
      readonly entry: string | undefined;
      readonly environmentVariables: readonly Input[];
      readonly packageArguments: readonly ArgumentInput[];
      /** What `${user_config.NAME}` may ask for. */
      readonly settings: readonly Input[];
      /** What the host of another platform uses instead. */
      readonly platforms: Readonly<Record<string, PlatformCommand>>;
    }
  | {
      readonly kind: 'package';
      /** `npm`, `pypi`, `oci`, `nuget`, `mcpb`, `cargo`, or one that is not known here. */
      readonly registryType: string;
      readonly registryBaseUrl: string | undefined;
      readonly identifier: string;
      readonly version: string | undefined;
      readonly fileSha256: string | undefined;
      readonly runtimeHint: string | undefined;
      readonly runtimeArguments: readonly ArgumentInput[];
      readonly packageArguments: readonly ArgumentInput[];
      readonly environmentVariables: readonly Input[];
      readonly transport: PackageTransport;
    }
  | {
      readonly kind: 'remote';
      readonly transport: PackageTransport;
      readonly variables: readonly Input[];
    };

export interface PlatformCommand {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The files that can describe a package. */
export type DescriptionKind =
  | 'server.json'
  | 'manifest.json'
  | 'package.json'
  | 'pyproject.toml'
  | 'hatch_metadata.json';

/** What one file says. */
export interface Description {
  readonly kind: DescriptionKind;
  /** The file, absolute. */
  readonly file: string;
  /** All that stands in it; null where it cannot be read. */
  readonly value: Json;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly description: string | undefined;
  /** Preferred first. */
  readonly launches: readonly Launch[];
  readonly findings: readonly Finding[];
}

/** What a folder says as a whole: names from the file that describes it best, launches of all of them. */
export interface FolderPackage extends Description {
  /** Absolute. */
  readonly folder: string;
  /** Every description found, the best first. */
  readonly descriptions: readonly Description[];
}
