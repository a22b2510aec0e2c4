// The door to the `yaml` package: its tokens for `read` and `edit`, and a value of its own making for `reread`.

import { Composer, CST, Parser, parseDocument, type ScalarTag, type Tags } from 'yaml';
import type { Json } from '../model/json.ts';
import { FormatError } from './codec.ts';
import { positions } from './style.ts';

export type Token = CST.Token;
export type SourceToken = CST.SourceToken;
type DocumentToken = CST.Document;
export type CollectionToken = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;
export type ScalarToken = CST.FlowScalar | CST.BlockScalar;

/** The tokens of a text that is one valid YAML 1.2 document. */
interface Tokens {
  /** Undefined where the text holds nothing but comments. */
  readonly document: DocumentToken | undefined;
  /** Where content may still be added: before `...`, else the end of the text. */
  readonly end: number;
}

const options = {
  version: '1.2',
  schema: 'core',
  merge: true,
  stringKeys: true,
  // The package compares every key with every other; the tree finds them in linear time.
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/** Throws `FormatError` for what is not valid, for unknown tags and for a stream of several documents. */
export function parseTokens(text: string): Tokens {
  const tokens = [...new Parser().parse(text)];
  const documents = tokens.filter((token) => token.type === 'document');
  const second = documents[1];
  if (second !== undefined) throw new FormatError('more than one document in the file', positions(text)(second.offset));
  for (const document of new Composer(options).compose(tokens, true, text.length)) refuseFaults(text, document);
  const end = tokens.find((token) => token.type === 'doc-end')?.offset ?? text.length;
  return { document: documents[0], end };
}

/** The text that a quoted, folded or plain scalar stands for. */
export function scalarText(token: ScalarToken): string {
  return CST.resolveAsScalar(token)?.value ?? '';
}

/** The value of a text as the package itself builds it. Throws `FormatError`. */
export function parseValue(text: string): Json {
  const document = parseDocument(text, { ...options, customTags: keepUnspeakable });
  refuseFaults(text, document);
  const range = document.contents?.range;
  if (range === undefined || (range?.[0] === range?.[1] && document.toJS() === null)) return {};
  try {
    // Bombs are refused by the size of the value: the package counts in a way that also hits honest files.
    return document.toJS({ maxAliasCount: -1 }) as Json;
  } catch (error) {
    // An alias without an anchor, a merge of what is no map, or a nesting beyond the stack.
    throw new FormatError(unquoted(error instanceof Error ? error.message : String(error)), positions(text)(0), {
      cause: error,
    });
  }
}

interface Faulty {
  readonly errors: readonly { readonly message: string; readonly pos: readonly [number, number] }[];
  readonly warnings: readonly { readonly message: string; readonly pos: readonly [number, number] }[];
}

function refuseFaults(text: string, { errors, warnings }: Faulty): void {
  const fault = errors[0] ?? warnings[0];
  if (fault === undefined) return;
  throw new FormatError(unquoted(fault.message), positions(text)(Math.min(fault.pos[0], text.length)));
}

/** The package's messages quote the text, which may be a secret, behind a colon, and as tag or directive. */
function unquoted(message: string): string {
  return message.replace(/(?<=[\w)]): .*$/s, '').replace(/[!%][^\s,]+/g, '…');
}

/** Numbers that JSON cannot say stay as they are written. */
function keepUnspeakable(tags: Tags): Tags {
  return tags.map((tag) => {
    if (typeof tag === 'string' || tag.collection !== undefined || tag.resolve === undefined) return tag;
    const { resolve } = tag;
    const isInteger = tag.tag.endsWith(':int');
    const kept: ScalarTag = {
      ...tag,
      resolve: (source, onError, resolved) => {
        const value: unknown = resolve(source, onError, resolved);
        if (typeof value !== 'number') return value;
        return (isInteger ? Number.isSafeInteger(value) : Number.isFinite(value)) ? value : source;
      },
    };
    return kept;
  });
}
