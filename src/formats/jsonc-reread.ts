// Reads JSON, JSONC and JSON5 a second time, by the platform or the json5 package: neither shares anything with the reading
// for edits.
// Sole importer of json5.

import JSON5 from 'json5';
import type { Json } from '../model/json.ts';
import { isSpace, readNumeral } from './jsonc-lexis.ts';
import { failure } from './jsonc-tree.ts';

/** The value of a text, `{}` of a blank one. Throws `FormatError` where it is not valid. */
export function reread(text: string): Json {
  if (isSpace(text, { start: 0, end: text.length })) return {};
  const said = sayable(text);
  try {
    // Most files are plain JSON, which the platform reads a hundred times faster.
    return JSON.parse(said) as Json;
  } catch {
    return reread5(text, said);
  }
}

function reread5(text: string, said: string): Json {
  try {
    return JSON5.parse<Json>(said);
  } catch (error) {
    if (!(error instanceof SyntaxError && 'lineNumber' in error && 'columnNumber' in error)) throw error;
    throw failure(text, 'not valid JSON5', offsetOf(text, Number(error.lineNumber), Number(error.columnNumber)));
  }
}

/** What is unusual enough to be looked at: numerals that a number may not say, and separators that json5 warns of. */
const unusual = /[\u2028\u2029]|[\da-f]{14}|e\+?\d{3}|NaN|Infinity/i;

const lexeme =
  /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^'\\]*(?:\\[\s\S][^'\\]*)*'|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[^\s"'{}[\],:/]+/g;

/** The same document, but with numerals as strings where a number would lose something. */
function sayable(text: string): string {
  if (!unusual.test(text)) return text;
  return text.replace(lexeme, (part) => {
    if (/^["']/.test(part)) return part.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
    if (part.startsWith('/')) return ' ';
    const lossy = /^[-+.\d]|^(NaN|Infinity)$/.test(part) && typeof readNumeral(part) === 'string';
    return lossy ? JSON.stringify(part) : part;
  });
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
