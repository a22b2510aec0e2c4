// A manifest with nothing left to decide: positions kept, variables expanded, inheritance flattened.

import type { Finding, Place } from './finding.ts';
import type { JsonObject } from './json.ts';
import type { AskedInput } from './package.ts';
import type { Server } from './server.ts';
import type { Scope } from './target.ts';

export type OnDrift = 'revert' | 'report' | 'ignore';
export type OnConflict = 'ask' | 'take' | 'keep';
export type OnRemove = 'delete' | 'forget' | 'disable';
export type OnUnsupported = 'error' | 'warn' | 'bridge';
export type References = 'native' | 'inline';

/** Written at defaults, target or server; server beats target beats defaults. */
export interface Policies {
  readonly onDrift?: OnDrift;
  readonly onConflict?: OnConflict;
  readonly onRemove?: OnRemove;
  readonly onUnsupported?: OnUnsupported;
  readonly references?: References;
}

/** Written at defaults or target. */
export interface TargetPolicies {
  /** Every entry of the place is this manifest's. */
  readonly exclusive?: boolean;
  /** Write through the inode instead of renaming over it. */
  readonly inPlace?: boolean;
  /** Create the host's file where the host is not on this machine. */
  readonly create?: boolean;
}

export interface ServerSpec {
  readonly name: string;
  /** Neutral form for this platform, without `raw`; templates hold no `${var:}` any more. */
  readonly server: Server;
  /** Host id → raw fields for that host. */
  readonly hosts: Readonly<Record<string, JsonObject>>;
  readonly policies: Policies;
  readonly protect: boolean;
  /** Pointers into the neutral server (`/env/TOKEN_KIND`) that are public although they look sensitive. */
  readonly public: readonly string[];
  /** Where the nearest definition stands. */
  readonly place: Place;
  /** The package that it is made from, as written. */
  readonly package?: string;
  /** What that package asks for. */
  readonly asks?: readonly AskedInput[];
  /** What is missing to make it from its package. */
  readonly findings?: readonly Finding[];
}

export interface EnvironmentSpec {
  readonly name: string;
  readonly description: string | undefined;
  readonly servers: ReadonlyMap<string, ServerSpec>;
  readonly place: Place;
}

export interface TargetSpec {
  /** The manifest's name for it; a host id that was not declared is its own name. */
  readonly name: string;
  /** Host id (or alias, or variant id) as written. */
  readonly type: string;
  readonly scope: Scope | undefined;
  /** A file instead of the host's own, as written (may begin with `~` or be relative to the manifest). */
  readonly path: string | undefined;
  /** Another home directory, as written. */
  readonly home: string | undefined;
  /** The project folder for scope project, as written; the manifest's folder if undefined. */
  readonly project: string | undefined;
  readonly policies: Policies & TargetPolicies;
  /** False for a host id that is used without being declared. */
  readonly declared: boolean;
  readonly place: Place;
}

/** What goes where. Selection: `servers` (exact), `include`, `exclude` (patterns) must all hold. */
export interface RuleSpec {
  /** From 1, in the order of the manifest; 0 for the implied rule. */
  readonly index: number;
  /** The environment it takes from; undefined means the current one. Not given with `target`. */
  readonly environment: string | undefined;
  /** A host-to-host rule: the target that is copied from. */
  readonly target: string | undefined;
  /** Target names, groups resolved, `all` resolved to the declared targets; sorted, each once. */
  readonly to: readonly string[];
  /** `to` held `all` and no target is declared: every host found on the machine. */
  readonly toAllFound: boolean;
  readonly servers: readonly string[] | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly mirror: boolean;
  readonly place: Place;
}

export interface Manifest {
  /** Absolute path of the file. */
  readonly path: string;
  readonly folder: string;
  /** The owner of what is applied. */
  readonly name: string;
  /** The `environment:` key. */
  readonly environment: string | undefined;
  readonly policies: Policies & TargetPolicies;
  readonly environments: ReadonlyMap<string, EnvironmentSpec>;
  /** Declared targets and those used by their host id, by name. */
  readonly targets: ReadonlyMap<string, TargetSpec>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly RuleSpec[];
  /** False where the one rule is implied. */
  readonly hasRules: boolean;
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Where names of packages are looked up, as written; empty for the usual place. */
  readonly registries: readonly string[];
}
