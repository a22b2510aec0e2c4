// Inputs and arguments as `server.json` writes them. What a person has to be asked for, and nothing that is secret by itself.

import { at, get, isObject, type Json, type Path } from '../../model/json.ts';
import { isLiteralSecret, looksLikeCredential } from '../../secrets/sensitive.ts';
import type { ArgumentInput, Input } from './descriptor.ts';
import { type Described, isOnAt, itemsAt, membersAt, textAt, textsAt } from './file.ts';

/** Environment variables or headers: a list of inputs, each with a name. */
export function namedInputs(described: Described, path: Path): readonly Input[] {
  const inputs = itemsAt(described, path).flatMap(([item, where]) => {
    if (!isNode(described, where, item)) return [];
    return [inputAt(described, where, textAt(described, [...where, 'name'], { required: true }) ?? '')];
  });
  for (const [i, { name }] of inputs.entries()) {
    const isTwice = inputs.findIndex((one) => one.name === name) < i;
    if (isTwice)
      described.find('duplicate-name', [...path, String(i)], `\`${name}\` stands twice in \`${path.at(-1)}\``);
  }
  return inputs;
}

/** The inputs of a mapping from name to input. */
export function mappedInputs(described: Described, path: Path): readonly Input[] {
  return membersAt(described, path).flatMap(([name, item]) =>
    isNode(described, [...path, name], item) ? [inputAt(described, [...path, name], name)] : [],
  );
}

/** Arguments of the runner or of the package. */
export function argumentInputs(described: Described, path: Path): readonly ArgumentInput[] {
  return itemsAt(described, path).flatMap(([item, where]) => {
    if (!isNode(described, where, item)) return [];
    const type = textAt(described, [...where, 'type'], {
      required: true,
      pattern: /^(?:positional|named)$/,
      form: '`positional` or `named`',
    });
    const isNamed = type === 'named';
    if (!isNamed && get(item, 'value') === undefined && get(item, 'valueHint') === undefined)
      described.find('missing-key', where, 'a positional argument needs `value` or `valueHint`');
    const name = textAt(described, [...where, isNamed ? 'name' : 'valueHint'], { required: isNamed }) ?? '';
    const isRepeated = isOnAt(described, [...where, 'isRepeated']);
    return [
      { ...inputAt(described, where, name), type: isNamed ? ('named' as const) : ('positional' as const), isRepeated },
    ];
  });
}

function isNode(described: Described, path: Path, item: Json): boolean {
  if (isObject(item)) return true;
  described.find('wrong-type', path, `an item of \`${path.at(-2)}\` must be a mapping`);
  return false;
}

const formats = ['string', 'number', 'boolean', 'filepath'] as const;

function inputAt(described: Described, path: Path, name: string): Input {
  const format = textAt(described, [...path, 'format'], {
    pattern: new RegExp(`^(?:${formats.join('|')})$`),
    form: formats.map((each) => `\`${each}\``).join(' or '),
  });
  const input: Input = {
    name,
    description: textAt(described, [...path, 'description']),
    isRequired: isOnAt(described, [...path, 'isRequired']),
    isSecret: isOnAt(described, [...path, 'isSecret']),
    format: formats.find((each) => each === format) ?? 'string',
    default: textAt(described, [...path, 'default']),
    value: textAt(described, [...path, 'value']),
    placeholder: textAt(described, [...path, 'placeholder']),
    choices: textsAt(described, [...path, 'choices']),
    variables: mappedInputs(described, [...path, 'variables']),
  };
  checkSpelling(described, path);
  checkInput(described, path, input);
  return input;
}

/** What every kind of description may get wrong with an input. Secrets are never said. */
export function checkInput(described: Described, path: Path, input: Input): void {
  const { name, choices } = input;
  for (const key of ['default', 'value'] as const) {
    const text = input[key];
    if (text === undefined || text === '') continue;
    // A value of nothing but references to variables holds no secret.
    const literal = key === 'value' ? text.replace(/\{[A-Za-z_]\w*\}/g, '') : text;
    const isGiven = key === 'default' && input.isSecret;
    if (isGiven || isLiteralSecret(name, literal) || looksLikeCredential(literal))
      described.find(
        'secret-default',
        [...path, key],
        `\`${name}\` is a secret, and its ${key} would be published with the package`,
        `remove \`${key}\`; who uses the package gives it`,
      );
  }
  const { default: given } = input;
  if (given !== undefined && choices.length > 0 && !choices.includes(given))
    described.find('wrong-value', [...path, 'default'], `the default of \`${name}\` is none of its choices`);
  if (given !== undefined && input.format === 'number' && Number.isNaN(Number(given)))
    described.find('wrong-value', [...path, 'default'], `the default of \`${name}\` is no number`);
}

/** Spellings of the first half of 2025 that no reader takes any more. */
export function checkSpelling(described: Described, path: Path): void {
  for (const [key] of membersAt(described, path)) {
    if (!/^[a-z]+(?:_[a-z0-9]+)+$/.test(key)) continue;
    const now = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    if (at(described.value, [...path, now]) === undefined)
      described.find('older-spelling', [...path, key], `\`${key}\` is an older spelling`, `write \`${now}\``);
  }
}
