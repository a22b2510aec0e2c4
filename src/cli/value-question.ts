// How a person is asked for what a package needs.

import { visible } from '../report/visible.ts';
import type { AskValue, ValueQuestion } from '../verbs/package-values.ts';
import type { Call } from './call.ts';

/** Undefined where nobody can answer, or none is to be asked. */
export function askValueOf({ askFor, values }: Call): AskValue | undefined {
  if (askFor === undefined || values.isOn('auto-approve')) return undefined;
  return async (question) => {
    const answer = await askFor(textOf(question));
    const text = answer?.trim() ?? '';
    return text === '' ? question.proposed : text;
  };
}

function textOf({ input, proposed, fault }: ValueQuestion): string {
  const { name, description, choices, secret } = input;
  const about = [
    description ?? '',
    choices === undefined ? '' : `one of ${choices.join(', ')}`,
    secret ? 'a secret: give a reference' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
  const before = fault === undefined ? '' : `  ${visible(fault)}\n`;
  return `${before}${visible(name)}${about === '' ? '' : ` (${visible(about)})`} [${proposed ?? 'skip'}] `;
}
