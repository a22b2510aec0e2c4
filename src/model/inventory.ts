// What stands in hosts' files, server by server: found by looking, and reported.

import type { Finding } from './finding.ts';
import type { Answer, Conflict, Reason, Shown, Verdict } from './plan.ts';
import type { Scope } from './target.ts';

/** One server in one file. */
export interface FoundEntry {
  readonly target: string;
  readonly host: string;
  readonly server: string;
  /** The file it stands in. */
  readonly path: string;
  /** Undefined where the entry is none that its host would take. */
  readonly transport: string | undefined;
  /** Command and arguments, or the URL, in the manifest's words; secrets in it are masked. */
  readonly runs: Shown | undefined;
  readonly enabled: boolean;
  /** Whose it is; undefined for one that nobody manages. */
  readonly owner: string | undefined;
  /** Why it is here, as far as the manifest or the record says. */
  readonly reason: Reason;
  /** The target it is copied from, for a host-to-host rule. */
  readonly source: string | undefined;
  readonly verdict: Verdict;
  readonly conflict: Conflict | undefined;
  readonly answer: Answer | undefined;
  /** As it stands in the file, leaf by leaf; what is sensitive there is masked. */
  readonly fields: readonly { readonly pointer: string; readonly value: Shown }[];
  readonly findings: readonly Finding[];
}

/** One file, with what stands in it. */
export interface FoundTarget {
  readonly name: string;
  readonly host: string;
  readonly title: string;
  readonly scope: Scope;
  readonly path: string;
  readonly present: boolean;
  readonly state: 'read' | 'absent' | 'unreadable';
  readonly entries: readonly FoundEntry[];
  readonly findings: readonly Finding[];
}

export interface Inventory {
  /** The name of the manifest; undefined without one. */
  readonly owner: string | undefined;
  readonly targets: readonly FoundTarget[];
  /** Servers that the manifest wants in these targets and that are not there. */
  readonly missing: number;
  readonly findings: readonly Finding[];
}
