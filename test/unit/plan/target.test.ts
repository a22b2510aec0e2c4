// One target: whether anything is planned for it at all, and which files its entries come to stand in.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json } from '../../../src/model/json.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { PlanOptions } from '../../../src/verbs/options.ts';
import { machine, places } from '../../support/machine.ts';

const npx = { command: 'npx' };

function manifest(servers: Json, targets: Json): Json {
  return { version: 1, name: 'reef', environments: { all: { servers } }, targets };
}

function verdicts({ targets }: Plan): readonly string[] {
  return targets.flatMap(({ name, state, entries }) => [
    `${name} ${state}`,
    ...entries.map((entry) => `${name}/${entry.name} ${entry.answer ?? entry.verdict}`),
  ]);
}

test('nothing is planned for a host that is not there, unless its file is to be made', async () => {
  const ada = machine({});
  ada.writeManifest(manifest({ tides: npx }, { cursor: {}, codex: { create: true } }));
  assert.equal(verdicts(await ada.plan()), ['codex new', 'codex/tides add', 'cursor absent']);
});

test('a file that a host emptied is told from one in which somebody removed ours', async () => {
  const ada = machine({ [places.cursor.file]: '{ "theme": "dark" }\n' });
  ada.writeManifest(manifest({ tides: npx }, { cursor: {} }));
  assert.equal(verdicts(await ada.plan()), ['cursor read', 'cursor/tides add']);
  await ada.apply();
  for (const [text, expected] of [
    ['{}', ['cursor reset', 'cursor/tides host-reset']],
    ['{ "theme": "dark" }', ['cursor reset', 'cursor/tides host-reset']],
    ['{ "mcpServers": {} }', ['cursor read', 'cursor/tides re-add']],
    ['{ "mcpServers": ', ['cursor unreadable', 'cursor/tides unreadable']],
  ] as const) {
    ada.system.put(places.cursor.file, text);
    assert.equal(verdicts(await ada.plan()), expected, text);
  }
});

const chosen: Readonly<Record<string, readonly [PlanOptions, readonly string[]]>> = {
  all: [{}, ['cursor read', 'cursor/reef collision', 'cursor/tides add']],
  'one server': [{ servers: ['tides'] }, ['cursor read', 'cursor/tides add']],
  'one conflict skipped by its server': [{ skip: ['reef'] }, ['cursor read', 'cursor/reef skip', 'cursor/tides add']],
  'one conflict skipped by its entry': [
    { skip: ['cursor/reef'] },
    ['cursor read', 'cursor/reef skip', 'cursor/tides add'],
  ],
  'another one skipped': [{ skip: ['zed/reef'] }, ['cursor read', 'cursor/reef collision', 'cursor/tides add']],
};

for (const [what, [options, expected]] of Object.entries(chosen)) {
  test(`planned is ${what}`, async () => {
    const ada = machine({ [places.cursor.file]: JSON.stringify({ mcpServers: { reef: { command: 'theirs' } } }) });
    ada.writeManifest(manifest({ tides: npx, reef: npx }, { cursor: {} }));
    assert.equal(verdicts(await ada.plan(options)), expected);
  });
}

const long = 'ä'.repeat(100);

test('in a folder a server’s file is called as every file system takes it', async () => {
  const ada = machine({ '/home/ada/work/.continue/mcpServers/tides.yaml': 'name: theirs\n' });
  const names = ['tides', 'a/../b', '.hidden', 'dot.', 'CO:N', long, `${long}2`];
  ada.writeManifest(
    manifest(Object.fromEntries(names.map((name) => [name, npx])), { continue: { scope: 'project', create: true } }),
  );
  const [target] = (await ada.plan()).targets;
  const files = (target?.entries ?? []).map(({ file }) => target?.files[file]?.symbolic.split('/').at(-1) ?? '');
  const short = files.filter((file) => !file.startsWith('%e4%e4'));
  assert.equal(short.toSorted(), ['%2ehidden.yaml', 'CO%3aN.yaml', 'a%2f..%2fb.yaml', 'dot%2e.yaml', 'tides.yaml']);
  assert.is(new Set(files).size, names.length);
  assert.is(target?.files.length, names.length);
  assert.ok(files.every((file) => file.length <= 205));
});

for (const [mode, tightens] of [
  [0o644, true],
  [0o600, false],
] as const) {
  test(`a file of mode ${mode.toString(8)} ${tightens ? 'is tightened' : 'stays'} for a secret`, async () => {
    const ada = machine({ [places.cursor.file]: '{}\n' });
    ada.system.setMode(places.cursor.file, mode);
    const servers = { tides: { command: 'npx', env: { K: '${file:/home/ada/key}' } } };
    ada.writeManifest(manifest(servers, { cursor: { references: 'inline' } }));
    ada.system.put('/home/ada/key', 'k');
    assert.is((await ada.plan()).targets[0]?.tightens, tightens);
  });
}

test.run();
