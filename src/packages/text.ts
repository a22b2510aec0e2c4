// What others wrote, made fit to be shown and stored; what could be more than text is refused.

import { HatchError } from '../model/errors.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/** A sentence for a person: one line, no control or direction characters, not too long. */
export function sentence(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const line = text.slice(0, 2000).replace(control, ' ').replace(/\s+/g, ' ').trim();
  return line === '' ? undefined : line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** A text for a command line, a variable or a header, as it is. Throws HatchError `refused` where it is none. */
export function plain(text: unknown, what: string): string {
  if (typeof text !== 'string') throw refused(`${what} is no text`);
  if (text.length > 4000) throw refused(`${what} is longer than 4000 characters`);
  control.lastIndex = 0;
  if (control.test(text)) throw refused(`${what} holds control characters`);
  return text;
}

/** As `plain`, and of this form. */
export function formed(text: unknown, form: RegExp, what: string): string {
  const given = plain(text, what);
  if (!form.test(given)) throw refused(`${what} is ${JSON.stringify(given.slice(0, 80))}, which is refused`);
  return given;
}

/** What a package or a registry says must not be used. */
export function refused(message: string, hint?: string): HatchError {
  return new HatchError('refused', message, {
    hint: hint ?? 'nothing of it was used; write the server with `command` or `url` instead if you trust it',
  });
}
