// A host's off switch: an entry that stays and does not run.

import type { JsonObject } from '../model/json.ts';
import type { SatelliteElement } from './api.ts';
import { placeOf } from './fields.ts';
import type { Host } from './host.ts';
import { assign } from './tree.ts';

/** The entry with the switch off; undefined where the host has none. */
export function switchedOff(
  host: Host,
  name: string,
  entry: JsonObject,
): { readonly entry: JsonObject; readonly satellites: readonly SatelliteElement[] } | undefined {
  const field = host.entry.fields.enabled;
  if (typeof field === 'object' && 'satellite' in field) {
    return { entry, satellites: [{ satellite: field.satellite, key: name, value: true }] };
  }
  const place = placeOf(host, 'enabled');
  return place && { entry: assign(entry, place.path, place.form === 'negated'), satellites: [] };
}
