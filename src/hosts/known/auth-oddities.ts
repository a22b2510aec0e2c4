// Hosts that use their OAuth settings only beside `auth: oauth` (hermes-agent.nousresearch.com/docs/reference/
// mcp-config-reference and docs.openclaw.ai/cli/mcp, 2026-11-20).

import { get, type JsonObject, object } from '../../model/json.ts';
import type { Server } from '../../model/server.ts';
import type { Oddities, Said } from '../host.ts';

function encode(server: Server): Said {
  const isAsked = Object.keys(server.oauth ?? {}).length > 0;
  return { server, entry: isAsked ? { auth: 'oauth' } : {}, satellites: [] };
}

/** Without it they mean nothing. */
function read(entry: JsonObject): JsonObject {
  return get(entry, 'auth') === 'oauth' ? entry : object(Object.entries(entry).filter(([key]) => key !== 'oauth'));
}

export const authOauth: Oddities = { encode, read };
