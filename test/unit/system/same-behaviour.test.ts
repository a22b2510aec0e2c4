// The memory system answers as the real file system does: the same calls, the same results, the same error codes.

import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { memorySystem, type Tree } from '../../../src/system/memory.ts';
import { nodeSystem } from '../../../src/system/node.ts';
import type { System } from '../../../src/system/system.ts';

const real = nodeSystem();
const root = mkdtempSync(join(realpathSync(tmpdir()), 'hatch-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));

const names = ['a', 'b', 'folder', 'folder/a', 'folder/inner', 'folder/inner/a', 'a/below', 'link', 'link/a'];
const calls = ['read', 'stat', 'list', 'readLink', 'makeFolder', 'removeFolder', 'create', 'append'] as const;
const others = ['overwrite', 'setMode', 'remove', 'rename', 'link', 'sync', 'syncFolder'] as const;

interface Call {
  readonly name: (typeof calls)[number] | (typeof others)[number];
  readonly path: string;
  readonly second: string;
}

const call: fc.Arbitrary<Call> = fc.record({
  name: fc.constantFrom(...calls, ...others),
  path: fc.constantFrom(...names),
  second: fc.constantFrom(...names),
});

/** What the call gives, in words. */
function answer(system: System, folder: string, { name, path, second }: Call): string {
  const asked = { name, path: join(folder, path), second: join(folder, second) };
  try {
    return isLeftOut(system, asked) ? 'left out' : `${name}: ${JSON.stringify(perform(system, asked))}`;
  } catch (error) {
    return `${name}: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`;
  }
}

/** Never done by us, and refused in as many ways as there are file systems. */
function isLeftOut(system: System, { name, path, second }: Call): boolean {
  const isFolder = system.list(path) !== undefined;
  if (isFolder) return ['rename', 'link', 'remove', 'setMode', 'append', 'overwrite', 'sync'].includes(name);
  if (name === 'rename') return system.list(second) !== undefined || second.startsWith(`${path}/`);
  return name === 'syncFolder';
}

function perform(system: System, { name, path, second }: Call): unknown {
  const bytes = new TextEncoder().encode(`${name}\n`);
  switch (name) {
    case 'read':
      return [...(system.read(path) ?? ['none'])];
    case 'stat': {
      const { kind, mode, links, size } = system.stat(path) ?? {};
      return { kind, ...(kind === 'file' ? { mode, links, size } : {}) };
    }
    case 'list':
    case 'readLink':
      return system[name](path) ?? 'none';
    case 'makeFolder':
      return system.makeFolder(path, 0o755);
    case 'create':
      return system.create(path, bytes, 0o666);
    case 'setMode':
      return system.setMode(path, 0o640);
    case 'append':
    case 'overwrite':
      return system[name](path, bytes);
    case 'rename':
    case 'link':
      return system[name](path, second);
    default:
      return system[name](path);
  }
}

test('any calls in any order are answered alike', () => {
  let number = 0;
  fc.assert(
    fc.property(fc.array(call, { minLength: 5, maxLength: 40 }), (list) => {
      const folder = join(root, String(number++));
      const tree: Tree = { [`${folder}/folder`]: { folder: 0o755 }, [`${folder}/link`]: { link: 'folder/a' } };
      const memory = memorySystem(tree, { home: root, cwd: root });
      real.makeFolder(folder, 0o755);
      real.makeFolder(join(folder, 'folder'), 0o755);
      symlinkSync('folder/a', join(folder, 'link'));
      for (const one of list) assert.is(answer(memory, folder, one), answer(real, folder, one), JSON.stringify(one));
    }),
    { numRuns: 150, seed: 20260102 },
  );
});

test.run();
