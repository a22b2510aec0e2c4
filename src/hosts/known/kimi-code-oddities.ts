// The name of the variable that holds a bearer token (github.com/MoonshotAI/kimi-code, docs/en/customization/mcp.md,
// 2026-11-20).

import { get, type JsonObject } from '../../model/json.ts';
import type { Server } from '../../model/server.ts';
import type { Oddities, Said } from '../host.ts';
import { bearerVariable, referenceTo, without } from '../variables.ts';

function encode(server: Server): Said {
  const bearer = bearerVariable(server.headers ?? {});
  if (bearer === undefined) return { server, entry: {}, satellites: [] };
  return {
    server: { ...server, headers: without(server.headers ?? {}, [bearer.header]) },
    entry: { bearerTokenEnvVar: bearer.name },
    satellites: [],
  };
}

function decode(entry: JsonObject): Partial<Server> {
  const token = referenceTo(get(entry, 'bearerTokenEnvVar'));
  return token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } };
}

export const bearerToken: Oddities = { encode, decode };
