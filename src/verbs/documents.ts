// The values of the files that a plan was made from, for reports that speak of whole documents.

import { codecs, decodeText } from '../formats/index.ts';
import { splitMark } from '../formats/splice.ts';
import type { Json } from '../model/json.ts';
import type { TargetFile } from '../model/plan.ts';

/** Undefined where there was no file. Throws FormatError for a file that is not valid. */
export function readValue({ bytes, format }: TargetFile): Json | undefined {
  return bytes === undefined ? undefined : codecs[format].read(splitMark(decodeText(bytes)).body).value;
}
