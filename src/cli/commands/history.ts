// `hatch history`: the runs that wrote something.

import { runJson } from '../../report/applied.ts';
import { renderHistory } from '../../report/tables.ts';
import { history } from '../../verbs/history.ts';
import type { Call, Outcome } from '../call.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const runs = await history(ports, { limit: values.number('limit') ?? 20 });
  return { exit: 'done', result: () => runs.map(runJson), text: () => renderHistory(runs, look) };
}
