// Builds the tree of nodes from the tokens of the package.

import { FormatError, type Position } from './codec.ts';
import { recent } from './recent.ts';
import { positions } from './style.ts';
import type { AliasNode, BlockScalar, CollectionNode, Entry, MapNode, Node, Spot, Tree } from './yaml-node.ts';
import {
  type CollectionToken,
  parseTokens,
  type ScalarToken,
  type SourceToken,
  scalarText,
  type Token,
} from './yaml-parse.ts';

const maxDepth = 256;
const knownTags = new Set(['!', '!!str', '!!int', '!!float', '!!bool', '!!null', '!!map', '!!seq']);
const styles = {
  scalar: 'plain',
  'single-quoted-scalar': 'single',
  'double-quoted-scalar': 'double',
} as const;

interface Builder {
  readonly text: string;
  readonly position: (offset: number) => Position;
  readonly anchors: Map<string, Node | undefined>;
  readonly aliases: Map<Node, number[]>;
  readonly blockScalars: Map<number, BlockScalar>;
}

/** Throws `FormatError` for text that is not valid, tags we do not know, and aliases without an anchor before them. */
export const buildTree = recent((text: string): Tree => {
  const { document, end } = parseTokens(text);
  const builder: Builder = {
    text,
    position: positions(text),
    anchors: new Map(),
    aliases: new Map(),
    blockScalars: new Map(),
  };
  const marks = marksOf(builder, document?.start ?? [], document?.offset ?? 0);
  const root = buildNode(builder, document?.value, marks, 0);
  return { ...builder, root, end };
});

interface Marks {
  /** Offset of `-`, `?` or `:`. */
  readonly indicator: number | undefined;
  readonly head: number | undefined;
  /** End of the indicator, the anchor or the tag, whichever comes last. */
  readonly end: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

const indicators = new Set(['seq-item-ind', 'explicit-key-ind', 'map-value-ind', 'doc-start']);

function marksOf(builder: Builder, tokens: readonly SourceToken[], from: number): Marks {
  const found = (type: string) => tokens.find((token) => token.type === type);
  const indicator = tokens.find((token) => indicators.has(token.type));
  const [anchor, tag] = [found('anchor'), found('tag')];
  if (tag !== undefined && !knownTags.has(tag.source)) {
    // Not quoted: a password without quotes may begin with `!` or `*`.
    throw new FormatError('the tag is not known', builder.position(tag.offset));
  }
  const props = [anchor, tag].filter((token) => token !== undefined);
  const ends = [indicator, ...props].map((token) => (token === undefined ? from : token.offset + token.source.length));
  return {
    indicator: indicator?.offset,
    head: props.length === 0 ? undefined : Math.min(...props.map((token) => token.offset)),
    end: Math.max(...ends),
    anchor: anchor?.source.slice(1),
    tag: tag?.source,
  };
}

function buildNode(builder: Builder, token: Token | null | undefined, marks: Marks, depth: number): Node {
  if (depth > maxDepth) throw new FormatError('nested too deeply', builder.position(marks.end));
  if (marks.anchor !== undefined) builder.anchors.set(marks.anchor, undefined);
  const node = buildContent(builder, token, marks, depth);
  if (marks.anchor !== undefined) builder.anchors.set(marks.anchor, node);
  return node;
}

function buildContent(builder: Builder, token: Token | null | undefined, marks: Marks, depth: number): Node {
  const { anchor, tag } = marks;
  const spot = (start: number, end: number): Spot => ({ start, end, head: marks.head ?? start, anchor, tag });
  switch (token?.type) {
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar': {
      if (token.source === '') break;
      const end = token.offset + token.source.length;
      return { kind: 'scalar', style: styles[token.type], text: scalarText(token), ...spot(token.offset, end) };
    }
    case 'block-scalar':
      return { kind: 'scalar', style: 'block', text: scalarText(token), ...blockScalarSpot(builder, token, spot) };
    case 'alias':
      return buildAlias(builder, token.source.slice(1), spot(token.offset, token.offset + token.source.length));
    case 'block-map':
    case 'block-seq':
    case 'flow-collection':
      return buildCollection(builder, token, spot, depth);
  }
  return { kind: 'scalar', style: 'none', text: '', ...spot(marks.end, marks.end) };
}

function blockScalarSpot(builder: Builder, token: ScalarToken, spot: (start: number, end: number) => Spot): Spot {
  const props = token.type === 'block-scalar' ? token.props : [];
  const header = props.find((prop) => prop.type === 'block-scalar-header') as SourceToken;
  const last = (props.at(-1) ?? header) as SourceToken;
  const from = last.offset + last.source.length;
  const to = from + token.source.length;
  const chomp = header.source.includes('+') ? 'keep' : header.source.includes('-') ? 'strip' : 'clip';
  const indent = /^( *)[^ \r\n]/m.exec(token.source)?.[1]?.length ?? 1;
  const lastWritten = builder.text.slice(header.offset, to).trimEnd().length + header.offset;
  builder.blockScalars.set(lastWritten, { indent, chomp });
  const own = token.source.replace(chomp === 'keep' ? /\r?\n$/ : /[\r\n]+$/, '');
  return spot(header.offset, own === '' && chomp !== 'keep' ? header.offset + header.source.length : from + own.length);
}

function buildAlias(builder: Builder, name: string, spot: Spot): AliasNode {
  const target = builder.anchors.get(name);
  if (target === undefined) {
    const known = builder.anchors.has(name);
    throw new FormatError(
      known ? `the alias ${name} stands inside its own anchor` : 'the alias has no anchor of its name',
      builder.position(spot.start),
    );
  }
  const uses = builder.aliases.get(target);
  if (uses === undefined) builder.aliases.set(target, [spot.start]);
  else uses.push(spot.start);
  return { kind: 'alias', target, ...spot };
}

function buildCollection(
  builder: Builder,
  token: CollectionToken,
  spot: (start: number, end: number) => Spot,
  depth: number,
): CollectionNode {
  const flow = token.type === 'flow-collection';
  const isMap = token.type === 'block-map' || (flow && token.start.type === 'flow-map-start');
  const entries: Entry[] = [];
  let from = flow ? token.offset + 1 : token.offset;
  for (const item of token.items) {
    const entry = buildEntry(builder, item, { flow, isMap, from, depth });
    if (entry !== undefined) entries.push(entry);
    from = entry?.end ?? from;
  }
  const closer = flow ? token.end[0] : undefined;
  const first = entries[0]?.start ?? token.offset;
  const place = spot(flow ? token.offset : first, closer === undefined ? from : closer.offset + 1);
  if (!isMap) return { kind: 'seq', flow, entries, ...place };
  return mapOf(entries, flow, false, place);
}

function mapOf(entries: readonly Entry[], flow: boolean, bare: boolean, spot: Spot): MapNode {
  const index = new Map<string, number>();
  const repeated = new Map<string, number>();
  const merges: Node[] = [];
  for (const [i, { key, value, merges: isMerge }] of entries.entries()) {
    if (isMerge) merges.push(value);
    if (key === undefined || isMerge) continue;
    if (index.has(key.text) && !repeated.has(key.text)) repeated.set(key.text, i);
    index.set(key.text, i);
  }
  return { kind: 'map', flow, bare, entries, index, merges, repeated, ...spot };
}

interface ItemPlace {
  readonly flow: boolean;
  readonly isMap: boolean;
  /** End of what stands before. */
  readonly from: number;
  readonly depth: number;
}

type Item = CollectionToken['items'][number];

function buildEntry(builder: Builder, item: Item, place: ItemPlace): Entry | undefined {
  const marks = marksOf(builder, item.start, place.from);
  const { key, sep, value } = item;
  const isPair = sep !== undefined || marks.indicator !== undefined;
  if (place.isMap || (place.flow && isPair)) {
    if (!isPair && marks.head === undefined) return undefined;
    const pair = buildPair(builder, item, marks, place);
    if (place.isMap) return pair;
    const bare = { start: pair.start, end: pair.end, head: pair.start, anchor: undefined, tag: undefined };
    const map = mapOf([pair], true, true, bare);
    return { ...pair, key: undefined, colon: true, after: pair.start, value: map, merges: false };
  }
  // What is left of a sequence after its last item is an item without anything but comments.
  if (marks.indicator === undefined && key === undefined && value === undefined && marks.head === undefined)
    return undefined;
  const node = buildNode(builder, value, marks, place.depth + 1);
  const start = marks.indicator ?? node.head;
  const after = place.flow ? start : start + 1;
  return { start, end: Math.max(node.end, marks.end), key: undefined, colon: true, after, value: node, merges: false };
}

function buildPair(builder: Builder, { key, sep, value }: Item, marks: Marks, place: ItemPlace): Entry {
  const valueMarks = marksOf(builder, sep ?? [], 0);
  const colon = valueMarks.indicator;
  const emptyKey = marks.head === undefined && marks.indicator === undefined ? (colon ?? marks.end) : marks.end;
  // A key is text, also where an alias repeats it as a value.
  const keyMarks = { ...marks, end: emptyKey, tag: marks.tag ?? '!!str' };
  const keyNode = buildNode(builder, key, keyMarks, place.depth + 1);
  // The package has refused every other key.
  if (keyNode.kind !== 'scalar') throw new FormatError('a key must be a string', builder.position(keyNode.start));
  const after = colon === undefined ? keyNode.end : colon + 1;
  const node = buildNode(builder, value, { ...valueMarks, end: Math.max(valueMarks.end, after) }, place.depth + 1);
  return {
    start: marks.indicator ?? keyNode.head,
    end: Math.max(node.end, after),
    key: keyNode,
    colon: colon !== undefined,
    after,
    value: node,
    merges: keyNode.text === '<<' && keyNode.style === 'plain' && marks.tag === undefined,
  };
}
