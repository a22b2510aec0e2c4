// Hashes: of bytes, of values, and of values that must not be guessed from their hash.

import { createHash, createHmac } from 'node:crypto';
import { canonical, type Json } from './json.ts';

/** SHA-256 in hex. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** `sha256:` and the hash of the value's canonical text: key order does not count. */
export function digestOf(value: Json): string {
  return `sha256:${sha256(canonical(value))}`;
}

/** How sensitive values of one record file are hashed: by this machine's key, or by a salt where there is no key. */
export type Hasher = (pointer: string, value: Json) => string;

/** A digest that is useless without this machine's key. */
export function keyedDigest(key: Uint8Array): (data: Uint8Array | string) => string {
  return (data) => createHmac('sha256', key).update(data).digest('base64');
}

/** For records under the user's own folder: useless without this machine's key. */
export function keyedHasher(key: Uint8Array): Hasher {
  return (pointer, value) =>
    `hmac-sha256:${createHmac('sha256', key)
      .update(`${pointer}\0${canonical(value)}`)
      .digest('hex')}`;
}

/** For a repository's record, where only literals of the committed manifest stand. */
export function saltedHasher(owner: string, file: string): Hasher {
  return (pointer, value) => `sha256:${sha256([owner, file, pointer, canonical(value)].join('\0'))}`;
}
