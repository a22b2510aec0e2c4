// `hatch env list`: the manifest's environments.

import { tidy } from '../../report/json.ts';
import { renderEnvironments } from '../../report/tables.ts';
import { listEnvironments } from '../../verbs/environments.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const environments = await listEnvironments(ports, planOptions(values));
  return {
    exit: 'done',
    result: () => environments.map((environment) => tidy({ ...environment })),
    text: () => renderEnvironments(environments, look),
  };
}
