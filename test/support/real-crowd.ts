// Several writers of one home at once: of one owner, of several on one file, and with holders of locks that are dead,
// alive or not who they seem.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { acquire, lockNames } from '../../src/apply/lock.ts';
import { nodeSystem } from '../../src/index.ts';
import { type Home, scratchHome } from './home.ts';
import { assertEnd, type Ended, type Running, start, startChild } from './real-processes.ts';
import { applying, environments, remains, type Scene } from './real-scene.ts';

/** So many applies of one owner at the same time, every other one for the other environment. */
export function crowd(scene: Scene, number: number): Promise<readonly Ended[]> {
  const runs = Array.from({ length: number }, (_, i) => start(scene.home, applying(environments[i % 2] ?? 'old')));
  return Promise.all(runs.map(({ ended }) => ended));
}

/**
 * So many owners at the same time in a home where none ever was, each with one server of its own: all in one file, or
 * each in its own. Gives the names in the files afterwards.
 */
export async function owners(number: number, where: 'one file' | 'own files', wrapper: readonly string[] = []) {
  const home = scratchHome();
  const names = Array.from({ length: number }, (_, i) => `owner-${i}`);
  const fileOf = (name: string) => (where === 'one file' ? 'shared.json' : `${name}.json`);
  for (const name of names) {
    home.write(`project/${name}.yaml`, ownManifest(name, fileOf(name)));
    home.write(fileOf(name), '{ "theme": "dusk" }\n');
  }
  const runs = names.map((name) => start(home, ['apply', '--manifest', `${name}.yaml`, '--auto-approve'], wrapper));
  for (const ended of await Promise.all(runs.map((run) => run.ended))) assertEnd(ended, 0);
  const found = names.filter((name) => `server-${name}` in JSON.parse(home.read(fileOf(name))).mcpServers);
  return { found, left: remains(home) };
}

const ownManifest = (name: string, file: string) => `version: 1
name: ${name}
environments: { only: { servers: { server-${name}: { command: x, env: { API_TOKEN: "\${env:HOME}" } } } } }
targets: { cursor: { path: ../${file} } }
`;

/** A process that holds the lock on a target of the scene until it is killed. */
export async function holdLock({ home }: Scene): Promise<Running> {
  const holder = startChild(home, './lock-child.ts', [join(home.path, '.hatch'), join(home.path, 'cursor.json')]);
  await holder.said('held');
  return holder;
}

/** Writes a lock on a target whose holder has this process's number, and started then, or at another time. */
export async function forgeLock({ home }: Scene, started: 'then' | 'another time'): Promise<void> {
  const folder = join(home.path, '.hatch');
  mkdirSync(join(folder, 'locks'), { recursive: true });
  const system = nodeSystem();
  const names = lockNames(system, 'somebody', [join(home.path, 'cursor.json')]);
  await acquire(system, folder, names, { timeout: 0, command: 'a test' });
  if (started === 'then') return;
  const real = `"started":"${system.self().started}"`;
  for (const name of readdirSync(join(folder, 'locks'))) {
    const path = join(folder, 'locks', name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(real, '"started":"1"'));
  }
}

/** What `hatch unlock` needs, from the message of a run that waited in vain. */
export function idsIn({ stderr }: Ended): readonly string[] {
  return [...stderr.matchAll(/hatch unlock ([0-9a-f]{16})/g)].map(([, id]) => id ?? '');
}

/** Is this machine able to start a process in a pid namespace of its own? */
export const inNamespace: readonly string[] = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];

export function hasNamespaces(home: Home): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(false);
  const probe = start(home, ['--version'], inNamespace);
  return new Promise((resolve) => {
    probe.child.once('error', () => resolve(false));
    void probe.ended.then(({ code }) => resolve(code === 0));
  });
}
