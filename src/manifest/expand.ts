// Puts the values of variables into templates; all other references stay.

import { type Part, parseTemplate, printTemplate, TemplateError } from '../model/reference.ts';
import { suggestion } from './problem.ts';

/** Why a template cannot be expanded. */
export interface TemplateFault {
  readonly code: 'bad-reference' | 'unknown-variable' | 'variable-cycle';
  readonly message: string;
  readonly hint?: string;
  /** The variable whose value is wrong; undefined where it is the template itself. */
  readonly variable?: string;
}

/** Variables by name; their values are templates too. */
export type Variables = ReadonlyMap<string, string>;

/** The template without `${var:…}`, or what is wrong with it or with a variable that it needs. */
export function expandTemplate(template: string, variables: Variables): string | TemplateFault {
  if (!template.includes('${')) return template;
  const parts = expand(template, { variables, done: new Map() }, []);
  return 'code' in parts ? parts : printTemplate(parts);
}

/** What is wrong with a variable's own value. */
export function variableFault(name: string, variables: Variables): TemplateFault | undefined {
  const parts = expand(variables.get(name) ?? '', { variables, done: new Map() }, [name]);
  return 'code' in parts ? parts : undefined;
}

interface Work {
  readonly variables: Variables;
  /** Variables whose value is known already: one that is used often is expanded once. */
  readonly done: Map<string, readonly Part[]>;
}

/** More than any value needs; variables made from variables can grow without bound. */
const longest = 100_000;

/** `within`: the variables whose values are being expanded. */
function expand(template: string, work: Work, within: readonly string[]): readonly Part[] | TemplateFault {
  const blame = within.at(-1) === undefined ? {} : { variable: within.at(-1) as string };
  const written = parse(template);
  if ('code' in written) return { ...written, ...blame };
  const parts: Part[] = [];
  let length = 0;
  for (const part of written) {
    const pieces = typeof part !== 'string' && part.kind === 'var' ? valueFor(part.name, work, within) : [part];
    if ('code' in pieces) return pieces;
    for (const piece of pieces) {
      length += typeof piece === 'string' ? piece.length : 1;
      if (length > longest)
        return { code: 'bad-reference', message: 'with its variables it is far too long', ...blame };
      const before = parts.at(-1);
      if (typeof piece === 'string' && typeof before === 'string') parts[parts.length - 1] = before + piece;
      else parts.push(piece);
    }
  }
  // `$` and `${…}` side by side would read as the escape `$${`.
  const clash = parts.some((part, i) => typeof part === 'string' && part.endsWith('$') && i + 1 < parts.length);
  return clash ? { code: 'bad-reference', message: 'a `$` cannot stand directly before a reference', ...blame } : parts;
}

function valueFor(name: string, work: Work, within: readonly string[]): readonly Part[] | TemplateFault {
  const done = work.done.get(name);
  if (done !== undefined) return done;
  if (within.includes(name)) {
    const round = [...within.slice(within.indexOf(name)), name].join(' → ');
    return {
      code: 'variable-cycle',
      message: `the variable \`${name}\` is made from itself: ${round}`,
      variable: name,
    };
  }
  const value = work.variables.get(name);
  if (value !== undefined) {
    const parts = expand(value, work, [...within, name]);
    if (!('code' in parts)) work.done.set(name, parts);
    return parts;
  }
  const hint = suggestion(name, work.variables.keys()) ?? 'declare it under `variables:`';
  return { code: 'unknown-variable', message: `no variable \`${name}\` is declared here`, hint };
}

function parse(template: string): readonly Part[] | TemplateFault {
  try {
    const parts = parseTemplate(template);
    const nested = parts.some(
      (part) => typeof part !== 'string' && part.kind === 'env' && part.fallback?.includes('${'),
    );
    return nested ? { code: 'bad-reference', message: 'a default cannot hold another reference' } : parts;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { code: 'bad-reference', message: `${error.message} (character ${error.offset + 1})`, hint: forms };
  }
}

const forms =
  'references are `${env:NAME}`, `${env:NAME:-default}`, `${var:name}`, `${home}`, `${manifestDir}` and `${file:path}`; ' +
  'write `$${` for a plain `${`';
