// The in-memory system: files, links, owners, processes and signals without a disk. For tests, and for library users.

import {
  absent,
  afterLoss,
  type Disk,
  type FileNode,
  find,
  type Loss,
  newDisk,
  newFile,
  newFolder,
  settle,
  slot,
  statOf,
  systemError,
} from './memory-disk.ts';
import { type Content, plant, type Tree, treeOf } from './memory-tree.ts';
import type { Process, Surroundings, System } from './system.ts';

export type { Content, Tree } from './memory-tree.ts';

export interface MemorySystem extends System {
  readonly surroundings: Surroundings;
  /** Every path but folders that hold something → text of a file, `-> target` of a link, `(folder)`, `(other)`. */
  tree(): Readonly<Record<string, string>>;
  /** Puts something there, as another program would; durable at once. */
  put(path: string, content: Content): void;
  /** Another process on the same disk. */
  fork(): MemorySystem;
  /** This process ends; `isAlive` says so. */
  kill(): void;
  /** The machine loses power: all its processes are dead. A process of the next boot, on what survived. */
  crash(loss: Loss): MemorySystem;
  /** Sends a signal to this process. */
  signal(name: 'SIGINT' | 'SIGTERM'): void;
}

interface Machine {
  readonly disk: Disk;
  readonly boot: number;
  readonly alive: Set<number>;
  readonly surroundings: Surroundings;
  clock: number;
  drawn: number;
}

const defaults: Surroundings = { platform: 'linux', home: '/home/ada', cwd: '/home/ada', env: {}, uid: 1000 };

/** A machine with these files, all of them durable. Clock, random numbers and processes are the same in every run. */
export function memorySystem(tree: Tree = {}, surroundings: Partial<Surroundings> = {}): MemorySystem {
  const around = { ...defaults, ...surroundings };
  const machine: Machine = {
    disk: newDisk(around.home),
    boot: 1,
    alive: new Set(),
    surroundings: around,
    clock: Date.UTC(2026, 0, 2, 3, 4, 5),
    drawn: 0,
  };
  plant(machine.disk, machine.clock, around.home, { folder: 0o755 });
  plant(machine.disk, machine.clock, around.cwd, { folder: 0o755 });
  for (const [path, content] of Object.entries(tree)) plant(machine.disk, machine.clock, path, content);
  settle(machine.disk);
  return processOf(machine);
}

function processOf(machine: Machine): MemorySystem {
  const pid = 100 + machine.drawn;
  machine.drawn += 1;
  machine.alive.add(pid);
  const self: Process = { machine: 'memory', namespace: '', boot: String(machine.boot), pid, started: String(pid) };
  return {
    ...reading(machine),
    ...making(machine),
    ...changing(machine),
    ...signals(),
    surroundings: machine.surroundings,
    now: () => {
      machine.clock += 1;
      return new Date(machine.clock);
    },
    random: (bytes) => {
      machine.drawn += 1;
      return ((machine.drawn * 2654435761) >>> 0)
        .toString(16)
        .padStart(8, '0')
        .repeat(bytes)
        .slice(0, bytes * 2);
    },
    self: () => self,
    isAlive: (other) => machine.alive.has(other.pid) && other.started === String(other.pid),
    tree: () => treeOf(machine.disk),
    put: (path, content) => plant(machine.disk, machine.clock, path, content),
    fork: () => processOf(machine),
    kill: () => {
      machine.alive.delete(pid);
    },
    crash: (loss) =>
      processOf({ ...machine, disk: afterLoss(machine.disk, loss), boot: machine.boot + 1, alive: new Set() }),
  };
}

function reading(machine: Machine): Pick<System, 'read' | 'stat' | 'list' | 'readLink' | 'pause'> {
  const { disk } = machine;
  return {
    read: (path) => {
      const node = find(disk, path, true);
      if (node === undefined) return undefined;
      return fileIn(node, path).bytes.slice();
    },
    stat: (path) => {
      const node = find(disk, path, false);
      return node === undefined ? undefined : statOf(disk, node);
    },
    list: (path) => {
      const node = find(disk, path, true);
      return node?.kind === 'directory' ? [...node.names.keys()].sort() : undefined;
    },
    readLink: (path) => {
      const node = find(disk, path, false);
      return node?.kind === 'link' ? node.to : undefined;
    },
    pause: async (milliseconds) => {
      machine.clock += milliseconds;
    },
  };
}

function making(
  machine: Machine,
): Pick<System, 'makeFolder' | 'removeFolder' | 'create' | 'link' | 'rename' | 'remove'> {
  const { disk } = machine;
  const free = (path: string) => {
    const found = slot(disk, path);
    if (found.folder.names.has(found.name)) throw systemError('EEXIST', path);
    return found;
  };
  return {
    makeFolder: (path, mode) => {
      const { folder, name } = free(path);
      folder.names.set(name, newFolder(disk, mode & ~0o022, machine.clock));
    },
    removeFolder: (path) => {
      const { folder, name } = slot(disk, path);
      const node = folder.names.get(name);
      if (node === undefined) throw systemError('ENOENT', path);
      if (node.kind !== 'directory') throw systemError('ENOTDIR', path);
      if (node.names.size > 0) throw systemError('ENOTEMPTY', path);
      folder.names.delete(name);
    },
    create: (path, bytes, mode) => {
      const { folder, name } = free(path);
      folder.names.set(name, newFile(disk, bytes, mode, machine.clock));
    },
    link: (from, to) => {
      const node = find(disk, from, false);
      if (node === undefined) throw absent(disk, from);
      const { folder, name } = free(to);
      folder.names.set(name, node);
    },
    rename: (from, to) => {
      const old = slot(disk, from);
      const next = slot(disk, to);
      const node = old.folder.names.get(old.name);
      const there = next.folder.names.get(next.name);
      if (node === undefined) throw systemError('ENOENT', from);
      if (there?.kind === 'directory') throw systemError('EISDIR', to);
      // POSIX: of two names of one file both stay.
      if (there === node) return;
      old.folder.names.delete(old.name);
      next.folder.names.set(next.name, node);
    },
    remove: (path) => {
      const { folder, name } = slot(disk, path);
      const node = folder.names.get(name);
      if (node === undefined) throw systemError('ENOENT', path);
      if (node.kind === 'directory') throw systemError('EISDIR', path);
      folder.names.delete(name);
    },
  };
}

type Changing = 'append' | 'overwrite' | 'setMode' | 'setOwner' | 'sync' | 'syncFolder';

function changing(machine: Machine): Pick<System, Changing> {
  const { disk } = machine;
  const there = (path: string) => {
    const node = find(disk, path, true);
    if (node === undefined) throw absent(disk, path);
    return node;
  };
  const write = (path: string, bytes: (old: Uint8Array) => Uint8Array) => {
    const file = fileIn(there(path), path);
    file.bytes = bytes(file.bytes);
    file.modified = machine.clock;
  };
  return {
    append: (path, bytes) => write(path, (old) => Buffer.concat([old, bytes])),
    overwrite: (path, bytes) => write(path, () => bytes.slice()),
    setMode: (path, mode) => {
      there(path).mode = mode;
    },
    setOwner: (path, uid, gid) => {
      const node = there(path);
      const { uid: own } = machine.surroundings;
      if (own !== 0 && uid !== node.uid) throw systemError('EPERM', path);
      node.uid = uid;
      node.gid = gid;
    },
    sync: (path) => {
      const file = fileIn(there(path), path);
      file.durable = file.bytes;
    },
    syncFolder: (path) => {
      const folder = there(path);
      if (folder.kind !== 'directory') throw systemError('ENOTDIR', path);
      folder.durable = new Map(folder.names);
    },
  };
}

function signals(): Pick<MemorySystem, 'watchSignals' | 'interrupted' | 'signal'> {
  let first: 'SIGINT' | 'SIGTERM' | undefined;
  return {
    watchSignals: () => () => {
      first = undefined;
    },
    interrupted: () => first,
    signal: (name) => {
      first ??= name;
    },
  };
}

function fileIn(node: { readonly kind: string }, path: string): FileNode {
  if (node.kind === 'directory') throw systemError('EISDIR', path);
  if (node.kind !== 'file') throw systemError('EINVAL', path);
  return node as FileNode;
}
