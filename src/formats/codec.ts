// What every file format offers: text in; values, places and text edits out. Pure, and never prints a whole document.

import type { Json, Path } from '../model/json.ts';

/** Where something stands in a text: line and column from 1, columns in UTF-16 units; offset from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** Replace `text.slice(start, end)` by `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * What is to become of one node: a tree, so that all changes of a container are rendered together.
 * `members` goes into an object, or into an array by original index; an index from the array's length on appends,
 * in the order of the map. A member that is not there is added last. Parents that are missing come into being as
 * a `members` change on a member that is not there (objects).
 * `source` puts exactly this text in the node's place: how an emptied container gets its first look back.
 */
export type Change =
  | { readonly kind: 'set'; readonly value: Json }
  | { readonly kind: 'remove' }
  | { readonly kind: 'source'; readonly text: string; readonly value: Json }
  | { readonly kind: 'members'; readonly members: ReadonlyMap<string, Change> };

/** A text that was read without fault. */
export interface Document {
  /**
   * The whole as JSON. What JSON cannot say (a TOML date, an integer beyond 2^53, NaN) is read as its source text.
   * An empty or blank text is `{}`.
   */
  readonly value: Json;
  /** Where the node at `path` stands: its key if it is a member, else its first character. */
  locate(path: Path): Position | undefined;
  /** The exact source text of the value at `path`; for the root the whole text. */
  source(path: Path): string | undefined;
  /** Every key that stands more than once in one object (`path` includes the key); its last value counts. */
  readonly duplicates: readonly { readonly path: Path; readonly position: Position }[];
}

export interface Codec {
  /** Reads a text, without byte-order mark. Throws `FormatError` where it is not valid. */
  read(text: string): Document;
  /**
   * The edits (sorted, not overlapping) that make `change` true and touch nothing else. Comments stay, but those
   * inside a removed member's span or at the end of its own last line. New text imitates its siblings.
   * Throws `FormatError` with the place when it cannot be done safely: an alias, a merge key, a duplicate key on
   * the path, a scalar where a container is needed, a value the format cannot hold.
   */
  edit(text: string, change: Change): readonly TextEdit[];
  /** A container exists only by what stands in it: with its last member it is gone. */
  readonly vanishing?: boolean;
  /** Reads the value by a parser that shares nothing with `read` and `edit`, for the proof of an edit. */
  reread(text: string): Json;
}

/** A text that cannot be read, or an edit that cannot be made, and where. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly position: Position;
  constructor(message: string, position: Position, options?: ErrorOptions) {
    super(message, options);
    this.position = position;
  }
}
