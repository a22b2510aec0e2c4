import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Surroundings } from '../../../src/system/system.ts';
import { plan } from '../../../src/verbs/plan.ts';
import { recall, remember } from '../../../src/verbs/rest.ts';
import { type Machine, machine, manifestPath, places } from '../../support/machine.ts';

const look = { build: '1', colour: false, width: 100 };
const manifest = {
  version: 1,
  name: 'resting',
  environments: { only: { servers: { tides: { command: 'uvx', args: ['tides'] } } } },
  targets: { cursor: {}, codex: {} },
};

/** A machine after an apply, with what `plan` says kept in mind. */
async function resting(): Promise<{ readonly ada: Machine; readonly around: Surroundings }> {
  const ada = machine({ [places.cursor.file]: '{}\n', [places.codex.file]: 'model = "o3"\n' });
  ada.writeManifest(manifest);
  await ada.apply();
  const around = { ...ada.system.surroundings, env: { HATCH_MANIFEST: manifestPath } };
  await keep(ada, around);
  return { ada, around };
}

async function keep(ada: Machine, around: Surroundings): Promise<void> {
  await remember(ada.system, around, look, async (traced) => {
    const made = await plan(traced, {});
    return made.counts.add + made.counts.update + made.counts.remove === 0 ? 'No changes.' : undefined;
  });
}

test('what was said is said again while nothing changes', async () => {
  const { ada, around } = await resting();
  assert.is(recall(ada.system, around, look), 'No changes.');
});

const text = (ada: Machine, path: string) => new TextDecoder().decode(ada.system.read(path));

/** What may happen between two plans. */
const changes: readonly (readonly [
  string,
  (ada: Machine, around: Surroundings) => Partial<Surroundings> | undefined,
])[] = [
  ['a byte of a host file', (ada) => void ada.system.put(places.cursor.file, `${text(ada, places.cursor.file)} `)],
  ['a host file that goes', (ada) => void ada.system.remove(places.codex.file)],
  ['the manifest', (ada) => ada.writeManifest({ ...manifest, description: 'x' } as never) as undefined],
  ['an overlay that comes', (ada) => void ada.system.put('/home/ada/work/hatch.mcp.local.yaml', 'version: 1\n')],
  ['the record', (ada) => void ada.system.remove('/home/ada/.hatch/state/resting/record.json')],
  ['another owner that comes', (ada) => void ada.system.put('/home/ada/.hatch/state/other/record.json', '{}')],
  ['the chosen environment', (ada) => void ada.system.put('/home/ada/.hatch/environments.json', '{}')],
  ['a run that was cut off', (ada) => void ada.system.put('/home/ada/.hatch/runs/x.open/journal.jsonl', '{}')],
  ['a repository that comes', (ada) => void ada.system.put('/home/ada/work/.git/HEAD', 'x')],
  ['a variable that moves a host', (_, { env }) => ({ env: { ...env, CODEX_HOME: '/elsewhere' } })],
  ['a variable of ours', (_, { env }) => ({ env: { ...env, HATCH_ENVIRONMENT: 'only' } })],
  ['another folder', () => ({ cwd: '/home/ada' })],
  ['another home', () => ({ home: '/home/bob' })],
  ['the key', (ada) => void ada.system.put('/home/ada/.hatch/state/key', 'another key')],
];

for (const [what, change] of changes) {
  test(`${what} is noticed`, async () => {
    const { ada, around } = await resting();
    const moved = change(ada, around) ?? {};
    assert.is(recall(ada.system, { ...around, ...moved }, look), undefined);
  });
}

for (const [what, other] of [
  ['another build', { build: '2' }],
  ['colours', { colour: true }],
  ['another width', { width: 80 }],
] as const) {
  test(`${what} is another text`, async () => {
    const { ada, around } = await resting();
    assert.is(recall(ada.system, around, { ...look, ...other }), undefined);
  });
}

test('a mode that changes is noticed, a time that changes is not', async () => {
  const { ada, around } = await resting();
  ada.system.put(places.cursor.file, text(ada, places.cursor.file));
  assert.is(recall(ada.system, around, look), 'No changes.');
  ada.system.setMode(places.cursor.file, 0o640);
  assert.is(recall(ada.system, around, look), undefined);
});

test('nothing is kept in mind while something is to be done, nor when an answer failed', async () => {
  const { ada, around } = await resting();
  ada.system.put(places.cursor.file, '{}\n');
  await keep(ada, around);
  assert.is(recall(ada.system, around, look), undefined);
});

test('a torn memory is none', async () => {
  const { ada, around } = await resting();
  const folder = '/home/ada/.hatch/cache';
  const [name = ''] = ada.system.list(folder) ?? [];
  ada.system.put(`${folder}/${name}`, text(ada, `${folder}/${name}`).slice(0, 50));
  assert.is(recall(ada.system, around, look), undefined);
});

test('no value that was read stands in the memory', async () => {
  const { ada, around } = await resting();
  await keep(ada, { ...around, env: { ...around.env, CODEX_HOME: '/home/ada/.codex' } });
  const [name = ''] = ada.system.list('/home/ada/.hatch/cache') ?? [];
  assert.not.match(text(ada, `/home/ada/.hatch/cache/${name}`), 'tides');
});

test.run();
