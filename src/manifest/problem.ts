// Makes findings about the manifest, in one style.

import type { Finding, Place, Severity } from '../model/finding.ts';
import { byCodePoint } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';

/** A finding at a place of the manifest; an error unless said otherwise. */
export function problem(
  code: string,
  place: Place,
  message: string,
  hint?: string,
  severity: Severity = 'error',
): Finding {
  return { code, severity, message, ...(hint === undefined ? {} : { hint }), place };
}

/** What to type instead of an unknown name: the nearest known one, else all of a few. */
export function suggestion(name: string, known: Iterable<string>): string | undefined {
  const names = [...new Set(known)].sort(byCodePoint);
  const near = nearest(name, names);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (names.length === 0 || names.length > 12) return undefined;
  return `known here: ${names.map((each) => `\`${each}\``).join(', ')}`;
}
