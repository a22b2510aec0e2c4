// Makes a text fit: what is least important goes first, and what went is said.

/** A part of a text in its order. */
export interface Piece {
  readonly text: string;
  /** The least goes first; parts without one always stay. */
  readonly weight?: number;
  /** What it is called among those that were left out, in the singular and plural. */
  readonly called?: readonly [singular: string, plural: string];
  /** What is left of it at first. */
  readonly instead?: Piece;
}

/** Left out: how many of each kind, the most important first. */
export type Left = readonly (readonly [called: readonly [string, string], count: number])[];

/** The pieces that fit into so many bytes of UTF-8, each followed by a line feed, with room for what `say` adds. */
export function fit(
  pieces: readonly Piece[],
  limit: number,
  say: (left: Left) => string,
): { readonly texts: readonly string[]; readonly said: string } {
  const size = (text: string) => Buffer.byteLength(text) + 1;
  const all = pieces.reduce((sum, { text }) => sum + size(text), 0);
  if (all <= limit) return { texts: pieces.map(({ text }) => text), said: '' };
  // Of equal weight the last goes first.
  const order = pieces.flatMap(stepsOf).sort((a, b) => a.weight - b.weight || b.index - a.index);
  const kept = new Map<number, Piece | undefined>(pieces.map((piece, index) => [index, piece]));
  const counts = new Map<string, Left[number]>();
  let rest = all;
  let said = '';
  for (const { index, from, to } of order) {
    kept.set(index, to);
    rest -= size(from.text) - (to === undefined ? 0 : size(to.text));
    if (from.called !== undefined) {
      const [singular] = from.called;
      counts.set(singular, [from.called, (counts.get(singular)?.[1] ?? 0) + 1]);
    }
    said = say([...counts.values()].reverse());
    if (rest + size(said) <= limit) break;
  }
  return { texts: [...kept.values()].flatMap((piece) => (piece === undefined ? [] : [piece.text])), said };
}

interface Step {
  readonly index: number;
  readonly weight: number;
  readonly from: Piece;
  readonly to: Piece | undefined;
}

/** How a piece goes: at once, or by what stands in its place for a while. */
function stepsOf(piece: Piece, index: number): readonly Step[] {
  const { weight, instead } = piece;
  if (weight === undefined) return [];
  const step = { index, weight, from: piece, to: instead };
  return instead === undefined ? [step] : [step, ...stepsOf(instead, index)];
}
