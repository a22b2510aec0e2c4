// What `doctor` saw: each file of each host, and what is wrong with it.

import type { Finding } from './finding.ts';
import type { Scope } from './target.ts';

/** One file of one host. */
export interface DoctorRow {
  readonly id: string;
  readonly title: string;
  readonly scope: Scope;
  /** Undefined where several are equally likely. */
  readonly path: string | undefined;
  readonly state: 'read' | 'absent' | 'unreadable' | 'ambiguous';
  readonly candidates: readonly { readonly path: string; readonly exists: boolean; readonly reason: string }[];
  readonly servers: number;
  readonly findings: readonly Finding[];
}

export interface DoctorReport {
  readonly rows: readonly DoctorRow[];
  /** What concerns no host alone. */
  readonly findings: readonly Finding[];
}
