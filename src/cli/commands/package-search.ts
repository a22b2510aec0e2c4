// `hatch package search`: what the registries have under a name.

import { tidy } from '../../report/json.ts';
import { renderFound } from '../../report/packages.ts';
import { searchPackages } from '../../verbs/packages.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look, arguments: [text = ''] }: Call): Promise<Outcome> {
  const found = await searchPackages(ports, planOptions(values), text, values.number('limit') ?? 20);
  return {
    exit: 'done',
    result: () => found.map((each) => tidy({ ...each })),
    text: () => renderFound(found, text, look),
  };
}
