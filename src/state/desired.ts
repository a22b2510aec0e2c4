// What the manifest wants in one target: rules select servers, the host's dialect encodes them.

import type { Encoded } from '../hosts/api.ts';
import { encode } from '../hosts/index.ts';
import type { Finding, Place } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Policies, RuleSpec } from '../model/manifest.ts';
import { resolveAt } from '../secrets/resolve.ts';
import { serversPlace } from './actual.ts';
import { type DesiredContext, type Given, givenServers } from './given.ts';
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
  /** Variables and headers that the manifest gives a value, wherever the host wants it: `environment/X`, `header/x`. */
  readonly given: ReadonlySet<string>;
}

export interface DesiredTarget {
  readonly entries: readonly DesiredEntry[];
  /** Entries that a host-to-host rule once gave and whose source no longer has them: left as they are. */
  readonly held: (name: string, source: string | undefined) => Finding | undefined;
  readonly findings: readonly Finding[];
}

const plainPolicies: Required<Policies> = {
  onDrift: 'revert',
  onConflict: 'ask',
  onRemove: 'delete',
  onUnsupported: 'error',
  references: 'native',
};

export function desiredEntries(context: DesiredContext, target: ResolvedTarget): DesiredTarget {
  const rules = context.manifest.rules.filter((rule) => rule.to.includes(target.name) && rule.target !== target.name);
  const { servers, findings } = givenServers(context, rules, target);
  const entries = servers.filter(({ name }) => context.passes(name)).flatMap((one) => encoded(context, target, one));
  return { entries: mergeSatellites(entries), held: heldBy(context, rules), findings };
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
      given: new Set(),
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
      given: new Set([
        ...Object.keys(one.server.env ?? {}).map((name) => `environment/${name}`),
        ...Object.keys(one.server.headers ?? {}).map((name) => `header/${name.toLowerCase()}`),
      ]),
    },
    ...satellites,
  ];
}

function inlineFindings(target: ResolvedTarget, inline: ReadonlySet<string>): readonly Finding[] {
  if (!target.inRepository || inline.size === 0) return [];
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
