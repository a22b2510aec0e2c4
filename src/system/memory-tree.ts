// A disk written down as a plain object, path by path, and read off again.

import { common, type Disk, type FolderNode, find, newFile, newFolder, systemError } from './memory-disk.ts';

/** What stands at a path: the text or bytes of a file, or one of the others. Files have 0644, folders 0755. */
export type Content =
  | string
  | Uint8Array
  | { readonly text: string; readonly mode?: number; readonly uid?: number; readonly gid?: number }
  | { readonly link: string }
  /** A further name of the file at this path, which stands above in the tree. */
  | { readonly hardLink: string }
  | { readonly folder: number }
  | { readonly other: 'fifo' };

/** Absolute path → what stands there; parents come by themselves. */
export type Tree = Readonly<Record<string, Content>>;

/** Puts something at a path, durably, with the folders above it. */
export function plant(disk: Disk, clock: number, path: string, content: Content): void {
  const folder = folderFor(disk, clock, disk.paths.dirname(path));
  const name = disk.paths.basename(path);
  const old = folder.names.get(name);
  if (typeof content === 'object' && 'folder' in content && old?.kind === 'directory') return;
  const node = nodeOf(disk, clock, content);
  folder.names.set(name, node);
  folder.durable = new Map([...folder.durable, [name, node]]);
}

function nodeOf(disk: Disk, clock: number, content: Content) {
  const file = (bytes: Uint8Array, mode = 0o644) => ({ ...newFile(disk, bytes, mode, clock), durable: bytes });
  if (typeof content === 'string') return file(new TextEncoder().encode(content));
  if (content instanceof Uint8Array) return file(content);
  if ('folder' in content) return newFolder(disk, content.folder, clock);
  if ('link' in content) return { kind: 'link', ...common(disk, 0o777, clock), to: content.link } as const;
  if ('other' in content) return { kind: 'other', ...common(disk, 0o644, clock) } as const;
  if ('hardLink' in content) {
    const node = find(disk, content.hardLink, true);
    if (node === undefined) throw systemError('ENOENT', content.hardLink);
    return node;
  }
  const made = file(new TextEncoder().encode(content.text), content.mode);
  return { ...made, uid: content.uid ?? made.uid, gid: content.gid ?? made.gid };
}

function folderFor(disk: Disk, clock: number, path: string): FolderNode {
  const found = find(disk, path, true);
  if (found?.kind === 'directory') return found;
  if (found !== undefined) throw systemError('ENOTDIR', path);
  const made = newFolder(disk, 0o755, clock);
  const parent = disk.paths.dirname(path);
  if (parent === path) {
    disk.roots.set(path.toUpperCase(), made);
    return made;
  }
  const folder = folderFor(disk, clock, parent);
  folder.names.set(disk.paths.basename(path), made);
  folder.durable = new Map([...folder.durable, [disk.paths.basename(path), made]]);
  return made;
}

/** See `MemorySystem.tree`. */
export function treeOf(disk: Disk): Readonly<Record<string, string>> {
  const found: [string, string][] = [];
  const walk = (folder: FolderNode, path: string): void => {
    for (const [name, node] of [...folder.names].sort(([left], [right]) => (left < right ? -1 : 1))) {
      const at = disk.paths.join(path, name);
      if (node.kind === 'file') found.push([at, new TextDecoder().decode(node.bytes)]);
      else if (node.kind === 'link') found.push([at, `-> ${node.to}`]);
      else if (node.kind === 'other') found.push([at, '(other)']);
      else if (node.names.size === 0) found.push([at, '(folder)']);
      else walk(node, at);
    }
  };
  for (const [path, root] of disk.roots) walk(root, path);
  return Object.fromEntries(found);
}
