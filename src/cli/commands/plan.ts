// `hatch plan`: shows what would change; writes nothing but the file that `--out` names, and what a runner asks for.

import type { HatchError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Plan } from '../../model/plan.ts';
import type { PlanInputs } from '../../model/plan-inputs.ts';
import { pendingExit, refusedUnattended } from '../../plan/stops.ts';
import { renderFindings } from '../../report/findings.ts';
import { planJson, printJson, reportDocument, tidy } from '../../report/json.ts';
import { joinBlocks, renderPlan } from '../../report/text.ts';
import { allFindings } from '../../report/view.ts';
import { askedEnvironment, plan } from '../../verbs/plan.ts';
import { volatileOf } from '../../verbs/volatile.ts';
import type { Call, Outcome } from '../call.ts';
import { formatOf, type Reviewed, reported } from '../formats.ts';
import { writeOwnFile } from '../own-file.ts';
import { isPlanFile } from '../plan-file.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const format = formatOf(call, ['json-patch', 'markdown', 'github', 'junit', 'sarif']);
  if (format === 'text' || format === 'json') return (await planned(call)).outcome;
  if (format !== 'json-patch') return reported(call, format, 'plan', () => planned(call));
  const { outcome, review } = await planned(call);
  const document = await patches(review.plan as Plan);
  return { ...outcome, result: () => document, text: () => printJson(document), isDocument: true };
}

async function planned(call: Call): Promise<Reviewed> {
  const { values, ports, look } = call;
  const options = planOptions(values);
  const made = await plan(ports, options);
  const exit = values.isOn('exit-code') ? pendingExit(made) : 'done';
  const reviewed = reviewOf(made, options);
  // What an apply would refuse is said where it is the answer to the question.
  const refused = exit === 'refused' ? refusals(made) : [];
  const findings = [...allFindings(made), ...refused];
  const result = () => planJson(made, options);
  const out = values.text('out');
  if (out !== undefined) {
    const saved = { ...planJson(made, options), volatile: volatileOf(ports, made) };
    const document = reportDocument({ command: 'plan', exit, findings, result: tidy(saved) });
    writeOwnFile(ports, out, printJson(document), isPlanFile);
  }
  const text = () => joinBlocks([renderPlan(made, look), renderFindings(refused, look)]);
  return { outcome: { exit, findings, result, text }, review: reviewed };
}

/** The value of all reports about a plan, be it made now or saved before. */
export function reviewOf(made: Plan, inputs: PlanInputs): Reviewed['review'] {
  const verdict = pendingExit(made);
  const findings = [...allFindings(made), ...(verdict === 'refused' ? refusals(made) : [])];
  const { manifest } = made;
  return { command: 'plan', verdict, findings, plan: made, inputs, manifest, asked: askedEnvironment(made) };
}

/** What would stop an apply that nobody watches. */
function refusals(made: Plan): readonly Finding[] {
  const refusal = refusedUnattended(made);
  return refusal === undefined ? [] : [refusedFinding(refusal)];
}

function refusedFinding({ message, hint }: HatchError): Finding {
  return { code: 'refused', severity: 'error', message, ...(hint !== undefined && { hint }) };
}

async function patches(made: Plan): Promise<Json> {
  const [{ jsonPatches }, { readValue }] = await Promise.all([
    import('../../report/json-patch.ts'),
    import('../../verbs/documents.ts'),
  ]);
  return jsonPatches(made, readValue);
}
