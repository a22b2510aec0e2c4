// What may be seen: which values of an entry are sensitive, and how they are shown.

import type { FieldRole } from '../hosts/api.ts';
import { isArray, isObject, type Json, type Path } from '../model/json.ts';
import type { Shown } from '../model/plan.ts';
import { Secret } from '../model/secret.ts';
import { hasSecretWord, isLiteralSecret, isSecretArgument, isSecretUrl } from './sensitive.ts';

/** Where a value comes from: a manifest's literal that is no credential is public, a host's never is. */
export type Source = 'manifest' | 'file';

/**
 * Is the text or list at `path` of an entry sensitive by its position (and, from a manifest, by its content)? An object
 * is when anything in it is.
 */
export function isSensitive(role: FieldRole, path: Path, value: Json | undefined, source: Source): boolean {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'number') return false;
  if (isObject(value)) {
    return Object.entries(value).some(([key, member]) => isSensitive(role, [...path, key], member, source));
  }
  const name = path.at(-1) ?? '';
  switch (role.holds) {
    case 'environment':
    case 'header':
    case 'secret':
      if (isArray(value) && value.length === 0) return false;
      return source === 'file' || typeof value !== 'string' || isLiteralSecret(name, value);
    case 'url':
      return typeof value === 'string' && isSecretUrl(value);
    case 'arguments':
      if (typeof value === 'string') return isLiteralSecret(name, value) || hasSecretWord(value.split(/\s+/));
      return isArray(value) && hasSecretWord(value);
    default:
      return typeof value === 'string' && isLiteralSecret(role.known ? undefined : name, value);
  }
}

/** The value with what is sensitive in it behind a mask. */
export function shown(sensitive: boolean, value: Json): Shown {
  if (!sensitive) return value;
  if (isArray(value) && hasSecretWord(value))
    return value.map((item, i) => (isSecretArgument(value, i) ? new Secret(String(item)) : item));
  return new Secret(typeof value === 'string' ? value : JSON.stringify(value));
}
