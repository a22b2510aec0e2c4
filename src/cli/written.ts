// The outcome of a command that wrote, or had nothing to write: shared by apply, destroy, rollback and restore.

import type { Json } from '../model/json.ts';
import { renderApplied, runJson } from '../report/applied.ts';
import { planJson } from '../report/json.ts';
import { joinBlocks, renderPlan } from '../report/text.ts';
import { allFindings } from '../report/view.ts';
import type { ApplyReport, PlanOptions } from '../verbs/options.ts';
import type { Call, Outcome } from './call.ts';

interface Saying {
  /** Past tense: `Applied`. */
  readonly verb: string;
  readonly options: PlanOptions;
  /** The plan was shown with a question and need not be shown again. */
  readonly wasShown: boolean;
}

export function writtenOutcome({ look }: Call, report: ApplyReport, { verb, options, wasShown }: Saying): Outcome {
  const { plan, run, exit, findings } = report;
  const result = (): Json => ({ plan: planJson(plan, options), ...(run === undefined ? {} : { run: runJson(run) }) });
  return {
    exit,
    findings: run === undefined ? allFindings(plan) : findings,
    result,
    text: () => {
      if (run === undefined) return renderPlan(plan, look);
      return joinBlocks([wasShown ? '' : renderPlan(plan, look), renderApplied({ plan, run, findings }, look, verb)]);
    },
  };
}
