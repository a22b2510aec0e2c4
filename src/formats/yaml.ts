// YAML: reads host files and manifests, and edits them without touching a line that is not concerned.

import type { Json } from '../model/json.ts';
import type { Codec, Document } from './codec.ts';
import { editYaml } from './yaml-edit.ts';
import { parseValue } from './yaml-parse.ts';
import { buildTree } from './yaml-tree.ts';
import { duplicatesOf, findEntry, refuseBomb, refuseMergeBomb, valuesOf } from './yaml-value.ts';

/**
 * One YAML 1.2 document (core schema, merge keys). Keys are strings: a plain one is its source text. Dates, integers
 * beyond 2^53, `.nan` and `.inf` are read as their source text.
 */
export const yaml: Codec = { read, edit: editYaml, reread };

function read(text: string): Document {
  const tree = buildTree(text);
  refuseMergeBomb(tree);
  const values = valuesOf(tree);
  const { root } = tree;
  const written = values.read(root);
  const value = root.kind === 'scalar' && root.style === 'none' && written === null ? {} : written;
  refuseBomb(value, text);
  return {
    value,
    locate: (path) => {
      const found = findEntry(tree, values, path);
      return found && tree.position((found.entry?.key ?? found.node).start);
    },
    source: (path) => {
      if (path.length === 0) return text;
      const found = findEntry(tree, values, path);
      return found && text.slice(found.node.head, found.node.end);
    },
    duplicates: duplicatesOf(tree),
  };
}

function reread(text: string): Json {
  const value = parseValue(text);
  refuseBomb(value, text);
  return value;
}
