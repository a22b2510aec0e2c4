// Policies of a manifest that a command line may say for what it writes itself.

import { HatchError } from '../model/errors.ts';
import type { Policies } from '../model/manifest.ts';
import type { FlagName } from './flags.ts';
import type { Values } from './values.ts';

const words = {
  references: ['native', 'inline'],
  'on-unsupported': ['error', 'warn', 'bridge'],
} as const satisfies Partial<Record<FlagName, readonly string[]>>;

/** Throws HatchError (`usage`) for a word that is none of theirs. */
export function policiesOf(values: Values): Pick<Policies, 'references' | 'onUnsupported'> {
  const references = wordOf(values, 'references', words.references);
  const onUnsupported = wordOf(values, 'on-unsupported', words['on-unsupported']);
  return { ...(references && { references }), ...(onUnsupported && { onUnsupported }) };
}

function wordOf<Word extends string>(values: Values, flag: FlagName, known: readonly Word[]): Word | undefined {
  const said = values.text(flag);
  const word = known.find((one) => one === said);
  if (said !== undefined && word === undefined)
    throw new HatchError('usage', `--${flag} is one of ${known.join(', ')}, not ${said}`);
  return word;
}
