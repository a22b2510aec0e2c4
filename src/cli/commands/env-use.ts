// `hatch env use`: makes an environment the current one on this machine, for this manifest.

import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { useEnvironment } from '../../verbs/environments.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look, values, ports } = call;
  const { name, manifest } = await useEnvironment(ports, planOptions(values), call.arguments[0] ?? '');
  return {
    exit: 'done',
    result: () => ({ name, manifest }),
    text: () =>
      `${look.paint(visible(name), 'bold', 'green')} is now the current environment of ${pathText(manifest, look)}. ` +
      'No host has changed yet: see `hatch plan`.',
  };
}
