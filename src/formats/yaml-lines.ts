// Where lines, blanks and comments begin and end around an offset. Every text here ends its last line.

/** Start of the line after the one that holds `offset`. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

/** End of the line that holds `offset`, its comment included and its line ending left out. */
export function lineEnd(text: string, offset: number): number {
  const next = nextLine(text, offset);
  if (text[next - 1] !== '\n') return next;
  return text[next - 2] === '\r' ? next - 2 : next - 1;
}

/** Nothing but blanks stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  const start = backBlanks(text, offset);
  return start === 0 || text[start - 1] === '\n';
}

/** Start of the blanks that lead to `offset`. */
export function backBlanks(text: string, offset: number): number {
  let start = offset;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  return start;
}

/** Nothing but blanks and perhaps a comment follows on the line. */
export function endsLine(text: string, offset: number): boolean {
  return matchesAt(/[ \t]*(?:#|\r?\n|$)/y, text, offset);
}

/** Nothing but blanks follows on the line. */
export function onlyBlanksFollow(text: string, offset: number): boolean {
  return matchesAt(/[ \t]*(?:\r?\n|$)/y, text, offset);
}

function matchesAt(pattern: RegExp, text: string, offset: number): boolean {
  pattern.lastIndex = offset;
  return pattern.test(text);
}

/** The next offset that is neither blank nor line ending nor comment. */
export function skipTrivia(text: string, offset: number): number {
  const trivia = /(?:[ \t\r\n]+|#[^\n]*)*/y;
  trivia.lastIndex = offset;
  trivia.test(text);
  return trivia.lastIndex;
}
