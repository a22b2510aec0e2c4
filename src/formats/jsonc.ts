// The codecs for JSON, with or without comments, and JSON5.

import { object, type Path } from '../model/json.ts';
import type { Codec, Document, Position } from './codec.ts';
import { editText } from './jsonc-edit.ts';
import { isSpace } from './jsonc-lexis.ts';
import { reread } from './jsonc-reread.ts';
import {
  type Container,
  type Dialect,
  duplicatesIn,
  jsonOf,
  type Node,
  parseTree,
  type Slot,
  slotOf,
} from './jsonc-tree.ts';
import { positions } from './style.ts';

/** JSON; comments and trailing commas are read, and added nowhere. */
export const jsonc: Codec = codecOf('jsonc');

export const json5: Codec = codecOf('json5');

function codecOf(dialect: Dialect): Codec {
  return {
    read: (text) => readDocument(text, dialect),
    edit: (text, change) => editText({ text, dialect }, change),
    reread,
  };
}

function readDocument(text: string, dialect: Dialect): Document {
  const place = positions(text);
  if (isBlankText(text)) {
    const isRoot = (path: Path) => path.length === 0;
    return {
      value: object([]),
      locate: (path) => (isRoot(path) ? place(0) : undefined),
      source: (path) => (isRoot(path) ? text : undefined),
      duplicates: [],
    };
  }
  const root = parseTree(text, dialect);
  return {
    value: jsonOf(root),
    locate: (path) => {
      if (path.length === 0) return place(root.start);
      const slot = slotAt(root, path);
      return slot && place(slot.start);
    },
    source: (path) => {
      if (path.length === 0) return text;
      const value = slotAt(root, path)?.value;
      return value && text.slice(value.start, value.end);
    },
    duplicates: root.kind === 'scalar' ? [] : duplicatesOf(root, [], place),
  };
}

function isBlankText(text: string): boolean {
  return isSpace(text, { start: 0, end: text.length });
}

function slotAt(root: Node, path: Path): Slot | undefined {
  let node: Node | undefined = root;
  let slot: Slot | undefined;
  for (const key of path) {
    slot = node === undefined || node.kind === 'scalar' ? undefined : slotOf(node, key);
    node = slot?.value;
  }
  return slot;
}

interface Duplicate {
  readonly path: Path;
  readonly position: Position;
}

function duplicatesOf(node: Container, path: Path, place: (offset: number) => Position): readonly Duplicate[] {
  return [
    ...duplicatesIn(node).map(({ key, start }) => ({ path: [...path, key], position: place(start) })),
    ...node.slots.flatMap(({ key, value }) =>
      value.kind === 'scalar' ? [] : duplicatesOf(value, [...path, key], place),
    ),
  ];
}
