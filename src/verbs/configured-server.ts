// A server's definition as a command line changes it: what is given wins, what is not given stays.

import { HatchError } from '../model/errors.ts';
import { get, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { parsePointer } from '../model/pointer.ts';

/** What a command line says of a server, in the manifest's words. */
export interface ServerFields {
  /** Neutral fields; objects among them (`env`, `headers`, `tools`) name just the members that change. */
  readonly fields: JsonObject;
  /** Pointer → value: fields that the named hosts alone understand. */
  readonly raw: readonly (readonly [pointer: string, value: Json])[];
}

/** Keys that say how a server is reached; giving one of a kind drops those of the others. */
const kinds: readonly (readonly string[])[] = [
  ['command', 'args', 'env', 'cwd', 'envFile'],
  ['url', 'transport', 'headers', 'oauth'],
  ['package', 'with'],
];
const leading = ['command', 'url', 'package'];

/** The definition after the change. Throws HatchError `usage` for a pointer that leads nowhere. */
export function configuredServer(
  before: JsonObject | undefined,
  { fields, raw }: ServerFields,
  hostIds: readonly string[],
): JsonObject {
  const chosen = leading.find((key) => Object.hasOwn(fields, key));
  const dropped = kinds.filter((kind) => chosen !== undefined && !kind.includes(chosen)).flat();
  const kept = object(Object.entries(before ?? {}).filter(([key]) => !dropped.includes(key)));
  const server = merged(kept, fields);
  if (raw.length === 0) return server;
  const hosts = hostIds.map((id) => [id, raw.reduce(withRaw, asObject(get(get(server, 'hosts'), id)))] as const);
  return merged(server, object([['hosts', object(hosts)]]));
}

function merged(lower: JsonObject, upper: JsonObject): JsonObject {
  const members = Object.entries(upper).map(([key, value]) => {
    const below = get(lower, key);
    return [key, isObject(value) && isObject(below) ? merged(below, value) : value] as const;
  });
  return object([...Object.entries(lower), ...members]);
}

function withRaw(before: JsonObject, [pointer, value]: readonly [string, Json]): JsonObject {
  const path = parsePointer(pointer);
  if (path.length === 0 || path.includes('')) {
    throw new HatchError('usage', '--set takes the pointer of a field, such as /required=true');
  }
  return merged(before, path.reduceRight<Json>((inner, key) => object([[key, inner]]), value) as JsonObject);
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : object([]);
}
