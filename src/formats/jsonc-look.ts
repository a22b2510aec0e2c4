// What the containers of a document look like, so that new ones can be written like their siblings.

import { beginsLine, blanksBefore, hasBreak, isSpace, type Span, skipBlanks } from './jsonc-lexis.ts';
import { type Container, type Dialect, type Node, type Slot, slotOf } from './jsonc-tree.ts';
import { indentAt, indentUnitOf } from './style.ts';

export interface Look {
  /** Between a key and its value. */
  readonly colon: string;
  /** After a comma that does not end its line. */
  readonly glue: string;
  /** Inside the brackets of a container that stands on one line. */
  readonly pad: Readonly<Record<Container['kind'], string>>;
  /** One step of indentation. */
  readonly step: string;
  /** The quote around keys; empty for bare names. */
  readonly keyQuote: string;
  readonly quote: string;
}

export interface Source {
  readonly text: string;
  readonly dialect: Dialect;
}

/** What the document as a whole looks like; a text without a container looks like nothing special. */
export function documentLook({ text, dialect }: Source, root: Node | undefined): Look {
  const look: Look = {
    colon: ': ',
    glue: ' ',
    pad: { object: ' ', array: '' },
    step: indentUnitOf(text),
    keyQuote: '"',
    quote: '"',
  };
  if (root === undefined || root.kind === 'scalar' || dialect === 'jsonc') return look;
  const key = firstSlot(root, (slot) => slot.keyEnd > slot.start);
  const string = firstSlot(root, ({ value }) => isQuoted(text, value));
  return {
    ...look,
    keyQuote: key === undefined ? '"' : quoteAt(text, key.start),
    quote: string === undefined ? '"' : text.charAt(string.value.start),
  };
}

/** The look of the members of `container`; what they do not show is as in `around`. */
export function lookOf(source: Source, container: Container, around: Look): Look {
  const { text, dialect } = source;
  const first = container.slots[0];
  const last = container.slots.at(-1);
  if (first === undefined || last === undefined) return around;
  const look = {
    ...around,
    colon: (container.kind === 'object' ? colonOf(text, last) : undefined) ?? around.colon,
    glue: around.glue,
    pad: { ...around.pad, [container.kind]: padOf(text, container) ?? around.pad[container.kind] },
    step: stepOf(text, container) ?? around.step,
  };
  look.glue = glueOf(text, container) ?? (/\s$/.test(look.colon) ? around.glue : '');
  if (dialect === 'jsonc') return look;
  const string = container.slots.findLast(({ value }) => isQuoted(text, value));
  return {
    ...look,
    keyQuote: container.kind === 'object' ? quoteAt(text, last.start) : look.keyQuote,
    quote: string === undefined ? look.quote : text.charAt(string.value.start),
  };
}

function padOf(text: string, { start, slots }: Container): string | undefined {
  return slots[0] && blanksIn(text, { start: start + 1, end: slots[0].start });
}

function glueOf(text: string, { slots: [first, second] }: Container): string | undefined {
  if (first?.comma === undefined || second === undefined) return undefined;
  return blanksIn(text, { start: first.comma + 1, end: second.start });
}

/** The indentation of a slot that begins its line. */
export function slotIndent(text: string, slot: { readonly start: number } | undefined): string | undefined {
  if (slot === undefined || !beginsLine(text, slot.start)) return undefined;
  return text.slice(blanksBefore(text, slot.start), slot.start);
}

function stepOf(text: string, container: Container): string | undefined {
  const indent = slotIndent(text, container.slots.at(-1)) ?? slotIndent(text, container.slots[0]);
  if (indent === undefined) return undefined;
  const base = indentAt(text, container.start);
  return indent.length > base.length && indent.startsWith(base) ? indent.slice(base.length) : undefined;
}

function colonOf(text: string, slot: Slot): string | undefined {
  const gap = text.slice(slot.keyEnd, slot.value.start);
  return /^[ \t]*:[ \t]*$/.test(gap) ? gap : undefined;
}

function blanksIn(text: string, span: Span): string | undefined {
  return skipBlanks(text, span.start) >= span.end ? text.slice(span.start, span.end) : undefined;
}

function quoteAt(text: string, at: number): string {
  const char = text.charAt(at);
  return char === '"' || char === "'" ? char : '';
}

function isQuoted(text: string, value: Node): boolean {
  return value.kind === 'scalar' && quoteAt(text, value.start) !== '';
}

function firstSlot(container: Container, wanted: (slot: Slot) => boolean): Slot | undefined {
  for (const slot of container.slots) {
    if (wanted(slot)) return slot;
    const inner = slot.value.kind === 'scalar' ? undefined : firstSlot(slot.value, wanted);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The lists of plain values in a document mostly stand one value a line. */
export function listsAreTall(text: string, root: Node): boolean {
  let tall = 0;
  let flat = 0;
  const visit = (node: Node): void => {
    if (node.kind === 'scalar') return;
    for (const { value } of node.slots) visit(value);
    if (node.kind === 'object' || node.slots.length === 0) return;
    if (node.slots.some(({ value }) => value.kind !== 'scalar')) return;
    if (hasBreak(text, node)) tall++;
    else flat++;
  };
  visit(root);
  return tall > flat;
}

/** How many siblings are looked at, so that a change stays cheap in a document of any size. */
const nearby = 8;

/** The containers of that kind among the slots nearest to the end which are not empty, nearest first. */
function samplesIn({ slots }: Container, kind: Container['kind'], except?: string): readonly Container[] {
  return slots
    .slice(-nearby)
    .reverse()
    .filter(({ key }) => key !== except)
    .flatMap(({ value }) => (isSample(value, kind) ? [value] : []));
}

function samplesNamed(peers: readonly Container[], key: string, kind: Container['kind']): readonly Container[] {
  return peers.flatMap((peer) => {
    const value = slotOf(peer, key)?.value;
    return value !== undefined && isSample(value, kind) ? [value] : [];
  });
}

/** What stands in `peers` under that key; failing that, the containers of that kind inside them. */
export function samplesWithin(peers: readonly Container[], key: string, kind: Container['kind']): readonly Container[] {
  const named = samplesNamed(peers, key, kind);
  return named.length > 0 ? named : peers.flatMap((peer) => samplesIn(peer, kind)).slice(0, nearby);
}

/** A container on the way down to a change. */
export interface Frame {
  readonly node: Container;
  readonly isRoot: boolean;
  /** It stands on one line. */
  readonly inline: boolean;
  /** The look of its members. */
  readonly look: Look;
  /** Containers that its members can be compared with by key. */
  readonly peers: readonly Container[];
}

export function rootFrame(source: Source, node: Container): Frame {
  const look = lookOf(source, node, documentLook(source, node));
  return { node, isRoot: true, inline: !hasBreak(source.text, node), look, peers: [] };
}

export function innerFrame(source: Source, outer: Frame, key: string, node: Container): Frame {
  const look = lookOf(source, node, outer.look);
  const peers = samplesFor(outer, key, node.kind);
  return { node, isRoot: false, inline: !hasBreak(source.text, node), look, peers };
}

/** What a container under `key` can be modelled on: the same key in the peers, then its siblings. */
export function samplesFor({ node, peers }: Frame, key: string, kind: Container['kind']): readonly Container[] {
  return [...samplesNamed(peers, key, kind), ...samplesIn(node, kind, key)].slice(0, nearby);
}

function isSample(node: Node, kind: Container['kind']): node is Container {
  return node.kind === kind && node.slots.length > 0;
}

/** Nothing but space stands between the brackets. */
export function isHollow(text: string, { start, end }: Container): boolean {
  return isSpace(text, { start: start + 1, end: end - 1 });
}
