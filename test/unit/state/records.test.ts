// Whose record it is, where it lies, and what is still as recorded.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { keyedHasher } from '../../../src/model/digest.ts';
import type { EntryRecord, FieldRecord, PlaceRecord } from '../../../src/model/record.ts';
import { printRecord } from '../../../src/state/record-file.ts';
import {
  hashPointer,
  isAsRecorded,
  isOwnerName,
  owns,
  readOtherOwners,
  readStores,
  recordOf,
  storeFor,
} from '../../../src/state/records.ts';
import { memorySystem, type Tree } from '../../../src/system/memory.ts';

const hasher = keyedHasher(new Uint8Array([7]));
const place: PlaceRecord = {
  file: '/home/ada/.cursor/mcp.json',
  place: 'servers',
  container: { kind: 'map', path: ['mcpServers'] },
  format: 'json',
  host: 'cursor',
  scope: 'user',
  target: 'cursor',
  entries: { a: { origin: 'found', fields: {} } },
};
const digest = (value: string): FieldRecord => ({ digest: hasher('servers/a/env/T', value) });

const recorded: Readonly<Record<string, readonly [FieldRecord, value: string | undefined, as: boolean, key?: false]>> =
  {
    'an equal value is': [{ value: 'x' }, 'x', true],
    'another value is not': [{ value: 'x' }, 'y', false],
    'no value is not': [{ value: 'x' }, undefined, false],
    'an equal secret is': [digest('x'), 'x', true],
    'another secret is not': [digest('x'), 'y', false],
    'no secret is not': [digest('undefined'), undefined, false],
    'no secret is, where this machine has no key': [digest('x'), 'x', false, false],
  };

for (const [name, [field, value, as, key]] of Object.entries(recorded)) {
  test(`${name} as recorded`, () => {
    assert.is(isAsRecorded(key === false ? undefined : hasher, 'servers/a/env/T', field, value), as);
  });
}

test('one secret has another digest in each place, entry and field', () => {
  const places = [hashPointer('s', 'a', '/b'), hashPointer('t', 'a', '/b'), hashPointer('s', 'c', '/b')];
  const digests = [...places, hashPointer('s', 'a', '/c')].map((pointer) => hasher(pointer, 'x'));
  assert.is(new Set(digests).size, 4);
});

test('an entry is owned that was written, or of which a field is recorded', () => {
  const record = (origin: EntryRecord['origin'], fields: EntryRecord['fields']): EntryRecord => ({ origin, fields });
  const all = [record('written', {}), record('found', { '/a': { value: 1 } }), record('found', {}), undefined];
  assert.equal(all.map(owns), [true, true, false, false]);
});

test('nothing is recorded of an entry that is called as something that every object has', () => {
  assert.equal(
    ['a', 'constructor', '__proto__'].map((name) => recordOf(place, name)?.origin),
    ['found', undefined, undefined],
  );
});

const longest = 'a'.repeat(100);

test('an owner is called as a file may be called anywhere', () => {
  const good = ['a', 'A-1', 'acme.tools', 'x_', '0', longest];
  const bad = ['', '.', '..', '.a', 'a.', 'a/b', 'a\\b', 'a b', 'ä', '@once', '-a', 'a\n', `${longest}a`];
  assert.equal(good.filter(isOwnerName), good);
  assert.equal(bad.filter(isOwnerName), []);
});

const config = (url: string) =>
  `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n\tfetch = x\n[branch "main"]\n`;

/** How git writes one and the same place, and what stays of it. */
const remotes: readonly (readonly [url: string, identity: string])[] = [
  ['https://github.com/reef/buoy.git', 'github.com/reef/buoy'],
  ['https://github.com/reef/buoy/', 'github.com/reef/buoy'],
  ['https://ada:t0ken@github.com/reef/buoy', 'github.com/reef/buoy'],
  ['ssh://git@github.com/reef/buoy.git', 'github.com/reef/buoy'],
  ['git@github.com:reef/buoy.git', 'github.com/reef/buoy'],
  ['github.com:reef/buoy', 'github.com/reef/buoy'],
];

function identity(tree: Tree, repository = '/home/ada/buoy'): string | undefined {
  const system = memorySystem(tree);
  const owner = { name: 'buoy', manifest: `${repository}/tools/hatch.mcp.yaml`, repository };
  return readStores(system, system.surroundings, owner)[0]?.manifest;
}

for (const [url, name] of remotes) {
  test(`${url.replace('t0ken', '…')} is the repository ${name}`, () => {
    assert.is(identity({ '/home/ada/buoy/.git/config': config(url) }), `${name}#tools/hatch.mcp.yaml`);
  });
}

test('a worktree is the repository that it belongs to', () => {
  const tree = {
    '/home/ada/buoy/.git': 'gitdir: ../reef/.git/worktrees/buoy\n',
    '/home/ada/reef/.git/worktrees/buoy/commondir': '../..\n',
    '/home/ada/reef/.git/config': config('git@github.com:reef/buoy.git'),
  };
  assert.is(identity(tree), 'github.com/reef/buoy#tools/hatch.mcp.yaml');
});

test('what lies in the repository is recorded there, everything else at home', () => {
  const system = memorySystem({ '/home/ada/buoy/.git/config': '' });
  const owner = { name: 'buoy', manifest: '/home/ada/buoy/hatch.mcp.yaml', repository: '/home/ada/buoy' };
  const stores = readStores(system, system.surroundings, owner);
  const kindOf = (file: string) => storeFor(stores, 'linux', file).kind;
  assert.equal(['/home/ada/buoy/.mcp.json', '/home/ada/buoy2/.mcp.json', '/home/ada/.cursor/mcp.json'].map(kindOf), [
    'repository',
    'home',
    'home',
  ]);
});

test('what others have recorded is theirs, and not one’s own', () => {
  const line = (owner: string) =>
    printRecord({ formatVersion: 1, owner, manifest: '/m.yaml', places: [{ ...place, file: `/${owner}.json` }] });
  const at = (owner: string) => `/home/ada/.hatch/state/${owner}/record.json`;
  const system = memorySystem({ [at('buoy')]: line('buoy'), [at('reef')]: line('reef') });
  const owner = { name: 'buoy', manifest: '/m.yaml', repository: undefined };
  assert.equal(
    readOtherOwners(system, system.surroundings, owner).map(({ owner: name, file }) => [name, file]),
    [['reef', '/reef.json']],
  );
});

test('without a remote a manifest is where it lies', () => {
  const other = '[remote "upstream"]\n\turl = https://github.com/reef/buoy\n';
  assert.is(identity({ '/home/ada/buoy/.git/config': other }), '/home/ada/buoy/tools/hatch.mcp.yaml');
});

test.run();
