// What the files of a target hold now. Absent, blank, read and unreadable are four different things.

import { type Document, FormatError } from '../formats/codec.ts';
import { codecs, decodeText } from '../formats/index.ts';
import { type FoundEntry, readEntries } from '../formats/place.ts';
import { splitMark } from '../formats/splice.ts';
import type { Finding } from '../model/finding.ts';
import { at, type JsonObject } from '../model/json.ts';
import type { Container, FormatName, Placement, Platform } from '../model/target.ts';
import { pathsOf } from '../system/paths.ts';
import type { Reader, Stat } from '../system/system.ts';

/** What is needed to read a place: from a descriptor, or from a record. */
export interface PlaceRequest {
  readonly path: string;
  readonly symbolic: string;
  readonly format: FormatName;
  readonly placement: Placement;
  readonly satellites: Readonly<Record<string, Container>>;
}

export interface ActualFile {
  readonly path: string;
  readonly symbolic: string;
  readonly format: FormatName;
  readonly containers: ReadonlyMap<string, Container>;
  readonly bytes: Uint8Array | undefined;
  readonly stat: Stat | undefined;
  readonly document: Document | undefined;
}

export interface ActualEntry extends FoundEntry {
  /** Index into the files. */
  readonly file: number;
}

export interface Actual {
  readonly state: 'read' | 'absent' | 'unreadable';
  readonly files: readonly ActualFile[];
  /** Place id → name → entry. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, ActualEntry>>;
  /** The file is blank or holds nothing, or the place's key is not there: what a host leaves that starts afresh. */
  readonly hollow: boolean;
  readonly findings: readonly Finding[];
}

export const serversPlace = 'servers';

/** Place id → what holds its entries. */
export function containersOf({
  placement,
  satellites,
}: Pick<PlaceRequest, 'placement' | 'satellites'>): ReadonlyMap<string, Container> {
  return new Map([[serversPlace, placement.container], ...Object.entries(satellites)]);
}

/** Reads the files of a place. Never throws for what a file holds; other failures of reading are `unreadable` too. */
export function readActual(reader: Reader, platform: Platform, request: PlaceRequest): Actual {
  const found = request.placement.kind === 'file' ? [request.path] : listFolder(reader, platform, request);
  const files: ActualFile[] = [];
  const findings: Finding[] = [];
  const places = new Map<string, Map<string, ActualEntry>>(
    [serversPlace, ...Object.keys(request.satellites)].map((id) => [id, new Map()]),
  );
  for (const path of found) {
    try {
      const file = readFile(reader, platform, request, path);
      files.push(file);
      findings.push(...collect(file, files.length - 1, places));
    } catch (error) {
      findings.push(unreadable(path, error));
    }
  }
  const state = findings.some(({ severity }) => severity === 'error')
    ? 'unreadable'
    : files.some(({ bytes }) => bytes !== undefined)
      ? 'read'
      : 'absent';
  return { state, files, places, hollow: files.every(isHollow), findings };
}

function listFolder(reader: Reader, platform: Platform, { path, placement }: PlaceRequest): readonly string[] {
  const extensions = placement.kind === 'folder' ? placement.extensions : [];
  return (reader.list(path) ?? [])
    .filter((name) => !name.startsWith('.') && extensions.some((extension) => name.endsWith(extension)))
    .map((name) => pathsOf(platform).join(path, name));
}

function readFile(reader: Reader, platform: Platform, request: PlaceRequest, path: string): ActualFile {
  const { placement } = request;
  const bytes = reader.read(path);
  const format: FormatName = placement.kind === 'folder' && path.endsWith('.json') ? 'jsonc' : request.format;
  const name = pathsOf(platform).basename(path);
  return {
    path,
    symbolic: placement.kind === 'folder' ? `${request.symbolic}/${name}` : request.symbolic,
    format,
    containers: containersOf(request),
    bytes,
    stat: bytes === undefined ? undefined : reader.stat(path),
    document: bytes === undefined ? undefined : codecs[format].read(splitMark(decodeText(bytes)).body),
  };
}

function collect(file: ActualFile, index: number, places: Map<string, Map<string, ActualEntry>>): readonly Finding[] {
  const { document } = file;
  if (document === undefined) return [];
  for (const [id, container] of file.containers) {
    const place = places.get(id);
    for (const [name, entry] of readEntries(document, container)) place?.set(name, { ...entry, file: index });
  }
  return document.duplicates.map(({ path, position }) => ({
    code: 'duplicate-key',
    severity: 'warning',
    message: `the key \`${path.at(-1)}\` stands twice; readers differ about which counts`,
    place: { file: file.path, line: position.line, column: position.column },
  }));
}

function unreadable(path: string, error: unknown): Finding {
  const position = error instanceof FormatError ? error.position : undefined;
  const why = error instanceof TypeError ? 'it is not UTF-8' : error instanceof Error ? error.message : String(error);
  return {
    code: 'unreadable',
    severity: 'error',
    message: `cannot be read: ${why}`,
    hint: 'mend the file by hand; nothing replaces its bytes until it can be read',
    place: { file: path, ...(position && { line: position.line, column: position.column }) },
  };
}

function isHollow({ document, containers }: ActualFile): boolean {
  const container = containers.get(serversPlace);
  if (document === undefined || container === undefined) return true;
  return Object.keys(document.value as JsonObject).length === 0 || at(document.value, container.path) === undefined;
}
