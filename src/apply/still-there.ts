// What was written, looked for again in bytes that another program may have written since.

import { FormatError } from '../formats/codec.ts';
import { codecs, decodeText } from '../formats/index.ts';
import { type PlaceEdit, readEntries } from '../formats/place.ts';
import { splitMark } from '../formats/splice.ts';
import { at, equal, isObject, type Json } from '../model/json.ts';
import type { EntryEdit } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import type { FormatName } from '../model/target.ts';

/** Do these edits still hold, whatever else stands there by now? Not in what cannot be read. */
export function areThere(
  format: FormatName,
  places: readonly Pick<PlaceEdit, 'container' | 'edits'>[],
  bytes: Uint8Array | undefined,
): boolean {
  if (bytes === undefined) return false;
  try {
    const document = codecs[format].read(splitMark(decodeText(bytes)).body);
    return places.every(({ container, edits }) => {
      const found = readEntries(document, container);
      return [...edits].every(([name, edit]) => holds(edit, found.get(name)?.value));
    });
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

function holds(edit: EntryEdit, value: Json | undefined): boolean {
  if (edit.kind === 'remove') return value === undefined;
  if (edit.kind === 'add') return contains(value, edit.value);
  return [...edit.fields].every(([pointer, field]) => equal(at(value, parsePointer(pointer)), field));
}

function contains(value: Json | undefined, part: Json): boolean {
  if (!isObject(part)) return equal(value, part);
  return isObject(value) && Object.entries(part).every(([key, member]) => contains(value[key], member));
}
