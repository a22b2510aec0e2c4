// What an environment defines, and where it goes: as the manifest says it.

import type { Finding, Place } from './finding.ts';
import type { Shown, Verdict } from './plan.ts';

/** One environment in full. */
export interface EnvironmentDetails {
  readonly name: string;
  readonly description: string | undefined;
  readonly manifest: string;
  readonly current: boolean;
  readonly servers: readonly {
    readonly name: string;
    readonly transport: string;
    /** The command and its arguments, or the address. */
    readonly runs: readonly Shown[];
    readonly place: Place;
  }[];
  /** Rules that take from it: from 1, or 0 for the implied one. */
  readonly rules: readonly { readonly index: number; readonly to: readonly string[] }[];
}

/** A server that an environment defines. */
export interface DefinedServer {
  readonly server: string;
  readonly transport: string;
  /** Command and arguments, or the URL; secrets in it are masked. */
  readonly runs: Shown;
  readonly enabled: boolean;
  /** Where the manifest defines it. */
  readonly place: Place;
  readonly targets: readonly { readonly target: string; readonly verdict: Verdict }[];
}

/** The servers of one environment. */
export interface Discovered {
  readonly manifest: string;
  readonly environment: { readonly name: string; readonly from: string };
  readonly servers: readonly DefinedServer[];
  readonly findings: readonly Finding[];
}
