// The nodes of a YAML text with exact spans: what stands where, by which style, under which anchor.

import type { Position } from './codec.ts';
import { lineStart } from './style.ts';

export interface Spot {
  /** The node's own text, without anchor and tag; `end` leaves out the last line's end. */
  readonly start: number;
  readonly end: number;
  /** Where its anchor or tag begins, else `start`. */
  readonly head: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

export interface ScalarNode extends Spot {
  readonly kind: 'scalar';
  /** `none` is a value that is not written at all. */
  readonly style: 'plain' | 'single' | 'double' | 'block' | 'none';
  readonly text: string;
}

export interface AliasNode extends Spot {
  readonly kind: 'alias';
  readonly target: Node;
}

export interface MapNode extends Spot {
  readonly kind: 'map';
  readonly flow: boolean;
  /** A pair without braces, as in `[a: 1]`. */
  readonly bare: boolean;
  readonly entries: readonly Entry[];
  /** Key → its last entry; merge keys are not in it. */
  readonly index: ReadonlyMap<string, number>;
  /** The values of its merge keys. */
  readonly merges: readonly Node[];
  /** For each key that stands more than once, the entry where it does so first. */
  readonly repeated: ReadonlyMap<string, number>;
}

export interface SeqNode extends Spot {
  readonly kind: 'seq';
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

export type CollectionNode = MapNode | SeqNode;
export type Node = ScalarNode | AliasNode | CollectionNode;

/** A member of a map or an item of a sequence. */
export interface Entry {
  /** Its first character: `-`, `?`, or the first of its key. */
  readonly start: number;
  readonly end: number;
  /** Undefined in a sequence. */
  readonly key: ScalarNode | undefined;
  /** `:` is written. */
  readonly colon: boolean;
  /** The value may begin here: after `:` or `-`. */
  readonly after: number;
  readonly value: Node;
  /** A plain `<<`: its value is merged into the map. */
  readonly merges: boolean;
}

/** A block scalar by the end of its last line that is not blank. */
export interface BlockScalar {
  /** Blanks before its text: a comment as deep as that would become part of it. */
  readonly indent: number;
  readonly chomp: 'clip' | 'strip' | 'keep';
}

export interface Tree {
  readonly text: string;
  readonly root: Node;
  /** Where an empty document takes its first entry. */
  readonly end: number;
  /** Every anchored node that is used → the offsets of its aliases. */
  readonly aliases: ReadonlyMap<Node, readonly number[]>;
  readonly blockScalars: ReadonlyMap<number, BlockScalar>;
  position(offset: number): Position;
}

/** Characters between the start of the line and `offset`. */
export function columnAt(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}
