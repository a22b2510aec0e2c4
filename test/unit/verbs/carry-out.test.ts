// Between a plan and its locks others may write: what is carried out is what was seen, or it is asked or refused again.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HatchError } from '../../../src/model/errors.ts';
import type { MemorySystem } from '../../../src/system/memory.ts';
import { apply } from '../../../src/verbs/apply.ts';
import type { ApplyOptions } from '../../../src/verbs/options.ts';
import { rollback } from '../../../src/verbs/rollback.ts';
import { Crash, faulty } from '../../support/faulty-system.ts';
import { machine, manifestPath, places } from '../../support/machine.ts';
import { home, leftovers } from '../../support/transactions.ts';

const file = places.cursor.file;

function written(commands: Readonly<Record<string, string>>) {
  const servers = Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, { command }]));
  return { version: 1, name: 'team', environments: { only: { servers } }, targets: { cursor: {} } };
}

/** A machine that holds two servers of the manifest, one of which is to be another by now. */
async function waiting() {
  const at = machine({ [file]: '{ "theme": "dusk" }\n' });
  at.writeManifest(written({ docs: 'docs', tracker: 'tracker' }));
  await at.apply();
  at.writeManifest(written({ docs: 'docs-2', tracker: 'tracker' }));
  return at;
}

function carry(system: MemorySystem, how: Partial<ApplyOptions>) {
  return apply({ system, surroundings: system.surroundings }, { manifest: manifestPath }, { command: 'hatch', ...how });
}

/** Acts right before the first lock is taken. */
function beforeLocks(system: MemorySystem, act: () => void): MemorySystem {
  let isFirst = true;
  const link: typeof system.link = (from, to) => {
    if (isFirst) act();
    isFirst = false;
    system.link(from, to);
  };
  return { ...system, link };
}

async function exitOf(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error !== undefined && !(error instanceof HatchError)) throw error;
  return error?.exit ?? 'done';
}

test('a person is asked again where something else would happen by now, and may say no', async () => {
  const { system, edit, hostFiles } = await waiting();
  const asked: boolean[] = [];
  let before: unknown;
  const interaction = {
    resolve: async () => 'skip' as const,
    confirm: async (_: unknown, changed: boolean) => {
      asked.push(changed);
      if (!changed) edit('cursor', ['tracker', 'command'], { kind: 'set', value: 'by hand' });
      before = hostFiles();
      return !changed;
    },
  };
  assert.is(await exitOf(carry(system, { interaction })), 'failed');
  assert.equal(asked, [false, true]);
  assert.equal(hostFiles(), before);
});

const changes: readonly (readonly [string, (at: Awaited<ReturnType<typeof waiting>>) => void, string])[] = [
  ['the manifest has no server any more', ({ writeManifest }) => writeManifest(written({})), 'refused'],
  [
    'another hand has changed what it would change',
    ({ edit }) => edit('cursor', ['docs', 'command'], { kind: 'set', value: 'by hand' }),
    'stale',
  ],
];

for (const [name, act, exit] of changes) {
  test(`${name} once the locks are taken: '${exit}', and nothing is written`, async () => {
    const at = await waiting();
    let before: unknown;
    const system = beforeLocks(at.system, () => {
      act(at);
      before = at.hostFiles();
    });
    assert.is(await exitOf(carry(system, { autoApprove: true })), exit);
    assert.equal(at.hostFiles(), before);
    assert.equal(leftovers(at.system), []);
  });
}

test('a file that another run was about to write when the plan was made is locked too, and nobody is asked again', async () => {
  const at = machine({ [file]: '{}\n', [places.codex.file]: '' });
  const both = (command: string) => ({ ...written({ docs: command }), targets: { cursor: {}, codex: {} } });
  at.writeManifest(both('docs'));
  await at.apply();
  at.writeManifest(both('docs-2'));
  at.edit('cursor', ['docs', 'command'], { kind: 'set', value: 'docs-2' });
  const system = beforeLocks(at.system, () => at.edit('cursor', ['docs', 'command'], { kind: 'set', value: 'docs' }));
  assert.is(await exitOf(carry(system, { autoApprove: true })), 'done');
  assert.equal(
    [at.servers('cursor'), at.servers('codex')],
    [{ docs: { command: 'docs-2' } }, { docs: { command: 'docs-2' } }],
  );
});

for (const stays of [false, true]) {
  test(`a conflict ${stays ? 'that stays is refused' : 'with what a run was midway through is none when it is through'}`, async () => {
    const at = await waiting();
    let isFirst = true;
    const read: typeof at.system.read = (path) => {
      const bytes = at.system.read(path);
      if (path !== file || (!isFirst && !stays)) return bytes;
      isFirst = false;
      return Buffer.from(new TextDecoder().decode(bytes).replace('"command": "docs"', '"command": "other"'));
    };
    assert.is(await exitOf(carry({ ...at.system, read }, { autoApprove: true })), stays ? 'conflicts' : 'done');
    assert.match(at.hostFiles()[file] ?? '', stays ? '"command": "docs"' : '"command": "docs-2"');
  });
}

for (const verb of ['apply', 'rollback'] as const) {
  test(`${verb}: an entry that another program changes as the files are being replaced stays as it left it`, async () => {
    const at = await waiting();
    const { surroundings } = at.system;
    const append: typeof at.system.append = (path, bytes) => {
      at.system.append(path, bytes);
      if (!new TextDecoder().decode(bytes).includes('"commit"')) return;
      at.edit('cursor', ['docs', 'command'], { kind: 'set', value: 'by hand' });
    };
    const ports = { system: { ...at.system, append }, surroundings };
    const how = { command: 'hatch', autoApprove: true };
    const act =
      verb === 'apply' ? carry(ports.system, how) : rollback(ports, undefined, { manifest: manifestPath }, how);
    assert.is(await exitOf(act), 'undone');
    assert.match(at.hostFiles()[file] ?? '', /"docs": \{\s+"command": "by hand"/);
    assert.match(at.hostFiles()[file] ?? '', /"tracker": \{\s+"command": "tracker"/);
  });
}

test('a record that another program changes as the files are being replaced is not written over', async () => {
  const { system, hostFiles } = await waiting();
  const before = hostFiles();
  const record = Object.keys(system.tree()).find((path) => path.startsWith(`${home}/state/team/`)) ?? '';
  const append: typeof system.append = (path, bytes) => {
    system.append(path, bytes);
    if (new TextDecoder().decode(bytes).includes('"commit"')) system.put(record, '{}\n');
  };
  assert.is(await exitOf(carry({ ...system, append }, { autoApprove: true })), 'undone');
  assert.equal([system.tree()[record], hostFiles()], ['{}\n', before]);
});

const afterwards: readonly (readonly [
  what: string,
  act: (at: Awaited<ReturnType<typeof waiting>>) => void,
  exit: string,
])[] = [
  ['its own setting', ({ system }) => system.put(file, textOf(system).replace('dusk', 'dawn')), 'done'],
  ['a field of its own', ({ edit }) => edit('cursor', ['docs', 'disabled'], { kind: 'set', value: true }), 'done'],
  ['what it had', ({ edit }) => edit('cursor', ['docs', 'command'], { kind: 'set', value: 'docs' }), 'put-back'],
  ['half of a file', ({ system }) => system.put(file, '{'), 'put-back'],
  ['nothing', ({ system }) => system.remove(file), 'put-back'],
];
const textOf = (system: MemorySystem) => new TextDecoder().decode(system.read(file));

for (const [what, act, exit] of afterwards) {
  test(`a host that leaves ${what} within the settle time: '${exit}'`, async () => {
    const at = await waiting();
    const pause: typeof at.system.pause = async (milliseconds) => {
      if (milliseconds > 0 && textOf(at.system).includes('docs-2')) act(at);
      await at.system.pause(milliseconds);
    };
    const { exit: said } = await carry({ ...at.system, pause }, { autoApprove: true, settle: 50 });
    assert.is(said, exit);
  });
}

test('what a killed run left is cleared away also where nothing is left to do', async () => {
  const count = faulty((await waiting()).system);
  await carry(count, { autoApprove: true });
  const at = count.calls.findIndex((call) => /^rename .*run\.json/.test(call));
  const { system } = await waiting();
  await carry(faulty(system, { at, kind: 'crash-before' }) as MemorySystem, { autoApprove: true }).catch((error) =>
    assert.instance(error, Crash),
  );
  system.kill();
  const next = system.fork();
  assert.is(await exitOf(carry(next, { autoApprove: true })), 'done');
  assert.equal(leftovers(next), []);
});

test('the key is on the disk before anything is recorded by it', async () => {
  const { system } = await waiting();
  system.remove(`${home}/state/key`);
  await carry(system, { autoApprove: true });
  const key = system.read(`${home}/state/key`);
  assert.is(key?.length, 64);
  assert.equal(system.crash({ data: 'drop', names: 'drop' }).read(`${home}/state/key`), key);
});

for (const [what, damage] of [
  ['empty', ''],
  ['cut off', 'a1b2c3'],
] as const) {
  test(`a key that is ${what} is no key, and is replaced by a whole one`, async () => {
    const { system } = await waiting();
    system.put(`${home}/state/key`, damage);
    assert.is(await exitOf(carry(system, { autoApprove: true })), 'done');
    assert.match(new TextDecoder().decode(system.read(`${home}/state/key`)), /^[0-9a-f]{64}$/);
    assert.equal(leftovers(system), []);
  });
}

test('a folder in the place of the key stops an apply, which says so', async () => {
  const at = await waiting();
  at.system.remove(`${home}/state/key`);
  at.system.put(`${home}/state/key/deep`, '');
  const before = at.hostFiles();
  assert.is(await exitOf(carry(at.system, { autoApprove: true })), 'failed');
  assert.equal(at.hostFiles(), before);
});

test.run();
