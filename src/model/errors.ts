// The one error that stops a command, and the exit codes.

import type { Finding } from './finding.ts';
import type { Plan } from './plan.ts';

/** Exit codes, as published in the README. */
export const exitCodes = {
  done: 0,
  failed: 1,
  pending: 2,
  conflicts: 3,
  stale: 4,
  refused: 5,
  locked: 6,
  undone: 7,
  'undo-incomplete': 8,
  unresolved: 9,
  'put-back': 10,
  usage: 64,
  'manifest-invalid': 65,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitName = keyof typeof exitCodes;

/** The command cannot go on. `exit` names the exit code, `hint` says what to type or do next. Never holds a secret. */
export class HatchError extends Error {
  override readonly name = 'HatchError';
  readonly exit: ExitName;
  readonly hint: string | undefined;
  readonly findings: readonly Finding[];
  /** What would happen now, where a person should see it. */
  readonly plan: Plan | undefined;
  constructor(
    exit: ExitName,
    message: string,
    options: {
      readonly hint?: string;
      readonly findings?: readonly Finding[];
      readonly plan?: Plan;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exit = exit;
    this.hint = options.hint;
    this.findings = options.findings ?? [];
    this.plan = options.plan;
  }
}
