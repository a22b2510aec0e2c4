// What gives a secret away: the name it stands under, or its own look. Errs towards a secret, but not for paths,
// addresses, versions and switches, which stand under such names too.

import { isArray, isObject, type Json } from '../model/json.ts';

const tellingName =
  /token|secret|passw(or)?d|passphrase|api[-_]?key|access[-_]?key|auth(?!or(?!i[sz]))|credential|private|bearer|cookie|[-_]key$|[-_]pat$/i;

/** What is said about a secret, and is none: `authProviderType`, `token_endpoint_auth_method`. */
const aboutOne = /(?:type|mode|method|provider|scheme|algorithm)$/i;

/** Is this the name of a variable, header, flag or parameter that holds a secret? */
export function isSensitiveName(name: string): boolean {
  return tellingName.test(name) && !aboutOne.test(name);
}

/** How tokens of well known services begin. */
const knownToken = new RegExp(
  `(?:^|[^A-Za-z0-9])(?:${[
    'gh[pousr]_[A-Za-z0-9]{16,}',
    'github_pat_[A-Za-z0-9_]{16,}',
    'glpat-[\\w-]{16,}',
    'sk-[\\w-]{16,}',
    '(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}',
    'xox[abeoprs]-[\\w-]{10,}',
    'xapp-[\\w-]{10,}',
    '(?:AKIA|ASIA)[A-Z0-9]{12,}',
    'AIza[\\w-]{20,}',
    'ya29\\.[\\w-]{10,}',
    'eyJ[\\w-]{8,500}\\.[\\w-]{4,}',
    'npm_[A-Za-z0-9]{20,}',
    'pypi-[\\w-]{16,}',
    'hf_[A-Za-z0-9]{16,}',
    'dop_v1_[a-f0-9]{16,}',
    'SG\\.[\\w-]{10,}',
    'lin_api_[A-Za-z0-9]{10,}',
    '(?:ntn|secret)_[A-Za-z0-9]{20,}',
    'AGE-SECRET-KEY-1[A-Z0-9]{16,}',
  ].join('|')})`,
);

const withScheme = /\b(?:bearer|basic)\s+[\w.~+/=-]{6,}/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const userInfo = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s:]*:[^/?#@\s]+@/i;

/** Does this text, without its references, look like a secret whatever it is called? */
export function looksLikeCredential(text: string): boolean {
  return [knownToken, withScheme, privateKey, userInfo].some((look) => look.test(text)) || isRandom(text);
}

/** One word of many different characters, in which letters and digits are mixed as nobody would write them. */
function isRandom(text: string): boolean {
  if (/^(?:[./~]|[A-Za-z]:[\\/]|[a-z][a-z0-9+.-]*:)/.test(text) || /[\s@]/.test(text)) return false;
  return text.split(/[^A-Za-z0-9+/=_]+/).some((word) => {
    if (/^[0-9a-f]{32,}$/i.test(word)) return /\d/.test(word) && /[a-f]/i.test(word);
    if (word.length < 20 || (word.match(/\d/g) ?? []).length < 2 || !/[A-Za-z]/.test(word)) return false;
    return entropy(word) >= (/[a-z]/.test(word) && /[A-Z]/.test(word) ? 3.8 : 3.6) && !/[a-z]{7,}|[A-Z]{7,}/.test(word);
  });
}

/** Bits for each character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** What is no secret under any name: nothing, a switch, a number, a path, an address without user, a word of choice. */
const harmless =
  /^(?:|true|false|yes|no|on|off|none|null|auto|default|required|optional|disabled|enabled|oauth2?|bearer|basic|\d{1,7}|[./~][^\s]*|[A-Za-z]:[\\/].*|https?:\/\/[^@]*)$/i;

/** Is this literal, under this name, likely a secret? The name may be undefined. */
export function isLiteralSecret(name: string | undefined, text: string): boolean {
  if (looksLikeCredential(text)) return true;
  if (name === undefined || !isSensitiveName(name)) return false;
  return !harmless.test(text.trim()) || isOddPath(text.trim());
}

/** Base64 may begin with `/`, as a path does; but no folder is called so. */
function isOddPath(text: string): boolean {
  return /^[./~]/.test(text) && text.split('/').some((segment) => isRandom(segment.replace(/^[.~]+/, '')));
}

/** User info, or a parameter that holds a secret, in an address. */
export function isSecretUrl(text: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+@/i.test(text)) return true;
  const query = /\?([^#]*)/.exec(text)?.[1] ?? '';
  return query.split('&').some((pair) => {
    const split = pair.indexOf('=');
    return split > 0 && isLiteralSecret(pair.slice(0, split), pair.slice(split + 1));
  });
}

/** Is the argument at `index` a secret: after or within a token-like flag, in a header, or by its look? */
export function isSecretArgument(list: readonly Json[], index: number): boolean {
  const text = list[index];
  if (typeof text !== 'string') return false;
  const assigned = /^(?:--?)?([\w.-]+)[=](.*)$/s.exec(text) ?? /^([\w-]+):\s*(.*)$/s.exec(text);
  if (assigned !== null && isLiteralSecret(assigned[1], assigned[2] ?? '')) return true;
  const flag = index > 0 ? /^--?([\w-]+)$/.exec(String(list[index - 1]))?.[1] : undefined;
  return isLiteralSecret(text.startsWith('-') ? undefined : flag, text) || isSecretUrl(text);
}

/** Is any text in it a secret: an argument, a variable in the form `NAME=value`, a pair of name and value? */
export function holdsSecret(value: Json, name?: string): boolean {
  if (typeof value === 'string') {
    return isLiteralSecret(name, value) || [[value], value.split(/\s+/)].some((words) => hasSecretWord(words));
  }
  if (isArray(value))
    return hasSecretWord(value) || value.some((item) => typeof item !== 'string' && holdsSecret(item));
  if (!isObject(value)) return false;
  const called = value.name ?? value.key;
  return Object.entries(value).some(([key, member]) =>
    holdsSecret(member, key === 'value' && typeof called === 'string' ? called : key),
  );
}

/** Is any of these arguments a secret? */
export function hasSecretWord(words: readonly Json[]): boolean {
  return words.some((_, i) => isSecretArgument(words, i));
}
