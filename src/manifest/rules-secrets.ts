// The rule on secrets: none is written out in the manifest.

import type { Finding } from '../model/finding.ts';
import { at, get, isArray, type Json, type Path } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';
import { isLiteralSecret, isSecretArgument, isSecretUrl, looksLikeCredential } from '../secrets/sensitive.ts';
import { ownDefinitions } from './environments.ts';
import { problem } from './problem.ts';
import type { RuleContext } from './rule.ts';
import { writtenOut } from './template-text.ts';

/** A literal that looks like a secret does not belong into a file that is committed. */
export function* literalCredentials({ written }: RuleContext): Iterable<Finding> {
  for (const { environment, file, path, value } of ownDefinitions(written.environments)) {
    for (const [name, definition] of Object.entries(get(value, 'servers') ?? {})) {
      const server = written.environments.get(environment)?.servers.get(name);
      const open = get(server?.value, 'public');
      const layers: readonly Path[] = [
        [],
        ...Object.keys(get(definition, 'platforms') ?? {}).map((os) => ['platforms', os]),
      ];
      for (const layer of layers) {
        for (const secret of secretsIn(at(definition, layer))) {
          if (isArray(open) && open.includes(printPointer(secret))) continue;
          const where = file.place([...path, 'servers', name, ...layer, ...secret]);
          const message = `\`${secret.join('.')}\` of \`${name}\` looks like a secret that is written out`;
          yield problem('literal-credential', where, message, secretHint(secret), 'warning');
        }
      }
    }
  }
}

function secretHint(path: Path): string {
  const variable = path[0] === 'env' ? path[1] : 'NAME';
  return `write a reference, such as \`\${env:${variable}}\`, or list \`${printPointer(path)}\` under \`public:\``;
}

/** Paths within a definition where a secret stands in plain. */
function secretsIn(definition: Json | undefined): readonly Path[] {
  const found: Path[] = [];
  const named: readonly (readonly [Path, Json | undefined])[] = [
    ...['env', 'headers', 'with'].flatMap((key) =>
      Object.entries(get(definition, key) ?? {}).map(([name, text]): [Path, Json] => [[key, name], text]),
    ),
    [['oauth', 'clientSecret'], at(definition, ['oauth', 'clientSecret'])],
  ];
  for (const [path, text] of named)
    if (typeof text === 'string' && isSecretTemplate(path.at(-1), text)) found.push(path);
  const url = get(definition, 'url');
  if (typeof url === 'string' && isSecretAddress(url)) found.push(['url']);
  const args = get(definition, 'args');
  if (isArray(args)) {
    for (const [i, text] of args.entries()) if (isSecretItem(args, i, text)) found.push(['args', String(i)]);
  }
  return found;
}

/** The name counts where the whole value is written out; beside a reference only the look does. */
function isSecretTemplate(name: string | undefined, template: string): boolean {
  const { literals, fallbacks, hasReference } = writtenOut(template);
  return (
    literals.some((text) => (hasReference ? looksLikeCredential(text) : isLiteralSecret(name, text))) ||
    fallbacks.some((text) => isLiteralSecret(name, text))
  );
}

function isSecretAddress(template: string): boolean {
  const { literals, hasReference } = writtenOut(template);
  if (!hasReference) return isSecretUrl(literals.join(''));
  return isSecretTemplate(undefined, template) || isSecretUrl(literals.join('').replace(/^[^?]*/, ''));
}

function isSecretItem(args: readonly Json[], index: number, text: Json): boolean {
  if (typeof text !== 'string') return false;
  return writtenOut(text).hasReference ? isSecretTemplate(undefined, text) : isSecretArgument(args, index);
}
