// One file in which several hosts keep their servers, and one place under several paths: what is ours in one of them is
// never taken for what stands in another, and never removed as left over because it was reached by another way.

import { symlinkSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type HostileHome, hostileHome, removeHostileHomes } from '../support/hostile-home.ts';

const cursorFile = '.cursor/mcp.json';

function manifestWith(targets: string, rules = '{ to: [all] }', command = 'docs'): string {
  return `version: 1\nname: orchard\nenvironment: main\nenvironments: { main: { servers: { docs: { command: ${command} } } } }\ntargets: { ${targets} }\nrules: [${rules}]\n`;
}

/** Runs each line; the code must be 0. Gives what was printed last. */
async function runs(home: HostileHome, ...lines: readonly string[]): Promise<string> {
  let last = '';
  for (const line of lines) {
    const { code, stdout, stderr } = await home.run(...line.split(' '));
    assert.is(code, 0, `${line}: ${stdout}${stderr}`);
    last = stdout;
  }
  return last;
}

const manifest = 'project/hatch.mcp.yaml';
const shared = 'project/.mcp.json';
const both = 'claude-code: { scope: project }, visual-studio: { scope: project }';
const own = '{"mcpServers":{"docs":{"command":"docs"}}}\n';

test('a server of the same name and value that another host keeps in the same file is never ours', async () => {
  const home = hostileHome();
  home.put(manifest, manifestWith(both, '{ to: [visual-studio] }'));
  home.put(shared, own);
  await runs(home, 'apply --auto-approve');
  assert.match(home.read(shared).toString(), '"servers":{"docs":');
  home.put(manifest, manifestWith(both, '{ to: [visual-studio] }, { to: [claude-code], exclude: [docs] }'));
  assert.match(await runs(home, 'plan'), 'No changes. 1 as wanted, 1 not managed.');
  await runs(home, 'destroy --auto-approve');
  assert.is(home.read(shared).toString(), own);
});

test('each of two hosts in one file has what was written for it, and takes only that along', async () => {
  const home = hostileHome();
  home.put(manifest, manifestWith(both));
  home.put(shared, '{}\n');
  await runs(home, 'apply --auto-approve');
  const all = home.read(shared).toString();
  home.put(manifest, manifestWith('claude-code: { scope: project }'));
  await runs(home, 'apply --auto-approve', 'plan --exit-code');
  assert.equal(JSON.parse(home.read(shared).toString()), { mcpServers: { docs: { command: 'docs' } } });
  await runs(home, 'rollback --auto-approve');
  assert.is(home.read(shared).toString(), all);
  await runs(home, 'destroy --auto-approve');
  assert.is(home.read(shared).toString(), '{}\n');
});

test('an owner’s server in one place of a file is no conflict for another owner’s in the other', async () => {
  const home = hostileHome();
  const other = manifestWith('zed: { path: ~/.cursor/mcp.json }', '{ to: [all] }', 'theirs');
  home.put(manifest, manifestWith('cursor: {}'));
  home.put('other/hatch.mcp.yaml', other.replace('orchard', 'meadow'));
  home.put(cursorFile, '{"context_servers":{"docs":{"command":"own"}}}');
  await runs(home, 'apply --auto-approve', 'apply --auto-approve --take zed/docs --manifest ../other/hatch.mcp.yaml');
  assert.equal(JSON.parse(home.read(cursorFile).toString()), {
    context_servers: { docs: { command: 'theirs' } },
    mcpServers: { docs: { command: 'docs' } },
  });
});

const atHome = 'cursor: {}';
const linked = 'mine: { type: cursor, path: ~/linked.json }';
const throughFolder = 'mine: { type: cursor, path: ~/way/mcp.json }';
const ways: readonly (readonly [name: string, first: string, then: string])[] = [
  ['a link to the file, then the file', linked, atHome],
  ['the file, then a link to it', atHome, linked],
  ['a link to its folder, then the file', throughFolder, atHome],
  ['one link, then another', linked, throughFolder],
  ['two ways, then one', `${atHome}, ${linked}`, linked],
];

for (const [name, first, then] of ways) {
  test(`a target that is reached by ${name} keeps what it has, and it stays ours`, async () => {
    const home = hostileHome();
    home.put(cursorFile, '{"mcpServers":{"own":{"command":"own"}}}');
    symlinkSync('.cursor/mcp.json', home.at('linked.json'));
    symlinkSync('.cursor', home.at('way'));
    home.put(manifest, manifestWith(first));
    await runs(home, 'apply --auto-approve');
    const written = home.read(cursorFile).toString();
    home.put(manifest, manifestWith(then));
    assert.match(await runs(home, 'apply --auto-approve --prune-moved', 'plan'), 'No changes. 1 as wanted');
    assert.is(home.read(cursorFile).toString(), written);
    home.put(manifest, manifestWith(then, '{ to: [all] }', 'docs2'));
    assert.match(await runs(home, 'apply --auto-approve'), '1 changed');
    await runs(home, 'destroy --auto-approve');
    assert.is(home.read(cursorFile).toString(), '{"mcpServers":{"own":{"command":"own"}}}');
  });
}

test('what another owner wrote is theirs by whatever path one comes to it', async () => {
  const home = hostileHome();
  home.put(cursorFile, '{}');
  symlinkSync('.cursor', home.at('way'));
  home.put(manifest, manifestWith(atHome));
  home.put('other/hatch.mcp.yaml', manifestWith(throughFolder, '{ to: [all] }', 'theirs').replace('orchard', 'meadow'));
  await runs(home, 'apply --auto-approve');
  const { code, stdout } = await home.run('apply', '--auto-approve', '--manifest', '../other/hatch.mcp.yaml');
  assert.is(code, 3);
  assert.match(stdout, 'another manifest manages it');
});

test('a manifest that is named by a link is the same manifest', async () => {
  const home = hostileHome();
  home.put(cursorFile, '{}');
  home.put(manifest, manifestWith(atHome));
  symlinkSync('project', home.at('link'));
  await runs(home, 'apply --auto-approve');
  assert.match(await runs(home, 'plan --manifest ../link/hatch.mcp.yaml'), 'No changes. 1 as wanted');
});

test.after(removeHostileHomes);
test.run();
