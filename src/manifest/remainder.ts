// What of a manifest with faults of form can still be checked by the rules, so that all errors are told at once.

import type { Finding } from '../model/finding.ts';
import { isArray, isObject, type Json, object, type Path } from '../model/json.ts';
import { parsePointer } from '../model/pointer.ts';
import type { Parsed } from './parse.ts';
import type { SchemaFinding } from './validate.ts';

/** The manifest without the nodes at fault; undefined where so much is missing that the rules would find phantoms. */
export function remainder(parsed: Parsed, faults: readonly SchemaFinding[]): Parsed | undefined {
  if (!faults.every(isLocal)) return undefined;
  const value = faults.reduce<Json>(
    (whole, { path }) => (path.length === 0 ? whole : without(whole, path)),
    parsed.value,
  );
  return { value, place: parsed.place };
}

/** Within one server, one target or one rule, and not what makes it one; or a key that means nothing anywhere. */
function isLocal({ path, finding: { code, hint } }: SchemaFinding): boolean {
  if (code === 'missing-key') return path.length === 0;
  // A misspelt key may hide half the manifest; one that resembles none hides nothing.
  if (code === 'unknown-key' && hint?.startsWith('did you mean') !== true) return true;
  if (path[0] === 'environments') return path[2] === 'servers' && path.length > 3;
  return ['targets', 'rules', 'defaults'].includes(path[0] ?? '') && path.length > (path[0] === 'defaults' ? 1 : 2);
}

function without(value: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (isArray(value)) {
    return rest.length === 0
      ? value.filter((_, i) => String(i) !== key)
      : value.map((item, i) => (String(i) === key ? without(item, rest) : item));
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([name]) => name !== key || rest.length > 0);
  return object(members.map(([name, member]) => [name, name === key ? without(member, rest) : member]));
}

/** The finding is not a mere consequence of a fault: of the same node, one above or below it, or of the same server. */
export function isOwn(finding: Finding, faults: readonly SchemaFinding[]): boolean {
  const path = parsePointer(finding.place?.pointer ?? '');
  return faults.every((fault) => {
    const shared = Math.min(path.length, fault.path.length);
    const related = fault.path.length > 0 && path.slice(0, shared).every((key, i) => key === fault.path[i]);
    return !related && !(isServer(path) && isServer(fault.path) && path[3] === fault.path[3]);
  });
}

function isServer(path: Path): boolean {
  return path[0] === 'environments' && path[2] === 'servers' && path.length > 3;
}
