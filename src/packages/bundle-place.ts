// Where a bundle is unpacked, and how a locked one is started from there.

import type { LockedPackage, PackageServer } from '../model/package.ts';
import { escapeLiteral } from '../model/reference.ts';
import { isWithin, pathsOf } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';

/** Stands in the lock for the folder that the bundle is unpacked into, which is another one on each machine. */
export const place = '${input:bundle}';

/** The folder that a bundle of this hash is unpacked into. */
export function bundleFolder({ platform }: Pick<Surroundings, 'platform'>, store: string, integrity: string): string {
  const hash = Buffer.from(integrity.replace(/^sha256-/, ''), 'base64').toString('hex');
  return pathsOf(platform).join(store, hash);
}

/** A locked bundle as it is started from its folder on this machine. */
export function placed(entry: LockedPackage, { platform, home }: Surroundings, folder: string): LockedPackage {
  const slashed = (path: string) => escapeLiteral(platform === 'win32' ? path.replaceAll('\\', '/') : path);
  const template = isWithin(platform, home, folder)
    ? `\${home}/${slashed(pathsOf(platform).relative(home, folder))}`
    : slashed(folder);
  const put = (text: string) => text.replaceAll(place, () => template);
  const { command, args = [], env = {} } = entry.server;
  const server: PackageServer = {
    ...entry.server,
    ...(command !== undefined && { command: put(command) }),
    args: args.map((item) => (typeof item === 'string' ? put(item) : item.map(put))),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, put(value)])),
  };
  const inputs = entry.inputs.map((input) =>
    input.default === undefined ? input : { ...input, default: put(input.default) },
  );
  return { ...entry, server, inputs };
}
