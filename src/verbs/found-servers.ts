// What stands in hosts' files, in the manifest's words: for `init` and `adopt`. Literal secrets stay where they are.

import { decode, isServer } from '../hosts/index.ts';
import { printServer } from '../manifest/print.ts';
import type { Finding } from '../model/finding.ts';
import { get, isArray, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { hasSecretWord, holdsSecret, isLiteralSecret, isSecretUrl } from '../secrets/sensitive.ts';
import { type Actual, serversPlace } from '../state/actual.ts';
import type { TargetStates } from '../state/states.ts';
import type { Surroundings } from '../system/system.ts';

export interface FoundServer {
  readonly target: string;
  readonly name: string;
  /** As written in a manifest, literal secrets left out. */
  readonly server: JsonObject;
  /** What stays in the host, as lines for a comment. */
  readonly left: readonly string[];
}

export interface FoundServers {
  readonly servers: readonly FoundServer[];
  /** What is left as it is, and why. */
  readonly findings: readonly Finding[];
}

/** The servers of one target's file that pass. */
export function foundServers(
  { platform }: Surroundings,
  manifestDir: string,
  target: Pick<TargetStates, 'name' | 'host' | 'home' | 'actual'>,
  passes: (name: string) => boolean,
): FoundServers {
  const servers: FoundServer[] = [];
  const findings: Finding[] = [];
  const { actual, host, name: targetName } = target;
  for (const [name, { value }] of actual.places.get(serversPlace) ?? []) {
    if (!passes(name)) continue;
    const note = (code: string, message: string, severity: Finding['severity'] = 'note', hint?: string) =>
      findings.push({ code, severity, message, target: targetName, server: name, ...(hint !== undefined && { hint }) });
    const decoded =
      !isObject(value) || !isServer(host, value)
        ? undefined
        : decode(host, name, value, satellitesOf(actual), { platform, home: target.home, manifestDir }).server;
    if (decoded === undefined) {
      note('no-server', 'is no server; it is left as it is');
      continue;
    }
    const isBridge = !Object.hasOwn(host.entry.transports.words, decoded.transport);
    const printed = { ...printServer(decoded, host.id), ...(isBridge && { onUnsupported: 'bridge' }) };
    if (hasSecretInside(printed)) {
      note(
        'literal-secret',
        'holds a literal secret in its arguments or address and stays as it is',
        'warning',
        'put the secret into a variable, then adopt it',
      );
      continue;
    }
    const { server, literals } = withoutLiterals(printed);
    for (const { pointer, reference } of literals) {
      note(
        'literal-secret',
        `${pointer} is a literal secret; it stays in the host`,
        'warning',
        `\`${reference}\` could replace it`,
      );
    }
    servers.push({
      target: targetName,
      name,
      server,
      left: literals.map(
        ({ pointer, reference }) =>
          `${pointer.slice(1).replaceAll('/', '.')} stays in the host; ${reference} could replace it`,
      ),
    });
  }
  return { servers, findings };
}

/** What stands in the satellites of a file, by their ids. */
export function satellitesOf(actual: Actual): (id: string) => JsonObject {
  return (id) => object([...(actual.places.get(id) ?? [])].map(([key, entry]) => [key, entry.value]));
}

/** A secret within a text that the server cannot do without. */
export function hasSecretInside(server: JsonObject): boolean {
  const args = get(server, 'args');
  const url = get(server, 'url');
  return (isArray(args) && hasSecretWord(args)) || (typeof url === 'string' && isSecretUrl(url));
}

export interface Literal {
  readonly pointer: string;
  /** What could stand in its place. */
  readonly reference: string;
}

/** Where a server as written in a manifest holds literal secrets: they are never copied into one. */
export function literalSecrets(server: JsonObject): readonly Literal[] {
  const inside = (['args', 'url'] as const).filter((key) => {
    const value = get(server, key);
    return value !== undefined && hasSecretInside(object([[key, value]]));
  });
  const whole = inside.map((key): Literal => ({ pointer: `/${key}`, reference: '${env:NAME}' }));
  return [...withoutLiterals(server).literals, ...whole];
}

/** The server without values that look like credentials, and what could stand in their place. */
export function withoutLiterals(server: JsonObject): {
  readonly server: JsonObject;
  readonly literals: readonly Literal[];
} {
  const literals: Literal[] = [];
  const walk = (value: Json, path: readonly string[]): Json | undefined => {
    if (isObject(value)) {
      const members = Object.entries(value).flatMap(([key, member]) => {
        const next = walk(member, [...path, key]);
        return next === undefined ? [] : [[key, next] as const];
      });
      return path.length > 0 && members.length === 0 && Object.keys(value).length > 0 ? undefined : object(members);
    }
    if (path.length < 2 || !isLiteral(value, path)) return value;
    literals.push({ pointer: `/${path.join('/')}`, reference: referenceFor(path, value) });
    return undefined;
  };
  const kept = walk(server, []);
  return { server: isObject(kept) ? kept : object([]), literals };
}

/** What a host has in a form of its own may hold a secret anywhere; lists go as a whole. */
function isLiteral(value: Json, path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  if (typeof value !== 'string') return holdsSecret(value, key);
  if (value.replaceAll('$${', '').includes('${')) return false;
  return path[0] === 'hosts' ? holdsSecret(value, key) : isLiteralSecret(key, value);
}

/** `Bearer ${env:…}` for a header that says so; else the variable alone. */
function referenceFor(path: readonly string[], value: Json): string {
  const scheme = /^(Bearer|Basic|Token) /i.exec(String(value))?.[0] ?? '';
  const key = path.at(-1) ?? 'SECRET';
  const name = path[0] === 'env' ? key : key.replace(/([a-z])([A-Z])/g, '$1_$2');
  return `${scheme}\${env:${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}}`;
}
