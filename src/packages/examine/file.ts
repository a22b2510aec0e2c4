// One file that describes a package, read with the place of all that stands in it, and the checks that all of them share.

import { FormatError } from '../../formats/codec.ts';
import { codecs, decodeText } from '../../formats/index.ts';
import { splitMark } from '../../formats/splice.ts';
import { type Parsed, placesOf } from '../../manifest/parse.ts';
import { problem } from '../../manifest/problem.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { at, isArray, isObject, type Json, type Path } from '../../model/json.ts';
import { pathsLike } from '../../system/paths.ts';
import type { Reader } from '../../system/system.ts';
import type { Description, DescriptionKind } from './descriptor.ts';

/** More than any description needs. */
const largest = 2_000_000;

/** A description under examination: its value, and findings as they are made. */
export interface Described {
  readonly kind: DescriptionKind;
  readonly file: string;
  readonly value: Json;
  /** Is there a file under this path (from the folder, with `/`)? */
  readonly holds: (path: string) => boolean;
  /** Notes what is wrong at a path of the value. */
  readonly find: (code: string, path: Path, message: string, hint?: string, severity?: Severity) => void;
  readonly findings: readonly Finding[];
}

/** The file, with what was read in it. */
export function descriptionOf(
  { kind, file, value, findings }: Described,
  said: Pick<Description, 'name' | 'version' | 'description' | 'launches'>,
): Description {
  return { kind, file, value, findings, ...said };
}

/** Undefined where there is no such file; with findings alone where it cannot be read. */
export function readDescribed(reader: Reader, folder: string, kind: DescriptionKind): Described | undefined {
  const { join } = pathsLike(folder);
  const file = join(folder, kind);
  const bytes = reader.read(file);
  if (bytes === undefined) return undefined;
  const findings: Finding[] = [];
  const parsed = parse(file, bytes, findings);
  return {
    kind,
    file,
    value: parsed?.value ?? null,
    holds: (path) => isFile(reader, join(folder, path)),
    find: (code, path, message, hint, severity) => {
      findings.push(problem(code, (parsed ?? { place: () => ({ file }) }).place(path), message, hint, severity));
    },
    findings,
  };
}

function isFile(reader: Reader, path: string): boolean {
  const stat = reader.stat(path);
  // A link counts by what it leads to.
  if (stat?.kind === 'link') return reader.list(path) === undefined && reader.read(path) !== undefined;
  return stat?.kind === 'file';
}

function parse(file: string, bytes: Uint8Array, findings: Finding[]): Parsed | undefined {
  if (bytes.length > largest) {
    findings.push(problem('package-too-large', { file }, `${file} is larger than ${largest / 1_000_000} MB`));
    return undefined;
  }
  const isToml = file.endsWith('.toml');
  try {
    const document = codecs[isToml ? 'toml' : 'json'].read(splitMark(decodeText(bytes)).body);
    const place = placesOf(file, document);
    for (const { path } of document.duplicates)
      findings.push(
        problem('duplicate-key', place(path), `the key \`${path.at(-1)}\` stands twice`, 'keep one of them'),
      );
    return { value: document.value, place };
  } catch (error) {
    if (error instanceof FormatError) {
      const { line, column } = error.position;
      const message = `not valid ${isToml ? 'TOML' : 'JSON'}: ${error.message}`;
      findings.push(problem('package-syntax', { file, line, column }, message));
    } else if (error instanceof TypeError) findings.push(problem('package-syntax', { file }, 'not valid UTF-8'));
    else throw error;
    return undefined;
  }
}

export interface TextRule {
  readonly required?: boolean;
  readonly pattern?: RegExp;
  /** What the pattern means, after "must be". */
  readonly form?: string;
  readonly longest?: number;
  readonly hint?: string;
}

/** The text at `path`, checked; undefined where there is none or it is something else. */
export function textAt(described: Described, path: Path, rule: TextRule = {}): string | undefined {
  const value = at(described.value, path);
  const key = path.at(-1) ?? '';
  if (value === undefined || value === null) {
    if (rule.required) described.find('missing-key', path.slice(0, -1), `\`${key}\` is missing`, rule.hint);
    return undefined;
  }
  if (typeof value !== 'string') {
    described.find('wrong-type', path, `\`${key}\` must be a text`);
    return undefined;
  }
  if (rule.pattern !== undefined && !rule.pattern.test(value))
    described.find('wrong-form', path, `\`${key}\` must be ${rule.form}`, rule.hint);
  if (rule.longest !== undefined && value.length > rule.longest)
    described.find('too-long', path, `\`${key}\` has ${value.length} characters, of at most ${rule.longest}`);
  return value;
}

/** The texts of the list at `path`; what is no text is a finding. */
export function textsAt(described: Described, path: Path): readonly string[] {
  return itemsAt(described, path).flatMap(([item, where]) => {
    if (typeof item === 'string') return [item];
    described.find('wrong-type', where, `an item of \`${path.at(-1)}\` must be a text`);
    return [];
  });
}

/** The items of the list at `path`, each with its own path. */
export function itemsAt(described: Described, path: Path): readonly (readonly [Json, Path])[] {
  const value = at(described.value, path);
  if (value === undefined || value === null) return [];
  if (isArray(value)) return value.map((item, i) => [item, [...path, String(i)]]);
  described.find('wrong-type', path, `\`${path.at(-1)}\` must be a list`);
  return [];
}

/** The members of the object at `path`. */
export function membersAt(described: Described, path: Path): readonly (readonly [string, Json])[] {
  const value = at(described.value, path);
  if (value === undefined || value === null) return [];
  if (isObject(value)) return Object.entries(value);
  described.find('wrong-type', path, `\`${path.at(-1)}\` must be a mapping`);
  return [];
}

/** `true` there; anything but a boolean is a finding. */
export function isOnAt(described: Described, path: Path): boolean {
  const value = at(described.value, path);
  if (value !== undefined && typeof value !== 'boolean')
    described.find('wrong-type', path, `\`${path.at(-1)}\` must be \`true\` or \`false\``);
  return value === true;
}

/** Texts of the mapping at `path`; other values are findings. */
export function textsOf(described: Described, path: Path): Readonly<Record<string, string>> {
  const texts = membersAt(described, path).flatMap(([key, value]) => {
    if (typeof value === 'string') return [[key, value] as const];
    described.find('wrong-type', [...path, key], `\`${key}\` must be a text`);
    return [];
  });
  return Object.fromEntries(texts);
}

/** The file that is started, from the folder, with `/`. It has to be there, and no option of the program that starts it. */
export function entryFrom(described: Described, path: Path, written: string, hint?: string): string {
  const entry = written.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  if (entry === '' || entry.startsWith('-'))
    described.find('entry-point-name', path, `the entry point \`${written}\` is no name of a file`);
  else if (/^(?:\/|[A-Za-z]:)/.test(entry) || entry.split('/').includes('..'))
    described.find('entry-point-outside', path, `the entry point \`${written}\` lies outside the package`);
  else if (!described.holds(entry))
    described.find('entry-point-missing', path, `the entry point \`${written}\` is not there`, hint);
  return entry;
}

/** A version of its own, as semver has it; what a range looks like is an error. */
export const versionRule: TextRule = {
  required: true,
  pattern: /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
  form: 'one version, as in `1.4.0`',
};
