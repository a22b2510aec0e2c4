// Colour as data: names of styles, and a painter that is told by the caller whether to colour at all.

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof codes;

/** The text in these styles, or as it is. */
export type Paint = (text: string, ...styles: readonly Style[]) => string;

export function painter(coloured: boolean): Paint {
  if (!coloured) return (text) => text;
  return (text, ...styles) =>
    text === ''
      ? ''
      : styles.reduce((inner, style) => `\u001b[${codes[style][0]}m${inner}\u001b[${codes[style][1]}m`, text);
}

/** What a text report needs to know of where it is read. */
export interface Look {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
  /** Columns that the line of a table may take; undefined where it is not read on a terminal. */
  readonly limit?: number | undefined;
  /** Absolute; paths below are shown relative to it. */
  readonly cwd: string;
  /** Absolute; paths below are shown with `~`. */
  readonly home: string;
}
