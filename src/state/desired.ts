// What the manifest wants in one target: rules select servers, the host's dialect encodes them.

import type { Encoded } from '../hosts/api.ts';
import { decode, encode, isServer } from '../hosts/index.ts';
import { compilePattern } from '../manifest/pattern.ts';
import type { Finding, Place } from '../model/finding.ts';
import { equal, isObject, type Json, object } from '../model/json.ts';
import type { Manifest, Policies, RuleSpec, ServerSpec } from '../model/manifest.ts';
import { nearest } from '../model/nearest.ts';
import type { Server } from '../model/server.ts';
import { resolveAt } from '../secrets/resolve.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import { type Actual, serversPlace } from './actual.ts';
import type { ResolvedTarget } from './targets.ts';

/** One entry as it should stand in the file. */
export interface DesiredEntry {
  readonly place: string;
  readonly name: string;
  /** The host's own shape; a template at `inline` pointers. */
  readonly value: Json;
  readonly inline: ReadonlySet<string>;
  /** Pointers of texts that hold a reference in the host's own words. */
  readonly native: ReadonlySet<string>;
  /** `value` with every template resolved; undefined where one cannot be. Never shown. */
  readonly resolved: Json | undefined;
  readonly unresolved: readonly string[];
  readonly policies: Required<Policies>;
  readonly protect: boolean;
  /** Pointers into the neutral server that the manifest calls public. */
  readonly public: readonly string[];
  readonly rule: number;
  readonly environment: string | undefined;
  /** The target it is copied from, for a host-to-host rule: its literals are a host's, not the manifest's. */
  readonly source: string | undefined;
  readonly at: Place;
  readonly findings: readonly Finding[];
  /** Satellite elements that the entry needs: `satellite/key`. */
  readonly needs: readonly string[];
}

export interface DesiredTarget {
  readonly entries: readonly DesiredEntry[];
  /** Entries that a host-to-host rule once gave and whose source no longer has them: left as they are. */
  readonly held: (name: string, source: string | undefined) => Finding | undefined;
  readonly findings: readonly Finding[];
}

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
interface Given {
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

const plainPolicies: Required<Policies> = {
  onDrift: 'revert',
  onConflict: 'ask',
  onRemove: 'delete',
  onUnsupported: 'error',
  references: 'native',
};

export function desiredEntries(context: DesiredContext, target: ResolvedTarget): DesiredTarget {
  const findings: Finding[] = [];
  const given = new Map<string, Given>();
  const rules = context.manifest.rules.filter((rule) => rule.to.includes(target.name) && rule.target !== target.name);
  for (const rule of rules) {
    const servers =
      rule.target === undefined
        ? fromEnvironment(context, rule, target)
        : fromTarget(context, rule, rule.target, target);
    findings.push(...select(rule, servers, (one) => take(given, one, findings)));
  }
  const entries: DesiredEntry[] = [];
  for (const one of given.values()) {
    if (context.passes(one.name)) entries.push(...encoded(context, target, one));
  }
  return { entries: mergeSatellites(entries), held: heldBy(context, rules), findings };
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
      findings: varying?.has(spec.name) ? [machineDependent] : [],
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

/** Hands on what the rule selects; says what selected nothing. */
function select(rule: RuleSpec, servers: readonly Given[], hand: (one: Given) => void): readonly Finding[] {
  const include = rule.include.map((text) => compilePattern(text));
  const exclude = rule.exclude.map((text) => compilePattern(text));
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

function encoded(context: DesiredContext, target: ResolvedTarget, one: Given): readonly DesiredEntry[] {
  const policies: Required<Policies> = {
    ...plainPolicies,
    ...defined(target.policies),
    ...defined(one.spec?.policies ?? {}),
  };
  const result: Encoded = encode(target.host, one.name, one.server, {
    platform: context.surroundings.platform,
    home: target.home,
    manifestDir: context.manifest.folder,
    portable: target.portable,
    project: target.project,
    references: policies.references,
    onUnsupported: policies.onUnsupported,
  });
  const inline = new Set(result.inline);
  const resolved = resolveAt(
    {
      reader: context.reader,
      surroundings: context.surroundings,
      home: target.home,
      manifestDir: context.manifest.folder,
    },
    result.entry,
    inline,
  );
  const findings = [...one.findings, ...result.findings, ...inlineFindings(target, inline)];
  const base = {
    policies,
    protect: one.spec?.protect ?? false,
    public: one.spec?.public ?? [],
    rule: one.rule.index,
    environment: one.environment,
    source: one.rule.target,
    at: one.at,
  };
  const satellites = result.satellites.map(
    (element): DesiredEntry => ({
      ...base,
      place: element.satellite,
      name: element.key,
      value: element.value,
      inline: new Set(),
      native: new Set(),
      resolved: element.value,
      unresolved: [],
      findings: [],
      needs: [],
    }),
  );
  return [
    {
      ...base,
      place: serversPlace,
      name: one.name,
      value: result.entry,
      inline,
      native: new Set(result.native),
      resolved: resolved.unresolved.length === 0 ? resolved.value : undefined,
      unresolved: resolved.unresolved,
      findings: findings.map((finding) => ({
        ...finding,
        target: target.name,
        server: one.name,
        place: finding.place ?? one.at,
      })),
      needs: result.satellites.map(({ satellite, key }) => `${satellite}/${key}`),
    },
    ...satellites,
  ];
}

function inlineFindings(target: ResolvedTarget, inline: ReadonlySet<string>): readonly Finding[] {
  if (!target.portable || inline.size === 0) return [];
  return [
    {
      code: 'secret-in-repository',
      severity: 'error',
      message: 'a resolved secret is never written into a file of the repository',
      hint: 'choose `references: native`, or a target outside the repository',
    },
  ];
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>;
}

/** Several servers may need one and the same satellite element. */
function mergeSatellites(entries: readonly DesiredEntry[]): readonly DesiredEntry[] {
  const seen = new Map<string, DesiredEntry>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.place, entry.name]);
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()];
}

/** What is gone from a source, or cannot be seen there now, stays where it was copied to. */
function heldBy(context: DesiredContext, rules: readonly RuleSpec[]): DesiredTarget['held'] {
  return (_name, from) => {
    const rule = from === undefined ? undefined : rules.find(({ target }) => target === from);
    const source = from === undefined ? undefined : context.sources.get(from);
    if (rule === undefined || (rule.mirror && source?.actual.state === 'read')) return undefined;
    return {
      code: 'source-gone',
      severity: 'warning',
      message: `no longer in ${from}, which it was copied from; it stays`,
      hint: 'set `mirror: true` on the rule to remove it',
      place: rule.place,
    };
  };
}
