// TOML 1.0 as a codec.

import type { Path } from '../model/json.ts';
import type { Codec, Document } from './codec.ts';
import { positions } from './style.ts';
import { editToml } from './toml-edit.ts';
import { childOf, type Node, parseTree, toJson } from './toml-tree.ts';
import { reread } from './toml-values.ts';

/**
 * Tables, dotted keys and inline tables are objects, `[[tables]]` are arrays. Dates and times are read as text (with
 * `T` and `Z`, to the millisecond, no fraction if it is zero), as are integers beyond 2^53, `inf`, `-inf` and `nan`.
 * Only a value that is written in one place has a source. The parser refuses keys that stand twice, so there are no
 * duplicates. A table that only the headers or dotted keys of its members name is gone with the last of them.
 */
export const toml: Codec = { read, edit: editToml, reread, vanishing: true };

function read(text: string): Document {
  const tree = parseTree(text);
  const place = positions(text);
  const find = (path: Path): Node | undefined =>
    path.reduce<Node | undefined>((node, key) => node && childOf(node, key), tree.root);
  return {
    value: toJson(tree.root),
    locate: (path) => {
      const node = find(path);
      return node && place(node.at);
    },
    source: (path) => {
      if (path.length === 0) return text;
      const inline = find(path)?.inline;
      return inline && text.slice(inline.start, inline.end);
    },
    duplicates: [],
  };
}
