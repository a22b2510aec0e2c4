// Scalars as new text: plain where every reader, of YAML 1.1 or 1.2, sees the same string; else quoted.

import type { Json } from '../model/json.ts';
import { FormatError } from './codec.ts';

export type ScalarStyle = 'plain' | 'single' | 'double';

export interface ScalarContext {
  /** Inside `{}` or `[]`. */
  readonly flow: boolean;
  /** The style to keep or to imitate, where the text allows it. */
  readonly style: ScalarStyle;
  /** The quotes to use where plain is not possible. */
  readonly quote: 'single' | 'double';
}

/** Words that some reader takes for null, a boolean, a merge key or the default-value key. */
const word = /^(y|n|yes|no|on|off|true|false|null|~|=|<<)$/i;
/** Anything that begins like a number and could be one: decimal, octal, hex, sexagesimal, exponents, versions too. */
const numberLike = /^[-+]?([._]*[0-9][0-9a-fxo_.,:+-]*|[._]*e[-+]?[0-9]+)$/i;
const notNumber = /^[-+]?\.(inf|nan)$/i;
const dateLike = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t]|$)/;
const specialStart = /^([?:,[\]{}#&*!|>'"%@`\s]|-(\s|$)|---|\.\.\.|[-+]?\.[._]*$)/;
const specialInside = /:(\s|$)|\s#|\s$/;
const specialInFlow = /[,[\]{}:?#]/;
/** All that is no printable single-line text, by code unit; surrogates are checked apart. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;
const loneSurrogate = /\p{Surrogate}/u;

/** Whether every reader takes the bare text for this very string. */
export function isPlainSafe(text: string, flow: boolean): boolean {
  if (text === '' || unprintable.test(text) || loneSurrogate.test(text)) return false;
  if (specialStart.test(text) || specialInside.test(text) || (flow && specialInFlow.test(text))) return false;
  return !word.test(text) && !numberLike.test(text) && !notNumber.test(text) && !dateLike.test(text);
}

export function printString(text: string, { flow, style, quote }: ScalarContext): string {
  const wanted = style === 'plain' ? (isPlainSafe(text, flow) ? 'plain' : quote) : style;
  if (wanted === 'plain') return text;
  if (wanted === 'single' && !unprintable.test(text) && !loneSurrogate.test(text))
    return `'${text.replaceAll("'", "''")}'`;
  return printDouble(text);
}

function printDouble(text: string): string {
  return JSON.stringify(text).replace(
    new RegExp(unprintable, 'g'),
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value without members. Throws `FormatError` for a number that is not finite. */
export function printScalar(value: Json, context: ScalarContext): string {
  if (typeof value === 'string') return printString(value, context);
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value)) {
    throw new FormatError('a number must be finite', { line: 1, column: 1, offset: 0 });
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return withPoint(value.toExponential());
  return withPoint(String(value));
}

/** YAML 1.1 knows an exponent only after a point. */
function withPoint(text: string): string {
  return text.replace(/^(-?\d+)e/, '$1.0e');
}
