// `hatch package show`: what one package is, how it is started, and what it asks for.

import { tidy } from '../../report/json.ts';
import { packageJson, renderPackage } from '../../report/packages.ts';
import { visible } from '../../report/visible.ts';
import { showPackage } from '../../verbs/packages.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look, arguments: [name = ''] }: Call): Promise<Outcome> {
  const { entry, uses, notes, isLocked } = await showPackage(ports, planOptions(values), name);
  return {
    exit: 'done',
    result: () => tidy({ package: packageJson(entry), uses: [...uses], locked: isLocked, notes: [...notes] }),
    text: () =>
      [renderPackage(entry, uses, isLocked, look), ...notes.map((note) => `Note: ${visible(note)}.`)].join('\n'),
  };
}
