// The table of formats, and a file's bytes as text.

import type { FormatName } from '../model/target.ts';
import type { Codec } from './codec.ts';
import { json5, jsonc } from './jsonc.ts';
import { toml } from './toml.ts';
import { yaml } from './yaml.ts';

export const codecs: Readonly<Record<FormatName, Codec>> = { json: jsonc, jsonc, json5, toml, yaml };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of the bytes, byte-order mark kept. Throws a TypeError where they are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
