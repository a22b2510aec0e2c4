// A folder that is a package, as an entry of the lock: read from the disk alone.

import type { LockedPackage } from '../model/package.ts';
import { escapeLiteral } from '../model/reference.ts';
import { pathsOf } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import { describeFolder } from './folder.ts';
import type { Lookup } from './lookup.ts';

/** A folder as written, in the manifest's language. */
function folderTemplate(path: string, { platform }: Surroundings): string {
  const { isAbsolute } = pathsOf(platform);
  const slashed = platform === 'win32' ? path.replaceAll('\\', '/') : path;
  const trimmed = slashed.replace(/\/+$/, '').replace(/^(\.\/)+/, '');
  if (trimmed.startsWith('~/')) return `\${home}/${escapeLiteral(trimmed.slice(2))}`;
  if (isAbsolute(path)) return escapeLiteral(trimmed);
  return trimmed === '' || trimmed === '.' ? '${manifestDir}' : `\${manifestDir}/${escapeLiteral(trimmed)}`;
}

export function folderOf({ surroundings, folder }: Pick<Lookup, 'surroundings' | 'folder'>, path: string): string {
  const { join, resolve } = pathsOf(surroundings.platform);
  return /^~[/\\]/.test(path) ? join(surroundings.home, path.slice(2)) : resolve(folder, path);
}

/** The lock's entry for a folder; needs no network, so `plan` can ask for it too. */
export function folderEntry(
  lookup: Pick<Lookup, 'reader' | 'surroundings' | 'folder'>,
  text: string,
  path: string,
): LockedPackage {
  const template = folderTemplate(path, lookup.surroundings);
  const { version, description, server, inputs, integrity, descriptor, pin } = describeFolder(
    lookup.reader,
    folderOf(lookup, path),
    template,
  );
  return {
    reference: text,
    source: path,
    resolved:
      pin === undefined
        ? `${path} (${descriptor})`
        : `${pin.type}:${pin.name}${pin.version === undefined ? '' : `@${pin.version}`}`,
    integrity,
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
    server,
    inputs,
  };
}
