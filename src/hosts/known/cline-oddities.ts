// The older words of Cline for transports (sdk/packages/core/src/extensions/mcp/config-loader.ts, 2026-11-20).

import type { JsonObject } from '../../model/json.ts';
import type { Oddities } from '../host.ts';

/** `transportType` is read where `type` is not there, and calls HTTP by its own word. */
function read(entry: JsonObject): JsonObject {
  return entry.transportType === 'http' && entry.type === 'http' ? { ...entry, type: 'streamableHttp' } : entry;
}

export const clineOddities: Oddities = { read };
