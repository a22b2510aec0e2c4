// A zip file's members, with all that is refused in one: ways out of the folder, links, bombs, what cannot be checked.
// pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 6.3.10.

import { inflateRawSync } from 'node:zlib';
import { refused } from './text.ts';

export interface Member {
  /** Relative, with `/`; leads nowhere else. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
}

const mostMembers = 30_000;
const mostBytes = 500_000_000;
const bad = (reason: string) => refused(`the bundle is no zip file that is taken: ${reason}`);

/** All files of the archive. Throws HatchError `refused`. */
export function unzip(archive: Uint8Array): readonly Member[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostMembers) throw bad(`it has more than ${mostMembers} files`);
  const members: Member[] = [];
  const seen = new Set<string>();
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw bad('its directory is broken');
    const length = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + length);
    const size = bytes.readUInt32LE(at + 24);
    total += size;
    if (total > mostBytes) throw bad(`it holds more than ${mostBytes / 1_000_000} MB`);
    const mode = bytes.readUInt32LE(at + 38) >>> 16;
    if (!name.endsWith('/')) {
      const path = pathOf(name, mode);
      // One file over another, also where case does not count.
      if (seen.has(path.toLowerCase())) throw bad(`${JSON.stringify(path)} stands twice`);
      seen.add(path.toLowerCase());
      members.push({ path, bytes: contentOf(bytes, at, size), isExecutable: (mode & 0o111) !== 0 });
    }
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return members;
}

function endOf(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at -= 1) {
    if (bytes.readUInt32LE(at) === 0x06054b50) return at;
  }
  throw bad('it has no end');
}

/** Upper half of the external attributes, where they come from Unix: what kind of file it is. */
const kindMask = 0o170000;
const kinds = [0, 0o100000];

function pathOf(name: string, mode: number): string {
  const parts = name.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  const isOdd = name === '' || name.length > 400 || /[\\:\u0000-\u001f\ufffd]/.test(name);
  if (isOdd || parts.some((part) => part === '' || part === '..' || part === '.')) {
    throw bad(`${JSON.stringify(name.slice(0, 120))} is no path inside of it`);
  }
  if (!kinds.includes(mode & kindMask)) throw bad(`${JSON.stringify(name)} is no ordinary file`);
  return name;
}

function contentOf(bytes: Buffer, entry: number, size: number): Uint8Array {
  const method = bytes.readUInt16LE(entry + 10);
  const packed = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  if ((bytes.readUInt16LE(entry + 8) & 1) !== 0) throw bad('it is encrypted');
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== 0x04034b50) throw bad('a file of it is missing');
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(start, start + packed);
  const content = method === 0 ? data : method === 8 ? inflated(data, size) : undefined;
  if (content === undefined || content.length !== size) throw bad('a file of it cannot be unpacked');
  return content;
}

function inflated(data: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return undefined;
  }
}
