// Prints new values in the look of their siblings. Never prints what is in the document already.

import { isArray, isObject, type Json } from '../model/json.ts';
import type { Change } from './codec.ts';
import { hasBreak } from './jsonc-lexis.ts';
import { type Look, listsAreTall, lookOf, type Source, samplesWithin } from './jsonc-look.ts';
import type { Container, Node } from './jsonc-tree.ts';

/** A value that is to be written. */
export type Draft =
  | { readonly kind: 'scalar'; readonly value: Json }
  | { readonly kind: 'source'; readonly text: string }
  | Group;

/** An object or array that is to be written; the keys of an array do not matter. */
export interface Group {
  readonly kind: Container['kind'];
  readonly entries: readonly (readonly [string, Draft])[];
}

/** Where and how a draft is to be written. */
export interface Setting {
  readonly look: Look;
  /** Containers to imitate, the best one first. */
  readonly samples: readonly Container[];
  /** The indentation of the line on which the value begins. */
  readonly base: string;
  /** Everything on one line. */
  readonly inline: boolean;
  readonly newline: string;
  /** What stands before the value on its line, in characters. */
  readonly lead: number;
}

const widestLine = 80;

export function draftOf(value: Json): Draft {
  if (isArray(value)) return { kind: 'array', entries: value.map((item, i) => [String(i), draftOf(item)]) };
  if (!isObject(value)) return { kind: 'scalar', value };
  return { kind: 'object', entries: Object.entries(value).map(([key, member]) => [key, draftOf(member)]) };
}

/** What a change makes where nothing is yet; undefined if it removes. */
export function draftOfChange(change: Change): Draft | undefined {
  switch (change.kind) {
    case 'set':
      return draftOf(change.value);
    case 'source':
      return { kind: 'source', text: change.text };
    case 'remove':
      return undefined;
    case 'members':
      return { kind: 'object', entries: draftsOf(change.members) };
  }
}

export function draftsOf(changes: Iterable<readonly [string, Change]>): readonly (readonly [string, Draft])[] {
  return [...changes].flatMap(([key, change]) => {
    const draft = draftOfChange(change);
    return draft === undefined ? [] : [[key, draft] as const];
  });
}

/** An object holds an object: more than one line can show well. */
export function isDeep(draft: Draft): boolean {
  return (
    draft.kind === 'object' && draft.entries.some(([, inner]) => inner.kind === 'object' && inner.entries.length > 0)
  );
}

/** A printer for one document; `root` is undefined for a blank one. */
export function printer(source: Source, root: Node | undefined): (draft: Draft, setting: Setting) => string {
  let lists: 'tall' | 'flat' | undefined;
  const listsOf = () => {
    lists ??= root !== undefined && listsAreTall(source.text, root) ? 'tall' : 'flat';
    return lists;
  };

  function print(draft: Draft, setting: Setting): string {
    if (draft.kind === 'source') return draft.text;
    if (draft.kind === 'scalar') return printScalar(draft.value, setting.look.quote);
    if (draft.entries.length === 0) return draft.kind === 'object' ? '{}' : '[]';
    const sample = setting.samples[0];
    if (sample === undefined) return printUnlike(draft, setting);
    const own = { ...setting, look: lookOf(source, sample, setting.look) };
    if (setting.inline || !hasBreak(source.text, sample)) return printFlat(draft, own);
    return printTall(draft, own, sample.slots.at(-1)?.comma === undefined ? '' : ',');
  }

  function printUnlike(draft: Group, setting: Setting): string {
    if (setting.inline) return printFlat(draft, setting);
    if (!isList(draft) || listsOf() === 'tall') return printTall(draft, setting, '');
    const short = printFlat(draft, setting);
    const width = setting.base.length + setting.lead + short.length;
    return width <= widestLine ? short : printTall(draft, setting, '');
  }

  function printFlat(draft: Group, setting: Setting): string {
    const { glue, pad } = setting.look;
    return bracketed(
      draft,
      pad[draft.kind],
      printEntries(draft, { ...setting, inline: true }),
      glue,
      '',
      pad[draft.kind],
    );
  }

  function printTall(draft: Group, setting: Setting, trailing: string): string {
    const base = setting.base + setting.look.step;
    const gap = setting.newline + base;
    return bracketed(
      draft,
      gap,
      printEntries(draft, { ...setting, base }),
      gap,
      trailing,
      setting.newline + setting.base,
    );
  }

  function printEntries(draft: Group, setting: Setting): readonly string[] {
    return draft.entries.map(([key, value]) => {
      const head = draft.kind === 'object' ? printHead(key, setting.look) : '';
      const samples = samplesWithin(setting.samples, key, value.kind === 'array' ? 'array' : 'object');
      return head + print(value, { ...setting, samples, lead: head.length });
    });
  }

  return print;
}

function bracketed(
  { kind }: Group,
  before: string,
  parts: readonly string[],
  between: string,
  trailing: string,
  after: string,
): string {
  const [open, close] = kind === 'object' ? ['{', '}'] : ['[', ']'];
  return open + before + parts.join(`,${between}`) + trailing + after + close;
}

function isList(draft: Draft): boolean {
  return draft.kind === 'array' && draft.entries.every(([, item]) => item.kind === 'scalar');
}

/** A key and its colon in the look of its siblings; quoted where a bare name would not do. */
export function printHead(key: string, { keyQuote, quote, colon }: Look): string {
  const bare = keyQuote === '' && /^[A-Za-z_$][\w$]*$/.test(key);
  return (bare ? key : printScalar(key, keyQuote === '' ? quote : keyQuote)) + colon;
}

function printScalar(value: Json, quote: string): string {
  const text = JSON.stringify(value);
  if (typeof value !== 'string' || quote !== "'") return text;
  const inner = text.slice(1, -1).replace(/\\.|'/g, (part) => (part === "'" ? "\\'" : part === '\\"' ? '"' : part));
  return `'${inner}'`;
}
