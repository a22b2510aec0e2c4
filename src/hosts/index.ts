// The hosts, as the rest of the program sees them: find one, ask it where its servers stand and what they mean.

import type { Host } from './host.ts';
import { hosts } from './registry.generated.ts';

export { comparable } from './comparable.ts';
export { decode, isServer } from './decode.ts';
export { encode } from './encode.ts';
export type { Host } from './host.ts';
export { evidenceOf, locate } from './locate.ts';
export { hosts } from './registry.generated.ts';
export { roleOf } from './roles.ts';
export { switchedOff } from './switch.ts';

/** The host with this id, or this alias; variants of a host (`vscode-insiders`) are hosts of their own. */
export function findHost(word: string): Host | undefined {
  return hosts.find(({ id }) => id === word) ?? hosts.find(({ aliases }) => aliases.includes(word));
}

/** Every word that `findHost` understands: ids first, then aliases. */
export function hostIds(): readonly string[] {
  return [...hosts.map(({ id }) => id), ...hosts.flatMap(({ aliases }) => aliases)];
}
