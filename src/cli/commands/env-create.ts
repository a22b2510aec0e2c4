// `hatch env create`: adds an environment to the manifest; touches no host.

import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { createEnvironment } from '../../verbs/edit-environments.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look, values, ports } = call;
  const environment = {
    name: call.arguments[0] ?? '',
    description: values.text('description'),
    extends: values.list('extends'),
  };
  const { name, manifest, isNew } = await createEnvironment(
    ports,
    planOptions(values),
    environment,
    applyOptions(call),
  );
  const where = `${pathText(manifest, look)}${isNew ? ', which is new' : ''}`;
  return {
    exit: 'done',
    result: () => ({ name, manifest, isNew }),
    text: () =>
      `${look.paint(visible(name), 'bold', 'green')} is a new environment in ${where}. ` +
      `Make it the current one with: hatch env use ${visible(name)}`,
  };
}
