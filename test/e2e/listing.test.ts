// What stands on this machine, listed and shown: who manages each server, whether it is in sync, what cannot be read.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { at, type Json } from '../../src/model/json.ts';
import { memorySystem } from '../../src/system/memory.ts';
import { hatch } from '../support/cli.ts';
import {
  assertCode,
  changedFiles,
  type Home,
  type Leaves,
  places,
  removeHomes,
  report,
  scratchHome,
} from '../support/home.ts';

const linearToken = `lin_api_${'51fcd2cd37'.repeat(4)}`;
const theirs = {
  figma: { url: 'http://127.0.0.1:3845/mcp' },
  linear: { url: 'https://mcp.linear.app/mcp', headers: { Authorization: `Bearer ${linearToken}` } },
  ledger: { command: 'npx', args: ['-y', 'ledger-mcp', '--password', 'correct-horse-77'] },
};
const cursorFile = `${JSON.stringify({ mcpServers: theirs }, null, 2)}\n`;

const manifest = `
version: 1
name: orchard
environment: development
environments:
  development:
    servers:
      weather: { command: uvx, args: [weather-mcp, --region, eu], env: { LOG_LEVEL: debug } }
      tide-api: { url: https://tide.example/mcp }
  production:
    servers:
      weather: { command: uvx, args: [weather-mcp] }
targets: { cursor: {}, vscode: {}, codex: {} }
rules:
  - { to: [cursor, vscode] }
  - { environment: production, to: [codex] }
`;

/** Cursor with servers of its own, VS Code and Codex, all applied; no manifest in the folder \`elsewhere\`. */
function appliedHome(): Home {
  const home = scratchHome();
  home.write(places.cursor, cursorFile);
  home.write(places.vscode, '{}\n');
  home.write(places.codex, '');
  home.write('project/hatch.mcp.yaml', manifest);
  home.write('elsewhere/.keep', '');
  assertCode(home.run('apply', '--auto-approve'), 0);
  return home;
}

const lines = (text: string) => text.split('\n').map((line) => line.trimEnd().split(/ {2,}/));
const results = (home: Home, ...words: readonly string[]) =>
  at(report(home.run(...words, '--json')), ['result']) as unknown as readonly Readonly<Record<string, Json>>[];

let home: Home;
let applied: Leaves;

test.before(() => {
  home = appliedHome();
  applied = home.leaves();
});

test('list servers: a line for each server and host, by whom it is managed and whether it is in sync', () => {
  const { stdout } = assertCode(home.run('mcp', 'list', 'servers'), 0);
  assert.equal(lines(stdout).slice(0, 7), [
    ['HOST', 'SERVER', 'STATE', 'FROM', 'TRANSPORT', 'COMMAND OR URL'],
    ['codex', 'weather', 'in sync', 'production, rule 2', 'stdio', 'uvx weather-mcp'],
    ['cursor', 'figma', 'not managed', 'http', 'http://127.0.0.1:3845/mcp'],
    ['cursor', 'ledger', 'not managed', 'stdio', 'npx -y ledger-mcp --password ‹secret #1›'],
    ['cursor', 'linear', 'not managed', 'http', 'https://mcp.linear.app/mcp'],
    ['cursor', 'tide-api', 'in sync', 'development, rule 1', 'http', 'https://tide.example/mcp'],
    ['cursor', 'weather', 'in sync', 'development, rule 1', 'stdio', 'uvx weather-mcp --region eu'],
  ]);
  assert.match(stdout, '\n8 servers, 5 managed.\n');
});

for (const [words, expected] of [
  [['--host', 'cursor', '--pattern', '^tide'], ['tide-api']],
  [
    ['--host', 'vscode,codex'],
    ['weather', 'tide-api', 'weather'],
  ],
  [['--host', 'all', '--servers', 'figma'], ['figma']],
  [['--env', 'production'], ['weather']],
  [
    ['--env', 'development', '--host', 'cursor'],
    ['tide-api', 'weather'],
  ],
  [['--host', 'zed'], []],
] as const) {
  test(`list servers ${words.join(' ')}`, () => {
    assert.equal(
      results(home, 'list', 'servers', ...words).map(({ server }) => server),
      expected,
    );
  });
}

for (const [words, hint] of [
  [['list', 'servers', '--host', 'cursr'], 'did you mean `cursor`?'],
  [['list', 'servers', '--env', 'producton'], 'did you mean `production`?'],
  [['list', 'servers', '--pattern', '('], 'error'],
  [['show', 'servers', 'wether'], 'no host here has a server `wether`'],
  [['discover', 'servers', '--env', 'staging'], 'staging'],
  [['show', 'hosts', 'cursr'], 'did you mean `cursor`?'],
  [['list', 'server'], 'did you mean hatch list servers?'],
] as const) {
  test(`a word that means nothing is said so: ${words.join(' ')}`, () => {
    assert.match(assertCode(home.run(...words), 64).stderr, hint);
  });
}

test('two hosts with the same servers give the same list, whatever their files look like', () => {
  const only = (host: string) =>
    assertCode(home.run('list', 'servers', '--host', host, '--pattern', 'weather|tide'), 0);
  assert.is(only('cursor').stdout, only('vscode').stdout);
});

test('list hosts: the files, and how many servers of each are managed', () => {
  const { stdout } = assertCode(home.run('list', 'hosts'), 0);
  assert.equal(lines(stdout).slice(0, 4), [
    ['HOST', 'TITLE', 'SCOPE', 'SERVERS', 'MANAGED', 'FILE'],
    ['codex', 'Codex', 'user', '1', '1', '~/.codex/config.toml'],
    ['cursor', 'Cursor', 'user', '5', '2', '~/.cursor/mcp.json'],
    ['vscode', 'VS Code', 'user', '2', '2', `~/${places.vscode}`],
  ]);
});

test('show servers: every field as the file has it, secrets masked', () => {
  const { stdout } = assertCode(home.run('show', 'servers', 'linear', 'weather', '--host', 'cursor'), 0);
  assert.match(stdout, /^cursor\/linear {2}not managed {2}~\/\.cursor\/mcp\.json$/m);
  assert.match(stdout, /^ {2}headers\.Authorization {2}‹secret #1›$/m);
  assert.match(stdout, /^cursor\/weather {2}in sync {2}development, rule 1 \(hatch\.mcp\.yaml:8:7\)/m);
  assert.match(stdout, /^ {2}env\.LOG_LEVEL {2}"debug"$/m);
  assert.not.match(stdout, linearToken);
});

test('show hosts: the file, the dialect, what to know, and the servers', () => {
  const { stdout } = assertCode(home.run('show', 'hosts', 'cursor'), 0);
  assert.match(stdout, /^ {2}file +~\/\.cursor\/mcp\.json$/m);
  assert.match(stdout, /^ {2}reference +\$\{env:NAME\}$/m);
  assert.match(stdout, /^ {2}servers +figma {2}not managed\n +ledger/m);
  const [shown] = results(home, 'show', 'hosts', 'cursor');
  assert.equal(shown?.servers, ['figma', 'ledger', 'linear', 'tide-api', 'weather']);
});

test('discover servers: what an environment defines and where it would go', () => {
  const { stdout } = assertCode(home.run('discover', 'servers', '--env', 'production'), 0);
  assert.match(stdout, /^environment production \(/);
  assert.match(stdout, /^weather +stdio +codex, cursor, vscode +hatch\.mcp\.yaml:12:7 +uvx weather-mcp$/m);
  const servers = at(report(home.run('discover', 'servers', '--host', 'codex', '--json')), ['result', 'servers']);
  assert.equal(servers, []);
});

test('discover hosts: those that are here, by what evidence, and where the others were looked for', () => {
  const { stdout } = assertCode(home.run('discover', 'hosts'), 0);
  assert.match(stdout, /^cursor +Cursor +user +yes +~\/\.cursor\/mcp\.json$/m);
  assert.match(stdout, /^zed +Zed +user +no +looked for ~\/\.config\/zed\/settings\.json$/m);
  assert.match(stdout, '\n3 files and folders of hosts found.\n');
  const found = results(home, 'discover', 'hosts').filter(({ evidence }) => evidence !== undefined);
  assert.equal(
    found.map(({ id }) => id),
    ['codex', 'cursor', 'vscode'],
  );
});

test('where no manifest is, the records still say whose each server is', () => {
  const listed = at(report(home.runIn('elsewhere', 'list', 'servers', '--json')), ['result']) as unknown as readonly {
    readonly server: string;
    readonly owner?: string;
    readonly state: string;
    readonly environment?: string;
  }[];
  assert.equal(
    listed.map(({ server, owner, state }) => [server, owner, state]),
    [
      ['weather', 'orchard', 'in sync'],
      ['figma', undefined, 'not managed'],
      ['ledger', undefined, 'not managed'],
      ['linear', undefined, 'not managed'],
      ['tide-api', 'orchard', 'in sync'],
      ['weather', 'orchard', 'in sync'],
      ['tide-api', 'orchard', 'in sync'],
      ['weather', 'orchard', 'in sync'],
    ],
  );
  assert.match(home.runIn('elsewhere', 'list', 'servers').stdout, /orchard: development, rule 1/);
  assert.match(assertCode(home.runIn('elsewhere', 'discover', 'servers'), 64).stderr, 'no manifest');
});

test('none of this changes a file', () => {
  assert.equal(changedFiles(applied, home.leaves()), []);
});

test('what others changed is drifted, what the manifest changed is to be changed, what is gone is counted', () => {
  const other = appliedHome();
  other.edit(places.cursor, /"weather-mcp"/, '"weather-mcp@2"');
  other.write(places.codex, '');
  other.edit('project/hatch.mcp.yaml', /tide\.example\/mcp/, 'tide.example/v2');
  const states = (folder: string) =>
    lines(assertCode(other.runIn(folder, 'list', 'servers', '--env', 'development', '--host', 'cursor'), 0).stdout)
      .slice(1, 3)
      .map(([server, state]) => [server, state]);
  assert.equal(states('project'), [
    ['tide-api', 'to be changed'],
    ['weather', 'drifted'],
  ]);
  // Without the manifest only what others did can be told.
  assert.equal(states('elsewhere'), [
    ['tide-api', 'in sync'],
    ['weather', 'drifted'],
  ]);
  assert.match(
    other.run('list', 'servers').stdout,
    '7 servers, 4 managed, 1 drifted. 1 more is wanted and not there: hatch plan.',
  );
});

test('a file that cannot be read is shown as such, and the others are listed', () => {
  const other = appliedHome();
  other.write(places.codex, '[mcp_servers.weather\n');
  const servers = assertCode(other.run('list', 'servers'), 0).stdout;
  assert.match(servers, /~\/\.codex\/config\.toml:\d+:\d+ {2}codex {2}error: cannot be read/);
  assert.match(servers, /^cursor +weather +in sync/m);
  assert.match(other.run('list', 'hosts').stdout, /^codex +Codex +user +unreadable +~\/\.codex/m);
  assert.is(at(report(other.run('list', 'hosts', '--json')), ['result', '0', 'state']), 'unreadable');
});

test('a table is no wider than the terminal, and in a pipe nothing is cut', async () => {
  const long = `https://a-very-long-name.example/${'segment/'.repeat(20)}mcp`;
  const tree = { '/home/ada/.cursor/mcp.json': JSON.stringify({ mcpServers: { tide: { url: long } } }) };
  const system = memorySystem(tree, { cwd: '/home/ada' });
  const onTerminal = await hatch(system, ['list', 'servers'], { answers: [] });
  const [head = '', row = ''] = onTerminal.screen.split('\n');
  assert.ok(head.length <= 100 && [...row].length === 100 && row.endsWith('…'), row);
  assert.match((await hatch(system, ['list', 'servers'])).stdout, long);
});

test.after(removeHomes);
test.run();
