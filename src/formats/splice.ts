// Applies edits to a text and proves the result: it must read, by another parser, as just the value that was asked
// for, and every byte outside the edits must be the old one.

import { equal, type Json } from '../model/json.ts';
import { applyChange, withoutEmptied } from './change.ts';
import type { Change, Codec, TextEdit } from './codec.ts';

const byteOrderMark = '\uFEFF';

/** An edit that would not have led to what was asked: our bug, and nothing may be written. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
}

/** `text` without its byte-order mark, and the mark. */
export function splitMark(text: string): { readonly mark: string; readonly body: string } {
  return text.startsWith(byteOrderMark) ? { mark: byteOrderMark, body: text.slice(1) } : { mark: '', body: text };
}

/** The text after `change`. Throws `FormatError` when it cannot be done safely, `ProofError` when the proof fails. */
export function render(codec: Codec, text: string, change: Change): string {
  const { mark, body } = splitMark(text);
  const edits = codec.edit(body, change);
  const result = applyEdits(body, edits);
  prove(codec, body, edits, result, change);
  return mark + result;
}

/** The text after the edits, which are sorted and do not overlap. Throws `ProofError` when they do. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let end = 0;
  for (const edit of edits) {
    if (edit.start < end || edit.end < edit.start || edit.end > text.length) throw new ProofError('edits overlap');
    result += text.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return result + text.slice(end);
}

function prove(codec: Codec, before: string, edits: readonly TextEdit[], after: string, change: Change): void {
  const settle = (value: Json) => (codec.vanishing ? (withoutEmptied(value, change) ?? {}) : value);
  const wanted: Json = applyChange(codec.reread(before), change) ?? {};
  if (!equal(settle(codec.reread(after)), settle(wanted)))
    throw new ProofError('the edited text does not read as planned');
  let from = 0;
  let to = 0;
  for (const edit of edits) {
    const kept = edit.start - from;
    if (before.slice(from, edit.start) !== after.slice(to, to + kept))
      throw new ProofError('a byte outside the edits moved');
    from = edit.end;
    to += kept + edit.text.length;
  }
  if (before.slice(from) !== after.slice(to)) throw new ProofError('a byte outside the edits moved');
}
