// The leaves of the neutral server as one table, and where a host keeps each.

import type { Path } from '../model/json.ts';
import type { Transport } from '../model/server.ts';
import type { FieldRole } from './api.ts';
import type { FieldForm, Host, Leaf } from './host.ts';

export interface LeafFacts {
  /** In `Server`. */
  readonly path: Path;
  readonly kind: 'text' | 'list' | 'map' | 'time' | 'switch';
  /** The transports it goes with. */
  readonly with: 'stdio' | 'remote' | 'any';
  readonly group: FieldRole['group'];
  readonly holds: FieldRole['holds'];
}

export const leafFacts: Readonly<Record<Leaf, LeafFacts>> = {
  command: { path: ['command'], kind: 'text', with: 'stdio', group: 'launch', holds: 'plain' },
  args: { path: ['args'], kind: 'list', with: 'stdio', group: 'launch', holds: 'arguments' },
  env: { path: ['env'], kind: 'map', with: 'stdio', group: undefined, holds: 'environment' },
  cwd: { path: ['cwd'], kind: 'text', with: 'stdio', group: 'launch', holds: 'plain' },
  envFile: { path: ['envFile'], kind: 'text', with: 'stdio', group: undefined, holds: 'plain' },
  url: { path: ['url'], kind: 'text', with: 'remote', group: 'endpoint', holds: 'url' },
  headers: { path: ['headers'], kind: 'map', with: 'remote', group: undefined, holds: 'header' },
  clientId: { path: ['oauth', 'clientId'], kind: 'text', with: 'remote', group: undefined, holds: 'plain' },
  clientSecret: { path: ['oauth', 'clientSecret'], kind: 'text', with: 'remote', group: undefined, holds: 'secret' },
  scopes: { path: ['oauth', 'scopes'], kind: 'list', with: 'remote', group: undefined, holds: 'plain' },
  enabled: { path: ['enabled'], kind: 'switch', with: 'any', group: undefined, holds: 'plain' },
  timeout: { path: ['timeout'], kind: 'time', with: 'any', group: undefined, holds: 'plain' },
  startupTimeout: { path: ['startupTimeout'], kind: 'time', with: 'any', group: undefined, holds: 'plain' },
  allow: { path: ['tools', 'allow'], kind: 'list', with: 'any', group: undefined, holds: 'plain' },
  deny: { path: ['tools', 'deny'], kind: 'list', with: 'any', group: undefined, holds: 'plain' },
  autoApprove: { path: ['tools', 'autoApprove'], kind: 'list', with: 'any', group: undefined, holds: 'plain' },
  description: { path: ['description'], kind: 'text', with: 'any', group: undefined, holds: 'plain' },
};

export const leaves = Object.keys(leafFacts) as readonly Leaf[];

/** A leaf's place in an entry of one transport. */
export interface FieldPlace {
  readonly leaf: Leaf;
  readonly path: Path;
  readonly form: FieldForm | undefined;
  readonly least: number;
}

/** Where the host keeps this leaf; undefined where it cannot say it, or says it by a satellite. */
export function placeOf(host: Host, leaf: Leaf, transport?: Transport): FieldPlace | undefined {
  const moved = leaf === 'url' && transport !== undefined ? host.entry.transports.urls?.[transport] : undefined;
  const field = moved ?? host.entry.fields[leaf];
  if (field === undefined || (typeof field === 'object' && 'satellite' in field)) return undefined;
  if (typeof field === 'string') return { leaf, path: [field], form: undefined, least: 0 };
  if (!isFormed(field)) return { leaf, path: field, form: undefined, least: 0 };
  return { leaf, path: typeof field.at === 'string' ? [field.at] : field.at, form: field.as, least: field.least ?? 0 };
}

function isFormed<T extends object>(field: Path | T): field is T {
  return !Array.isArray(field);
}

/** Asked for each field of each entry. */
const placesOf = new WeakMap<Host, readonly FieldPlace[]>();

/** Every place of every leaf, whatever the transport. */
export function allPlaces(host: Host): readonly FieldPlace[] {
  const places = placesOf.get(host) ?? findPlaces(host);
  placesOf.set(host, places);
  return places;
}

function findPlaces(host: Host): readonly FieldPlace[] {
  const urls = Object.keys(host.entry.transports.urls ?? {}) as Transport[];
  return leaves
    .flatMap((leaf) => [placeOf(host, leaf), ...(leaf === 'url' ? urls.map((url) => placeOf(host, leaf, url)) : [])])
    .filter((place) => place !== undefined);
}

/** Does the leaf go with servers of this transport? */
export function belongs(leaf: Leaf, transport: Transport): boolean {
  const goes = leafFacts[leaf].with;
  return goes === 'any' || (goes === 'stdio') === (transport === 'stdio');
}

/** A time in the host's unit; undefined where the host cannot hold it. */
export function timeIn({ form, least }: FieldPlace, milliseconds: number): number | undefined {
  const value = form === 'milliseconds' ? milliseconds : milliseconds / 1000;
  const fits = milliseconds >= Math.max(least, 0) && (form === 'seconds' || Number.isInteger(value));
  return fits ? value : undefined;
}
