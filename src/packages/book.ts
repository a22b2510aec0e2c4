// What a plan may know of a package: the lock, the folder beside the manifest, and nothing from any network.

import { HatchError } from '../model/errors.ts';
import { isFault, type LockedPackage, onPlatform, type PackageFault, type PackageOf } from '../model/package.ts';
import { bundleFolder, placed } from './bundle-place.ts';
import { folderEntry, folderOf } from './folder-entry.ts';
import { launchOf } from './launch.ts';
import { type Lock, printLock } from './lock.ts';
import type { Lookup } from './lookup.ts';
import { exactPep440 } from './pep440.ts';
import { parseReference, type Reference } from './reference.ts';
import { isInRange, isSatisfied } from './satisfied.ts';
import { isSemver } from './semver.ts';

/** All that a plan asks. */
export type Disk = Pick<Lookup, 'reader' | 'surroundings' | 'folder' | 'store'>;

const sync = 'run `hatch package sync`';

/** Each package as the lock has it, started as on this platform; a fault where the lock does not say what the manifest asks for. */
export function packageOf(lookup: Disk, lock: Lock): PackageOf {
  const { surroundings, store } = lookup;
  return (text) => {
    const found = known(lookup, lock, text);
    if (isFault(found)) return found;
    const entry = { ...found, server: onPlatform(found.server, surroundings.platform) };
    return isBundle(entry) ? placed(entry, surroundings, bundleFolder(surroundings, store, entry.integrity)) : entry;
  };
}

function known(lookup: Disk, lock: Lock, text: string): LockedPackage | PackageFault {
  const reference = parsed(text);
  if ('code' in reference) return reference;
  const locked = lock.get(text);
  if (locked === undefined) return exact(text, reference) ?? unlocked(text, reference);
  if (isSatisfied(reference, locked)) {
    if (reference.kind === 'folder') return asFolder(lookup, text, reference, locked);
    return isHere(lookup, locked) ? locked : notUnpacked(locked);
  }
  const what = locked.version ?? locked.resolved;
  const message = isInRange(reference, locked)
    ? `the lock's entry of \`${text}\` disagrees with itself: what it says, resolves to and starts is not one package`
    : `the lock has ${what} for \`${text}\`, which does not fit`;
  return { code: 'package-lock-stale', message, hint: sync };
}

/** Every reference that can be read is a server of some kind: for commands that mend what is not locked. */
export const anyPackage: PackageOf = (reference) => ({
  reference,
  source: '',
  resolved: reference,
  server: { transport: 'stdio', command: reference },
  inputs: [],
});

function parsed(text: string): Reference | PackageFault {
  try {
    return parseReference(text);
  } catch (error) {
    if (!(error instanceof HatchError)) throw error;
    return { code: 'package-reference', message: error.message, hint: error.hint ?? '' };
  }
}

function unlocked(text: string, reference: Reference): PackageFault {
  const hint =
    reference.kind === 'short' ? `write its full name: \`hatch package search ${reference.name}\` lists it` : sync;
  return {
    code: 'package-unlocked',
    message: `nothing says yet what \`${text}\` is: it is not in hatch.mcp.lock.yaml`,
    hint,
  };
}

/** One exact version needs no lock to be started; its content is not pinned. */
function exact(text: string, reference: Reference): LockedPackage | undefined {
  const pin = exactPin(reference);
  if (pin === undefined) return undefined;
  return {
    reference: text,
    ...(pin.version !== undefined && { version: pin.version }),
    source: '',
    resolved: text,
    unpinned: 'it is not locked',
    server: { transport: 'stdio', ...launchOf({ ...pin, sha256: undefined }, undefined, [], []) },
    inputs: [],
  };
}

function exactPin(reference: Reference) {
  switch (reference.kind) {
    case 'npm':
      return isSemver(reference.range)
        ? { type: 'npm' as const, name: reference.name, version: reference.range }
        : undefined;
    case 'pypi': {
      const version = exactPep440(reference.range);
      return version === undefined ? undefined : { type: 'pypi' as const, name: reference.name, version };
    }
    case 'oci':
      return /@sha256:/.test(reference.image)
        ? { type: 'oci' as const, name: reference.image, version: undefined }
        : undefined;
    default:
      return undefined;
  }
}

/** Is what a locked bundle is started from on this machine? */
export function isHere({ reader, surroundings, store }: Disk, locked: LockedPackage): boolean {
  return !isBundle(locked) || reader.list(bundleFolder(surroundings, store, locked.integrity)) !== undefined;
}

function isBundle(locked: LockedPackage): locked is LockedPackage & { readonly integrity: string } {
  return locked.resolved.startsWith('mcpb:') && locked.integrity !== undefined;
}

function notUnpacked({ reference }: LockedPackage): PackageFault {
  return {
    code: 'package-missing',
    message: `the bundle of \`${reference}\` is not unpacked on this machine`,
    hint: sync,
  };
}

/** A folder that says something else by now; one that is not here is taken as it was locked. */
function asFolder(
  lookup: Disk,
  text: string,
  { path }: Reference & { kind: 'folder' },
  locked: LockedPackage,
): LockedPackage | PackageFault {
  const folder = folderOf(lookup, path);
  if (lookup.reader.list(folder) === undefined) {
    return {
      code: 'package-missing',
      message: `the package folder ${folder} is not there`,
      hint: 'bring it back, or `hatch package remove` it',
    };
  }
  try {
    const now = folderEntry(lookup, text, path);
    const saying = ({ server, inputs }: LockedPackage) =>
      printLock(new Map([[text, { reference: text, source: '', resolved: '', server, inputs }]]));
    if (saying(now) === saying(locked)) return locked;
    return {
      code: 'package-changed',
      message: `\`${text}\` is started in another way than the lock says`,
      hint: `to accept it, ${sync}`,
    };
  } catch (error) {
    if (!(error instanceof HatchError)) throw error;
    return { code: 'package-changed', message: error.message, hint: error.hint ?? sync };
  }
}
