// TOML's scalars and keys as JSON and back, and the second reader. The only file that imports smol-toml.

import { parse, stringify, TomlError } from 'smol-toml';
import { isArray, isObject, type Json, object } from '../model/json.ts';
import { FormatError, type Position } from './codec.ts';
import { positions } from './style.ts';

/**
 * The text that stands for a date or time, equal for equal moments however they are spelt: `T` and `Z`, and the
 * fraction cut to milliseconds, left out when zero.
 */
export function spellTime(source: string): string {
  const upper = source.toUpperCase().replace(/^(\S+) /, '$1T');
  return upper.replace(/\.(\d+)/, (_, digits: string) => {
    const millis = digits.padEnd(3, '0').slice(0, 3);
    return millis === '000' ? '' : `.${millis}`;
  });
}

/** A number as JSON can hold it; `inf`, `-inf` and `nan` as text. */
export function spellFloat(value: number): Json {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** A key, bare where that is legal. */
export function printKey(key: string): string {
  const line = stringify(object([[key, 0]]));
  return line.slice(0, line.lastIndexOf('=')).trimEnd();
}

/** A scalar, strings in basic quotes. */
export function printScalar(value: boolean | number | string): string {
  return stringify({ _: value }).slice('_ = '.length).trimEnd();
}

/** A scalar in the spelling of the one it replaces, where it can have that. */
export function printLike(spelling: 'float' | 'literal' | 'other', value: boolean | number | string): string {
  if (spelling === 'float' && Number.isSafeInteger(value)) return `${printScalar(value)}.0`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a literal string cannot hold
  if (spelling === 'literal' && typeof value === 'string' && !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    return `'${value}'`;
  }
  return printScalar(value);
}

/** See `Codec.reread`. Throws `FormatError`. */
export function reread(text: string): Json {
  try {
    // Line ends inside strings are read as `\n`, as the other parser does.
    return plain(parse(text.replaceAll('\r\n', '\n'), { integersAsBigInt: 'asNeeded' }));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new FormatError(error.message.split('\n')[0] ?? '', placeOf(text, error), { cause: error });
  }
}

function placeOf(text: string, { line, column }: TomlError): Position {
  const above = text.split('\n', line - 1).reduce((length, one) => length + one.length + 1, 0);
  return positions(text)(Math.min(text.length, above + column - 1));
}

function plain(value: unknown): Json {
  if (value instanceof Date) return spellTime(value.toISOString());
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return spellFloat(value);
  if (isArray(value)) return value.map(plain);
  if (isObject(value)) return object(Object.entries(value).map(([key, member]) => [key, plain(member)]));
  return value as boolean | string;
}
