// What the files of a place hold: absent, blank, read and unreadable are four different things.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Placement } from '../../../src/model/target.ts';
import { type PlaceRequest, readActual } from '../../../src/state/actual.ts';
import { memorySystem, type Tree } from '../../../src/system/memory.ts';

const container = { kind: 'map', path: ['mcpServers'] } as const;
const inFile: Placement = { kind: 'file', container };
const inFolder: Placement = { kind: 'folder', container, extensions: ['.yaml', '.json'], fresh: () => ({}) };

function read(tree: Tree, placement = inFile, given: Partial<PlaceRequest> = {}) {
  const path = placement.kind === 'file' ? '/home/ada/mcp.json' : '/home/ada/mcp';
  const symbolic = path.replace('/home/ada', '{home}');
  const format = placement.kind === 'file' ? 'json' : 'yaml';
  return readActual(memorySystem(tree), 'linux', { path, symbolic, format, placement, satellites: {}, ...given });
}

const utf16 = new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]);

const files: Readonly<Record<string, readonly [Tree, state: string, hollow: boolean, servers?: readonly string[]]>> = {
  'no file': [{}, 'absent', true],
  'a blank file': [{ '/home/ada/mcp.json': ' \n' }, 'read', true],
  'an empty object': [{ '/home/ada/mcp.json': '{}' }, 'read', true],
  'other settings alone': [{ '/home/ada/mcp.json': '{"theme":"dark"}' }, 'read', true],
  'a place with nothing in it': [{ '/home/ada/mcp.json': '{"mcpServers":{}}' }, 'read', false],
  servers: [{ '/home/ada/mcp.json': '{"mcpServers":{"a":{},"__proto__":{}}}' }, 'read', false, ['a', '__proto__']],
  'servers behind a byte-order mark': [{ '/home/ada/mcp.json': '\uFEFF{"mcpServers":{"a":{}}}' }, 'read', false, ['a']],
  'half a file': [{ '/home/ada/mcp.json': '{"mcpServers":{' }, 'unreadable', true],
  'no UTF-8': [{ '/home/ada/mcp.json': utf16 }, 'unreadable', true],
  'a folder in the place of a file': [{ '/home/ada/mcp.json/x': '' }, 'unreadable', true],
  'a key that stands twice elsewhere': [
    { '/home/ada/mcp.json': '{"x":1,"x":2,"mcpServers":{"a":{}}}' },
    'read',
    false,
    ['a'],
  ],
  'a key that stands twice in the place': [
    { '/home/ada/mcp.json': '{"mcpServers":{"a":{},"a":{}}}' },
    'unreadable',
    false,
  ],
};

for (const [name, [tree, state, hollow, servers = []]] of Object.entries(files)) {
  test(`${name}: ${state}${hollow ? ', and as of a host that starts afresh' : ''}`, () => {
    const actual = read(tree);
    assert.equal([actual.state, actual.hollow], [state, hollow]);
    assert.equal([...(actual.places.get('servers')?.keys() ?? [])], servers);
    assert.is(
      actual.findings.some(({ severity }) => severity === 'error'),
      state === 'unreadable',
    );
  });
}

test('in a folder each file of its kind is read, by its own format, and no hidden one', () => {
  const tree = {
    '/home/ada/mcp/a.yaml': 'mcpServers:\n  a: {}\n',
    '/home/ada/mcp/b.json': '{\n\t// tabs and comments are no YAML\n\t"mcpServers": { "b": {} }\n}\n',
    '/home/ada/mcp/.a.yaml.x1.tmp': 'mcpServers: [torn',
    '/home/ada/mcp/.c.yaml': 'mcpServers:\n  c: {}\n',
    '/home/ada/mcp/notes.txt': 'mcpServers: [',
  };
  const { state, places, files: found } = read(tree, inFolder);
  assert.is(state, 'read');
  assert.equal(
    [...(places.get('servers') ?? [])].map(([name, { file }]) => [name, found[file]?.symbolic]),
    [
      ['a', '{home}/mcp/a.yaml'],
      ['b', '{home}/mcp/b.json'],
    ],
  );
});

test.run();
