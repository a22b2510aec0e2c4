// `hatch plan`: shows what would change; writes nothing but the file that `--out` names.

import { HatchError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Plan } from '../../model/plan.ts';
import { pendingExit, refusedUnattended } from '../../plan/stops.ts';
import { renderFindings } from '../../report/findings.ts';
import { planJson, printJson, reportDocument } from '../../report/json.ts';
import { joinBlocks, renderPlan } from '../../report/text.ts';
import { allFindings } from '../../report/view.ts';
import { plan } from '../../verbs/plan.ts';
import type { Call, Outcome } from '../call.ts';
import { writeOwnFile } from '../own-file.ts';
import { planOptions } from '../values.ts';

const formats = ['text', 'json', 'json-patch'];

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports, look } = call;
  const format = values.text('format') ?? 'text';
  if (!formats.includes(format)) throw new HatchError('usage', `--format takes ${formats.join(', ')}, not ${format}`);
  const options = planOptions(values);
  const made = await plan(ports, options);
  const exit = values.isOn('exit-code') ? pendingExit(made) : 'done';
  const refusal = exit === 'refused' ? refusedUnattended(made) : undefined;
  const refused: Finding[] = refusal === undefined ? [] : [refusedFinding(refusal)];
  const findings = [...allFindings(made), ...refused];
  const result = () => planJson(made, options);
  const out = values.text('out');
  if (out !== undefined) {
    writeOwnFile(ports, out, printJson(reportDocument({ command: 'plan', exit, findings, result: result() })));
  }
  if (format === 'json-patch') {
    const document = await patches(made);
    return { exit, findings, result: () => document, text: () => printJson(document), isDocument: true };
  }
  return { exit, findings, result, text: () => joinBlocks([renderPlan(made, look), renderFindings(refused, look)]) };
}

/** What would stop an apply that nobody watches. */
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
