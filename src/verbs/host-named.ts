// A host by the word that a command line uses for it.

import { findHost, type Host, hosts } from '../hosts/index.ts';
import { HatchError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';

/** The host with this id or alias. Throws HatchError `usage` with the nearest id, or the nearest of `others`. */
export function hostNamed(name: string, others: readonly string[] = []): Host {
  const host = findHost(name);
  if (host !== undefined) return host;
  const near = nearest(name, [...hosts.map(({ id }) => id), ...others]);
  throw new HatchError('usage', `\`${name}\` is no known host`, {
    hint: near === undefined ? 'see `hatch hosts`' : `did you mean \`${near}\`?`,
  });
}
