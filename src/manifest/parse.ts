// A manifest's text as a value whose every part knows its place.

import { type Codec, type Document, FormatError } from '../formats/codec.ts';
import { jsonc } from '../formats/jsonc.ts';
import { splitMark } from '../formats/splice.ts';
import { yaml } from '../formats/yaml.ts';
import type { Finding, Place } from '../model/finding.ts';
import type { Json, Path } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';

/** A file and its text. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** A value and where its parts stand. */
export interface Parsed {
  readonly value: Json;
  /** Where the node at `path` stands; without line where it is not in the text. */
  place(path: Path): Place;
}

/** More than any manifest needs; the unique-key check of YAML is quadratic. */
const largest = 1_000_000;

/** The format of a manifest, by its name. */
export function codecOf(path: string): Codec {
  return /\.jsonc?$/i.test(path) ? jsonc : yaml;
}

/** Reads the text; errors come with line and column, and without a value where the text is not valid. */
export function parseManifest({ path, text }: Source): {
  readonly parsed?: Parsed;
  readonly findings: readonly Finding[];
} {
  if (text.length > largest) {
    const message = `the manifest is larger than ${largest / 1_000_000} MB`;
    return { findings: [{ code: 'manifest-too-large', severity: 'error', message, place: { file: path } }] };
  }
  try {
    const document = codecOf(path).read(splitMark(text).body);
    return { parsed: { value: document.value, place: placesOf(path, document) }, findings: duplicates(path, document) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { line, column } = error.position;
    const finding: Finding = {
      code: 'manifest-syntax',
      severity: 'error',
      message: `not valid ${codecOf(path) === yaml ? 'YAML' : 'JSON'}: ${error.message}`,
      place: { file: path, line, column },
    };
    return { findings: [finding] };
  }
}

/** Where the nodes of a document stand. */
export function placesOf(file: string, document: Document): (path: Path) => Place {
  return (path) => {
    const position = document.locate(path) ?? (path.length === 0 ? { line: 1, column: 1 } : undefined);
    const pointer = printPointer(path);
    return position === undefined ? { file, pointer } : { file, line: position.line, column: position.column, pointer };
  };
}

function duplicates(file: string, document: Document): readonly Finding[] {
  return document.duplicates.map(({ path, position: { line, column } }) => ({
    code: 'duplicate-key',
    severity: 'error',
    message: `the key \`${path.at(-1)}\` stands twice`,
    hint: 'keep one of them',
    place: { file, line, column, pointer: printPointer(path) },
  }));
}
