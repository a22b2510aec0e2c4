// Which runs history forgets.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBackup } from '../../../src/apply/backup.ts';
import { runIds } from '../../../src/apply/history.ts';
import { forgetRuns } from '../../../src/apply/run-retention.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { home } from '../../support/transactions.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 5, 30);

/** The id of a run that began so many days ago. */
function idOf(age: number): string {
  return `${new Date(now - age * day).toISOString().replace(/[-:]|\.\d+/g, '')}-${String(age).replace('.', '_')}`;
}

function put(system: MemorySystem, age: number, more: { owner?: string; kind?: string; undoes?: string } = {}): void {
  const { owner = 'dotfiles', kind = 'apply', undoes = null } = more;
  const run = { id: idOf(age), owner, kind, state: 'done', files: [], details: { undoes } };
  system.put(`${home}/runs/${run.id}/run.json`, JSON.stringify(run));
}

/** Ages of what is left, oldest first, of all but twenty recent ones. */
function leftOf(prepare: (system: MemorySystem) => void): readonly number[] {
  const system = { ...memorySystem(), now: () => new Date(now) };
  prepare(system);
  for (let age = 21; age <= 40; age += 1) put(system, age);
  forgetRuns(system, home);
  const ages = runIds(system, home).map((id) => Number(id.replace(/^.*-/, '').replace('.open', '')));
  assert.is(ages.filter((age) => age <= 40).length, 20, 'the last twenty stay');
  return ages.filter((age) => age > 40).reverse();
}

const cases: readonly (readonly [string, (system: MemorySystem) => void, readonly number[]])[] = [
  ['goes where nothing needs it', (system) => put(system, 60), []],
  [
    'stays as long as a backup of it is kept',
    (system) => {
      put(system, 60);
      createBackup(system, home, {
        label: 'cursor',
        original: '/home/ada/.cursor/mcp.json',
        bytes: new Uint8Array(),
        mode: 0o600,
        run: idOf(60),
      });
    },
    [60],
  ],
  [
    'stays where it is the newest of its owner, and no rollback',
    (system) => {
      put(system, 70, { owner: 'orchard' });
      put(system, 60, { owner: 'orchard' });
      put(system, 50, { owner: 'orchard', kind: 'rollback', undoes: idOf(70) });
    },
    [60],
  ],
  [
    'stays where it undoes one that stays, however far back',
    (system) => {
      put(system, 60, { owner: 'orchard' });
      put(system, 50, { owner: 'orchard', kind: 'rollback', undoes: idOf(60) });
      put(system, 45, { owner: 'orchard', kind: 'rollback', undoes: idOf(50) });
    },
    [60, 50, 45],
  ],
  ['goes where its history was damaged', (system) => system.put(`${home}/runs/${idOf(60)}/run.json`, '{'), []],
];

for (const [says, prepare, left] of cases) {
  test(`an old run ${says}`, () => assert.equal(leftOf(prepare), left));
}

test('a run that is open is left alone, and so is one with an id of another kind', () => {
  const system = { ...memorySystem(), now: () => new Date(now) };
  for (let age = 21; age <= 40; age += 1) put(system, age);
  system.put(`${home}/runs/${idOf(60)}.open/journal.jsonl`, '');
  system.put(`${home}/runs/0-by-hand/run.json`, '{}');
  put(system, 61);
  forgetRuns(system, home);
  assert.equal(
    system
      .list(`${home}/runs`)
      ?.filter((name) => name.includes('hand') || name.includes('-6'))
      .sort(),
    ['0-by-hand', `${idOf(60)}.open`],
  );
});

test('what is young stays, however many there are', () => {
  const system = { ...memorySystem(), now: () => new Date(now) };
  for (let number = 0; number < 30; number += 1) put(system, number / 10);
  forgetRuns(system, home);
  assert.is(runIds(system, home).length, 30);
});

test.run();
