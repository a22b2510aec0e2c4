// A host's own entry into a neutral server. What the neutral form cannot say again in the same way goes to `raw`.

import type { Finding } from '../model/finding.ts';
import { at, equal, isArray, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import type { Server, Transport } from '../model/server.ts';
import { atOwnPlaces, notElsewhere } from './also.ts';
import type { DecodeContext, Decoded, Satellites } from './api.ts';
import { unbridge } from './bridge.ts';
import { comparable } from './comparable.ts';
import { assemble } from './draft.ts';
import { draft } from './encode.ts';
import { allPlaces, belongs, type FieldPlace, leafFacts, leaves, placeOf, timeIn } from './fields.ts';
import type { Host, Leaf } from './host.ts';
import { readText } from './text.ts';
import { assign, leavesOf, merge, startsWith } from './tree.ts';

/** Encoding the result for the same place with `onUnsupported: bridge` gives a comparable entry. */
export function decode(
  host: Host,
  name: string,
  written: JsonObject,
  satellites: Satellites,
  context: DecodeContext,
): Decoded {
  const settled = atOwnPlaces(host, written);
  const entry = host.oddities?.read?.(settled) ?? settled;
  const refused = host.oddities?.refuse?.(entry)?.severity === 'error';
  const transport = refused ? undefined : transportOf(host, entry);
  if (transport === undefined) {
    return { server: undefined, findings: isServer(host, written) ? [unreadable(host)] : [] };
  }
  const reading: Reading = { host, name, entry, satellites, context, transport };
  const read = leaves.map((leaf) => readLeaf(reading, leaf));
  const table = read.reduce<JsonObject>(
    (under, { value, path }) => (value === undefined ? under : assign(under, path, value)),
    { transport },
  );
  const odd = host.oddities?.decode?.(entry, name, satellites) ?? {};
  const found = merge(table, filled(odd)) as unknown as Server;
  const server = unbridge(host, found) ?? found;
  const raw = remainder(host, name, written, server, context);
  const foreign = read.flatMap((leaf) => leaf.foreign);
  return {
    server: Object.keys(raw).length > 0 ? { ...server, raw } : server,
    findings: [...new Set(foreign)].map((text) => foreignText(host, text)),
  };
}

/** Is the entry a server, rather than something of the host's own (a builtin, a bare switch)? */
export function isServer(host: Host, written: JsonObject): boolean {
  const entry = atOwnPlaces(host, written);
  const { key, words } = host.entry.transports;
  const word = key === undefined ? undefined : entry[key];
  const isKnown = Object.values(words).some((known) => known.includes(typeof word === 'string' ? word : null));
  const stands = (leaf: Leaf, transport?: Transport) =>
    at(entry, placeOf(host, leaf, transport)?.path ?? ['']) !== undefined;
  const isRemote = (Object.keys(words) as Transport[]).some(
    (transport) => transport !== 'stdio' && stands('url', transport),
  );
  return stands('command') || isRemote || (isKnown && typeof word === 'string');
}

function transportOf(host: Host, entry: JsonObject): Transport | undefined {
  const { key, words } = host.entry.transports;
  const word = key === undefined ? null : (entry[key] ?? null);
  const isText = (leaf: Leaf, transport: Transport) => {
    const place = placeOf(host, leaf, transport);
    const value = place === undefined ? undefined : at(entry, place.path);
    return place?.form === 'command-line' ? isTexts(value) && value.length > 0 : typeof value === 'string';
  };
  const fitting = (Object.keys(words) as Transport[]).filter(
    (transport) =>
      (word === null || typeof word === 'string') &&
      words[transport]?.includes(word) &&
      isText(transport === 'stdio' ? 'command' : 'url', transport),
  );
  return isDoubled(host, entry) ? undefined : fitting[0];
}

/** Both a command and a URL. */
function isDoubled(host: Host, entry: JsonObject): boolean {
  const [started, reached] = [true, false].map((wanted) =>
    allPlaces(host).some(
      ({ leaf, path }) =>
        (leaf === 'command' || leaf === 'url') && (leaf === 'command') === wanted && at(entry, path) !== undefined,
    ),
  );
  return started === true && reached === true;
}

/** Without the maps and groups that hold nothing. */
function filled(server: Partial<Server>): JsonObject {
  return object(
    Object.entries(server as JsonObject).filter(([, value]) => !isObject(value) || Object.keys(value).length > 0),
  );
}

interface Reading {
  readonly host: Host;
  readonly name: string;
  readonly entry: JsonObject;
  readonly satellites: Satellites;
  readonly context: DecodeContext;
  readonly transport: Transport;
}

interface ReadLeaf {
  readonly path: Path;
  readonly value: Json | undefined;
  readonly foreign: readonly string[];
}

function readLeaf(reading: Reading, leaf: Leaf): ReadLeaf {
  const { path, kind } = leafFacts[leaf];
  const { host, entry, transport } = reading;
  const place = placeOf(host, leaf, transport);
  const nothing: ReadLeaf = { path, value: undefined, foreign: [] };
  if (!belongs(leaf, transport)) return nothing;
  if (leaf === 'enabled') return { ...nothing, value: readSwitch(reading) };
  if (leaf === 'args' && placeOf(host, 'command')?.form === 'command-line') {
    const line = at(entry, placeOf(host, 'command')?.path ?? []);
    return isTexts(line) && line.length > 1 ? { path, ...readTexts(reading, 'command', line.slice(1)) } : nothing;
  }
  const found = place === undefined ? undefined : at(entry, place.path);
  if (place === undefined || comparable(host, place.path, found) === undefined || found === undefined) return nothing;
  if (kind === 'time') return { ...nothing, value: readTime(place, found) };
  if (kind === 'map') return isObject(found) ? { path, ...readMap(reading, leaf, found) } : nothing;
  if (kind === 'list') {
    const list = place.form === 'words' && typeof found === 'string' ? found.split(' ') : found;
    return isTexts(list) ? { path, ...readTexts(reading, leaf, list) } : nothing;
  }
  const text = place.form === 'command-line' && isTexts(found) ? found[0] : found;
  if (typeof text !== 'string') return nothing;
  const { template, foreign } = readText(host, reading.context, leaf, text, reading.satellites);
  return { path, value: template, foreign };
}

/** Undefined for a server that is on. */
function readSwitch({ host, name, entry, satellites }: Reading): boolean | undefined {
  const field = host.entry.fields.enabled;
  if (typeof field === 'object' && 'satellite' in field)
    return satellites(field.satellite)[name] === true ? false : undefined;
  const place = placeOf(host, 'enabled');
  const off = place?.form === 'negated';
  return place !== undefined && at(entry, place.path) === off ? false : undefined;
}

function readTime(place: FieldPlace, value: Json): number | undefined {
  if (typeof value !== 'number') return undefined;
  const milliseconds = place.form === 'milliseconds' ? value : Math.round(value * 1000);
  return timeIn(place, milliseconds) === value ? milliseconds : undefined;
}

function readMap({ host, context, satellites }: Reading, leaf: Leaf, map: JsonObject): Omit<ReadLeaf, 'path'> {
  const read = Object.entries(map).flatMap(([key, text]) =>
    typeof text === 'string' ? [{ key, ...readText(host, context, leaf, text, satellites) }] : [],
  );
  const sayable = read.filter(({ foreign }) => foreign.length === 0);
  return {
    value: sayable.length > 0 ? object(sayable.map(({ key, template }) => [key, template] as const)) : undefined,
    foreign: read.flatMap(({ foreign }) => foreign),
  };
}

function readTexts(
  { host, context, satellites }: Reading,
  leaf: Leaf,
  list: readonly string[],
): Omit<ReadLeaf, 'path'> {
  const read = list.map((text) => readText(host, context, leaf, text, satellites));
  return { value: read.map(({ template }) => template), foreign: read.flatMap(({ foreign }) => foreign) };
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return isArray(value) && value.every((item) => typeof item === 'string');
}

/** The leaves of `entry` that encoding `server` does not give in the same way; lists that it adds are emptied. */
function remainder(host: Host, name: string, entry: JsonObject, server: Server, context: DecodeContext): JsonObject {
  const inline = { portable: false, ...context, references: 'inline', onUnsupported: 'bridge' } as const;
  const again = notElsewhere(host, draft(host, name, server, inline), leavesOf(entry));
  const { entry: said } = assemble(again, []);
  const apart = again.flatMap(({ path, states = [], findings = [] }) => [
    ...states.filter(({ state }) => state === 'inline').map((template) => template.path),
    ...(findings.some(({ severity }) => severity === 'error') && path.length > 0 ? [path] : []),
  ]);
  const differs = (path: Path) =>
    !equal(comparable(host, path, at(entry, path)), comparable(host, path, at(said, path)));
  const kept = leavesOf(entry).filter(([path]) => differs(path) || apart.some((other) => startsWith(other, path)));
  const added = leavesOf(said).filter(
    ([path, value]) => at(entry, path) === undefined && isArray(value) && differs(path),
  );
  return [...kept, ...added.map(([path]) => [path, []] as const)].reduce<JsonObject>(
    (raw, [path, value]) => (path.length === 0 ? raw : assign(raw, path, value)),
    {},
  );
}

function unreadable(host: Host): Finding {
  return {
    code: 'entry-unreadable',
    severity: 'warning',
    message: `${host.title} itself would not take this entry as a server: what starts or reaches it is missing or doubled`,
  };
}

function foreignText(host: Host, text: string): Finding {
  return {
    code: 'host-expression',
    severity: 'warning',
    message: `only ${host.title} understands \`${text}\`: it stays in that host's own words`,
  };
}
