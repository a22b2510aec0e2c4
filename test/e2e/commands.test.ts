// The commands around the main job: each says the facts and ends with the exit code that the product promises.

import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commands } from '../../src/cli/declarations.ts';
import { at } from '../../src/model/json.ts';
import { assertCode, changedFiles, type Home, places, removeHomes, report, scratchHome } from '../support/home.ts';

const cursorFile = '{ "mcpServers": { "theirs": { "command": "theirs" } } }\n';

const manifest = `
version: 1
name: team
environment: dev
environments:
  dev:
    description: For us
    servers:
      tracker: { command: tracker, env: { LEVEL: debug } }
  prod:
    servers:
      tracker: { command: tracker }
      gauge: { command: gauge }
targets: { cursor: {}, claude-code: {} }
`;

/** Cursor and Claude Code, with `tracker` applied to both. */
function appliedHome(): Home {
  const home = scratchHome();
  home.write(places.cursor, cursorFile);
  home.write(places['claude-code'], '{}\n');
  home.write('project/hatch.mcp.yaml', manifest);
  assertCode(home.run('apply', '--auto-approve'), 0);
  return home;
}

/** Nothing below the home directory changes by it. */
function onlyLooks(home: Home, look: () => void): void {
  const before = home.leaves();
  look();
  assert.equal(changedFiles(before, home.leaves()), []);
}

test('status, explain and drift look and leave everything as it is', () => {
  const home = appliedHome();
  home.edit(places.cursor, /"debug"/, '"loud"');
  home.write(places['claude-code'], '{ "mcpServers": {} }\n');
  onlyLooks(home, () => {
    const { stdout } = assertCode(home.run('status', '--exit-code'), 2);
    assert.match(stdout, /^MM {2}cursor\/tracker/m);
    assert.match(stdout, /^DA {2}claude-code\/tracker/m);
    assert.match(stdout, /^\? {3}cursor\/theirs/m);
    const entries = at(report(home.run('status', '--json')), ['result', 'entries']) as unknown as readonly {
      letters: string;
    }[];
    assert.equal(
      entries.map(({ letters }) => letters),
      ['DA', '? ', 'MM'],
    );
    const explained = assertCode(home.run('explain', 'cursor/tracker'), 0).stdout;
    // What others put at a sensitive place is not shown, whatever it is.
    assert.match(explained, /env\.LEVEL +"debug" +‹secret #1› +"debug"/);
    assert.match(explained, 'hatch.mcp.yaml:9:7');
    assert.is(at(report(home.run('explain', 'cursor/tracker', '--json')), ['result', 'verdict']), 'drift');
  });
});

test('hosts lists every host with its file and format, and which are here', () => {
  const home = appliedHome();
  onlyLooks(home, () => {
    const { stdout } = assertCode(home.run('hosts'), 0);
    assert.match(stdout, /^cursor +user +file +~\/\.cursor\/mcp\.json +json +stdio http sse/m);
    assert.match(stdout, /^codex +user +not here +~\/\.codex\/config\.toml +toml +stdio http/m);
    assert.is(at(report(home.run('hosts', '--host', 'cursor', '--json')), ['result', '0', 'exists']), true);
    assert.is(at(report(home.run('hosts', '--verify', '--json')), ['result', '0', 'servers']), 1);
    assert.match(assertCode(home.run('hosts', '--verify'), 0).stdout, /^cursor +2 servers +true/m);
  });
});

test('doctor reports every host that is here as published', () => {
  const home = appliedHome();
  onlyLooks(home, () => {
    assert.is(at(report(home.run('doctor', '--json')), ['result', '0', 'id']), 'claude-code');
    assert.match(home.run('doctor').stdout, /^Cursor \(cursor, user\)\n {2}~\/\.cursor\/mcp\.json {2}2 servers/m);
  });
  assert.is(at(report(home.run('doctor', '--fix', '--json')), ['exit', 'code']), 0);
});

test('every command that can report is in the published schema, and no other', () => {
  const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
  assert.equal([...schema.properties.command.enum].sort(), ['', ...commands.map(({ path }) => path.join(' '))].sort());
});

test('env list, current and use: the choice is kept on this machine, and the next plan follows it', () => {
  const home = appliedHome();
  assert.match(assertCode(home.run('env', 'list'), 0).stdout, /^\* dev +1 server +For us\n {2}prod +2 servers/);
  assert.match(assertCode(home.run('env', 'current'), 0).stdout, /^dev \(`environment:` in the manifest\)/);
  assert.match(assertCode(home.run('env', 'use', 'prd'), 64).stderr, 'did you mean `prod`?');
  assertCode(home.run('env', 'use', 'prod'), 0);
  assert.equal(at(report(home.run('env', 'current', '--json')), ['result', 'name']), 'prod');
  assert.is(at(report(home.run('env', 'list', '--json')), ['result', '1', 'current']), true);
  assert.is(home.read('project/hatch.mcp.yaml'), manifest);
  assert.match(assertCode(home.run('plan', '--exit-code'), 2).stdout, /environment prod \(`hatch env use`\)/);
  // What is said now wins over what was chosen once.
  home.env.HATCH_ENVIRONMENT = 'dev';
  assertCode(home.run('plan', '--exit-code'), 0);
});

test('history lists runs, the newest first, and rollback undoes the newest that is not undone', () => {
  const home = appliedHome();
  const applied = home.read(places.cursor);
  assertCode(home.run('apply', '--auto-approve', '--environment', 'prod'), 0);
  const runs = at(report(home.run('history', '--json')), ['result']) as unknown as readonly {
    id: string;
    command: string;
  }[];
  assert.equal(
    runs.map(({ command }) => command),
    ['hatch apply --auto-approve --environment prod', 'hatch apply --auto-approve'],
  );
  assertCode(home.run('rollback', '--auto-approve'), 0);
  assert.is(home.read(places.cursor), applied);
  assertCode(home.run('rollback', '--auto-approve'), 0);
  assert.is(home.read(places.cursor), cursorFile);
  assert.match(assertCode(home.run('rollback', '--auto-approve'), 1).stderr, 'no run to undo');
  assert.match(assertCode(home.run('history', '--limit', '1'), 0).stdout, /^RUN.*\n.*rollback.*\n$/);
  // A rollback is a run and can be undone itself.
  const [last] = at(report(home.run('history', '--limit', '1', '--json')), ['result']) as unknown as typeof runs;
  assertCode(home.run('rollback', last?.id ?? '', '--auto-approve'), 0);
  assert.is(home.read(places.cursor), applied);
});

test('backup create, list, restore and clean: a copy under a name comes back, and the first one of all stays', () => {
  const home = appliedHome();
  const applied = home.read(places.cursor);
  const list = () =>
    at(report(home.run('backup', 'list', 'cursor', '--json')), ['result']) as unknown as readonly {
      readonly file: string;
      readonly name?: string;
      readonly run?: string;
    }[];
  assert.is(list().length, 1);
  assertCode(home.run('mcp', 'backup', 'create', '--host', 'cursor', '--name', 'before'), 0);
  assert.equal(
    list().map(({ name, run }) => name ?? typeof run),
    ['before', 'string'],
  );
  home.write(places.cursor, '{ "mcpServers": {} }\n');
  assertCode(home.run('backup', 'restore', 'cursor', '--name', 'before'), 1);
  assertCode(home.run('backup', 'restore', 'cursor', '--name', 'before', '--auto-approve'), 0);
  assert.is(home.read(places.cursor), applied);
  assertCode(home.run('plan', '--exit-code'), 0);
  // What it replaced was copied first.
  assertCode(home.run('backup', 'restore', 'cursor', '--auto-approve'), 0);
  assert.is(home.read(places.cursor), '{ "mcpServers": {} }\n');
  const [first] = list().slice(-1);
  const before = list();
  assert.match(assertCode(home.run('backup', 'clean', 'all', '--keep-count', '1'), 1).stderr, 'there is nobody to ask');
  assertCode(home.run('backup', 'clean', 'all', '--keep-count', '1', '--dry-run'), 0);
  assert.equal(list(), before);
  assertCode(home.run('backup', 'clean', 'all', '--keep-count', '1', '--auto-approve'), 0);
  assert.is(list().length, 2);
  assert.is(list().at(-1)?.file, first?.file);
  const copy = home.leaves('.hatch/mcp_host_config_backups');
  assert.equal([...new Set([...copy.values()].map(({ mode }) => mode))], [0o600]);
});

test('a plan file applies just what was reviewed, and so does its digest', () => {
  const home = appliedHome();
  assertCode(home.run('plan', '--environment', 'prod', '--out', 'plan.json'), 0);
  home.env.HATCH_ENVIRONMENT = 'dev';
  assert.match(assertCode(home.run('apply', 'plan.json'), 0).stdout, 'Applied: 2 added, 2 changed, 0 removed.');
  assert.match(assertCode(home.run('apply', 'plan.json'), 4).stderr, 'no longer what would happen');
  const digest = at(report(home.run('plan', '--json')), ['result', 'digest']) as string;
  assertCode(home.run('apply', '--approve', digest), 0);
  assertCode(home.run('plan', '--exit-code'), 0);
});

test('validate, schema and unlock', () => {
  const home = appliedHome();
  onlyLooks(home, () => {
    assert.match(assertCode(home.run('validate'), 0).stdout, /^Valid: hatch\.mcp\.yaml, 2 environments \(dev, prod\)/);
    assert.equal(at(report(home.run('validate', '--json')), ['result', 'targets']), ['cursor', 'claude-code']);
    for (const name of ['manifest', 'report']) {
      const schema = JSON.parse(assertCode(home.run('schema', name), 0).stdout);
      assert.match(schema.$id, `${name}.schema.json`);
    }
    assertCode(home.run('schema', 'nonsense'), 64);
    assertCode(home.run('unlock', 'nonsense'), 64);
    assert.match(assertCode(home.run('--help'), 0).stdout, /^ +apply/m);
    assert.match(assertCode(home.run('apply', '--help'), 0).stdout, '--auto-approve');
    assert.match(assertCode(home.run('--version'), 0).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

test.after(removeHomes);
test.run();
