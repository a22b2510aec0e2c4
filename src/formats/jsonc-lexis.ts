// The text between the values of a JSON, JSONC or JSON5 document: blanks, line breaks, comments. And what a numeral says.

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Comment extends Span {
  /** Ends with its line. */
  readonly line: boolean;
}

/** What follows a value on its line. */
interface Tail {
  /** Where its last comment ends; where it begins, without one. */
  readonly end: number;
  readonly comments: readonly Comment[];
  /** Offset of the line break that ends it; undefined if something else follows. */
  readonly breakAt: number | undefined;
}

/** White space of JSON5 (a superset of JSON's) that does not end a line of a file. */
const blank = /[ \t\v\f\u00a0\ufeff\u2028\u2029\p{Zs}]/u;

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    code === 32 ||
    code === 9 ||
    (code !== 13 && code !== 10 && (code < 32 || code > 126) && blank.test(text.charAt(at)))
  );
}

function isBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text, at)) at++;
  return at;
}

/** Where the blanks begin that end at `at`. */
export function blanksBefore(text: string, at: number): number {
  let from = at;
  while (isBlank(text, from - 1)) from--;
  return from;
}

/** Where the blanks and line breaks begin that end at `at`. */
export function spaceBefore(text: string, at: number): number {
  let from = at;
  while (isBlank(text, from - 1) || isBreak(text, from - 1)) from--;
  return from;
}

/** Only blanks stand before `at` on its line. */
export function beginsLine(text: string, at: number): boolean {
  const from = blanksBefore(text, at);
  return from === 0 || isBreak(text, from - 1);
}

/** The offset after the line break at `at`; undefined if none is there. */
export function afterBreak(text: string, at: number): number | undefined {
  if (!isBreak(text, at)) return undefined;
  return text.startsWith('\r\n', at) ? at + 2 : at + 1;
}

export function hasBreak(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (isBreak(text, at)) return true;
  return false;
}

export function isSpace(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (!isBlank(text, at) && !isBreak(text, at)) return false;
  return true;
}

function commentAt(text: string, start: number): Comment | undefined {
  if (text.startsWith('//', start)) {
    let end = start;
    while (end < text.length && !isBreak(text, end)) end++;
    return { start, end, line: true };
  }
  return text.startsWith('/*', start) ? { start, end: text.indexOf('*/', start + 2) + 2, line: false } : undefined;
}

/** The line's rest after a value or comma, over every comment that begins on it. */
export function tailOf(text: string, from: number): Tail {
  const comments: Comment[] = [];
  let end = from;
  for (;;) {
    const at = skipBlanks(text, end);
    const comment = commentAt(text, at);
    if (comment === undefined) return { end, comments, breakAt: isBreak(text, at) ? at : undefined };
    comments.push(comment);
    end = comment.end;
  }
}

/** The comments of a stretch that holds nothing else but space and punctuation. */
export function commentsIn(text: string, { start, end }: Span): readonly Comment[] {
  const comments: Comment[] = [];
  let at = start;
  while (at < end) {
    const comment = commentAt(text, at);
    if (comment !== undefined) comments.push(comment);
    at = comment?.end ?? at + 1;
  }
  return comments;
}

/** The number, or the numeral itself where a number cannot say it: integers beyond 2^53, NaN, infinities. */
export function readNumeral(numeral: string): number | string {
  const digits = numeral.replace(/^[-+]/, '');
  const value = (numeral.startsWith('-') ? -1 : 1) * Number(digits);
  const exact = Number.isSafeInteger(value) || !/^(\d+|0x[\da-f]+)$/i.test(digits);
  return exact && Number.isFinite(value) ? value : numeral;
}
