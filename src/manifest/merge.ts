// How one definition lies over another: objects merge, lists and scalars replace, `null` removes.

import { get, isObject, type Json, type JsonObject, object } from '../model/json.ts';

const launch: readonly string[] = ['command', 'args', 'env', 'cwd', 'envFile'];
const remote: readonly string[] = ['url', 'transport', 'headers', 'oauth'];
const packaged: readonly string[] = ['package', 'with'];

/** `upper` over `lower`; undefined where it is removed. */
export function merge(lower: Json | undefined, upper: Json): Json | undefined {
  if (upper === null) return undefined;
  if (!isObject(upper)) return upper;
  const members = new Map<string, Json>(isObject(lower) ? Object.entries(lower) : []);
  for (const [key, above] of Object.entries(upper)) {
    const value = merge(members.get(key), above);
    if (value === undefined) members.delete(key);
    else members.set(key, value);
  }
  return object(members);
}

/**
 * One server from its definitions, the nearest last; undefined where the nearest is `null`, or there is none. What a
 * definition says for this platform lies directly over it, so a nearer definition wins on every platform; a nearer
 * `platforms: null`, or `null` for this platform, removes the inherited overrides.
 */
export function foldServer(definitions: readonly Json[], platform: string): JsonObject | undefined {
  const start = definitions.lastIndexOf(null) + 1;
  const live = definitions.slice(start).filter(isObject);
  const overrides = live.map((definition) => overrideOf(definition, platform));
  const lastRemoved = overrides.lastIndexOf(null);
  return live.reduce<JsonObject | undefined>((server, definition, i) => {
    const merged = mergeServer(server ?? {}, without(definition, ['platforms']));
    const override = overrides[i];
    return isObject(override) && i > lastRemoved ? mergeServer(merged, override) : merged;
  }, undefined);
}

function overrideOf(definition: JsonObject, platform: string): Json | undefined {
  const platforms = get(definition, 'platforms');
  return platforms === null ? null : get(platforms, platform);
}

/**
 * One that gives `url` drops what starts an inherited command, and the reverse; an inherited package goes with its own
 * arguments, and one that gives `package` drops both. One package over another keeps what stands beside it.
 */
function mergeServer(lower: JsonObject, upper: JsonObject): JsonObject {
  const dropped: string[] = [];
  const gives = (key: string) => typeof get(upper, key) === 'string';
  if (gives('url')) {
    dropped.push(...launch, ...packaged);
    if (get(lower, 'transport') === 'stdio') dropped.push('transport');
  }
  if (gives('command')) dropped.push(...remote, ...packaged, ...(Object.hasOwn(lower, 'package') ? ['args'] : []));
  if (gives('package') && !Object.hasOwn(lower, 'package')) dropped.push(...launch, ...remote);
  return merge(without(lower, dropped), upper) as JsonObject;
}

function without(value: JsonObject, keys: readonly string[]): JsonObject {
  return object(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
