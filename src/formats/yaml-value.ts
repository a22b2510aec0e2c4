// The tree as JSON: the core schema of YAML 1.2, aliases, merge keys, and the way to what stands at a path.

import { isArray, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import { FormatError, type Position } from './codec.ts';
import type { Entry, MapNode, Node, ScalarNode, Tree } from './yaml-node.ts';

/** Reads the nodes of one tree, each once however many aliases lead to it. */
export interface Values {
  read(node: Node): Json;
  /** The entry that a merge key brings into the map, if any. */
  mergedEntry(map: MapNode, key: string): Entry | undefined;
}

export function valuesOf(tree: Tree): Values {
  const known = new Map<Node, Json>();
  const refuse = (what: string, node: Node) => new FormatError(what, tree.position(node.start));

  function read(node: Node): Json {
    const before = known.get(node);
    if (before !== undefined) return before;
    const value = make(node);
    if (node.kind !== 'scalar') known.set(node, value);
    return value;
  }

  function make(node: Node): Json {
    switch (node.kind) {
      case 'scalar':
        return scalarValue(node);
      case 'alias':
        return read(node.target);
      case 'seq':
        return node.entries.map((entry) => read(entry.value));
      case 'map':
        return mapValue(node);
    }
  }

  function mapValue(map: MapNode): Json {
    const members = new Map<string, Json>();
    for (const [key, i] of map.index) members.set(key, read((map.entries[i] as Entry).value));
    for (const source of mergedMaps(map)) {
      for (const [key, value] of Object.entries(read(source) as JsonObject)) {
        if (!members.has(key)) members.set(key, value);
      }
    }
    return object(members);
  }

  function mergedMaps(map: MapNode): readonly MapNode[] {
    return map.merges.flatMap((value) => {
      const source = behind(value);
      const maps = source.kind === 'seq' ? source.entries.map((item) => behind(item.value)) : [source];
      return maps.map((node) => {
        if (node.kind !== 'map') throw refuse('only maps can be merged', value);
        return node;
      });
    });
  }

  function mergedEntry(map: MapNode, key: string): Entry | undefined {
    for (const source of mergedMaps(map)) {
      // Asking the value first keeps merges of merges from being searched over and over.
      if (!Object.hasOwn(read(source) as JsonObject, key)) continue;
      return source.entries[source.index.get(key) ?? -1] ?? mergedEntry(source, key);
    }
    return undefined;
  }

  return { read, mergedEntry };
}

/** The node itself, or what an alias stands for. */
function behind(node: Node): Node {
  return node.kind === 'alias' ? behind(node.target) : node;
}

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
const integer = /^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** What a scalar says by itself. A number that JSON cannot hold exactly is its source text. */
function scalarValue({ style, text, tag }: ScalarNode): Json {
  const isText =
    style === 'plain' || style === 'none'
      ? tag === '!!str' || tag === '!'
      : tag === undefined || tag === '!!str' || tag === '!';
  if (isText) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (integer.test(text)) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : text;
  }
  if (float.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : text;
  }
  return text;
}

/** What stands at `path`, found through aliases and merge keys too. */
export function findEntry(
  tree: Tree,
  values: Values,
  path: Path,
): { readonly entry: Entry | undefined; readonly node: Node } | undefined {
  let found: { readonly entry: Entry | undefined; readonly node: Node } = { entry: undefined, node: tree.root };
  for (const key of path) {
    const node = behind(found.node);
    const entry =
      node.kind === 'map'
        ? (node.entries[node.index.get(key) ?? -1] ?? values.mergedEntry(node, key))
        : node.kind === 'seq' && /^(0|[1-9]\d*)$/.test(key)
          ? node.entries[Number(key)]
          : undefined;
    if (entry === undefined) return undefined;
    found = { entry, node: entry.value };
  }
  return found;
}

export function duplicatesOf(tree: Tree): readonly { readonly path: Path; readonly position: Position }[] {
  const found: { readonly path: Path; readonly position: Position }[] = [];
  const visit = (node: Node, path: string[]): void => {
    if (node.kind !== 'map' && node.kind !== 'seq') return;
    if (node.kind === 'map') {
      for (const [key, i] of node.repeated) {
        found.push({ path: [...path, key], position: tree.position((node.entries[i] as Entry).start) });
      }
    }
    for (const [i, entry] of node.entries.entries()) {
      path.push(entry.key?.text ?? String(i));
      visit(entry.value, path);
      path.pop();
    }
  };
  visit(tree.root, []);
  return found;
}

/**
 * Throws `FormatError` when aliases blow a small text up. Without aliases no text has more values than characters.
 */
export function refuseBomb(value: Json, text: string): void {
  const sizes = new Map<Json, number>();
  const sizeOf = (part: Json): number => {
    if (!isArray(part) && !isObject(part)) return 1;
    const before = sizes.get(part);
    if (before !== undefined) return before;
    const size = Object.values(part).reduce<number>((sum, child) => sum + sizeOf(child as Json), 1);
    sizes.set(part, size);
    return size;
  };
  refuseLarger(sizeOf(value), text);
}

/**
 * Throws `FormatError` when merges of merges do, whose value may yet be small: whoever reads them one by one never ends.
 */
export function refuseMergeBomb({ root, text }: Tree): void {
  const efforts = new Map<Node, number>();
  const effortOf = (node: Node): number => {
    if (node.kind === 'scalar') return 1;
    if (node.kind === 'alias') return effortOf(node.target);
    const before = efforts.get(node);
    if (before !== undefined) return before;
    const parts = [...node.entries.map(({ value }) => value), ...(node.kind === 'map' ? node.merges : [])];
    const effort = parts.reduce((sum, part) => sum + effortOf(part), 1);
    efforts.set(node, effort);
    return effort;
  };
  refuseLarger(effortOf(root), text);
}

function refuseLarger(size: number, text: string): void {
  if (size <= text.length + 100_000) return;
  throw new FormatError('aliases make the value too large', { line: 1, column: 1, offset: 0 });
}
