// Which servers the rules give to a target, from an environment or from another target, before they are encoded.

import { decode, isServer } from '../hosts/index.ts';
import { compilePattern } from '../manifest/pattern.ts';
import type { Finding, Place } from '../model/finding.ts';
import { equal, isArray, isObject, type Json, object } from '../model/json.ts';
import type { Manifest, RuleSpec, ServerSpec } from '../model/manifest.ts';
import { nearest } from '../model/nearest.ts';
import type { Server } from '../model/server.ts';
import { isLiteralSecret, isSecretArgument, isSecretUrl } from '../secrets/sensitive.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import { type Actual, serversPlace } from './actual.ts';
import type { ResolvedTarget } from './targets.ts';

export interface DesiredContext {
  readonly reader: Reader;
  readonly surroundings: Surroundings;
  readonly manifest: Manifest;
  readonly environment: string;
  /** Environment → its servers that differ from platform to platform. */
  readonly byPlatform: ReadonlyMap<string, ReadonlySet<string>>;
  /** Target name → what its file holds, for host-to-host rules. */
  readonly sources: ReadonlyMap<string, { readonly target: ResolvedTarget; readonly actual: Actual }>;
  /** Server names that the command line lets through. */
  readonly passes: (name: string) => boolean;
}

/** A server that a rule gives to a target. */
export interface Given {
  readonly name: string;
  readonly server: Server;
  readonly spec: ServerSpec | undefined;
  readonly rule: RuleSpec;
  readonly environment: string | undefined;
  readonly at: Place;
  readonly findings: readonly Finding[];
}

const machineDependent: Finding = {
  code: 'machine-dependent',
  severity: 'error',
  message: '`platforms` gives it another form on each platform, but a file of the repository is the same everywhere',
  hint: 'give it to a target outside the repository, or say it without `platforms`',
};

const literalSecret: Finding = {
  code: 'secret-in-repository',
  severity: 'error',
  message: 'a literal secret that a host holds is never copied into a file of the repository',
  hint: 'put a reference in its place, or leave the server out: `exclude`',
};

/** What the given rules, all of them for this target, give to it: each name once. Findings say what does not fit. */
export function givenServers(
  context: DesiredContext,
  rules: readonly RuleSpec[],
  target: ResolvedTarget,
): { readonly servers: readonly Given[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const given = new Map<string, Given>();
  for (const rule of rules) {
    const servers =
      rule.target === undefined
        ? fromEnvironment(context, rule, target)
        : fromTarget(context, rule, rule.target, target);
    findings.push(...select(rule, servers, (one) => take(given, one, findings)));
  }
  return { servers: [...given.values()], findings };
}

function fromEnvironment(
  { manifest, environment, byPlatform }: DesiredContext,
  rule: RuleSpec,
  target: ResolvedTarget,
): readonly Given[] {
  const name = rule.environment ?? environment;
  const servers = manifest.environments.get(name)?.servers ?? new Map<string, ServerSpec>();
  const varying = target.portable ? byPlatform.get(name) : undefined;
  return [...servers.values()].map((spec) => {
    const raw = spec.hosts[target.host.id];
    return {
      name: spec.name,
      server: raw === undefined ? spec.server : { ...spec.server, raw },
      spec,
      rule,
      environment: name,
      at: spec.place,
      findings: [...(spec.findings ?? []), ...(varying?.has(spec.name) ? [machineDependent] : [])],
    };
  });
}

function fromTarget(
  { sources, surroundings, manifest }: DesiredContext,
  rule: RuleSpec,
  name: string,
  to: ResolvedTarget,
): readonly Given[] {
  const source = sources.get(name);
  if (source === undefined || source.actual.state !== 'read') return [];
  const { host, home, portable, project } = source.target;
  const satellites = (id: string) =>
    object([...(source.actual.places.get(id) ?? [])].map(([key, entry]) => [key, entry.value]));
  const given: Given[] = [];
  for (const [server, entry] of source.actual.places.get(serversPlace) ?? []) {
    if (!isObject(entry.value) || !isServer(host, entry.value)) continue;
    const decoded = decode(host, server, entry.value, satellites, {
      platform: surroundings.platform,
      home,
      manifestDir: manifest.folder,
      portable,
      project,
    });
    if (decoded.server === undefined) continue;
    const { raw, ...rest } = decoded.server;
    const lost = host.id === to.host.id || raw === undefined ? [] : Object.keys(raw);
    given.push({
      name: server,
      server: host.id === to.host.id ? decoded.server : rest,
      spec: undefined,
      rule,
      environment: undefined,
      at: rule.place,
      findings: [
        ...decoded.findings,
        ...(to.inRepository && holdsSecret(decoded.server as unknown as Json) ? [literalSecret] : []),
        ...lost.map(
          (field): Finding => ({
            code: 'field-not-carried',
            severity: 'warning',
            message: `\`${field}\` means something to ${host.title} only and is not copied`,
          }),
        ),
      ],
    });
  }
  return given;
}

/** Is any text in it, that is no reference, likely a secret? */
function holdsSecret(value: Json, name?: string): boolean {
  if (isArray(value)) return value.some((item, i) => isSecretArgument(value, i) || holdsSecret(item));
  if (isObject(value)) return Object.entries(value).some(([key, member]) => holdsSecret(member, key));
  if (typeof value !== 'string' || value.replaceAll('$${', '').includes('${')) return false;
  return isLiteralSecret(name, value) || isSecretUrl(value);
}

/** Hands on what the rule selects; says what selected nothing. */
function select(rule: RuleSpec, servers: readonly Given[], hand: (one: Given) => void): readonly Finding[] {
  const include = rule.include.map((text) => compilePattern(text, 'manifest-invalid'));
  const exclude = rule.exclude.map((text) => compilePattern(text, 'manifest-invalid'));
  const findings: Finding[] = [];
  for (const name of rule.servers ?? []) {
    if (servers.some((one) => one.name === name) || rule.target !== undefined) continue;
    const near = nearest(
      name,
      servers.map((one) => one.name),
    );
    findings.push({
      code: 'unknown-server',
      severity: 'error',
      message: `no server \`${name}\` there`,
      ...(near !== undefined && { hint: `did you mean \`${near}\`?` }),
      place: rule.place,
    });
  }
  const chosen = servers.filter(
    ({ name }) =>
      (rule.servers?.includes(name) ?? true) &&
      (include.length === 0 || include.some((matches) => matches(name))) &&
      !exclude.some((matches) => matches(name)),
  );
  for (const one of chosen) hand(one);
  if (chosen.length === 0 && servers.length > 0) {
    findings.push({
      code: 'selects-nothing',
      severity: 'warning',
      message: 'the rule selects no server',
      place: rule.place,
    });
  }
  return findings;
}

/** Two rules may give a target the same server twice, but not two different ones. */
function take(given: Map<string, Given>, one: Given, findings: Finding[]): void {
  const other = given.get(one.name);
  if (other === undefined) {
    given.set(one.name, one);
  } else if (!equal(other.server as unknown as Json, one.server as unknown as Json)) {
    findings.push({
      code: 'defined-twice',
      severity: 'error',
      message: `\`${one.name}\` comes here in two different forms: from ${where(other.at)} and from ${where(one.at)}`,
      hint: 'narrow one of the rules',
      server: one.name,
      place: one.rule.place,
    });
  }
}

function where({ file, line, column }: Place): string {
  return `${file}:${line ?? 1}:${column ?? 1}`;
}
