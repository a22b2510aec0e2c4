// What stands in hosts' files, server by server: who manages it, by which rule, and whether it still is as it was
// written. For `list` and `show`, with or without a manifest.

import { decode, findHost, isServer } from '../hosts/index.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { FoundEntry, FoundTarget, Inventory } from '../model/inventory.ts';
import { byCodePoint, isObject } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { Reason, Shown } from '../model/plan.ts';
import { Secret } from '../model/secret.ts';
import type { Server } from '../model/server.ts';
import { shownActual } from '../plan/describe.ts';
import { decideDrift } from '../plan/drift.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import { leavesOf } from '../plan/fields.ts';
import { isSecretArgument, isSecretUrl } from '../secrets/sensitive.ts';
import { type ActualEntry, serversPlace } from '../state/actual.ts';
import { claimOf } from './claims.ts';
import { satellitesOf } from './found-servers.ts';
import { hostNamed } from './host-named.ts';
import { type Seen, type SeenTarget, seenTargets } from './inventory-targets.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { nameFilter } from './read-states.ts';

export interface InventoryOptions extends PlanOptions {
  /** Only what this environment gave, or gives. */
  readonly from?: string | undefined;
}

/** Throws HatchError `usage` for an unknown host, environment or server name, else as `seenTargets`. */
export async function inventory(ports: ReadPorts, options: InventoryOptions): Promise<Inventory> {
  const seen = await seenTargets(ports, options);
  checkEnvironment(seen, options.from);
  const wanted = chosenNames(seen, options.hosts);
  const chosen = wanted === undefined ? seen.targets : seen.targets.filter((target) => isNamed(seen, target, wanted));
  const passes = nameFilter(options);
  const targets = chosen.map((target) => foundTarget(ports, seen, target, passes, options.from));
  const names = new Set(chosen.map(({ name }) => name));
  const missing = [...seen.planned.values()].filter(
    ({ states, entry }) =>
      names.has(states.target) &&
      passes(states.name) &&
      states.actual === undefined &&
      states.desired !== undefined &&
      entry !== undefined &&
      (options.from === undefined || options.from === states.desired.environment),
  );
  checkServers(targets, options);
  const findings = [...seen.findings, ...absent(targets, wanted)];
  return { owner: seen.loaded?.manifest.name, targets, missing: missing.length, findings };
}

/** Names of targets and hosts; undefined for all. */
function chosenNames({ loaded, targets }: Seen, hosts: readonly string[] | undefined): readonly string[] | undefined {
  if (hosts === undefined || hosts.includes('all')) return undefined;
  const groups = loaded?.overlaid.groups ?? new Map<string, readonly string[]>();
  const known = new Set([...targets.map(({ name }) => name), ...groups.keys()]);
  return hosts.flatMap((name) => groups.get(name) ?? (known.has(name) ? [name] : [hostNamed(name, [...known]).id]));
}

/** By its own name; by its host's only where no target is called so. */
function isNamed({ targets }: Seen, { name, host, sharedWith }: SeenTarget, wanted: readonly string[]): boolean {
  const isTarget = targets.some((other) => other.name === host.id);
  return [name, ...sharedWith].some((word) => wanted.includes(word)) || (!isTarget && wanted.includes(host.id));
}

/** Hosts that are named and of which nothing is here. */
function absent(targets: readonly FoundTarget[], wanted: readonly string[] | undefined): readonly Finding[] {
  const here = new Set(targets.flatMap(({ name, host }) => [name, host]));
  return (wanted ?? []).filter((name) => !here.has(name)).map((target) => absence(target));
}

function absence(target: string): Finding {
  const byHand = findHost(target)?.byHand;
  return byHand === undefined
    ? { code: 'not-here', severity: 'note', message: 'is not on this machine', target }
    : { code: 'host-by-hand', severity: 'note', message: byHand, target };
}

function checkEnvironment({ loaded }: Seen, name: string | undefined): void {
  if (name === undefined || loaded === undefined || loaded.overlaid.environments.has(name)) return;
  const names = [...loaded.overlaid.environments.keys()];
  const near = nearest(name, names);
  throw new HatchError('usage', `there is no environment \`${name}\``, {
    hint: near === undefined ? `there are: ${names.join(', ')}` : `did you mean \`${near}\`?`,
  });
}

/** A name that no file has is a mistake, unless a file that might have it cannot be read. */
function checkServers(targets: readonly FoundTarget[], { servers = [] }: PlanOptions): void {
  if (targets.some(({ state }) => state === 'unreadable')) return;
  const known = new Set(targets.flatMap(({ entries }) => entries.map(({ server }) => server)));
  const lost = servers.find((name) => !known.has(name));
  if (lost === undefined) return;
  throw new HatchError('usage', `no host here has a server \`${lost}\``, { hint: 'see `hatch list servers`' });
}

function foundTarget(
  ports: ReadPorts,
  seen: Seen,
  target: SeenTarget,
  passes: (name: string) => boolean,
  from: string | undefined,
): FoundTarget {
  const { name, host, scope, path, present, actual } = target;
  const found = [...(actual.places.get(serversPlace) ?? [])]
    .filter(([server, { value }]) => passes(server) && isObject(value) && isServer(host, value))
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([server, entry]) => foundEntry(ports, seen, target, server, entry))
    .filter(({ reason }) => from === undefined || reason.environment === from);
  return {
    name,
    host: host.id,
    title: host.title,
    scope,
    path,
    present,
    state: actual.state,
    entries: found,
    findings: actual.findings,
  };
}

function foundEntry(ports: ReadPorts, seen: Seen, target: SeenTarget, server: string, actual: ActualEntry): FoundEntry {
  const { host, name, path } = target;
  const planned = seen.planned.get(`${name}/${server}`);
  const isOurs = planned?.entry !== undefined && (planned.entry.owned || planned.entry.verdict !== 'unmanaged');
  const claim = isOurs ? undefined : claimOf(ports, seen.stores, target, server);
  const states: EntryStates = isOurs ? planned.states : { ...alone(target, server, actual), ...claimed(claim) };
  const entry = isOurs ? planned.entry : decideDrift(states);
  const decoded = decodedServer(ports, seen, target, server, actual);
  return {
    target: name,
    host: host.id,
    server,
    path: target.actual.files[actual.file]?.path ?? path,
    transport: decoded?.transport,
    runs: decoded === undefined ? undefined : runsOf(decoded),
    enabled: decoded?.enabled !== false,
    owner: isOurs ? seen.plan?.owner : claim?.store.record.owner,
    reason: entry?.reason ?? nowhere,
    source: entry?.settings.source,
    verdict: entry?.verdict ?? 'unmanaged',
    conflict: entry?.conflict,
    answer: entry?.answer,
    fields: [...leavesOf(actual.value).keys()].flatMap((pointer) => {
      const value = shownActual(states, pointer);
      return value === undefined ? [] : [{ pointer, value }];
    }),
    findings: entry?.findings ?? [],
  };
}

const nowhere: Reason = { environment: undefined, rule: undefined, place: undefined, note: undefined, isMove: false };

/** An entry of which only the file is known. */
function alone({ host, name: target }: SeenTarget, name: string, actual: ActualEntry): EntryStates {
  return {
    host,
    target,
    place: serversPlace,
    name,
    desired: undefined,
    actual,
    recorded: undefined,
    other: undefined,
    hasher: undefined,
    reset: false,
    exclusive: false,
    held: undefined,
    parting: undefined,
    carried: new Map(),
    consent: { answer: undefined, externalize: false, again: false },
  };
}

function claimed(claim: ReturnType<typeof claimOf>): Partial<EntryStates> {
  return claim === undefined ? {} : { recorded: claim.record, hasher: claim.store.hasher };
}

function decodedServer(
  { surroundings }: ReadPorts,
  { loaded }: Seen,
  { host, home, actual }: SeenTarget,
  name: string,
  { value }: ActualEntry,
): Server | undefined {
  if (!isObject(value)) return undefined;
  const manifestDir = loaded?.manifest.folder ?? surroundings.cwd;
  return decode(host, name, value, satellitesOf(actual), { platform: surroundings.platform, home, manifestDir }).server;
}

/** How a server is started, or where it is. */
export function runsOf({ command, args = [], url }: Server): Shown {
  if (url !== undefined) return isSecretUrl(url) ? new Secret(url) : url;
  const words = [command ?? '', ...args];
  return words.map((word, i) => (i > 0 && isSecretArgument(words, i) ? new Secret(word) : word));
}
