// The forms in which a package is written, and what each means. Only the words: nothing is looked up here.

import { HatchError } from '../model/errors.ts';

export type Reference =
  /** `./my-server`: a folder, relative to the manifest, or absolute, or below `~`. */
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'npm' | 'pypi'; readonly name: string; readonly range: string }
  /** `ghcr.io/acme/weather:1.4` or `…@sha256:…`. */
  | { readonly kind: 'oci'; readonly image: string }
  /** A bundle: a file, relative to the manifest, or an address. */
  | { readonly kind: 'mcpb'; readonly place: string }
  /** `io.github.acme/weather@^1.4#pypi`; `way` chooses among the ways in which it is offered. */
  | { readonly kind: 'registry'; readonly name: string; readonly range: string; readonly way: string | undefined }
  /** A bare word, to be looked up before it is written anywhere. */
  | { readonly kind: 'short'; readonly name: string; readonly range: string };

/** Names as npm, PyPI, OCI and the MCP registry allow them: none begins with a dash, none climbs out of a folder. */
export const names = {
  /** github.com/npm/validate-npm-package-name, 2026-08; old packages in capitals too. */
  npm: /^(@[A-Za-z0-9~][A-Za-z0-9._~-]{0,100}\/)?[A-Za-z0-9~][A-Za-z0-9._~-]{0,200}$/,
  /** packaging.python.org/en/latest/specifications/name-normalization, 2026-08. */
  pypi: /^[A-Za-z0-9]([A-Za-z0-9._-]{0,200}[A-Za-z0-9])?(\[[A-Za-z0-9._,-]{1,100}\])?$/,
  /** github.com/distribution/reference, 2026-08; a tag or a digest is needed. */
  oci: /^[a-z0-9]([A-Za-z0-9._-]{0,200}(:\d{1,5})?)?(\/[a-z0-9][a-z0-9._-]{0,127}){0,8}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$/,
  /** github.com/modelcontextprotocol/registry server.schema.json, 2025-12-11. */
  registry: /^[A-Za-z0-9][A-Za-z0-9.-]{0,150}\/[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/,
} as const;

/** One version: what may stand behind `@` on a command line that runs a package. */
export const versionText = /^[A-Za-z0-9][A-Za-z0-9.+_!-]{0,200}$/;
const rangeText = /^[\w.+*^~<>=!|,\s-]{1,200}$/;

const forms =
  'a package is a folder (`./my-server`), `npm:NAME@RANGE`, `pypi:NAME==VERSION`, `oci:IMAGE:TAG`, `mcpb:FILE-OR-URL`, ' +
  'or a name in a registry (`io.github.acme/weather@^1.4`)';

/** Throws HatchError `usage` for a form that is none of ours, with the forms that are. */
export function parseReference(text: string): Reference {
  const wrong = (reason: string) =>
    new HatchError('usage', `${JSON.stringify(text.replace(login, '//'))} is no package: ${reason}`, { hint: forms });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (text.length > 500 || /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text))
    throw wrong('it is no single line of text');
  if (text.includes('${')) throw wrong('it cannot hold references; the lock goes by its text');
  if (isFolder(text)) return { kind: 'folder', path: text };
  if (login.test(text)) throw wrong('an address in it holds a login, and a manifest holds none');
  const [, prefix, rest = ''] = /^([a-z]+):(.*)$/i.exec(text) ?? [];
  const make = prefix === undefined ? undefined : prefixed[prefix.toLowerCase()];
  if (prefix !== undefined && make === undefined) throw wrong(`\`${prefix}:\` is no kind of package`);
  const made = make === undefined ? named(text) : make(rest);
  if (typeof made === 'string') throw wrong(made);
  return made;
}

/** User and password of an address, wherever it stands. */
const login = /\/\/[^/?#\s]*@/;

function isFolder(text: string): boolean {
  return /^(\.{1,2}([/\\]|$)|\/|~[/\\]|[A-Za-z]:[/\\])/.test(text);
}

/** Kind → its reference from what stands behind the colon, or what is wrong with it. */
const prefixed: Readonly<Record<string, (rest: string) => Reference | string>> = {
  npm: (rest) => {
    const [, name = '', range = ''] = /^(@?[^@]*)(?:@(.*))?$/.exec(rest) ?? [];
    if (!names.npm.test(name)) return `\`${name}\` is no name of an npm package`;
    return isRange(range) ? { kind: 'npm', name, range } : `\`${range}\` is no range of versions`;
  },
  pypi: (rest) => {
    const [, name = '', range = ''] = /^([^\s=<>!~@]*)\s*@?(.*)$/.exec(rest) ?? [];
    if (!names.pypi.test(name)) return `\`${name}\` is no name of a Python package`;
    return isRange(range) ? { kind: 'pypi', name, range } : `\`${range}\` is no range of versions`;
  },
  oci: (rest) => (names.oci.test(rest) ? { kind: 'oci', image: rest } : `\`${rest}\` is no name of an image`),
  mcpb: (rest) => {
    if (rest === '' || rest.startsWith('-')) return 'the bundle has no name';
    const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(rest)?.[1]?.toLowerCase();
    const isPlace = scheme === undefined || scheme === 'https' || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(rest);
    return isPlace ? { kind: 'mcpb', place: rest } : 'a bundle is a file or an https address';
  },
};

function named(text: string): Reference | string {
  const [, name = '', range = '', way] = /^([^@#]*)(?:@([^#]*))?(?:#(.*))?$/.exec(text) ?? [];
  if (!isRange(range)) return `\`${range}\` is no range of versions`;
  if (way !== undefined && !/^[a-z]{1,20}$/.test(way)) return `\`#${way}\` chooses nothing`;
  if (names.registry.test(name)) return { kind: 'registry', name, range, way };
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/.test(name) && way === undefined) return { kind: 'short', name, range };
  return 'it has none of the forms';
}

function isRange(range: string): boolean {
  return range === '' || rangeText.test(range);
}

/** A server's name for a reference: the last word of the package's own. */
export function serverNameOf(reference: Reference, basename: (path: string) => string): string {
  const last = (text: string) => text.split('/').at(-1) ?? text;
  switch (reference.kind) {
    case 'folder':
      return basename(reference.path);
    case 'oci':
      return last(reference.image).replace(/[:@].*$/, '');
    case 'mcpb':
      return last(reference.place.replace(/[?#].*$/, '')).replace(/\.(mcpb|dxt)$/i, '');
    case 'pypi':
      return reference.name.replace(/\[.*$/, '');
    default:
      return last(reference.name);
  }
}
