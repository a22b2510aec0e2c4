// The values that flags and arguments may take here: targets, environments, servers, backups, runs. Each is read only
// when it is asked for; whatever goes wrong, there are none.

import type { PlanOptions } from '../verbs/options.ts';
import type { Call } from './call.ts';

export interface Candidate {
  readonly value: string;
  /** What it is, in a few words. */
  readonly says?: string;
}

export type ValuePorts = Call['ports'];

type DynamicSource =
  | 'hosts'
  | 'single targets'
  | 'targets'
  | 'environments'
  | 'servers'
  | 'packages'
  | 'entries'
  | 'backups'
  | 'stamps'
  | 'runs';

/** Where values come from: a list of words, a reader below, or the shell itself. */
export type Source = DynamicSource | 'file' | 'folder' | readonly string[];

type Read = (ports: ValuePorts, options: PlanOptions) => Promise<readonly Candidate[]>;

const readers: Readonly<Record<DynamicSource, Read>> = {
  hosts: async (ports) => {
    const { listHosts } = await import('../verbs/hosts.ts');
    return (await listHosts(ports, {})).map(({ id, title }) => ({ value: id, says: title }));
  },
  'single targets': async (ports, options) => {
    const manifest = await manifestOf(ports, options);
    const targets = [...(manifest?.targets.values() ?? [])].map(({ name, type }) => ({ value: name, says: type }));
    return [...targets, ...(await readers.hosts(ports, options))];
  },
  targets: async (ports, options) => {
    const manifest = await manifestOf(ports, options);
    const groups = [...(manifest?.groups ?? [])].map(([value, members]) => ({ value, says: members.join(', ') }));
    return [...(await readers['single targets'](ports, options)), ...groups, { value: 'all', says: 'every one' }];
  },
  environments: async (ports, options) =>
    [...((await manifestOf(ports, options))?.environments.values() ?? [])].map(({ name, description }) => ({
      value: name,
      ...(description !== undefined && { says: description }),
    })),
  servers: async (ports, options) => {
    const { inventory } = await import('../verbs/inventory.ts');
    const manifest = await manifestOf(ports, options);
    const defined = [...(manifest?.environments.values() ?? [])].flatMap(({ name, servers }) =>
      [...servers.keys()].map((value) => ({ value, says: name })),
    );
    const { targets } = await inventory(ports, { ...options, hosts: undefined });
    const found = targets.flatMap(({ entries }) =>
      entries.map(({ server, target }) => ({ value: server, says: target })),
    );
    return [...defined, ...found];
  },
  // Also what is not locked yet: it is what a person is about to lock.
  packages: async (ports, options) => {
    const { packageScene } = await import('../verbs/package-scene.ts');
    const { uses } = await packageScene(ports, options);
    return uses.map(({ server, reference }) => ({ value: server, says: reference }));
  },
  entries: async (ports, options) => {
    const { plan } = await import('../verbs/plan.ts');
    const made = await plan(ports, { ...options, hosts: undefined });
    return made.targets.flatMap(({ name, entries }) =>
      entries
        .filter(({ place }) => place === 'servers')
        .map((entry) => ({ value: `${name}/${entry.name}`, says: entry.verdict })),
    );
  },
  backups: (ports, options) => backups(ports, options, ({ file }) => file.replace(/^.*[/\\]/, '')),
  stamps: (ports, options) => backups(ports, options, ({ file }) => /\.(\d{8}_\d{6}_\d{6})$/.exec(file)?.[1] ?? ''),
  runs: async (ports) => {
    const { history } = await import('../verbs/history.ts');
    return (await history(ports)).map(({ id, command }) => ({ value: id, says: command }));
  },
};

async function manifestOf(ports: ValuePorts, options: PlanOptions) {
  const { loadIfAny } = await import('../verbs/named-targets.ts');
  return (await loadIfAny(ports, options).catch(() => undefined))?.overlaid;
}

async function backups(
  ports: ValuePorts,
  options: PlanOptions,
  nameIn: (backup: { readonly file: string }) => string,
): Promise<readonly Candidate[]> {
  const { listBackups } = await import('../verbs/backups.ts');
  const found = await listBackups(ports, options, options.hosts ?? 'all');
  return found
    .map((backup) => ({ value: nameIn(backup), says: backup.name ?? backup.created }))
    .filter(({ value }) => value !== '');
}

/** The options are those that the line says so far. */
export async function candidatesFrom(
  ports: ValuePorts,
  options: PlanOptions,
  source: DynamicSource,
): Promise<readonly Candidate[]> {
  // A person waits: a file that is being written is not waited for.
  const system = { ...ports.system, pause: async () => undefined };
  return readers[source]({ ...ports, system }, options).catch(() => []);
}
