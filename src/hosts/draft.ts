// One entry in the making: members, and what is to be said about the place of each.

import type { Finding } from '../model/finding.ts';
import type { Json, JsonObject, Path } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';
import type { Encoded, SatelliteElement } from './api.ts';
import { assign, startsWith } from './tree.ts';

/** One value that encoding found for one place of the entry. */
export interface Piece {
  readonly path: Path;
  /** Undefined: nothing can be written there. */
  readonly value?: Json;
  readonly states?: readonly { readonly path: Path; readonly state: 'native' | 'inline' }[];
  readonly satellites?: readonly SatelliteElement[];
  readonly findings?: readonly Finding[];
}

/** The entry of these pieces with the members of `raw` on top; what `raw` replaces raises no finding. */
export function assemble(pieces: readonly Piece[], raw: readonly (readonly [Path, Json])[]): Encoded {
  const isReplaced = (path: Path) =>
    path.length > 0 && raw.some(([over]) => startsWith(path, over) || startsWith(over, path));
  const standing = pieces.filter((piece) => !isReplaced(piece.path));
  const entry = [
    ...pieces.flatMap(({ path, value }) => (value === undefined ? [] : [[path, value] as const])),
    ...raw,
  ].reduce<JsonObject>((under, [path, value]) => assign(under, path, value), {});
  const pointers = (wanted: 'native' | 'inline') =>
    standing.flatMap(({ states = [] }) =>
      states.filter(({ state }) => state === wanted).map(({ path }) => printPointer(path)),
    );
  return {
    entry,
    inline: pointers('inline'),
    native: pointers('native'),
    satellites: pieces.flatMap(({ satellites = [] }) => satellites),
    findings: standing.flatMap(({ findings = [] }) => findings),
  };
}
