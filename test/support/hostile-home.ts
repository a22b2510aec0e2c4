// A scratch home on the real disk, with the command line run in this process: fast, and with all that a disk can hold.

import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { nodeSystem } from '../../src/system/node.ts';
import type { System } from '../../src/system/system.ts';
import { hatch, type Placed, type Shown } from './cli.ts';

export interface HostileHome {
  /** The home directory, absolute; the working directory is `project` in it. */
  readonly path: string;
  readonly system: Placed;
  /** Absolute path of a name relative to the home directory. */
  at(name: string): string;
  /** Writes a file, folders included. */
  put(name: string, content: string | Uint8Array, mode?: number): void;
  read(name: string): Buffer;
  run(...words: readonly string[]): Promise<Shown>;
}

const made: string[] = [];

/** Changes the system as it is seen by the program. */
export type Twist = (system: System) => Partial<System>;

export function hostileHome(env: Record<string, string> = {}, twist: Twist = () => ({})): HostileHome {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'hatch-hostile-')));
  made.push(path);
  const at = (name: string) => join(path, ...name.split('/'));
  mkdirSync(at('project'));
  const node = nodeSystem();
  const uid = process.getuid?.();
  const surroundings = { platform: 'linux', home: path, cwd: at('project'), env, uid } as const;
  // What cannot be read is read again for a second; nobody waits for that here.
  const patient = { pause: () => node.pause(0) };
  const system: Placed = { ...node, ...patient, ...twist(node), surroundings };
  return {
    path,
    system,
    at,
    put: (name, content, mode = 0o644) => {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content, { mode });
    },
    read: (name) => readFileSync(at(name)),
    run: (...words) => hatch(system, words),
  };
}

export function removeHostileHomes(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** Relative path → what stands there, in words: text of a file, `-> target` of a link, `folder`, `other`. */
export function standing(folder: string, skip: RegExp = /^$/): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (path: string, name: string) => {
    if (skip.test(name)) return;
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) found[name] = `-> ${readlinkSync(path)}`;
    else if (stat.isFile()) found[name] = readFileSync(path, 'latin1');
    else if (!stat.isDirectory()) found[name] = 'other';
    else {
      const names = readdirSync(path).sort();
      if (names.length === 0) found[name] = 'folder';
      for (const child of names) walk(join(path, child), name === '' ? child : `${name}/${child}`);
    }
  };
  walk(folder, '');
  return found;
}
