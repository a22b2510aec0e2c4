// New values as YAML text in the manner of the file: its steps, its quotes, block or flow as the siblings are.

import { isArray, isObject, type Json } from '../model/json.ts';
import { type CollectionNode, columnAt, type Entry, type Node } from './yaml-node.ts';
import { isPlainSafe, printScalar, type ScalarStyle } from './yaml-scalar.ts';

/** How the file is written. */
export interface Look {
  /** Columns from a key to the keys below it. */
  readonly step: number;
  /** Columns from a key to the dashes below it. */
  readonly dash: number;
  readonly quote: 'single' | 'double';
  /** Blanks inside the braces of a flow map. */
  readonly padding: '' | ' ';
  readonly newline: string;
}

/** A member or item to be written. */
export interface Added {
  /** Undefined for an item of a sequence. */
  readonly key: string | undefined;
  readonly value: Json;
  /** Text to be written instead of the printed value. */
  readonly source: string | undefined;
}

/** The look of what is below `node`, or of `base` where it shows nothing. */
export function surveyLook(node: Node, text: string, base: Look): Look {
  const votes = {
    step: new Map<number, number>(),
    dash: new Map<number, number>(),
    quote: new Map<string, number>(),
    padding: new Map<Look['padding'], number>(),
  };
  const vote = <K>(counts: Map<K, number>, what: K) => counts.set(what, (counts.get(what) ?? 0) + 1);
  const visit = (at: Node): void => {
    if (at.kind === 'scalar') {
      if (at.style === 'single' || at.style === 'double') vote(votes.quote, at.style);
      return;
    }
    if (at.kind === 'alias') return;
    if (at.kind === 'map' && isInlineFlow(at, text)) vote(votes.padding, text[at.start + 1] === ' ' ? ' ' : '');
    for (const { key, value, start } of at.entries) {
      if (key !== undefined) visit(key);
      visit(value);
      if (at.kind !== 'map' || at.flow || (value.kind !== 'map' && value.kind !== 'seq') || value.flow) continue;
      vote(value.kind === 'map' ? votes.step : votes.dash, columnAt(text, value.start) - columnAt(text, start));
    }
  };
  visit(node);
  const dash = most(votes.dash) ?? base.dash;
  return {
    step: most(votes.step) ?? (most(votes.dash) || base.step),
    dash,
    quote: (most(votes.quote) as Look['quote'] | undefined) ?? base.quote,
    padding: most(votes.padding) ?? base.padding,
    newline: base.newline,
  };
}

function most<K>(counts: ReadonlyMap<K, number>): K | undefined {
  let best: K | undefined;
  for (const [what, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = what;
  return best;
}

export function isContainer(value: Json): boolean {
  return isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0;
}

/** A flow collection with something in it, on one line. */
function isInlineFlow(node: Node | undefined, text: string): node is CollectionNode {
  if (node === undefined || (node.kind !== 'map' && node.kind !== 'seq')) return false;
  return node.flow && node.entries.length > 0 && !text.slice(node.start, node.end).includes('\n');
}

/** Prints for one text. A `model` is the sibling whose manner is imitated. */
export interface Printer {
  /** Entries as lines at `column`, without the first line's indent and the last line's end. */
  block(added: readonly Added[], column: number, model: CollectionNode | undefined): string;
  /** Each entry as one piece of a flow collection. */
  flow(added: readonly Added[], model: CollectionNode | undefined): readonly string[];
  /** A whole value on one line, to be put in the place of `old`, whose quotes are kept. */
  inline(value: Json, flow: boolean, old: Node): string;
}

export function printer(text: string, look: Look): Printer {
  const print = (value: Json, flow: boolean, style: ScalarStyle) =>
    printScalar(value, { flow, style, quote: look.quote });
  const scalar = (value: Json, flow: boolean, model: Node | undefined) => print(value, flow, chosenStyle(model));

  function like(value: Json, flow: boolean, model: Node | undefined): string {
    if (isArray(value)) return `[${pieces(membersOf(value), asCollection(model)).join(', ')}]`;
    if (isObject(value)) {
      const padding = isContainer(value) ? look.padding : '';
      return `{${padding}${pieces(membersOf(value), asCollection(model)).join(', ')}${padding}}`;
    }
    return scalar(value, flow, model);
  }

  function pieces(added: readonly Added[], model: CollectionNode | undefined): readonly string[] {
    const keyModel = model?.entries.at(-1)?.key;
    return added.map(({ key, value, source }) => {
      const shown = source ?? like(value, true, childModel(model, key));
      return key === undefined ? shown : `${scalar(key, true, keyModel)}: ${shown}`;
    });
  }

  function block(added: readonly Added[], column: number, model: CollectionNode | undefined): string {
    const lines = added.map(({ key, value, source }) => {
      const head = key === undefined ? '-' : `${scalar(key, false, undefined)}:`;
      return head + (source === undefined ? slot(value, column, key, childModel(model, key)) : source && ` ${source}`);
    });
    return lines.join(look.newline + ' '.repeat(column));
  }

  function slot(value: Json, column: number, key: string | undefined, model: Node | undefined): string {
    if (!isContainer(value) || isInlineFlow(model, text)) return ` ${like(value, false, model)}`;
    if (key === undefined) return ` ${block(membersOf(value), column + 2, asCollection(model))}`;
    const below = column + (isArray(value) ? look.dash : look.step);
    return `${look.newline}${' '.repeat(below)}${block(membersOf(value), below, asCollection(model))}`;
  }

  function inline(value: Json, flow: boolean, old: Node): string {
    if (typeof value === 'object' && value !== null) return like(value, flow, old);
    return print(value, flow, styleOf(old));
  }

  return { block, flow: pieces, inline };
}

export function membersOf(value: Json): readonly Added[] {
  if (isArray(value)) return value.map((item) => ({ key: undefined, value: item, source: undefined }));
  return Object.entries(value as object).map(([key, item]) => ({ key, value: item as Json, source: undefined }));
}

function asCollection(model: Node | undefined): CollectionNode | undefined {
  return model?.kind === 'map' || model?.kind === 'seq' ? model : undefined;
}

/** What a new entry of `model` is modelled on: the member of that name, the last member, the last item. */
function childModel(model: CollectionNode | undefined, key: string | undefined): Node | undefined {
  if (model === undefined) return undefined;
  if (model.kind === 'map' && key !== undefined) {
    const same = model.entries[model.index.get(key) ?? -1];
    if (same !== undefined) return same.value;
  }
  return model.entries.findLast((entry: Entry) => !entry.merges)?.value;
}

function styleOf(node: Node | undefined): ScalarStyle {
  return node?.kind === 'scalar' && (node.style === 'single' || node.style === 'double') ? node.style : 'plain';
}

/** Quotes are imitated where they were a choice. */
function chosenStyle(model: Node | undefined): ScalarStyle {
  return model?.kind === 'scalar' && isPlainSafe(model.text, false) ? styleOf(model) : 'plain';
}
