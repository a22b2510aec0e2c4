// A path of a target: variables put in, `${home}` and `${manifestDir}` written as `~` and `.`.

import { parseTemplate } from '../model/reference.ts';
import { expandTemplate, type TemplateFault, type Variables } from './expand.ts';

const places: Readonly<Record<string, string>> = { home: '~', manifestDir: '.' };

/** The path without references, or why it cannot be one. */
export function targetPath(template: string, variables: Variables): string | TemplateFault {
  const expanded = expandTemplate(template, variables);
  if (typeof expanded !== 'string') return expanded;
  let path = '';
  for (const [i, part] of parseTemplate(expanded).entries()) {
    const text = typeof part === 'string' ? part : i === 0 ? places[part.kind] : undefined;
    if (text === undefined) return { code: 'bad-reference', message: misplaced };
    path += text;
  }
  return path;
}

const misplaced =
  'a path of a target takes `${var:…}`, and `${home}` or `${manifestDir}` at its beginning, no other reference';
