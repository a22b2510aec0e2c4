// `check`: speaks to each server as its host would, and says what came of it. Starts programs; writes nothing.

import { HatchError } from '../model/errors.ts';
import { object } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { Secret } from '../model/secret.ts';
import type { Server } from '../model/server.ts';
import { inParallel, type Progress } from '../speak/all.ts';
import type { Approach, Probe } from '../speak/candidate.ts';
import { probe } from '../speak/probe.ts';
import { serversPlace } from '../state/actual.ts';
import type { TargetStates } from '../state/states.ts';
import type { Outside } from '../system/outside.ts';
import { isWithin } from '../system/paths.ts';
import type { System } from '../system/system.ts';
import { type ApproachContext, approachOf, approachOfEntry, type Prepared } from './approach.ts';
import { environmentOf, type Loaded, load } from './load.ts';
import type { PlanOptions, WritePorts } from './options.ts';
import { readStates } from './read-states.ts';

/** A server to be checked, by itself or as a target has it. */
export interface Checkable {
  readonly target?: string;
  readonly server: string;
  readonly transport: Server['transport'];
  readonly prepared: Prepared;
  /** Milliseconds that the manifest gives it to start. */
  readonly startupTimeout: number | undefined;
}

export interface Checked extends Omit<Checkable, 'prepared' | 'startupTimeout'> {
  readonly probe: Probe;
}

export interface CheckOptions extends PlanOptions {
  /** `SERVER` or `TARGET/SERVER`; all by default. */
  readonly names?: readonly string[];
  /** With the PATH and variables that a host has; without a target, those of an application of the desktop. */
  readonly asHost?: boolean;
}

/** How servers are spoken to. */
export interface Speaking {
  readonly outside: Outside;
  /** Our own version, which servers are told. */
  readonly version: string;
  /** Milliseconds for each; what the manifest says by default, else 30 s. */
  readonly timeout?: number | undefined;
  /** How many at a time; 8 by default. */
  readonly jobs?: number | undefined;
  readonly onProgress?: ((progress: Progress<Checkable>) => void) | undefined;
  /** Hears what has to be masked wherever it occurs, before anything is started. */
  readonly onSecrets?: ((secrets: readonly Secret[]) => void) | undefined;
}

/**
 * Servers of the environment, or with `hosts` (or a name `TARGET/SERVER`) the entries of those targets. Throws
 * HatchError `usage` for an unknown name, `interrupted` or `terminated` when a signal comes; nothing runs then.
 */
export async function check(ports: WritePorts, options: CheckOptions, speaking: Speaking): Promise<readonly Checked[]> {
  const names = options.names ?? [];
  const isTargeted = options.hosts !== undefined || names.some((name) => name.includes('/'));
  const all = isTargeted ? await ofTargets(ports, options) : await ofEnvironment(ports, options);
  return speakToAll(ports.system, chosen(all, names), speaking);
}

async function ofEnvironment(ports: WritePorts, options: CheckOptions): Promise<readonly Checkable[]> {
  const loaded = await load(ports, options);
  const { name } = environmentOf(ports, loaded, options.environment);
  const { folder } = loaded.overlaid;
  const asApplication = options.asHost === true;
  const context = contextOf(ports, loaded, asApplication, ports.surroundings.home, folder);
  return [...(loaded.overlaid.environments.get(name)?.servers.values() ?? [])].map((spec) => ({
    server: spec.name,
    transport: spec.server.transport,
    prepared: approachOf(spec.server, context),
    startupTimeout: spec.server.startupTimeout,
  }));
}

async function ofTargets(ports: WritePorts, options: CheckOptions): Promise<readonly Checkable[]> {
  const named = (options.names ?? []).flatMap((name) => (name.includes('/') ? [name.split('/', 1)[0] ?? ''] : []));
  const hosts = [...new Set([...(options.hosts ?? []), ...named])];
  const { states, loaded } = await readStates(ports, { ...options, hosts });
  return states.targets.flatMap((target) =>
    target.situation === 'current' ? ofTarget(ports, options, loaded, target) : [],
  );
}

function ofTarget(
  ports: WritePorts,
  options: CheckOptions,
  loaded: Loaded,
  { name: target, host, home, scope, request, desired }: TargetStates,
): readonly Checkable[] {
  const { platform } = ports.surroundings;
  const portable = loaded.repository !== undefined && isWithin(platform, loaded.repository, request.path);
  // A host is started anywhere; what it starts for a project begins in that project.
  const cwd = scope === 'project' ? loaded.overlaid.folder : home;
  const asApplication = options.asHost === true && host.starts?.desktop === true;
  const context = contextOf(ports, loaded, asApplication, home, cwd);
  const satellites = (id: string) =>
    object(desired.entries.filter(({ place }) => place === id).map(({ name, value }) => [name, value] as const));
  const servers = loaded.overlaid.environments;
  return desired.entries
    .filter(({ place }) => place === serversPlace)
    .map(({ name, value, inline, findings, environment }) => {
      const spec = environment === undefined ? undefined : servers.get(environment)?.servers.get(name);
      const blocked = findings.find(({ severity }) => severity === 'error');
      const prepared: Prepared =
        blocked === undefined
          ? approachOfEntry({ host, name, value, inline, satellites, portable }, context)
          : {
              probe: {
                state: 'unresolved',
                reason: blocked.message,
                ...(blocked.hint !== undefined && { hint: blocked.hint }),
              },
              secrets: [],
            };
      return {
        target,
        server: name,
        transport: prepared.approach?.transport ?? spec?.server.transport ?? 'stdio',
        prepared,
        startupTimeout: spec?.server.startupTimeout,
      };
    });
}

function contextOf(
  { system, surroundings }: WritePorts,
  loaded: Loaded,
  asApplication: boolean,
  home: string,
  cwd: string,
): ApproachContext {
  return { reader: system, surroundings, home, manifestDir: loaded.overlaid.folder, asApplication, cwd };
}

/** Throws HatchError `usage` for a name that nothing has. */
function chosen(all: readonly Checkable[], names: readonly string[]): readonly Checkable[] {
  const full = ({ target, server }: Checkable) => (target === undefined ? server : `${target}/${server}`);
  for (const name of names) {
    if (all.some((one) => name === one.server || name === full(one))) continue;
    const near = nearest(name, new Set(all.flatMap((one) => [one.server, full(one)])));
    const servers = [...new Set(all.map(full))];
    throw new HatchError('usage', `there is no server \`${name}\` here`, {
      hint: near === undefined ? `there are: ${servers.join(', ') || 'none'}` : `did you mean \`${near}\`?`,
    });
  }
  return names.length === 0 ? all : all.filter((one) => names.includes(one.server) || names.includes(full(one)));
}

/** Results in the order given. Throws HatchError `interrupted` or `terminated`; nothing that was started runs then. */
export async function speakToAll(
  system: System,
  all: readonly Checkable[],
  speaking: Speaking,
): Promise<readonly Checked[]> {
  const secrets = all.flatMap(({ prepared }) => prepared.secrets);
  speaking.onSecrets?.(secrets);
  const mask = (text: string) => secrets.reduce((hidden, secret) => secret.hideIn(hidden), text);
  const stopped = new AbortController();
  const unwatch = system.watchSignals();
  let isDone = false;
  const watching = watch(system, speaking.outside, stopped, () => isDone);
  try {
    // It takes longer to load than most commands to run.
    const { greet } = await import('../speak/client.ts');
    const { outside, version, onProgress } = speaking;
    const speak = (approach: Approach, startup: number | undefined) =>
      probe(approach, {
        outside,
        greet,
        version,
        timeout: speaking.timeout ?? Math.max(startup ?? 0, 30_000),
        signal: stopped.signal,
        mask,
      });
    const results = await inParallel(
      all,
      speaking.jobs ?? 8,
      async ({ prepared, startupTimeout, ...one }): Promise<Checked> => {
        const { approach, probe: known } = prepared;
        const tried = stopped.signal.aborted || approach === undefined ? known : await speak(approach, startupTimeout);
        return { ...one, probe: tried ?? { state: 'skipped' } };
      },
      onProgress,
    );
    const signal = system.interrupted();
    if (signal === undefined) return results;
    const exit = signal === 'SIGINT' ? 'interrupted' : 'terminated';
    throw new HatchError(exit, 'stopped; nothing that was started runs any more');
  } finally {
    isDone = true;
    await watching;
    unwatch();
  }
}

/** Waits in real time, whatever the system's clock: answers come from outside. */
async function watch(
  system: System,
  { after }: Outside,
  stopped: AbortController,
  isDone: () => boolean,
): Promise<void> {
  while (!isDone()) {
    if (system.interrupted() !== undefined) stopped.abort();
    await new Promise<void>((resolve) => {
      after(20, resolve);
    });
  }
}

/** Those that do not do what they should. */
export function failuresIn(checked: readonly Checked[]): readonly Checked[] {
  return checked.filter(({ probe: { state } }) => state !== 'ok' && state !== 'skipped');
}
