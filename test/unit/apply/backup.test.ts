// Backups: their names, what is listed and found, what restoring checks, and which ones go.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Backup,
  createBackup,
  detailsOf,
  findBackup,
  listBackups,
  readBackup,
  restoreChange,
} from '../../../src/apply/backup.ts';
import { runIds } from '../../../src/apply/history.ts';
import { applyRetention, cleanBackups } from '../../../src/apply/retention.ts';
import { timeOf } from '../../../src/apply/stamp.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { faulty } from '../../support/faulty-system.ts';
import { bytesOf, change, home, leftovers, perform, request } from '../../support/transactions.ts';

const folder = `${home}/mcp_host_config_backups/cursor`;
const original = '/home/ada/.cursor/mcp.json';
const day = 24 * 60 * 60 * 1000;

function back(system: MemorySystem, text: string | undefined, more: object = {}): Backup {
  const bytes = text === undefined ? undefined : bytesOf(text);
  return createBackup(system, home, { label: 'cursor', original, bytes, mode: 0o640, ...more });
}

function exitOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof HatchError) return error.exit;
    throw error;
  }
  return 'done';
}

function text(system: MemorySystem, backup: Backup): string {
  return new TextDecoder().decode(readBackup(system, backup));
}

/** The system at another time. */
function at(system: MemorySystem, time: number): MemorySystem {
  return { ...system, now: () => new Date(time) };
}

function names(backups: readonly Backup[]): readonly string[] {
  return backups.map(({ name }) => name);
}

test('a backup is named by label and time in UTC, lies in a folder of its own, and is for its owner alone', () => {
  const system = memorySystem();
  const backup = back(at(system, Date.UTC(2025, 8, 21, 10, 0, 0, 123)), 'text');
  assert.is(backup.path, `${folder}/mcp.json.cursor.20250921_100000_123000`);
  assert.is(system.stat(backup.path)?.mode, 0o600);
  assert.is(system.stat(folder)?.mode, 0o700);
  assert.is(timeOf(backup.stamp ?? ''), Date.UTC(2025, 8, 21, 10, 0, 0, 123));
});

test('a backup of after the clock went back is a later one: the first copy stays the first', () => {
  const system = memorySystem();
  const later = Date.UTC(2026, 10, 28);
  const first = back(at(system, later), 'first');
  const second = back(at(system, later - 400 * day), 'second');
  const third = back(at(system, later - 200 * day), 'third');
  assert.equal(names(listBackups(system, home, 'cursor')), names([third, second, first]));
  assert.is(new Date(detailsOf(system, second)?.taken ?? 0).getTime(), later - 400 * day);
  cleanBackups(at(system, later + day), home, {});
  assert.equal(names(listBackups(system, home, 'cursor')), names([first]));
});

test('a run of after the clock went back is the newest one', async () => {
  const system = memorySystem({ [original]: 'old' });
  const later = Date.UTC(2026, 10, 28);
  const ids: string[] = [];
  for (const time of [later, later - 400 * day, later - 400 * day, later + 1]) {
    const run = await perform(at(system, time), request([change(original, `at ${time} ${ids.length}`)]));
    ids.unshift(run?.id ?? '');
  }
  assert.equal(runIds(system, home), ids);
  assert.match(ids[1] ?? '', /^20261128T000000Z-002/);
});

for (const [member, wrong] of [
  ['original', 7],
  ['digest', null],
  ['existed', 'yes'],
  ['taken', 7],
  ['mode', '0600'],
] as const) {
  test(`a sidecar whose ${member} is ${JSON.stringify(wrong)} is as good as torn`, () => {
    const system = memorySystem();
    const backup = back(system, 'text');
    const path = backup.sidecar ?? '';
    const said = JSON.parse(new TextDecoder().decode(system.read(path))) as object;
    system.put(path, JSON.stringify({ ...said, [member]: wrong }));
    assert.is(detailsOf(system, backup), undefined);
  });
}

test('its sidecar says what it is a copy of', () => {
  const system = memorySystem();
  const details = detailsOf(system, back(system, 'text', { run: 'run-1', name: 'before-work', sequence: 2 }));
  assert.equal(
    { ...details, taken: undefined, digest: details?.digest.length },
    {
      run: 'run-1',
      original,
      mode: 0o640,
      digest: 64,
      existed: true,
      size: 4,
      name: 'before-work',
      sequence: 2,
      taken: undefined,
    },
  );
});

test('many in one instant all have names of their own, in the order they were taken', () => {
  const system = at(memorySystem(), Date.UTC(2026, 0, 1));
  const made = [...Array(30).keys()].map((number) => back(system, String(number)));
  const listed = listBackups(system, home, 'cursor');
  assert.equal(names(listed), names([...made].reverse()));
  assert.equal(
    listed.map((backup) => new TextDecoder().decode(readBackup(system, backup))),
    [...Array(30).keys()].map(String).reverse(),
  );
});

test('two processes in one instant do not write over each other', () => {
  const system = at(memorySystem(), Date.UTC(2026, 0, 1));
  const create: typeof system.create = (path, bytes, mode) => {
    system.create(path, bytes, mode);
    // The other one is through before our copy has its name.
    if (path.endsWith('.json') && system.list(folder)?.length === 1) back(system, 'theirs');
  };
  const ours = back({ ...system, create }, 'ours');
  const texts = listBackups(system, home, 'cursor').map((backup) =>
    new TextDecoder().decode(readBackup(system, backup)),
  );
  assert.equal(texts.sort(), ['ours', 'theirs']);
  assert.is(new TextDecoder().decode(readBackup(system, ours)), 'ours');
});

test('a backup that cannot be made leaves nothing', () => {
  const count = faulty(memorySystem());
  back(count, 'text');
  for (let at = 0; at < count.calls.length; at += 1) {
    const system = memorySystem();
    assert.throws(() => back(faulty(system, { at, kind: 'fail', code: 'ENOSPC' }), 'text'), /ENOSPC/);
    const isDone = at === count.calls.length - 1;
    assert.is(system.list(folder)?.length ?? 0, isDone ? 2 : 0, count.calls[at]);
  }
});

test('listing opens no file', () => {
  const system = memorySystem();
  for (const text of ['a', 'b', 'c']) back(system, text);
  const read = () => assert.unreachable('read');
  assert.is(listBackups({ ...system, read: read as never }, home, 'cursor', original).length, 3);
});

test('only backups of the target’s own file are listed and found, and strangers’ files at the end', () => {
  const system = memorySystem({ [`${folder}/mcp.json.cursor.20200101_000000_000000`]: 'strange' });
  const mine = back(system, 'mine');
  const other = createBackup(system, home, { label: 'cursor', original: '/else', bytes: bytesOf('x'), mode: 0o600 });
  assert.equal(names(listBackups(system, home, 'cursor', original)), [
    mine.name,
    'mcp.json.cursor.20200101_000000_000000',
  ]);
  assert.is(findBackup(system, home, 'cursor', undefined, original).name, mine.name);
  assert.is(
    exitOf(() => findBackup(system, home, 'cursor', other.name, original)),
    'usage',
  );
});

test('a backup is found by file name, stamp or given name; a stranger’s only by file name', () => {
  const strange = 'mcp.json.cursor.20200101_000000_000000';
  const system = memorySystem({ [`${folder}/${strange}`]: 'strange' });
  const named = back(system, 'named', { name: 'before-work' });
  for (const said of [named.name, named.stamp, 'before-work']) {
    assert.is(findBackup(system, home, 'cursor', said).path, named.path);
  }
  assert.is(findBackup(system, home, 'cursor', strange).name, strange);
  assert.is(
    exitOf(() => findBackup(system, home, 'cursor', '20200101_000000_000000')),
    'usage',
  );
});

test('no name leads out of the folder', () => {
  const system = memorySystem({ '/home/ada/secret': 'secret', [`${folder}/x`]: { link: '/home/ada/secret' } });
  for (const said of ['../../../secret', '/home/ada/secret', '..', '.']) {
    assert.is(
      exitOf(() => findBackup(system, home, 'cursor', said)),
      'usage',
      said,
    );
  }
  assert.is(
    exitOf(() => readBackup(system, findBackup(system, home, 'cursor', 'x'))),
    'failed',
  );
  for (const label of ['..', '../x', 'a/b', 'a\\b', '', '.hidden', 'nul', 'a b', 'x.', 'x'.repeat(101)]) {
    assert.is(
      exitOf(() => listBackups(system, home, label)),
      'usage',
      label,
    );
  }
});

test('a backup that is not what was copied is not restored', () => {
  for (const damage of ['tex', 'texT', '']) {
    const system = memorySystem();
    const backup = back(system, 'text');
    system.put(backup.path, damage);
    assert.is(
      exitOf(() => readBackup(system, backup)),
      'failed',
      damage,
    );
  }
  const system = memorySystem();
  const backup = back(system, 'text');
  system.put(backup.sidecar ?? '', '{"torn');
  assert.is(
    exitOf(() => readBackup(system, backup)),
    'failed',
    'sidecar',
  );
});

test('restoring gives bytes and mode back, wherever the sidecar points, and backs up what it replaces', async () => {
  const system = memorySystem({ [original]: { text: 'now', mode: 0o600 }, '/home/ada/victim': 'kept' });
  const backup = back(system, 'then');
  const sidecar = new TextDecoder().decode(system.read(backup.sidecar ?? ''));
  system.put(backup.sidecar ?? '', sidecar.replace(original, '/home/ada/victim'));
  const run = await perform(system, request([restoreChange(system, backup, original)], { kind: 'restore' }));
  assert.is(new TextDecoder().decode(system.read(original)), 'then');
  assert.is(system.stat(original)?.mode, 0o640);
  assert.is(new TextDecoder().decode(system.read(run.files[0]?.backup ?? '')), 'now');
  assert.is(new TextDecoder().decode(system.read('/home/ada/victim')), 'kept');
});

test('the backup of a file that did not exist restores its absence', async () => {
  const system = memorySystem({ [original]: 'now' });
  await perform(system, request([restoreChange(system, back(system, undefined), original)]));
  assert.is(system.stat(original), undefined);
  assert.equal(leftovers(system), []);
});

/** Backups of the days before `now`, one each, oldest first; the texts are the ages. */
function aged(system: MemorySystem, now: number, ages: readonly number[], more: (age: number) => object = () => ({})) {
  return ages.map((age) => back(at(system, now - age * day), String(age), more(age)));
}

const now = Date.UTC(2026, 5, 1);
const cleanings: readonly (readonly [string, object, readonly string[]])[] = [
  ['by age', { olderThanDays: 30 }, ['0', '10', '20', '100']],
  ['by count', { keepCount: 2 }, ['0', '10', '100']],
  ['by age, but never the newest so many', { olderThanDays: 5, keepCount: 3 }, ['0', '10', '20', '100']],
  ['the first copy too when told so', { olderThanDays: 30, first: true }, ['0', '10', '20']],
  ['all but the first', {}, ['100']],
];

for (const [name, asked, left] of cleanings) {
  test(`cleaning goes ${name}`, () => {
    const system = memorySystem({ [`${folder}/mcp.json.cursor.20200101_000000_000000`]: 'strange' });
    aged(system, now, [100, 60, 40, 20, 10, 0]);
    const before = listBackups(system, home, 'cursor').length;
    const removed = cleanBackups(at(system, now + 1), home, { label: 'cursor', ...asked });
    const after = listBackups(system, home, 'cursor');
    assert.equal(
      after.filter(({ sidecar }) => sidecar).map((backup) => new TextDecoder().decode(readBackup(system, backup))),
      left,
    );
    assert.is(removed.length, before - after.length);
    assert.ok(
      after.some(({ sidecar }) => sidecar === undefined),
      'a stranger’s file stays',
    );
    assert.is(system.list(folder)?.length, left.length * 2 + 1);
  });
}

test('by itself goes what is neither first, nor young, nor of the last twenty runs, nor made by hand', () => {
  const system = memorySystem();
  const ages = [100, 60, 50, 40, 20, 13, 1];
  aged(system, now, ages, (age) => (age === 50 ? {} : { run: `run-${age}` }));
  for (const run of ['run-40', ...[...Array(19).keys()].map((number) => `run-9-${number}`)]) {
    system.put(`${home}/runs/${run}/run.json`, '{}');
  }
  applyRetention(at(system, now), home);
  const left = listBackups(system, home, 'cursor').map((backup) =>
    new TextDecoder().decode(readBackup(system, backup)),
  );
  assert.equal(left, ['1', '13', '40', '50', '100']);
});

for (const [megabytes, expected] of [
  [90, ['1', '2', '9']],
  [250, ['1', '9']],
] as const) {
  test(`the oldest beyond 200 MiB go, though they are young; not those of the newest run: ${megabytes} each`, () => {
    const system = memorySystem();
    aged(system, now, [9, 5, 4, 3, 2, 1], (age) => ({ run: `run-${9 - age}` }));
    system.put(`${home}/runs/run-8/run.json`, '{}');
    const stat: typeof system.stat = (path) => {
      const found = system.stat(path);
      return found === undefined || found.kind !== 'file' ? found : { ...found, size: megabytes * 1024 * 1024 };
    };
    applyRetention({ ...at(system, now), stat }, home);
    const left = listBackups(system, home, 'cursor').map((backup) =>
      new TextDecoder().decode(readBackup(system, backup)),
    );
    assert.equal(left, expected);
  });
}

test('of each file under one label the first copy stays, whatever else lies among the backups', () => {
  const system = memorySystem({ [`${home}/mcp_host_config_backups/no label/x`]: 'strange' });
  for (const path of [original, '/else'])
    for (const age of [9, 5]) aged(system, now, [age], () => ({ original: path }));
  cleanBackups(at(system, now), home, {});
  assert.equal(
    listBackups(system, home, 'cursor').map((backup) => [detailsOf(system, backup)?.original, text(system, backup)]),
    [
      ['/else', '9'],
      [original, '9'],
    ],
  );
});

test('cleaning that is cut off leaves no file that would pass for a stranger’s', () => {
  for (const call of [0, 1, 2]) {
    const system = memorySystem();
    aged(system, now, [9, 5, 4]);
    const cut = { ...faulty(system, { at: call, kind: 'crash-after' }), now: () => new Date(now) };
    assert.throws(() => cleanBackups(cut, home, {}), /at call/);
    assert.ok(listBackups(system, home, 'cursor').every(({ sidecar }) => sidecar !== undefined));
  }
});

test('cleaning takes along sidecars that a crash left alone a day ago', () => {
  const system = memorySystem();
  const [old, young] = aged(system, now, [3, 0]);
  for (const backup of [old, young]) system.remove(backup?.path ?? '');
  cleanBackups(at(system, now + 1), home, {});
  assert.equal(system.list(folder), [young?.sidecar?.slice(folder.length + 1)]);
});

test('a backup that an unfinished run needs is not cleaned', () => {
  const system = memorySystem();
  aged(system, now, [100, 60, 0], () => ({ run: 'run-1' }));
  system.put(`${home}/runs/run-1.open/journal.jsonl`, '');
  assert.equal(cleanBackups(at(system, now), home, { first: true }), []);
  applyRetention(at(system, now), home);
  assert.is(listBackups(system, home, 'cursor').length, 3, 'nor does it go by itself');
});

test.run();
