// A neutral server into a host's own shape, driven by the descriptor.

import type { Finding } from '../model/finding.ts';
import { at, isArray, isObject, type Json, type JsonObject, object, type Path } from '../model/json.ts';
import type { Server, Transport } from '../model/server.ts';
import { atOwnPlaces, notElsewhere } from './also.ts';
import type { EncodeContext, Encoded } from './api.ts';
import { bridge } from './bridge.ts';
import { comparable } from './comparable.ts';
import { assemble, type Piece } from './draft.ts';
import { allPlaces, belongs, type FieldPlace, leafFacts, leaves, placeOf, timeIn } from './fields.ts';
import type { Host, Leaf } from './host.ts';
import { checkName } from './names.ts';
import { isPlainWord, quoted } from './shell-words.ts';
import { compileText } from './text.ts';
import { leavesOf, startsWith } from './tree.ts';

/**
 * `server` holds `raw` for this host only. An error finding blocks the entry, which is then not complete. Texts must be
 * templates without `${var:}`, else `TemplateError` is thrown.
 */
export function encode(host: Host, name: string, server: Server, context: EncodeContext): Encoded {
  if (host.byHand !== undefined) {
    const findings = [writtenByHand(host, host.byHand)];
    return { entry: {}, inline: [], native: [], satellites: [], findings };
  }
  const raw = leavesOf(server.raw ?? {}).filter(([path]) => path.length > 0);
  const encoded = assemble(notElsewhere(host, draft(host, name, server, context), raw), raw);
  return { ...encoded, findings: [...encoded.findings, ...refusals(host, encoded.entry)] };
}

/** Every value of the entry with its place, `raw` apart. */
export function draft(host: Host, name: string, server: Server, context: EncodeContext): readonly Piece[] {
  const { words } = host.entry.transports;
  const bridged = words[server.transport] === undefined ? bridge(host, server, context) : undefined;
  const reached = bridged?.server ?? server;
  if (words[reached.transport] === undefined)
    return [{ path: [], findings: [transportUnsupported(host, server, context)] }];
  const said = host.oddities?.encode?.(reached, name) ?? { server: reached, entry: {}, satellites: [] };
  return [
    { path: [], findings: [...checkName(host, name), ...(bridged?.findings ?? [])], satellites: said.satellites },
    ...transportPieces(host, said.server),
    ...literalPieces(named(host.entry.always ?? {}, name)),
    ...leaves.flatMap((leaf) => leafPieces(host, name, said.server, leaf, context)),
    ...literalPieces(said.entry),
  ];
}

/** What is said of every server for a host that is not written. */
export function writtenByHand({ title }: Host, byHand: string): Finding {
  return { code: 'host-by-hand', severity: 'error', message: `nothing is written for ${title}: ${byHand}` };
}

function literalPieces(entry: JsonObject): readonly Piece[] {
  return leavesOf(entry).flatMap(([path, value]) => (path.length === 0 ? [] : [{ path, value }]));
}

const bridgeHint = '`onUnsupported: bridge` reaches it through mcp-remote (sync, configure: --on-unsupported bridge)';
const warnHint = '`onUnsupported: warn` leaves the field out (sync, configure: --on-unsupported warn)';

function transportUnsupported(host: Host, server: Server, context: EncodeContext): Finding {
  const canBridge = host.entry.transports.words.stdio !== undefined && ['http', 'sse'].includes(server.transport);
  return {
    code: 'transport-unsupported',
    severity: 'error',
    message: `${host.title} cannot reach servers by ${server.transport}`,
    ...(canBridge && context.onUnsupported !== 'bridge' ? { hint: bridgeHint } : {}),
  };
}

function transportPieces(host: Host, server: Server): readonly Piece[] {
  const { key, words, urls = {} } = host.entry.transports;
  const word = words[server.transport]?.[0];
  const twin = (Object.keys(words) as Transport[]).find(
    (other) =>
      other !== server.transport &&
      other !== 'stdio' &&
      words[other]?.[0] === word &&
      urls[other] === urls[server.transport],
  );
  const findings: readonly Finding[] =
    server.transport === 'sse' && twin !== undefined
      ? [
          {
            code: 'transport-merged',
            severity: 'note',
            message: `${host.title} has one word for ${twin} and sse, and finds out by itself which one it is`,
          },
        ]
      : [];
  return [{ path: key === undefined ? [] : [key], ...(key !== undefined && word ? { value: word } : {}), findings }];
}

function leafPieces(host: Host, name: string, server: Server, leaf: Leaf, context: EncodeContext): readonly Piece[] {
  const value = at(server as unknown as JsonObject, leafFacts[leaf].path);
  if (value === undefined || (leafFacts[leaf].kind === 'map' && isObject(value) && Object.keys(value).length === 0))
    return [];
  const place = placeOf(host, leaf, server.transport);
  if (leaf === 'enabled' && place === undefined) return switchPieces(host, name, value === true, context);
  if (leaf === 'args' && placeOf(host, 'command')?.form === 'command-line') return [];
  if (
    place === undefined ||
    !belongs(leaf, server.transport) ||
    (leaf === 'allow' && meansNothing(host, place, value))
  ) {
    return [{ path: [], findings: [fieldUnsupported(host, leaf, context)] }];
  }
  const { kind } = leafFacts[leaf];
  if (kind === 'time') return [timePiece(host, place, value as number, context)];
  if (kind === 'switch') return [{ path: place.path, value: place.form === 'negated' ? value !== true : value }];
  if (kind === 'map') {
    return Object.entries(value as JsonObject).map(([key, text]) =>
      textPiece(host, context, place, [...place.path, key], text as string),
    );
  }
  if (place.form === 'command-line')
    return [listPiece(host, context, place, [value as string, ...(server.args ?? [])])];
  if (kind === 'text') return [textPiece(host, context, place, place.path, value as string)];
  const list = value as readonly string[];
  return place.form === 'words'
    ? [textPiece(host, context, place, place.path, list.join(' '))]
    : [listPiece(host, context, place, list)];
}

/** Would the host take this list for no list at all? */
function meansNothing(host: Host, { path }: FieldPlace, list: Json): boolean {
  return comparable(host, path, list) === undefined;
}

function switchPieces(host: Host, name: string, enabled: boolean, context: EncodeContext): readonly Piece[] {
  const field = host.entry.fields.enabled;
  if (enabled) return [];
  return typeof field === 'object' && 'satellite' in field
    ? [{ path: [], satellites: [{ satellite: field.satellite, key: name, value: true }] }]
    : [{ path: [], findings: [fieldUnsupported(host, 'enabled', context)] }];
}

function textPiece(host: Host, context: EncodeContext, place: FieldPlace, path: Path, template: string): Piece {
  const { text, state, satellites, findings } = compileText(host, context, place.leaf, template);
  const value = place.form === 'shell-word' && !isPlainWord(text) ? quoted(text) : text;
  return { path, value, states: state === 'plain' ? [] : [{ path, state }], satellites, findings };
}

function listPiece(host: Host, context: EncodeContext, place: FieldPlace, list: readonly string[]): Piece {
  const items = list.map((item, index) => textPiece(host, context, place, [...place.path, String(index)], item));
  return {
    path: place.path,
    value: items.map(({ value }) => value as Json),
    states: items.flatMap(({ states = [] }) => states),
    satellites: items.flatMap(({ satellites = [] }) => satellites),
    findings: items.flatMap(({ findings = [] }) => findings),
  };
}

function timePiece(host: Host, place: FieldPlace, milliseconds: number, context: EncodeContext): Piece {
  const value = timeIn(place, milliseconds);
  if (value !== undefined) return { path: place.path, value };
  const finding = fieldUnsupported(host, place.leaf, context);
  return {
    path: [],
    findings: [{ ...finding, message: `${host.title} cannot hold ${milliseconds} ms as \`${place.leaf}\`` }],
  };
}

function fieldUnsupported(host: Host, leaf: Leaf, context: EncodeContext): Finding {
  const severity = leaf === 'description' ? 'note' : context.onUnsupported === 'warn' ? 'warning' : 'error';
  return {
    code: 'field-unsupported',
    severity,
    message: `${host.title} has no field for \`${leafFacts[leaf].path.join('.')}\``,
    ...(severity === 'error' ? { hint: warnHint } : {}),
  };
}

/** What no host may get, whatever `raw` says: both ways to start, and what the host itself calls fatal. */
function refusals(host: Host, written: JsonObject): readonly Finding[] {
  const entry = atOwnPlaces(host, written);
  const standing = leavesOf(entry).map(([path]) => path);
  const has = (leaf: Leaf) =>
    allPlaces(host).some((place) => place.leaf === leaf && standing.some((path) => startsWith(path, place.path)));
  const mixed: readonly Finding[] =
    has('command') && has('url')
      ? [{ code: 'entry-mixed', severity: 'error', message: 'one entry cannot have both a command and a URL' }]
      : [];
  return [...mixed, ...[host.oddities?.refuse?.(entry)].filter((finding) => finding !== undefined)];
}

/** `{name}` in texts replaced by the server's name. */
export function named(value: JsonObject, name: string): JsonObject {
  const inside = (json: Json): Json =>
    typeof json === 'string'
      ? json.replaceAll('{name}', () => name)
      : isArray(json)
        ? json.map(inside)
        : isObject(json)
          ? named(json, name)
          : json;
  return object(Object.entries(value).map(([key, child]) => [key, inside(child)] as const));
}
