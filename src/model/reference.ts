// References in a template: `${env:NAME}`, `${env:NAME:-default}`, `${var:name}`, `${home}`, `${manifestDir}`,
// `${file:path}`; `$${` is a literal `${`. Only the written form: nothing is looked up here.

export type Reference =
  | { readonly kind: 'env'; readonly name: string; readonly fallback?: string }
  | { readonly kind: 'var'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'home' }
  | { readonly kind: 'manifestDir' };

/** A template in parts: literal text and references, in order; no two literals are neighbours. */
export type Part = string | Reference;

/** A `${…}` that is no reference of ours, at `offset` in the template. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const written = /\$\$\{|\$\{([^}]*)(\}|$)/g;
const environmentName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Throws `TemplateError` for an unknown kind, a bad name or a missing `}`. */
export function parseTemplate(template: string): readonly Part[] {
  const parts: Part[] = [];
  let literal = '';
  let end = 0;
  for (const match of template.matchAll(written)) {
    literal += template.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === '$${') {
      literal += '${';
      continue;
    }
    if (match[2] !== '}') throw new TemplateError('`${` without `}`', match.index);
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(parseReference(match[1] ?? '', match.index));
  }
  literal += template.slice(end);
  if (literal !== '') parts.push(literal);
  return parts;
}

function parseReference(body: string, offset: number): Reference {
  if (body === 'home' || body === 'manifestDir') return { kind: body };
  const colon = body.indexOf(':');
  const rest = body.slice(colon + 1);
  switch (colon < 0 ? '' : body.slice(0, colon)) {
    case 'env': {
      const dash = rest.indexOf(':-');
      const name = dash < 0 ? rest : rest.slice(0, dash);
      if (!environmentName.test(name)) break;
      return dash < 0 ? { kind: 'env', name } : { kind: 'env', name, fallback: rest.slice(dash + 2) };
    }
    case 'var':
      if (rest !== '') return { kind: 'var', name: rest };
      break;
    case 'file':
      if (rest !== '') return { kind: 'file', path: rest };
      break;
  }
  // The rest may be a secret.
  throw new TemplateError(`\`\${${colon < 0 ? body : `${body.slice(0, colon)}:…`}}\` is no reference`, offset);
}

/** The inverse of `parseTemplate`. */
export function printTemplate(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? escapeLiteral(part) : printReference(part))).join('');
}

export function printReference(reference: Reference): string {
  switch (reference.kind) {
    case 'env':
      return reference.fallback === undefined
        ? `\${env:${reference.name}}`
        : `\${env:${reference.name}:-${reference.fallback}}`;
    case 'var':
      return `\${var:${reference.name}}`;
    case 'file':
      return `\${file:${reference.path}}`;
    default:
      return `\${${reference.kind}}`;
  }
}

/** Text as a template that means just that text. */
export function escapeLiteral(text: string): string {
  return text.replaceAll('${', () => '$${');
}
