// Findings: what is wrong or noteworthy in the user's input or on disk. Data with a published code; many at once.

import { byCodePoint } from './json.ts';

export type Severity = 'error' | 'warning' | 'note';

/** Where a finding stands. Line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** RFC 6901, into the file's value. */
  readonly pointer?: string;
}

export interface Finding {
  /** Kebab-case, published, never reused for another meaning. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence for a person: what is wrong. Never holds a secret. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly place?: Place;
  readonly target?: string;
  readonly server?: string;
}

const gravity: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Gravest first, then by place, then by text: the same order on every machine. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      gravity[a.severity] - gravity[b.severity] ||
      byCodePoint(a.place?.file ?? '', b.place?.file ?? '') ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      byCodePoint(a.target ?? '', b.target ?? '') ||
      byCodePoint(a.server ?? '', b.server ?? '') ||
      byCodePoint(a.code + a.message, b.code + b.message),
  );
}
