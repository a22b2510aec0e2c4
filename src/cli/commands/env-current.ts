// `hatch env current`: the current environment and where that comes from.

import { visible } from '../../report/visible.ts';
import { currentEnvironment } from '../../verbs/environments.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const { name, from } = await currentEnvironment(ports, planOptions(values));
  return {
    exit: 'done',
    result: () => ({ name, from }),
    text: () => `${visible(name)} ${look.paint(`(${visible(from)})`, 'dim')}`,
  };
}
