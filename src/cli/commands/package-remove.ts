// `hatch package remove`: takes servers of packages out of an environment.

import { visible } from '../../report/visible.ts';
import { count } from '../../report/words.ts';
import { removePackages } from '../../verbs/package-add.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { ports, values, look } = call;
  const names = [...new Set(call.arguments)];
  const { environment, removed, unlocked, manifest } = await removePackages(
    ports,
    planOptions(values),
    names,
    applyOptions(call),
  );
  const said = [
    `${look.paint('Removed:', 'bold', 'green')} ${removed.map(({ server }) => visible(server)).join(', ')} from ${visible(environment)}`,
    unlocked.length === 0 ? '' : `, and ${count(unlocked.length, 'package')} from the lock`,
    '; no host was touched.',
  ].join('');
  return {
    exit: 'done',
    result: () => ({ environment, manifest, removed: removed.map((each) => ({ ...each })), unlocked: [...unlocked] }),
    text: () => `${said}\n\nNext: hatch plan`,
  };
}
