// What a reader of strict JSON does not take in a text that JSONC allows: comments and trailing commas.

import type { TextEdit } from './codec.ts';
import { commentsIn, type Span } from './jsonc-lexis.ts';

export interface Loose extends Span {
  readonly kind: 'comment' | 'trailing-comma';
}

/** All of them, in the order of the text, which is valid JSONC. */
export function looseParts(text: string): readonly Loose[] {
  const found: Loose[] = [];
  let comma: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      at = afterText(text, at) - 1;
      comma = undefined;
    } else if (character === '/') {
      const [comment] = commentsIn(text, { start: at, end: at + 1 });
      if (comment === undefined) continue;
      found.push({ kind: 'comment', start: comment.start, end: comment.end });
      at = comment.end - 1;
    } else if (character === ',') {
      comma = at;
    } else if (character === '}' || character === ']') {
      if (comma !== undefined) found.push({ kind: 'trailing-comma', start: comma, end: comma + 1 });
      comma = undefined;
    } else if (!/\s/.test(character)) comma = undefined;
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Where the quoted text that begins at `start` has ended. */
function afterText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The edits that take the trailing commas away. */
export function withoutTrailingCommas(text: string): readonly TextEdit[] {
  return looseParts(text)
    .filter(({ kind }) => kind === 'trailing-comma')
    .map(({ start, end }) => ({ start, end, text: '' }));
}
