// `hosts`: every host we know, and where it keeps its servers on this machine.

import type { Candidate } from '../hosts/api.ts';
import { evidenceOf, type Host, hosts, locate } from '../hosts/index.ts';
import { limitsOf } from '../hosts/names.ts';
import type { FormatName, Scope } from '../model/target.ts';
import { hostNamed } from './host-named.ts';
import { placesBelow } from './named-targets.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

export interface HostRow {
  readonly id: string;
  readonly title: string;
  /** Undefined for a host of which nothing can be read. */
  readonly scope: Scope | undefined;
  /** Undefined where this platform has no such file, or several are equally likely. */
  readonly path: string | undefined;
  readonly symbolic: string | undefined;
  readonly exists: boolean;
  readonly present: boolean;
  /** The file or folder that shows it. */
  readonly evidence: string | undefined;
  readonly format: FormatName | undefined;
  readonly transports: readonly string[];
  /** How the host itself writes a reference to a variable; undefined where it has none. */
  readonly reference: string | undefined;
  /** What names may be: characters, length, words that the host keeps for itself. */
  readonly limits: string;
  readonly checked: string;
  readonly docs: string;
  /** What a person does where nothing is written for the host. */
  readonly byHand: string | undefined;
  readonly candidates: readonly Candidate[];
  /** What a person should know: how it takes notice of a change, what it asks first. */
  readonly notes: readonly string[];
}

/** Every scope of all hosts, or of those named; one row for a host without any. Throws HatchError `usage` for an unknown one. */
export async function listHosts(ports: ReadPorts, options: PlanOptions): Promise<readonly HostRow[]> {
  return (options.hosts?.map((name) => hostNamed(name)) ?? hosts).flatMap((host) => {
    const scopes = Object.keys(host.scopes) as Scope[];
    return (scopes.length > 0 ? scopes : [undefined]).map((scope) => row(ports, options, host, scope));
  });
}

function row(ports: ReadPorts, { root }: PlanOptions, host: Host, scope: Scope | undefined): HostRow {
  const { system, surroundings } = ports;
  const { platform, cwd } = surroundings;
  const request = {
    scope: scope ?? ('user' as const),
    platform,
    ...placesBelow(surroundings, root),
    project: cwd,
    path: undefined,
  };
  const located = scope === undefined ? undefined : locate(host, request, system);
  const found = located === undefined || 'severity' in located ? undefined : located;
  const evidence = scope === undefined ? evidenceOf(host, request, system) : found?.evidence;
  const { restart, trust, know = [] } = host.notes;
  return {
    id: host.id,
    title: host.title,
    scope,
    path: found?.path,
    symbolic: found?.symbolic,
    exists: found !== undefined && system.stat(found.path) !== undefined,
    present: found?.present ?? evidence !== undefined,
    evidence,
    format: scope && host.scopes[scope]?.format,
    transports: Object.keys(host.entry.transports.words),
    reference: host.references?.env,
    limits: limitsOf(host),
    checked: host.source.checked,
    docs: host.source.docs,
    byHand: host.byHand,
    candidates: found?.candidates ?? [],
    notes: [restart, scope === 'project' ? trust : undefined, ...know].filter((note) => note !== undefined),
  };
}
