// Two developers and a runner on one bare repository, with files of hosts in the project: the record travels with the
// files that it belongs to, so that branches and merges bring no conflict that git did not have.

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertCode, type Home, removeHomes } from '../support/home.ts';
import { bareRepository, cloneOf, gitIn, tryGit } from '../support/repositories.ts';

function git(home: Home, ...words: readonly string[]): string {
  return gitIn(join(home.path, 'project'), ...words);
}

const hosts = ['claude-code', 'codex', 'continue', 'cursor', 'vscode'];

const definitions = {
  almanac: '{ command: npx, args: [-y, almanac] }',
  barometer: '{ command: uvx, args: [barometer] }',
  wharf: '{ url: "https://wharf.example/mcp", headers: { Authorization: "Bearer ${env:WHARF}" } }',
  gauge: '{ command: gauge, env: { LEVEL: low } }',
  orchard: '{ command: orchard }',
};

function manifest(servers: Readonly<Record<string, string>>, targets: readonly string[] = hosts): string {
  const lines = (members: Readonly<Record<string, string>>, indent: string) =>
    Object.entries(members).map(([name, value]) => `${indent}${name}: ${value}\n`);
  return [
    'version: 1\nname: team\nenvironment: shared\nenvironments:\n  shared:\n    servers:\n',
    // A line between any two, as between any two servers that are written on several.
    ...lines(servers, '      ').map((line) => `${line}\n`),
    'targets:\n',
    ...lines(Object.fromEntries(targets.map((name) => [name, '{ scope: project }'])), '  '),
  ].join('');
}

/** Writes the manifest, applies it and commits everything: what a developer does. */
function change(home: Home, text: string, message: string): void {
  home.write('project/hatch.mcp.yaml', text);
  assertCode(home.run('apply', '--auto-approve', '--max-deletes', '9'), 0);
  commit(home, message);
}

function commit(home: Home, message: string): void {
  git(home, 'add', '--all');
  git(home, 'commit', '--quiet', '--message', message);
}

/** What `plan --exit-code` says in a fresh clone by somebody who never ran us; it leaves no trace. */
function runnerSays(repository: string): number {
  const runner = cloneOf(repository);
  const { code } = runner.run('plan', '--exit-code');
  assert.is(git(runner, 'status', '--porcelain'), '');
  assert.equal(
    [...runner.leaves().keys()].filter((path) => !path.startsWith('project/')),
    [],
  );
  return code;
}

/** Merges, and gives the files that git could not merge. */
function merge(home: Home, branch: string): readonly string[] {
  tryGit(join(home.path, 'project'), 'merge', '--quiet', '--no-edit', branch);
  return git(home, 'diff', '--name-only', '--diff-filter=U')
    .split('\n')
    .filter((line) => line !== '');
}

test('a change, an addition and a removal by two developers merge, and the runner agrees', () => {
  const repository = bareRepository();
  const ada = cloneOf(repository);
  const { almanac, barometer, wharf, gauge } = definitions;
  change(ada, manifest({ almanac, barometer, gauge }), 'three servers');
  git(ada, 'push', '--quiet', 'origin', 'main');
  assert.is(runnerSays(repository), 0);

  // Ben has the files and their record from git, and continues where Ada stopped.
  const ben = cloneOf(repository);
  assertCode(ben.run('plan', '--exit-code'), 0);
  git(ben, 'switch', '--quiet', '--create', 'wharf');
  change(ben, manifest({ almanac, barometer, gauge, wharf }), 'one more, at the end');

  // Meanwhile Ada changes the first one and removes the second.
  change(ada, manifest({ almanac: '{ command: npx, args: [-y, almanac, --tides] }', gauge }), 'tides, no barometer');
  git(ada, 'push', '--quiet', 'origin', 'main');

  git(ben, 'fetch', '--quiet');
  assert.equal(merge(ben, 'origin/main'), []);
  assertCode(ben.run('plan', '--exit-code'), 0);
  git(ben, 'push', '--quiet', 'origin', 'HEAD:main');
  assert.is(runnerSays(repository), 0);
  for (const file of ['.mcp.json', '.codex/config.toml', '.vscode/mcp.json']) {
    const text = ben.read(`project/${file}`);
    assert.match(text, 'wharf');
    assert.match(text, '--tides');
    assert.not.match(text, 'barometer');
  }

  // What is ours stays ours after a merge: Ada can take off what Ben added.
  git(ada, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  change(ada, manifest({ almanac: '{ command: npx, args: [-y, almanac, --tides] }', gauge }), 'no wharf');
  assert.not.match(ada.read('project/.mcp.json'), 'wharf');
  assert.not.match(ada.read('project/.hatch/state/team.json'), 'wharf');
});

test('switching branches switches files and record together, and nobody sees drift', () => {
  const ada = cloneOf(bareRepository());
  const { almanac, barometer, orchard } = definitions;
  change(ada, manifest({ almanac, barometer }), 'two');
  git(ada, 'switch', '--quiet', '--create', 'other');
  change(ada, manifest({ almanac: '{ command: almanac }', orchard }), 'others');
  for (const branch of ['main', 'other']) {
    git(ada, 'switch', '--quiet', branch);
    assertCode(ada.run('plan', '--exit-code'), 0);
    assert.match(assertCode(ada.run('drift', '--exit-code'), 0).stdout, 'No drift');
  }
});

test('the runner says 2 where somebody forgot to apply, and where somebody changed a file by hand', () => {
  const repository = bareRepository();
  const ada = cloneOf(repository);
  const { almanac, barometer } = definitions;
  change(ada, manifest({ almanac }), 'one');
  ada.write('project/hatch.mcp.yaml', manifest({ almanac, barometer }));
  commit(ada, 'forgotten');
  git(ada, 'push', '--quiet', 'origin', 'main');
  assert.is(runnerSays(repository), 2);
  change(ada, manifest({ almanac, barometer }), 'applied');
  ada.edit('project/.mcp.json', /"npx"/, '"npm"');
  commit(ada, 'by hand');
  git(ada, 'push', '--quiet', 'origin', 'main');
  assert.is(runnerSays(repository), 2);
});

test('two developers who add a host each merge, and so do a host and a server', () => {
  const ada = cloneOf(bareRepository());
  const { almanac, barometer, gauge } = definitions;
  const few = ['claude-code', 'vscode'];
  change(ada, manifest({ almanac, barometer }, few), 'two hosts');
  git(ada, 'switch', '--quiet', '--create', 'codex');
  change(ada, manifest({ almanac, barometer }, ['codex', ...few]), 'codex');
  git(ada, 'switch', '--quiet', '--create', 'zed', 'main');
  change(ada, manifest({ almanac, barometer }, [...few, 'zed']), 'zed');
  assert.equal(merge(ada, 'codex'), []);
  assertCode(ada.run('plan', '--exit-code'), 0);
  git(ada, 'switch', '--quiet', '--create', 'gauge', 'main');
  change(ada, manifest({ almanac, barometer, gauge }, few), 'gauge');
  assert.equal(merge(ada, 'zed'), []);
  // The new host lacks the new server: that is for an apply, and neither drift nor a conflict.
  assert.match(assertCode(ada.run('plan', '--exit-code'), 2).stdout, 'Plan: 2 to add, 0 to change, 0 to remove.');
});

test('with the union merge for records, they merge wherever the files do', () => {
  const ada = cloneOf(bareRepository());
  const { almanac, barometer, gauge, orchard } = definitions;
  const few = ['claude-code', 'vscode'];
  ada.write('project/.gitattributes', '.hatch/state/*.json merge=union\n');
  change(ada, manifest({ almanac, barometer, orchard }, few), 'three');
  git(ada, 'switch', '--quiet', '--create', 'without');
  change(ada, manifest({ almanac, orchard }, ['codex', ...few]), 'no barometer, and codex');
  // In the order of the record just where the other one takes something away.
  git(ada, 'switch', '--quiet', '--create', 'with', 'main');
  change(ada, manifest({ almanac, barometer, orchard, gauge }, [...few, 'cursor']), 'a gauge, and cursor');
  assert.equal(merge(ada, 'without'), []);
  assert.match(assertCode(ada.run('plan', '--exit-code'), 2).stdout, 'Plan: 1 to add, 0 to change, 1 to remove.');
  assertCode(ada.run('apply', '--auto-approve'), 0);
  assertCode(ada.run('plan', '--exit-code'), 0);
  assert.not.match(ada.read('project/.hatch/state/team.json'), 'barometer');
});

test("where git has a conflict, one side of the hosts' files and of the record is taken, and an apply does the rest", () => {
  const ada = cloneOf(bareRepository());
  const { almanac, gauge, orchard } = definitions;
  change(ada, manifest({ gauge }), 'one');
  git(ada, 'switch', '--quiet', '--create', 'end');
  change(ada, manifest({ gauge, orchard }), 'at the end');
  git(ada, 'switch', '--quiet', '--create', 'beginning', 'main');
  change(ada, manifest({ almanac, gauge }), 'at the beginning');
  const conflicts = merge(ada, 'end');
  // Both stand at the end of hosts' files: that is git's own.
  assert.ok(conflicts.includes('.mcp.json') && !conflicts.includes('hatch.mcp.yaml'));
  git(ada, 'checkout', '--quiet', '--theirs', '--', ...conflicts);
  assert.match(assertCode(ada.run('apply', '--auto-approve'), 0).stdout, / added, 0 changed, 0 removed\./);
  commit(ada, 'merged');
  assertCode(ada.run('plan', '--exit-code'), 0);
});

test.after(removeHomes);
test.run();
