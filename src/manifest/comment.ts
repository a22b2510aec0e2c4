// Comments that commands leave in a manifest for a person to read.

import { lineStart, newlineOf } from '../formats/style.ts';
import type { Path } from '../model/json.ts';
import { codecOf, type Source } from './parse.ts';

/** The text with these lines as a comment above the member at `path`, unchanged where a comment cannot stand. */
export function commentAbove(source: Source, path: Path, lines: readonly string[]): string {
  const { text } = source;
  const position = /\.ya?ml$/i.test(source.path)
    ? codecOf(source.path)
        .read(text.replace(/^\uFEFF/, ''))
        .locate(path)
    : undefined;
  if (position === undefined || lines.length === 0) return text;
  const offset = position.offset + (text.startsWith('\uFEFF') ? 1 : 0);
  const start = lineStart(text, offset);
  const indent = text.slice(start, offset);
  if (!/^[ \t]*$/.test(indent)) return text;
  const newline = newlineOf(text);
  return text.slice(0, start) + lines.map((line) => `${indent}# ${plain(line)}${newline}`).join('') + text.slice(start);
}

/** What others named must not end the comment. */
function plain(line: string): string {
  return line.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}
