// A bundle (MCPB): one file with a server in it. Fetched, checked and unpacked into a folder that is called by its hash.

import { decodeText } from '../formats/index.ts';
import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { LockedPackage } from '../model/package.ts';
import { pathsOf } from '../system/paths.ts';
import type { Surroundings, System } from '../system/system.ts';
import { describeBundle } from './bundle-manifest.ts';
import { place } from './bundle-place.ts';
import { ask } from './fetch.ts';
import { folderOf } from './folder-entry.ts';
import type { Lookup } from './lookup.ts';
import { versionText } from './reference.ts';
import { formed, refused, sentence } from './text.ts';
import { type Member, unzip } from './zip.ts';

const largest = 200_000_000;

export interface Bundle {
  readonly entry: LockedPackage;
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly members: readonly Member[];
}

/** Throws HatchError `failed` where there is none, `refused` where it is not what it should be. */
export async function readBundle(
  lookup: Lookup,
  text: string,
  written: string,
  expected: string | undefined,
): Promise<Bundle> {
  const bytes = /^https?:/.test(written) ? await fetched(lookup, written) : onDisk(lookup, written);
  const hash = sha256(bytes);
  if (expected !== undefined && hash !== expected) {
    throw refused(
      `${written} is not what its publisher says: SHA-256 ${hash}, not ${expected}`,
      'it was replaced or damaged; nothing of it was used',
    );
  }
  const members = unzip(bytes);
  const { version, description, server, inputs } = describeBundle(manifestOf(members), place);
  const said = sentence(description);
  const entry: LockedPackage = {
    reference: text,
    ...(version !== undefined && { version: formed(version, versionText, 'its version') }),
    source: written,
    resolved: `mcpb:${written}`,
    integrity: `sha256-${Buffer.from(hash, 'hex').toString('base64')}`,
    ...(said !== undefined && { description: said }),
    server,
    inputs,
  };
  return { entry, hash, members };
}

async function fetched({ network }: Lookup, address: string): Promise<Uint8Array> {
  const { status, body } = await ask(network, address, { accept: '*/*', limit: largest });
  if (status === 200) return body;
  throw new HatchError('failed', `${new URL(address).host} answered ${status} for ${address}`, {
    hint: 'is the address right? nothing was written',
  });
}

function onDisk(lookup: Lookup, written: string): Uint8Array {
  const bytes = lookup.reader.read(folderOf(lookup, written));
  if (bytes !== undefined) return bytes;
  throw new HatchError('failed', `there is no file ${folderOf(lookup, written)}`, {
    hint: 'a file is written relative to the manifest',
  });
}

function manifestOf(members: readonly Member[]): Json {
  const manifest = members.find(({ path }) => path === 'manifest.json');
  if (manifest === undefined) throw refused('the bundle has no manifest.json');
  try {
    return JSON.parse(decodeText(manifest.bytes)) as Json;
  } catch (cause) {
    throw new HatchError('failed', "the bundle's manifest.json is broken", { hint: 'nothing of it was used', cause });
  }
}

/** Unpacks a bundle whole or not at all; what is there already is the same. */
export function unpack(system: System, surroundings: Surroundings, store: string, { hash, members }: Bundle): void {
  const { join, dirname } = pathsOf(surroundings.platform);
  const folder = join(store, hash);
  if (system.stat(folder) !== undefined) return;
  const temporary = join(store, `.${hash.slice(0, 16)}.${system.random(6)}.tmp`);
  const make = (path: string): void => {
    if (system.stat(path) !== undefined) return;
    make(dirname(path));
    system.makeFolder(path, 0o700);
  };
  for (const { path, bytes, isExecutable } of members) {
    const file = join(temporary, ...path.split('/'));
    make(dirname(file));
    system.create(file, bytes, isExecutable ? 0o700 : 0o600);
  }
  system.rename(temporary, folder);
  system.syncFolder(store);
}
