// Rows of cells in aligned columns.

/** How many columns a terminal needs for a text: escape sequences none, wide characters two. */
export function displayWidth(text: string): number {
  let width = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours.
  for (const character of text.replace(/\u001b\[\d+m/g, '')) width += isWide(character) ? 2 : 1;
  return width;
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u.test(
    character,
  );
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The text in at most so many columns: what does not fit becomes `…`, colours stay. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let room = width - 1;
  let kept = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours.
  for (const token of text.match(/\u001b\[\d+m|./gsu) ?? []) {
    if (token.startsWith('\u001b[')) kept += token;
    else if (room >= 0) {
      room -= displayWidth(token);
      kept += room >= 0 ? token : '…';
      if (room < 0) room = -1;
    }
  }
  return kept;
}

/** The text in lines of at most so many columns, broken at blanks; a longer word stays whole. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined) lines.push(word);
    else if (displayWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A column is not made narrower than this for the sake of others. */
const leastColumn = 8;

/** Lines of the rows, two blanks between columns, none at the end; with `width` none is longer, as far as it goes. */
export function columns(
  rows: readonly (readonly string[])[],
  indent = '',
  width = Number.POSITIVE_INFINITY,
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell));
    });
  }
  narrow(widths, width - indent.length - 2 * (widths.length - 1));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => pad(cut(cell, widths[i] ?? 0), widths[i] ?? 0)).join('  ');
  return rows.map((row) => (indent + line(row)).trimEnd());
}

/** Takes from the widest column, the last of equals, until all fit or none can be narrower. */
function narrow(widths: number[], room: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= leastColumn) return;
    widths[widths.lastIndexOf(widest)] = widest - 1;
    excess -= 1;
  }
}
