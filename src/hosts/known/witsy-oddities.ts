// What Witsy makes of arguments: it joins them with blanks, and splits them there again (src/main/mcp.ts, 2026-11-20).

import { get, isArray, type JsonObject } from '../../model/json.ts';
import type { Oddities } from '../host.ts';
import { withArguments } from '../presets.ts';

function refuse(entry: JsonObject) {
  const args = get(entry, 'args');
  if (!isArray(args) || !args.some((item) => typeof item === 'string' && (item === '' || item.includes(' '))))
    return undefined;
  return {
    code: 'field-unsupported',
    severity: 'warning',
    message: 'Witsy splits arguments at blanks, and loses empty ones',
  } as const;
}

/** Without a list of arguments it reads no server at all. */
export const witsyOddities: Oddities = { ...withArguments, refuse };
