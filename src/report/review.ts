// What a report for a reviewer or a runner is made from: the findings of a command, and its plan where it has one.

import type { ExitName } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanInputs } from '../model/plan-inputs.ts';
import type { Look } from './paint.ts';

export interface Review {
  readonly command: 'validate' | 'plan' | 'drift';
  /** How an unattended apply of it would end, or the command did: `pending` where there is something to do. */
  readonly verdict: ExitName;
  /** All of them, those of the plan too. */
  readonly findings: readonly Finding[];
  /** For `drift` the comparison with the record. */
  readonly plan?: Plan | undefined;
  /** What the plan was made from. */
  readonly inputs?: PlanInputs | undefined;
  /** The manifest, absolute, as far as it is known. */
  readonly manifest?: string | undefined;
  /** The environment, where the command line or a variable asks for it. */
  readonly asked?: string | undefined;
  /** Why the command could not go on. */
  readonly error?: { readonly message: string; readonly hint?: string | undefined } | undefined;
}

/** Where a report goes. */
export interface Desk {
  /** Uncoloured. */
  readonly look: Look;
  /** The folder that a runner's paths begin at: the root of the checkout. Absolute. */
  readonly root: string;
  /** Bytes that a comment may have. */
  readonly limit: number;
  /** HTML is understood, `<details>` above all. */
  readonly hasFolds: boolean;
  /** Of this program. */
  readonly version: string;
}

/** Ends with a line feed. */
export type Reporter = (review: Review, desk: Desk) => string;

/** The path as a runner wants it: relative to its root, with `/`; undefined for what lies elsewhere. */
export function pathInRoot(path: string, root: string): string | undefined {
  const trimmed = root.replace(/[/\\]+$/, '');
  if (!path.startsWith(trimmed) || !/^[/\\]./.test(path.slice(trimmed.length))) return undefined;
  return path.slice(trimmed.length + 1).replaceAll('\\', '/');
}
