// `hosts --verify`: are the descriptors true to files as they are? Reads only; edits are tried in memory.

import { FormatError } from '../formats/codec.ts';
import { codecs, decodeText } from '../formats/index.ts';
import { renderFile } from '../formats/place.ts';
import { ProofError, splitMark } from '../formats/splice.ts';
import { encode, type Host, hosts, isServer, locate } from '../hosts/index.ts';
import { broken } from '../hosts/same-again.ts';
import type { Finding } from '../model/finding.ts';
import { isObject, object } from '../model/json.ts';
import type { Server } from '../model/server.ts';
import type { Scope } from '../model/target.ts';
import { readActual, serversPlace } from '../state/actual.ts';
import { pathsOf } from '../system/paths.ts';
import { hostNamed } from './host-named.ts';
import { placesBelow } from './named-targets.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

export interface VerifiedFile {
  readonly id: string;
  readonly path: string;
  readonly servers: number;
  /** `descriptor-untrue` where the descriptor proves wrong; `unreadable` where the file says nothing. */
  readonly findings: readonly Finding[];
}

/**
 * The files of this machine, or those in folders laid out as `<host id>/<file>`. Throws HatchError `usage` for an
 * unknown host.
 */
export function verifyHosts(
  ports: ReadPorts,
  options: PlanOptions,
  folders: readonly string[],
): readonly VerifiedFile[] {
  const chosen = options.hosts?.map((one) => hostNamed(one)) ?? hosts;
  return chosen.flatMap((host) => {
    const places = Object.entries(host.scopes) as [Scope, NonNullable<Host['scopes'][Scope]>][];
    const paths = folders.length === 0 ? ownFiles(ports, options, host) : filesIn(ports, host, folders);
    const [, place] = places[0] ?? [];
    return place === undefined ? [] : paths.map((path) => verifyFile(ports, host, place, path));
  });
}

function ownFiles({ system, surroundings }: ReadPorts, { root }: PlanOptions, host: Host): readonly string[] {
  const { platform, cwd } = surroundings;
  const paths = (Object.keys(host.scopes) as Scope[]).flatMap((scope) => {
    const request = { scope, platform, ...placesBelow(surroundings, root), project: cwd, path: undefined };
    const located = locate(host, request, system);
    if ('severity' in located) return [];
    if (located.placement.kind === 'file') return [located.path];
    const { extensions } = located.placement;
    return below(system.list(located.path), platform, located.path).filter((path) =>
      extensions.some((extension) => path.endsWith(extension)),
    );
  });
  return [...new Set(paths)].filter((path) => system.read(path) !== undefined);
}

function filesIn({ system, surroundings }: ReadPorts, { id }: Host, folders: readonly string[]): readonly string[] {
  const { platform, cwd } = surroundings;
  const { join, resolve } = pathsOf(platform);
  return folders.flatMap((folder) => {
    const own = join(resolve(cwd, folder), id);
    return below(system.list(own), platform, own).filter((path) => system.stat(path)?.kind === 'file');
  });
}

function below(names: readonly string[] | undefined, platform: ReadPorts['surroundings']['platform'], folder: string) {
  return (names ?? []).filter((name) => !name.startsWith('.')).map((name) => pathsOf(platform).join(folder, name));
}

type Place = NonNullable<Host['scopes'][Scope]>;

function verifyFile({ system, surroundings }: ReadPorts, host: Host, place: Place, path: string): VerifiedFile {
  const { container, format, satellites = {} } = place;
  const placement = { kind: 'file', container } as const;
  const actual = readActual(system, surroundings.platform, { path, symbolic: path, format, placement, satellites });
  const context = { platform: surroundings.platform, home: surroundings.home, manifestDir: surroundings.cwd };
  const satellite = (id: string) =>
    object([...(actual.places.get(id) ?? [])].map(([key, { value }]) => [key, value] as const));
  const servers = [...(actual.places.get(serversPlace) ?? [])].filter(
    ([, { value }]) => isObject(value) && isServer(host, value),
  );
  const untrue = (message: string, server?: string): Finding => ({
    code: 'descriptor-untrue',
    severity: 'error',
    message,
    target: host.id,
    place: { file: path },
    ...(server !== undefined && { server }),
  });
  return {
    id: host.id,
    path,
    servers: servers.length,
    findings: [
      ...actual.findings
        .filter(({ code }) => code === 'unreadable')
        .map((one) => ({ ...one, severity: 'warning' as const, target: host.id })),
      ...servers.flatMap(([name, { value }]) =>
        isObject(value)
          ? [true, false].flatMap((portable) =>
              broken(host, name, value, satellite, { ...context, portable }).map((message) => untrue(message, name)),
            )
          : [],
      ),
      ...(actual.state === 'read' ? comesAndGoes(host, place, actual.files[0]?.bytes ?? new Uint8Array()) : []).map(
        ({ message, severity }) => ({ ...untrue(message), severity }),
      ),
    ],
  };
}

/** A server that is added and removed again must leave every byte. */
function comesAndGoes(
  host: Host,
  { container, format }: Place,
  bytes: Uint8Array,
): readonly Pick<Finding, 'message' | 'severity'>[] {
  const wanted: Server = Object.hasOwn(host.entry.transports.words, 'stdio')
    ? { transport: 'stdio', command: 'tides', args: ['--region', 'eu'] }
    : { transport: 'http', url: 'https://tides.example/mcp' };
  const name = 'hatch-verify';
  const { entry, findings } = encode(host, name, wanted, {
    platform: 'linux',
    home: '/',
    manifestDir: '/',
    portable: false,
    references: 'native',
    onUnsupported: 'warn',
  });
  if (findings.some(({ severity }) => severity === 'error')) return [];
  const text = decodeText(bytes);
  try {
    const codec = codecs[format];
    const add = new Map([[name, { kind: 'add', value: entry } as const]]);
    const added = renderFile(codec, text, [{ container, edits: add, origin: undefined }]);
    const gone = new Map([[name, { kind: 'remove' } as const]]);
    const { text: after } = renderFile(codec, added.text, [{ container, edits: gone, origin: added.origins[0] }]);
    if (splitMark(after).body === splitMark(text).body) return [];
    return [{ message: 'a server that comes and goes leaves other bytes', severity: 'error' }];
  } catch (error) {
    // What is refused loses nothing.
    if (error instanceof FormatError) return [{ message: `is not edited: ${error.message}`, severity: 'warning' }];
    if (error instanceof ProofError) return [{ message: error.message, severity: 'error' }];
    throw error;
  }
}
