// For hosts that expand no text and take the names of variables in fields of their own.

import type { Json } from '../model/json.ts';
import { parseTemplate, printReference } from '../model/reference.ts';

export interface OneVariable {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

/** The template as literal text around one `${env:NAME}`; undefined for any other. */
export function oneVariable(template: string): OneVariable | undefined {
  const parts = parseTemplate(template);
  const at = parts.findIndex((part) => typeof part !== 'string');
  const [reference, before = '', after = ''] = [parts[at], parts[at - 1], parts[at + 1]];
  if (parts.length > at + 2 || reference === undefined || typeof reference === 'string') return undefined;
  if (reference.kind !== 'env' || reference.fallback !== undefined) return undefined;
  return typeof before === 'string' && typeof after === 'string' ? { before, name: reference.name, after } : undefined;
}

/** The name where the template is `${env:NAME}` and nothing else. */
export function onlyVariable(template: string | undefined): string | undefined {
  const one = template === undefined ? undefined : oneVariable(template);
  return one?.before === '' && one.after === '' ? one.name : undefined;
}

/** `${env:NAME}` for a value that is a variable's name. */
export function referenceTo(name: Json | undefined): string | undefined {
  return typeof name === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? printReference({ kind: 'env', name })
    : undefined;
}

/** References for the members of `names` that are variables' names. */
export function referencesTo(names: readonly (readonly [string, Json])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap(([key, name]) => {
      const reference = referenceTo(name);
      return reference === undefined ? [] : [[key, reference] as const];
    }),
  );
}

/** The members of a map that are not named. */
export function without(
  map: Readonly<Record<string, string>>,
  keys: readonly (string | undefined)[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** The header `Authorization` where it is `Bearer ${env:NAME}` and nothing else. */
export function bearerVariable(
  headers: Readonly<Record<string, string>>,
): { readonly header: string; readonly name: string } | undefined {
  return Object.entries(headers).flatMap(([header, template]) => {
    const one = header.toLowerCase() === 'authorization' ? oneVariable(template) : undefined;
    return one?.before === 'Bearer ' && one.after === '' ? [{ header, name: one.name }] : [];
  })[0];
}
