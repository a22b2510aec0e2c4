// Files as they would be, over files as they are: for looking ahead without writing.

import { isWithin, pathsOf } from './paths.ts';
import type { Stat, Surroundings, Witness } from './system.ts';

/** Reads `files` in place of those that are there; undefined stands for a file that is gone. */
export function layered(
  below: Witness,
  { platform, uid }: Surroundings,
  files: ReadonlyMap<string, Uint8Array | undefined>,
): Witness {
  const { relative, sep } = pathsOf(platform);
  const fresh = (size: number): Stat => ({
    kind: 'file',
    size,
    mode: 0o600,
    uid: uid ?? 0,
    gid: 0,
    dev: 0,
    ino: 0,
    links: 1,
    modified: 0,
  });
  return {
    read: (path) => (files.has(path) ? files.get(path) : below.read(path)),
    stat: (path) => {
      const bytes = files.get(path);
      if (bytes === undefined) return files.has(path) ? undefined : below.stat(path);
      return below.stat(path) ?? fresh(bytes.length);
    },
    list: (path) => {
      const names = new Set(below.list(path));
      for (const [file, bytes] of files) {
        const [name, ...deeper] = isWithin(platform, path, file) ? relative(path, file).split(sep) : [];
        if (name === undefined || name === '') continue;
        if (bytes !== undefined) names.add(name);
        else if (deeper.length === 0) names.delete(name);
      }
      return names.size === 0 ? below.list(path) : [...names].sort();
    },
    readLink: (path) => below.readLink(path),
    pause: (milliseconds) => below.pause(milliseconds),
    self: () => below.self(),
    isAlive: (process) => below.isAlive(process),
  };
}
