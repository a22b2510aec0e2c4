// The texts of a server that are templates, and what of them is written out.

import { isArray, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import { parseTemplate, TemplateError } from '../model/reference.ts';

/** The keys of a written server whose texts are templates. */
const templated: ReadonlySet<string> = new Set([
  'command',
  'args',
  'env',
  'cwd',
  'envFile',
  'url',
  'headers',
  'oauth',
  'tools',
  'description',
]);

/** The server with every template replaced by what `change` makes of it. */
export function mapTemplates(server: JsonObject, change: (template: string, path: Path) => string): JsonObject {
  const walk = (value: Json, path: Path): Json => {
    if (typeof value === 'string') return change(value, path);
    if (isArray(value)) return value.map((item, i) => walk(item, [...path, String(i)]));
    if (isObject(value))
      return object(Object.entries(value).map(([key, member]) => [key, walk(member, [...path, key])]));
    return value;
  };
  return object(Object.entries(server).map(([key, value]) => [key, templated.has(key) ? walk(value, [key]) : value]));
}

/** What of a template stands in the manifest in plain; a text that is no template is all literal. */
export interface WrittenOut {
  readonly literals: readonly string[];
  /** Defaults of references. */
  readonly fallbacks: readonly string[];
  readonly hasReference: boolean;
}

export function writtenOut(template: string): WrittenOut {
  try {
    const parts = parseTemplate(template);
    return {
      literals: parts.filter((part) => typeof part === 'string'),
      fallbacks: parts.flatMap((part) =>
        typeof part !== 'string' && part.kind === 'env' && part.fallback !== undefined ? [part.fallback] : [],
      ),
      hasReference: parts.some((part) => typeof part !== 'string'),
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { literals: [template], fallbacks: [], hasReference: false };
  }
}
