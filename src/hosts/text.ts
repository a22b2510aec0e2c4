// One text: a template into what a host expands, and back.

import type { Finding } from '../model/finding.ts';
import { equal, get, type JsonObject } from '../model/json.ts';
import { type Part, parseTemplate, printTemplate, type Reference } from '../model/reference.ts';
import { pathsOf } from '../system/paths.ts';
import type { DecodeContext, EncodeContext, SatelliteElement, Satellites } from './api.ts';
import type { Host, Leaf } from './host.ts';

export interface CompiledText {
  readonly text: string;
  /** `native`: holds a reference in the host's words. `inline`: is still a template. */
  readonly state: 'plain' | 'native' | 'inline';
  readonly satellites: readonly SatelliteElement[];
  readonly findings: readonly Finding[];
}

/** Throws `TemplateError` for a text that is no template. */
export function compileText(host: Host, context: EncodeContext, leaf: Leaf, template: string): CompiledText {
  const parts = parseTemplate(template);
  const pieces = parts.map((part) => (typeof part === 'string' ? part : compileReference(host, context, leaf, part)));
  const failed = pieces.find((piece) => typeof piece === 'object' && 'reason' in piece);
  if (failed !== undefined && typeof failed === 'object' && 'reason' in failed) {
    return unsupported(host, context, leaf, template, parts, failed);
  }
  const words = pieces.filter((piece) => typeof piece === 'string' || 'text' in piece) as readonly (string | Word)[];
  const text = words.map((word) => (typeof word === 'string' ? word : word.text)).join('');
  return {
    text,
    state: words.some((word) => typeof word !== 'string' && word.native) ? 'native' : 'plain',
    satellites: words.flatMap((word) =>
      typeof word === 'string' || word.satellite === undefined ? [] : [word.satellite],
    ),
    findings: isOurs(host, leaf, words, text) ? [] : [literalExpanded(host, leaf)],
  };
}

interface Word {
  readonly text: string;
  readonly native: boolean;
  readonly satellite?: SatelliteElement;
}

interface Failure {
  readonly reason: 'reference-unsupported' | 'machine-dependent';
  readonly reference: Reference;
}

function compileReference(host: Host, context: EncodeContext, leaf: Leaf, reference: Reference): Word | Failure {
  const { references: syntax } = host;
  const expands = syntax?.leaves.includes(leaf) ?? false;
  const native = (form: string | undefined, values: Readonly<Record<string, string>> = {}): Word | undefined => {
    const text = form !== undefined && expands ? fill(form, values) : undefined;
    // Some hosts take capitals only, or no quotes in a default.
    return text !== undefined && text.match(syntax?.expands ?? /$^/)?.[0] === text ? { text, native: true } : undefined;
  };
  const paths = pathsOf(context.platform);
  switch (reference.kind) {
    case 'env': {
      const { name, fallback } = reference;
      const prompt = syntax?.prompt;
      if (fallback === undefined && prompt?.leaves.includes(leaf)) {
        const satellite = { satellite: prompt.satellite, key: name, value: promptElement(name) };
        return { text: fill(prompt.form, { NAME: name }), native: true, satellite };
      }
      const word =
        fallback === undefined
          ? native(syntax?.env, { NAME: name })
          : native(fallback.includes('${') ? undefined : syntax?.fallback, { NAME: name, DEFAULT: fallback });
      // A variable may be called as what the host says for something else.
      const isTaken = word !== undefined && [syntax?.home, syntax?.workspace].includes(word.text);
      return word === undefined || isTaken ? { reason: 'reference-unsupported', reference } : word;
    }
    case 'var':
      return { reason: 'reference-unsupported', reference };
    case 'file': {
      if (context.portable) return { reason: 'machine-dependent', reference };
      const path = reference.path.startsWith('~/')
        ? paths.join(context.home, reference.path.slice(2))
        : paths.resolve(context.manifestDir, reference.path);
      return native(syntax?.file, { PATH: path }) ?? { reason: 'reference-unsupported', reference };
    }
    case 'home':
      if (!context.portable) return { text: context.home, native: false };
      return native(syntax?.home) ?? { reason: 'machine-dependent', reference };
    case 'manifestDir': {
      if (!context.portable) return { text: context.manifestDir, native: false };
      const way = paths.relative(context.project ?? context.manifestDir, context.manifestDir).replaceAll('\\', '/');
      const word = native(syntax?.workspace);
      if (word === undefined) return { reason: 'machine-dependent', reference };
      return way === '' ? word : { ...word, text: `${word.text}/${way}` };
    }
  }
}

/** The element that asks the person for a variable's value. */
export function promptElement(name: string): JsonObject {
  return { type: 'promptString', description: name, password: true };
}

function unsupported(
  host: Host,
  context: EncodeContext,
  leaf: Leaf,
  template: string,
  parts: readonly Part[],
  failure: Failure,
): CompiledText {
  const literals = parts.filter((part) => typeof part === 'string');
  if (context.references === 'inline' && !context.portable && failure.reference.kind !== 'var') {
    const expanded = literals.some((literal) => !isOurs(host, leaf, [literal], literal));
    return { text: template, state: 'inline', satellites: [], findings: expanded ? [literalExpanded(host, leaf)] : [] };
  }
  const written = printTemplate([failure.reference]);
  const finding: Finding =
    failure.reason === 'machine-dependent'
      ? {
          code: 'machine-dependent',
          severity: 'error',
          message: `\`${written}\` in \`${leaf}\` is different on every machine, and ${host.title} has no words for it`,
          hint: 'a file in the repository must be the same everywhere: use a relative path, or a target outside it',
        }
      : {
          code: 'reference-unsupported',
          severity: 'error',
          message: `${host.title} does not expand \`${written}\` in \`${leaf}\``,
          hint: context.portable
            ? 'a resolved value never goes into a file in the repository: use a target outside it'
            : '`references: inline` writes its value into the file (sync, configure: --references inline)',
        };
  return { text: template, state: 'inline', satellites: [], findings: [finding] };
}

function literalExpanded(host: Host, leaf: Leaf): Finding {
  return {
    code: 'literal-expanded',
    severity: 'error',
    message: `${host.title} would expand literal text in \`${leaf}\`, and it cannot be escaped there`,
    hint: 'write `env:NAME` in the braces if the variable is meant',
  };
}

/** Is what the host expands in `text` just the native words, each as a whole? */
function isOurs(host: Host, leaf: Leaf, words: readonly (string | Word)[], text: string): boolean {
  if (!host.references?.leaves.includes(leaf)) return true;
  const ours = new Map<number, number>();
  let end = 0;
  for (const word of words) {
    const start = end;
    end += typeof word === 'string' ? word.length : word.text.length;
    if (typeof word !== 'string' && word.native) ours.set(start, end);
  }
  return [...text.matchAll(host.references.expands)].every((match) => {
    const until = ours.get(match.index);
    return until !== undefined && match.index + match[0].length <= until;
  });
}

function fill(form: string, values: Readonly<Record<string, string>>): string {
  return form.replace(/NAME|DEFAULT|PATH/g, (word) => values[word] ?? word);
}

export interface ReadText {
  readonly template: string;
  /** Text that this host expands and that no reference can say; literal in `template`. */
  readonly foreign: readonly string[];
}

/** The inverse of `compileText`. */
export function readText(
  host: Host,
  context: DecodeContext,
  leaf: Leaf,
  text: string,
  satellites: Satellites,
): ReadText {
  if (!host.references?.leaves.includes(leaf)) return { template: printTemplate([text]), foreign: [] };
  const parts: Part[] = [];
  const foreign: string[] = [];
  let end = 0;
  for (const match of text.matchAll(host.references.expands)) {
    const reference = readReference(host, context, leaf, match[0], satellites);
    if (reference === undefined) {
      foreign.push(match[0]);
      continue;
    }
    parts.push(text.slice(end, match.index), reference);
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return { template: printTemplate(parts), foreign };
}

function readReference(
  host: Host,
  context: DecodeContext,
  leaf: Leaf,
  text: string,
  satellites: Satellites,
): Reference | undefined {
  const syntax = host.references;
  if (syntax === undefined) return undefined;
  const prompt = syntax.prompt?.leaves.includes(leaf) ? syntax.prompt : undefined;
  const asked = values(prompt?.form, text)?.NAME;
  if (prompt !== undefined && asked !== undefined) {
    const element = get(satellites(prompt.satellite), asked);
    return equal(element, promptElement(asked)) ? { kind: 'env', name: asked } : undefined;
  }
  if (syntax.home !== undefined && text === syntax.home) return { kind: 'home' };
  if (syntax.workspace !== undefined && text === syntax.workspace) {
    const here = (context.project ?? context.manifestDir) === context.manifestDir;
    return context.portable === true && here ? { kind: 'manifestDir' } : undefined;
  }
  // Where the host asks a person, variables mean nothing.
  const env = prompt === undefined ? values(syntax.env, text)?.NAME : undefined;
  if (env !== undefined) return { kind: 'env', name: env };
  const { NAME: name, DEFAULT: fallback } = values(syntax.fallback, text) ?? {};
  if (name !== undefined && fallback !== undefined) return { kind: 'env', name, fallback };
  const path = values(syntax.file, text)?.PATH;
  return path !== undefined && pathsOf(context.platform).isAbsolute(path) ? { kind: 'file', path } : undefined;
}

const wanted: Readonly<Record<string, string>> = {
  NAME: '(?<NAME>[A-Za-z_][A-Za-z0-9_]*)',
  DEFAULT: '(?<DEFAULT>[^}]*)',
  PATH: '(?<PATH>[^}]+)',
};

/** What stands for the words of `form` in `text`, blanks apart; undefined where `text` is not of this form. */
function values(form: string | undefined, text: string): Readonly<Record<string, string>> | undefined {
  if (form === undefined) return undefined;
  const source = form
    .replace(/[$(){}.*+?^|[\]\\]/g, '\\$&')
    .replace(/ /g, '\\s*')
    .replace(/NAME|DEFAULT|PATH/g, (word) => wanted[word] ?? word);
  return new RegExp(`^${source}$`).exec(text)?.groups;
}
