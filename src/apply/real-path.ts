// Where a path really leads: every link on the way resolved, a missing end allowed, loops refused.

import { HatchError } from '../model/errors.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader } from '../system/system.ts';

const mostLinks = 40;

/**
 * The absolute path of the file that `path` leads to, which need not be there. Throws HatchError `refused` for a loop of
 * links and for a link into a folder that is not there.
 */
export function realPath(reader: Reader, path: string): string {
  const paths = pathsLike(path);
  let links = 0;
  const resolve = (current: string): string => {
    const parent = paths.dirname(current);
    if (parent === current) return current;
    const folder = resolve(parent);
    const here = paths.join(folder, paths.basename(current));
    const target = reader.stat(here)?.kind === 'link' ? reader.readLink(here) : undefined;
    if (target === undefined) return here;
    links += 1;
    if (links > mostLinks) throw new HatchError('refused', `${path} is a loop of symbolic links`);
    const reached = resolve(paths.resolve(folder, target));
    refuseLostFolder(reader, path, here, reached);
    return reached;
  };
  return resolve(paths.resolve(path));
}

/** A link into nowhere is often a disk that is not mounted: nothing is to be created there. */
function refuseLostFolder(reader: Reader, path: string, link: string, reached: string): void {
  const folder = pathsLike(path).dirname(reached);
  if (reader.stat(folder) !== undefined) return;
  throw new HatchError('refused', `${path} leads through the link ${link} to ${reached}, but ${folder} is not there`, {
    hint: 'mount the disk or create the folder it leads to, or remove the link',
  });
}
