// What the verbs take and give: shared by the command line and by programs.

import type { ContextOf } from '../apply/materialise.ts';
import type { Run } from '../apply/request.ts';
import type { ExitName } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Answer, EntryPlan, Plan, TargetPlan } from '../model/plan.ts';
import type { PlanInputs } from '../model/plan-inputs.ts';
import type { Secret } from '../model/secret.ts';
import type { Surroundings, System, Witness } from '../system/system.ts';

/** Ports for verbs that only read. */
export interface ReadPorts {
  readonly system: Witness;
  readonly surroundings: Surroundings;
}

/** Ports for verbs that write. */
export interface WritePorts {
  readonly system: System;
  readonly surroundings: Surroundings;
}

export interface PlanOptions extends PlanInputs {
  /** Conflicts to be left as they are this time. */
  readonly skip?: readonly string[];
}

/** Questions to a person; absent when nobody can answer. */
export interface Interaction {
  /** Shows the plan and asks whether to go on. `changed` when it is asked again because the plan changed meanwhile. */
  confirm(plan: Plan, changed: boolean): Promise<boolean>;
  /** One conflict: take ours, keep theirs, or skip it this time. */
  resolve(target: TargetPlan, entry: EntryPlan): Promise<Answer>;
}

export interface ApplyOptions {
  readonly interaction?: Interaction | undefined;
  /** Consent without a question. */
  readonly autoApprove?: boolean;
  /** The digest that was approved, `sha256:…`. */
  readonly approve?: string | undefined;
  /** What the approved plan saw at sensitive places; see `volatile.ts`. */
  readonly volatile?: Json | undefined;
  readonly backup?: boolean;
  /** Milliseconds. */
  readonly lockTimeout?: number;
  /** Milliseconds from the last write until it is looked whether a host put its own back. */
  readonly settle?: number;
  readonly allowEmpty?: boolean;
  /** Removals allowed to an unattended, unapproved run. */
  readonly maxDeletes?: number | undefined;
  /** Looks at the plan that is about to be carried out; what it throws stops it, with nothing written. */
  readonly verify?: ((plan: Plan, contextOf: ContextOf) => Promise<void>) | undefined;
  /** Hears the secrets that were resolved, so that they can be masked wherever they occur. */
  readonly onSecrets?: ((secrets: readonly Secret[]) => void) | undefined;
  /** The command line in words, for the history. */
  readonly command: string;
}

export interface ApplyReport {
  readonly plan: Plan;
  /** Undefined when nothing had to be written. */
  readonly run: Run | undefined;
  readonly exit: ExitName;
  readonly findings: readonly Finding[];
}
