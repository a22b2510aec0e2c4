// A neutral server as one would write it in a manifest; the inverse of `server-spec.ts`.

import { type Json, type JsonObject, object } from '../model/json.ts';
import type { Server } from '../model/server.ts';

/** `raw` stands under the host's id; what is the default is left out. */
export function printServer(server: Server, hostId: string): JsonObject {
  const { transport, raw, timeout, startupTimeout, enabled, tools, oauth, ...plain } = server;
  const members: readonly (readonly [string, unknown])[] = [
    ...Object.entries(plain),
    ['transport', transport === 'stdio' || transport === 'http' ? undefined : transport],
    ['oauth', oauth],
    ['enabled', enabled === false ? false : undefined],
    ['timeout', timeout === undefined ? undefined : printDuration(timeout)],
    ['startupTimeout', startupTimeout === undefined ? undefined : printDuration(startupTimeout)],
    ['tools', tools],
    ['hosts', raw === undefined || Object.keys(raw).length === 0 ? undefined : { [hostId]: raw }],
  ];
  return object(members.filter(([, value]) => value !== undefined).map(([key, value]) => [key, value as Json]));
}

/** Milliseconds as a duration: `30s`, `500ms`. */
function printDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
