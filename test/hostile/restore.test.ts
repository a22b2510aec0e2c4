// Backups that cannot be trusted are refused, every restore can be undone, and cleaning never takes what is still needed.

import { readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { memorySystem } from '../../src/system/memory.ts';
import { hatch } from '../support/cli.ts';
import { faulty } from '../support/faulty-system.ts';
import { type HostileHome, hostileHome, removeHostileHomes, standing } from '../support/hostile-home.ts';

const file = '.cursor/mcp.json';
const folder = '.hatch/mcp_host_config_backups/cursor';
const manifest =
  'version: 1\nname: orchard\nenvironment: main\nenvironments: { main: { servers: { docs: { command: docs } } } }\ntargets: { cursor: {} }\n';

const texts = {
  servers: '{"mcpServers":{"own":{"command":"own"}}} // mine\n',
  others: '{ "mcpServers": { "other": { "command": "other" } }, "theme": "dark" }\n',
  'no servers': '{"theme":"dark"}\n',
  nothing: '',
  damage: '{"mcpServers": ',
  'invalid UTF-8': '{"\xff":1}',
};
const bytesOf = (text: string) => Buffer.from(text, text.includes('\xff') ? 'latin1' : 'utf8');

/** A home whose backup holds one text, and whose file another. */
async function homeWithBackup(then: string, now: string | undefined, applied: boolean): Promise<HostileHome> {
  const home = hostileHome();
  home.put('project/hatch.mcp.yaml', manifest);
  home.put(file, bytesOf(then));
  if (applied) await home.run('apply', '--auto-approve', '--skip-conflicts');
  else assert.is((await home.run('backup', 'create', 'cursor')).code, 0);
  if (now === undefined) rmSync(home.at(file));
  else home.put(file, bytesOf(now));
  return home;
}

const later = [...Object.entries(texts), ['no file', undefined] as const];

for (const [name, then] of Object.entries(texts)) {
  test(`a backup of ${name} is put back over whatever stands there, and the rollback gives that back`, async () => {
    const own = later.findIndex(([, text]) => text === then);
    for (const [i, [over, now]] of [1, 2, 5].map((far) => later[(own + far) % later.length] ?? ['', then]).entries()) {
      for (const applied of i === 0 ? [false, true] : [i === 1]) {
        const readable = !['damage', 'invalid UTF-8'].includes(name);
        if (applied && !readable) continue;
        const home = await homeWithBackup(then, now, applied);
        const what = `over ${over}, ${applied ? 'by an apply' : 'by hand'}`;
        const restored = await home.run('backup', 'restore', 'cursor', '--auto-approve');
        assert.is(restored.code, 0, `${what}: ${restored.stderr}`);
        assert.equal(home.read(file), bytesOf(then), what);
        const undone = await home.run('rollback', '--auto-approve');
        assert.is(undone.code, 0, `${what}: ${undone.stderr}`);
        if (now === undefined) assert.is(standing(home.path)[file], undefined, what);
        else assert.equal(home.read(file), bytesOf(now), what);
        assert.is((await home.run('rollback', '--auto-approve')).code === 70, false);
      }
    }
  });
}

test('a restore gives the mode back too, and its rollback the one that was there', async () => {
  const home = await homeWithBackup(texts.servers, undefined, false);
  home.put(file, texts.others, 0o600);
  await home.run('backup', 'restore', 'cursor', '--auto-approve');
  assert.is(home.system.stat(home.at(file))?.mode, 0o644);
  await home.run('rollback', '--auto-approve');
  assert.is(home.system.stat(home.at(file))?.mode, 0o600);
});

test('a restore of a file without servers that was edited since is not undone over that edit', async () => {
  const home = await homeWithBackup(texts['no servers'], texts.nothing, false);
  await home.run('backup', 'restore', 'cursor', '--auto-approve');
  home.put(file, '{"theme":"light"}');
  const { code, stderr } = await home.run('rollback', '--auto-approve');
  assert.is(code, 3, stderr);
  assert.is(home.read(file).toString(), '{"theme":"light"}');
});

const pairOf = (home: HostileHome) => {
  const names = readdirSync(home.at(folder));
  const sidecar = names.find((name) => name.startsWith('.')) ?? '';
  return {
    copy: home.at(`${folder}/${names.find((name) => !name.startsWith('.'))}`),
    sidecar: home.at(`${folder}/${sidecar}`),
  };
};
const editing = (path: string, edit: (text: string) => string) => writeFileSync(path, edit(readFileSync(path, 'utf8')));

const damages: readonly (readonly [string, (home: HostileHome) => void, number])[] = [
  ['one byte changed', (home) => editing(pairOf(home).copy, (text) => text.replace('own', 'owm')), 1],
  ['its end cut off', (home) => truncateSync(pairOf(home).copy, 10), 1],
  ['nothing left', (home) => truncateSync(pairOf(home).copy, 0), 1],
  ['a link in its place', linkInstead, 1],
  ['a torn sidecar', (home) => truncateSync(pairOf(home).sidecar, 20), 1],
  ['an empty sidecar', (home) => truncateSync(pairOf(home).sidecar, 0), 1],
  ['a sidecar that is no object', (home) => writeFileSync(pairOf(home).sidecar, 'null'), 1],
  [
    'the digest of other bytes',
    (home) => editing(pairOf(home).sidecar, (text) => text.replace(/"digest":"../, '"digest":"zz')),
    1,
  ],
  ['no sidecar: it is a stranger’s then, and not taken by itself', (home) => rmSync(pairOf(home).sidecar), 64],
  ['the original of another home', (home) => renameKey(home), 64],
];

function linkInstead(home: HostileHome): void {
  const { copy } = pairOf(home);
  rmSync(copy);
  symlinkSync(home.at('stranger.json'), copy);
}

/** As a folder of backups that was copied from another machine. */
function renameKey(home: HostileHome): void {
  const { sidecar } = pairOf(home);
  const text = readFileSync(sidecar, 'utf8').replaceAll(home.path, '/home/eve');
  rmSync(sidecar);
  writeFileSync(sidecar.replace(/\.[0-9a-f]{12}\.json$/, '.0123456789ab.json'), text);
}

for (const [name, damage, code] of damages) {
  test(`a backup with ${name} is refused: exit ${code}, no byte changed`, async () => {
    const home = await homeWithBackup(texts.servers, texts.others, false);
    home.put('stranger.json', texts.servers);
    damage(home);
    const before = standing(home.path, /^\.hatch\/locks/);
    const { code: said, stderr } = await home.run('backup', 'restore', 'cursor', '--auto-approve');
    assert.is(said, code, stderr);
    assert.equal(standing(home.path, /^\.hatch\/locks/), before);
    assert.ok([0, 1].includes((await home.run('backup', 'list', 'cursor')).code));
  });
}

test('no name of a backup, a run or a host leads to a file elsewhere', async () => {
  const home = await homeWithBackup(texts.servers, texts.others, false);
  home.put('.hatch/mcp_host_config_backups/elsewhere.json', texts.servers);
  home.put('.hatch/runs/x/run.json', '{}');
  home.put('run.json', '{}');
  const before = standing(home.path, /^\.hatch\/locks/);
  for (const name of [
    '../elsewhere.json',
    home.at('stranger.json'),
    '..',
    '.',
    '../../../run.json',
    'x/../../y',
    '%2e%2e',
    'nul',
  ]) {
    for (const line of [
      ['backup', 'restore', 'cursor', '--backup', name],
      ['backup', 'restore', 'cursor', '--timestamp', name],
      ['backup', 'restore', name],
      ['rollback', name],
      ['rollback', '../..'],
      ['unlock', name],
      ['backup', 'create', 'cursor', '--name', `${name}/x`],
    ]) {
      const { code, stderr } = await home.run(
        ...line,
        ...(line[0] === 'unlock' || line[1] === 'create' ? [] : ['--auto-approve']),
      );
      assert.ok(code !== 70 && (code !== 0 || line[1] === 'create'), `${line.join(' ')}: ${code} ${stderr}`);
    }
  }
  const after = standing(home.path, /^\.hatch\/(locks|mcp_host_config_backups\/cursor)/);
  for (const [path, text] of Object.entries(after)) assert.is(text, before[path], path);
});

test('however often and however hard it is cleaned, the first copy of each file stays unless it is named', async () => {
  const home = await homeWithBackup(texts.servers, texts.servers, false);
  for (let i = 0; i < 5; i += 1) {
    home.put(file, `{"number":${i}}`);
    await home.run('backup', 'create', 'cursor');
  }
  for (const words of [
    [],
    ['--older-than-days', '0'],
    ['--keep-count', '0'],
    ['--keep-count', '0', '--older-than-days', '0'],
  ]) {
    assert.is((await home.run('backup', 'clean', 'all', '--auto-approve', ...words)).code, 0);
  }
  assert.equal(readFileSync(pairOf(home).copy, 'utf8'), texts.servers);
  assert.is((await home.run('backup', 'restore', 'cursor', '--auto-approve')).code, 0);
  assert.equal(home.read(file).toString(), texts.servers);
});

test('a rollback whose backup was cleaned away says so, and changes nothing', async () => {
  const home = await homeWithBackup(texts.servers, texts.servers, true);
  assert.is((await home.run('apply', '--auto-approve')).code, 0);
  assert.is((await home.run('backup', 'clean', 'all', '--first', '--auto-approve')).code, 0);
  const before = home.read(file);
  const { code, stderr } = await home.run('rollback', '--auto-approve');
  assert.is(code, 1);
  assert.match(stderr, 'is gone: it was cleaned away');
  assert.match(stderr, 'hatch backup list cursor');
  assert.equal(home.read(file), before);
});

test('what a killed run needs is there after any cleaning, and the recovery gives the bytes back', async () => {
  const path = `/home/ada/${file}`;
  const env = { HATCH_MANIFEST: '/home/ada/work/hatch.mcp.yaml' };
  const backups = '/home/ada/.hatch/mcp_host_config_backups/cursor';
  let needed = 0;
  for (let at = 0; ; at += 1) {
    const system = memorySystem(
      { [env.HATCH_MANIFEST]: manifest, [path]: texts.servers },
      { cwd: '/home/ada/work', env },
    );
    await hatch(system, ['backup', 'create', 'cursor']);
    // What the command line makes of it is never seen: the process is no more.
    const { code: last } = await hatch(faulty(system, { at, kind: 'crash-after' }), ['apply', '--auto-approve']);
    if (last === 0) break;
    system.kill();
    const next = system.fork();
    const open = Object.keys(next.tree()).some((name) => name.endsWith('.open/journal.jsonl'));
    const before = next.list(backups) ?? [];
    await hatch(next, ['backup', 'clean', 'all', '--first', '--auto-approve']);
    const kept = next.list(backups) ?? [];
    // Of a run that is over even the first copy goes when it is named.
    if (!open || before.length < 4) continue;
    needed += 1;
    assert.ok(kept.length >= 2, `after call ${at}`);
    const { code, stderr } = await hatch(next, ['apply', '--auto-approve']);
    assert.is(code, 0, `after call ${at}: ${stderr}`);
    const undone = await hatch(next, ['rollback', '--auto-approve']);
    assert.is(undone.code, 0, `after call ${at}: ${undone.stderr}`);
    assert.is(next.tree()[path], texts.servers, `after call ${at}`);
  }
  assert.ok(needed > 5, `only ${needed} instants at which a run needed its backup`);
});

test.after(removeHostileHomes);
test.run();
