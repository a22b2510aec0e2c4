// `hosts`: every host we know, and where it keeps its servers on this machine.

import type { Candidate } from '../hosts/api.ts';
import { type Host, hosts, locate } from '../hosts/index.ts';
import { limitsOf } from '../hosts/names.ts';
import type { FormatName, Scope } from '../model/target.ts';
import { hostNamed } from './host-named.ts';
import { placesBelow } from './named-targets.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

export interface HostRow {
  readonly id: string;
  readonly title: string;
  readonly scope: Scope;
  /** Undefined where this platform has no such file, or several are equally likely. */
  readonly path: string | undefined;
  readonly symbolic: string | undefined;
  readonly exists: boolean;
  readonly present: boolean;
  /** The file or folder that shows it. */
  readonly evidence: string | undefined;
  readonly format: FormatName;
  readonly transports: readonly string[];
  /** How the host itself writes a reference to a variable; undefined where it has none. */
  readonly reference: string | undefined;
  /** What names may be: characters, length, words that the host keeps for itself. */
  readonly limits: string;
  readonly checked: string;
  readonly docs: string;
  readonly candidates: readonly Candidate[];
  /** What a person should know: how it takes notice of a change, what it asks first. */
  readonly notes: readonly string[];
}

/** Every scope of all hosts, or of those named. Throws HatchError `usage` for an unknown one. */
export async function listHosts(ports: ReadPorts, options: PlanOptions): Promise<readonly HostRow[]> {
  return (options.hosts?.map((name) => hostNamed(name)) ?? hosts).flatMap((host) =>
    (Object.keys(host.scopes) as Scope[]).map((scope) => row(ports, options, host, scope)),
  );
}

function row({ system, surroundings }: ReadPorts, { root }: PlanOptions, host: Host, scope: Scope): HostRow {
  const { platform, cwd } = surroundings;
  const request = { scope, platform, ...placesBelow(surroundings, root), project: cwd, path: undefined };
  const located = locate(host, request, system);
  const found = 'severity' in located ? undefined : located;
  const { restart, trust, know = [] } = host.notes;
  return {
    id: host.id,
    title: host.title,
    scope,
    path: found?.path,
    symbolic: found?.symbolic,
    exists: found !== undefined && system.stat(found.path) !== undefined,
    present: found?.present ?? false,
    evidence: found?.evidence,
    format: host.scopes[scope]?.format ?? 'json',
    transports: Object.keys(host.entry.transports.words),
    reference: host.references?.env,
    limits: limitsOf(host),
    checked: host.source.checked,
    docs: host.source.docs,
    candidates: found?.candidates ?? [],
    notes: [restart, scope === 'project' ? trust : undefined, ...know].filter((note) => note !== undefined),
  };
}
