// `hatch env remove`: takes an environment out of the manifest; touches no host.

import { HatchError } from '../../model/errors.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { count } from '../../report/words.ts';
import { removableEnvironment, removeEnvironment } from '../../verbs/edit-environments.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look, values, ports, ask } = call;
  const options = planOptions(values);
  const name = call.arguments[0] ?? '';
  const { servers } = await removableEnvironment(ports, options, name);
  if (servers.length > 0 && !values.isOn('auto-approve')) {
    const what = `${visible(name)} goes with ${count(servers.length, 'server')}: ${servers.map(visible).join(', ')}`;
    if (ask === undefined) {
      throw new HatchError('failed', `nothing was written: ${what}, and there is nobody to ask`, {
        hint: 'approve it with --auto-approve',
      });
    }
    if (!(await ask(`${what}. Remove it?`))) {
      throw new HatchError('failed', 'nothing was written: the answer was no');
    }
  }
  const { manifest } = await removeEnvironment(ports, options, name, applyOptions(call));
  return {
    exit: 'done',
    result: () => ({ name, manifest, servers: [...servers] }),
    text: () =>
      `${visible(name)} is no longer in ${pathText(manifest, look)}. No host has changed: see \`hatch plan\`.`,
  };
}
