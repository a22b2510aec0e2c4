// References → values, at the moment they are needed.

import { isArray, isObject, type Json, object } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';
import { type Part, parseTemplate, printReference, type Reference } from '../model/reference.ts';
import { pathsOf, variable } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';

export interface ResolveContext {
  readonly reader: Reader;
  readonly surroundings: Surroundings;
  /** What `${home}` means. */
  readonly home: string;
  readonly manifestDir: string;
}

export interface Resolved {
  readonly value: Json;
  /** Texts that references gave: to be masked wherever they occur. */
  readonly secrets: readonly string[];
  /** References that have no value here, as they are written. */
  readonly unresolved: readonly string[];
}

/** Resolves the templates that stand at `pointers` of `value`; every other text stays as it is. */
export function resolveAt(context: ResolveContext, value: Json, pointers: ReadonlySet<string>): Resolved {
  const secrets: string[] = [];
  const unresolved: string[] = [];
  const walk = (node: Json, path: readonly string[]): Json => {
    if (typeof node === 'string') return pointers.has(printPointer(path)) ? text(node) : node;
    if (isArray(node)) return node.map((item, i) => walk(item, [...path, String(i)]));
    if (isObject(node)) return object(Object.entries(node).map(([key, member]) => [key, walk(member, [...path, key])]));
    return node;
  };
  const text = (template: string) => parseTemplate(template).map(part).join('');
  const part = (piece: Part): string => {
    if (typeof piece === 'string') return piece;
    const found = look(context, piece);
    if (found === undefined) unresolved.push(printReference(piece));
    else if (piece.kind === 'env' || piece.kind === 'file') secrets.push(found);
    return found ?? '';
  };
  return { value: walk(value, []), secrets, unresolved };
}

function look({ reader, surroundings, home, manifestDir }: ResolveContext, reference: Reference): string | undefined {
  switch (reference.kind) {
    case 'env':
      return variable(surroundings, reference.name) ?? reference.fallback;
    case 'file': {
      const bytes = reader.read(
        pathsOf(surroundings.platform).resolve(manifestDir, reference.path.replace(/^~(?=[/\\])/, home)),
      );
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
    }
    case 'home':
      return home;
    case 'manifestDir':
      return manifestDir;
    default:
      return undefined;
  }
}
