// The disk of the in-memory system: inodes, names, and what of both would survive a loss of power.

import { type PathModule, pathsLike } from './paths.ts';
import type { Stat } from './system.ts';

interface Common {
  readonly ino: number;
  mode: number;
  uid: number;
  gid: number;
  dev: number;
  modified: number;
}

export interface FileNode extends Common {
  readonly kind: 'file';
  bytes: Uint8Array;
  /** What the last `sync` made durable; undefined before the first. */
  durable: Uint8Array | undefined;
}

export interface FolderNode extends Common {
  readonly kind: 'directory';
  readonly names: Map<string, Node>;
  /** What the last `syncFolder` made durable. */
  durable: ReadonlyMap<string, Node>;
}

export type Node =
  | FileNode
  | FolderNode
  | (Common & { readonly kind: 'link'; readonly to: string })
  | (Common & { readonly kind: 'other' });

/** What becomes of what was not flushed: it survives, it is gone, or (of data) half of it, (of names) in every second folder. */
export interface Loss {
  readonly data: 'keep' | 'drop' | 'tear';
  readonly names: 'keep' | 'drop' | 'mixed';
}

/** Inodes below one root; for Windows one root per drive. */
export interface Disk {
  readonly roots: Map<string, FolderNode>;
  readonly paths: PathModule;
  ino: number;
}

/** An error as Node throws it. */
export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: '${path}'`), { code });
}

export function newDisk(home: string): Disk {
  return { roots: new Map(), paths: pathsLike(home), ino: 1 };
}

export function newFolder(disk: Disk, mode: number, modified: number): FolderNode {
  const names = new Map<string, Node>();
  return { kind: 'directory', ...common(disk, mode, modified), names, durable: new Map() };
}

export function newFile(disk: Disk, bytes: Uint8Array, mode: number, modified: number): FileNode {
  return { kind: 'file', ...common(disk, mode, modified), bytes: bytes.slice(), durable: undefined };
}

export function common(disk: Disk, mode: number, modified: number): Common {
  disk.ino += 1;
  return { ino: disk.ino, mode, uid: 1000, gid: 1000, dev: 1, modified };
}

/** The folder that holds `path` and the name in it, links on the way followed. Throws ENOENT, ENOTDIR, ELOOP. */
export function slot(disk: Disk, path: string): { readonly folder: FolderNode; readonly name: string } {
  const { dirname, basename } = disk.paths;
  const parent = dirname(path);
  if (parent === path) throw systemError('EPERM', path);
  const folder = walk(disk, parent, true, 0);
  if (typeof folder === 'string') throw systemError(folder, path);
  if (folder.kind !== 'directory') throw systemError('ENOTDIR', path);
  return { folder, name: basename(path) };
}

/** The error for what is not there: ENOTDIR where something that is no folder stands on the way, else ENOENT. */
export function absent(disk: Disk, path: string): Error {
  const found = walk(disk, path, true, 0);
  return systemError(typeof found === 'string' ? found : 'ENOENT', path);
}

/** The node at `path`, or undefined; a link at its end is followed if asked. Throws ELOOP. */
export function find(disk: Disk, path: string, follow: boolean): Node | undefined {
  const found = walk(disk, path, follow, 0);
  return typeof found === 'string' ? undefined : found;
}

function walk(disk: Disk, path: string, follow: boolean, hops: number): Node | 'ENOENT' | 'ENOTDIR' {
  if (hops > 40) throw systemError('ELOOP', path);
  const { parse, resolve, sep } = disk.paths;
  const { root } = parse(path);
  const names = path.slice(root.length).split(sep);
  let node: Node | undefined = disk.roots.get(root.toUpperCase());
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    if (node === undefined) return 'ENOENT';
    if (node.kind !== 'directory') return 'ENOTDIR';
    node = node.names.get(name);
    if (node?.kind !== 'link' || (index === names.length - 1 && !follow)) continue;
    const folder = root + names.slice(0, index).join(sep);
    return walk(disk, resolve(folder, node.to, ...names.slice(index + 1)), follow, hops + 1);
  }
  return node ?? 'ENOENT';
}

export function statOf(disk: Disk, node: Node): Stat {
  const { kind, mode, uid, gid, dev, ino, modified } = node;
  const size = node.kind === 'file' ? node.bytes.length : 0;
  return { kind, size, mode, uid, gid, dev, ino, links: node.kind === 'file' ? namesOf(disk, node) : 1, modified };
}

function namesOf(disk: Disk, wanted: Node): number {
  let count = 0;
  for (const folder of folders(disk)) for (const node of folder.names.values()) if (node === wanted) count += 1;
  return count;
}

/** Every folder that has a name, parents first. */
export function folders(disk: Disk): readonly FolderNode[] {
  const found = [...disk.roots.values()];
  for (const folder of found) for (const node of folder.names.values()) if (node.kind === 'directory') found.push(node);
  return found;
}

/** Everything so far is on the platter. */
export function settle(disk: Disk): void {
  for (const folder of folders(disk)) {
    folder.durable = new Map(folder.names);
    for (const node of folder.names.values()) if (node.kind === 'file') node.durable = node.bytes;
  }
}

/** The disk as it is found after the power came back. */
export function afterLoss(disk: Disk, loss: Loss): Disk {
  const copies = new Map<Node, Node>();
  let seen = 0;
  const copyFile = (node: FileNode): FileNode => {
    const bytes = survivingBytes(node, loss.data);
    return { ...node, bytes, durable: bytes };
  };
  const copyFolder = (node: FolderNode): FolderNode => {
    seen += 1;
    const keep = loss.names === 'keep' || (loss.names === 'mixed' && seen % 2 === 0);
    const names = new Map([...(keep ? node.names : node.durable)].map(([name, child]) => [name, copy(child)] as const));
    return { ...node, names, durable: new Map(names) };
  };
  const copy = (node: Node): Node => {
    const known = copies.get(node);
    if (known !== undefined) return known;
    const made = node.kind === 'file' ? copyFile(node) : node.kind === 'directory' ? copyFolder(node) : { ...node };
    copies.set(node, made);
    return made;
  };
  const roots = new Map([...disk.roots].map(([name, root]) => [name, copyFolder(root)] as const));
  return { roots, paths: disk.paths, ino: disk.ino };
}

function survivingBytes(node: FileNode, data: Loss['data']): Uint8Array {
  if (data === 'keep' || node.bytes === node.durable) return node.bytes;
  if (data === 'drop') return node.durable ?? new Uint8Array();
  // Torn: the length is there, the second half of what is new is not. What an append left alone stays.
  const durable = node.durable ?? new Uint8Array();
  const isAppended = durable.every((byte, index) => byte === node.bytes[index]);
  const kept = isAppended ? durable.length : 0;
  const torn = new Uint8Array(node.bytes.length);
  torn.set(node.bytes.subarray(0, kept + ((node.bytes.length - kept) >> 1)));
  return torn;
}
