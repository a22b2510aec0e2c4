// How a text is laid out, so that new lines look like the old ones.

/** The line ending that the text uses most; `\n` where it has none. */
export function newlineOf(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const carriage = text.split('\r\n').length - 1;
  return carriage * 2 > all ? '\r\n' : '\n';
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The blanks and tabs that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** One step of indentation, from the first line that has any; two blanks where none has. */
export function indentUnitOf(text: string): string {
  const first = /^(\t+| +)\S/m.exec(text)?.[1];
  if (first === undefined) return '  ';
  return first.startsWith('\t') ? '\t' : first.length === 1 ? '  ' : first;
}

/** Line and column (from 1) of an offset, found by halving over the starts of lines. */
export function positions(text: string): (offset: number) => { line: number; column: number; offset: number } {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1, offset };
  };
}
