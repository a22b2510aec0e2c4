// `hatch show`: a saved plan, as it was printed or as another report.

import { get } from '../../model/json.ts';
import { renderPlan } from '../../report/text.ts';
import type { Call, Outcome } from '../call.ts';
import { formatOf, type Reviewed, reported } from '../formats.ts';
import { readPlanFile, shownPlan } from '../plan-file.ts';
import { reviewOf } from './plan.ts';

export async function execute(call: Call): Promise<Outcome> {
  const format = formatOf(call, ['markdown', 'github', 'junit', 'sarif']);
  if (format === 'text' || format === 'json') return saved(call).outcome;
  return reported(call, format, 'plan', async () => saved(call));
}

function saved(call: Call): Reviewed {
  const [path = ''] = call.arguments;
  const file = readPlanFile(call.ports, path);
  const plan = shownPlan(file, path);
  const variables = Object.fromEntries(file.variables.map((name) => [name, '']));
  const review = reviewOf(plan, { ...file.options, variables });
  return {
    outcome: {
      exit: 'done',
      findings: review.findings,
      result: () => get(file.document, 'result') ?? null,
      text: () => renderPlan(plan, call.look),
    },
    review,
  };
}
