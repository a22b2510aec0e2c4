// `hatch create`: writes a new server package.

import { HatchError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { create, knownLanguages as languages } from '../../verbs/create.ts';
import type { Call, Outcome } from '../call.ts';

export async function execute({ ports, values, look, arguments: [name = ''] }: Call): Promise<Outcome> {
  const written = values.text('language') ?? 'typescript';
  const language = languages.find((each) => each === written);
  if (language === undefined) {
    const near = nearest(written, languages);
    throw new HatchError('usage', `--language takes ${languages.join(' or ')}, not ${written}`, {
      hint: near === undefined ? 'leave it out for typescript' : `did you mean ${near}?`,
    });
  }
  const made = create(ports, name, language);
  const path = pathText(made.path, look);
  return {
    exit: 'done',
    result: () => ({ path: made.path, name: made.name, language: made.language, files: [...made.files] }),
    text: () =>
      [
        `${look.paint('Wrote', 'bold', 'green')} ${path}, an MCP server with one tool:`,
        ...made.files.map((file) => `  ${visible(file)}`),
        '',
        `Next: cd ${path} && ${made.setup}, then hatch validate .`,
      ].join('\n'),
  };
}
