// Completion: what is offered after each beginning of a line, and that real shells take it.

import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { hatch } from '../support/cli.ts';
import { assertCode, type Home, places, program, removeHomes, scratchHome } from '../support/home.ts';

const manifest = `
version: 1
name: orchard
environment: development
environments:
  development: { description: For us, servers: { weather: { command: weather-mcp }, tide-api: { command: tide } } }
  production: { servers: { ledger: { command: ledger-mcp }, scale: { package: 'npm:@acme/scale@2.1.0' } } }
targets: { cursor: {}, staging-claude: { type: claude-code, path: ./staging.json } }
groups: { both: [cursor, staging-claude] }
`;

async function machine(): Promise<MemorySystem> {
  const system = memorySystem(
    {
      '/home/ada/work/hatch.mcp.yaml': manifest,
      '/home/ada/work/staging.json': '{}\n',
      '/home/ada/.cursor/mcp.json': '{ "mcpServers": { "figma": { "url": "http://127.0.0.1:3845/mcp" } } }\n',
    },
    { cwd: '/home/ada/work', env: { HATCH_MANIFEST: '/home/ada/work/hatch.mcp.yaml' } },
  );
  assert.is((await hatch(system, ['apply', '--auto-approve'])).stderr, '');
  return system;
}

let system: MemorySystem;
let stamp: string;
let run: string;

test.before(async () => {
  system = await machine();
  stamp = (await offered('bash', 'backup', 'restore', 'cursor', '--timestamp', ''))[0] ?? '';
  run = (await offered('bash', 'rollback', ''))[0] ?? '';
});

async function offered(shell: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await hatch(system, ['__complete', shell, ...words]);
  assert.equal([code, stderr], [0, '']);
  return stdout.split('\n').slice(0, -1);
}

for (const [line, expected] of [
  ['pl', ['plan']],
  ['mcp pl', ['plan']],
  ['backup re', ['restore']],
  ['drift ', ['accept']],
  ['show s', ['servers']],
  ['show servers s', ['scale']],
  ['show ./', [':file']],
  ['mcp list ', ['servers', 'hosts']],
  ['schema ', ['manifest', 'report']],
  ['completion ', ['bash', 'zsh', 'fish']],
  ['env use ', ['development', 'production']],
  ['plan --environment p', ['production']],
  ['plan -e p', ['production']],
  ['plan --environment=p', ['--environment=production']],
  ['plan --host st', ['staging-claude']],
  ['plan --host bot', ['both']],
  ['plan --host cursor,claude-d', ['cursor,claude-desktop']],
  ['sync --to-host al', ['all']],
  ['sync --from-host al', []],
  ['sync --from-host bo', ['boltai']],
  ['sync --from-host st', ['staging-claude']],
  ['init --from-host st', []],
  ['plan --servers ', ['weather', 'tide-api', 'ledger', 'scale', 'figma']],
  ['show servers fi', ['figma']],
  ['package show sc', ['scale']],
  ['package sync ', ['scale']],
  ['package update ', ['scale']],
  ['package remove ', ['scale']],
  ['package add ', [':folder']],
  ['create kiln --language p', ['python']],
  ['plan --format s', ['sarif']],
  ['explain cursor/', ['cursor/figma', 'cursor/tide-api', 'cursor/weather']],
  ['apply --take staging', ['staging-claude/tide-api', 'staging-claude/weather']],
  ['status --exi', ['--exit-code']],
  ['plan --json --js', []],
  ['plan --out ', [':file']],
  ['plan --root ', [':folder']],
  ['apply ', [':file']],
  ['plan --nonsense ', []],
  ['nonsense ', []],
  ['plan ', []],
] as const) {
  test(`after \`hatch ${line}\` comes ${expected.join(', ') || 'nothing'}`, async () => {
    assert.equal(await offered('bash', ...line.split(' ')), expected);
  });
}

test('backups and runs are offered as they are called', async () => {
  assert.match(stamp, /^\d{8}_\d{6}_\d{6}$/);
  assert.match(run, /^\d{8}T\d{6}Z-/);
  assert.equal(await offered('bash', 'backup', 'restore', 'cursor', '--backup', ''), [`mcp.json.cursor.${stamp}`]);
});

test('zsh and fish are told what each word is', async () => {
  assert.equal(await offered('fish', 'env', 'use', 'd'), ['development\tFor us']);
  assert.match((await offered('zsh', 'val'))[0] ?? '', /^validate\t\w/);
});

test('bash gets only what follows its own break', async () => {
  assert.equal(await offered('bash', 'plan', '--environment', '=', 'p'), ['production']);
  assert.equal(await offered('bash', 'plan', '--environment', '='), ['development', 'production']);
});

test('a broken manifest, or none, is no reason to say a word', async () => {
  const broken = memorySystem(
    { '/home/ada/work/hatch.mcp.yaml': 'version: [' },
    { cwd: '/home/ada/work', env: { HATCH_MANIFEST: '/home/ada/work/hatch.mcp.yaml' } },
  );
  for (const words of [
    ['env', 'use', ''],
    ['explain', ''],
    ['show', 'servers', ''],
    ['rollback', ''],
  ]) {
    assert.equal(await hatch(broken, ['__complete', 'bash', ...words]).then(({ code, stdout }) => [code, stdout]), [
      0,
      '',
    ]);
  }
  const { stdout } = await hatch(broken, ['__complete', 'bash', 'plan', '--host', 'curs']);
  assert.is(stdout, 'cursor\n');
});

test('a shell that is not known is an error with the known ones', async () => {
  const { code, stderr } = await hatch(system, ['completion', 'tcsh']);
  assert.is(code, 64);
  assert.match(stderr, 'bash');
});

/** A home with `hatch` on its PATH, and a program of that name in the project that must never be run. */
function shellHome(): Home {
  const home = scratchHome();
  home.write(places.cursor, '{}\n');
  home.write('project/hatch.mcp.yaml', manifest);
  home.write('bin/hatch', `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  home.write('project/hatch', '#!/bin/sh\ntouch "$HOME/was-run"\n');
  for (const path of ['bin/hatch', 'project/hatch']) chmodSync(`${home.path}/${path}`, 0o755);
  for (const shell of ['bash', 'zsh', 'fish']) {
    home.write(`hatch.${shell}`, assertCode(home.run('completion', shell), 0).stdout);
  }
  return home;
}

function inShell(home: Home, words: readonly string[], script: string): string {
  const [shell = '', ...flags] = words;
  const { stdout, stderr } = spawnSync(shell, [...flags, script], {
    cwd: `${home.path}/project`,
    env: { HOME: home.path, PATH: `${home.path}/bin:${process.env.PATH}`, TERM: 'dumb' },
    encoding: 'utf8',
  });
  assert.is(stderr, '');
  return stdout;
}

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

test('bash completes commands, flags and values through `complete`', () => {
  const home = shellHome();
  // As readline does: it takes the function that is registered for the command and reads COMPREPLY.
  const press = `
    source "$HOME/hatch.bash"
    press() {
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=\${#COMP_LINE}
      local name; name=$(complete -p "\${1##*/}" | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      "$name" "$1" "\${!#}" "\${COMP_WORDS[COMP_CWORD-1]}"
      echo "\${COMPREPLY[*]}"
    }
    press hatch val
    press hatch backup ''
    press hatch plan --environment = p
    press hatch plan --host cursor,st
    press ./hatch env use d
    press hatch plan --out ''
  `;
  const lines = inShell(home, ['bash', '--norc', '-c'], press).split('\n');
  assert.equal(lines, [
    'validate',
    'create list restore clean',
    'production',
    'cursor,staging-claude',
    'development',
    '',
    '',
  ]);
  assert.not.ok(home.leaves().has('was-run'), 'a program of the project was run');
});

(has('fish') ? test : test.skip)('fish completes commands, flags and values', () => {
  const home = shellHome();
  const script = `
    source $HOME/hatch.fish
    for line in 'hatch val' 'hatch plan --environment=p' 'hatch env use d' 'hatch plan --host cursor,st'
      complete -C "$line"
    end`;
  const lines = inShell(home, ['fish', '--no-config', '-c'], script).split('\n');
  assert.equal(
    lines.map((line) => line.split('\t')[0]),
    ['validate', '--environment=production', 'development', 'cursor,staging-claude', ''],
  );
});

(has('zsh') ? test : test.skip)('zsh takes the script, and its function adds what fits', () => {
  const home = shellHome();
  const script = `
    compdef() { registered="$*" }
    source "$HOME/hatch.zsh"
    compadd() { print -r -- "$values" }
    press() { words=("$@"); CURRENT=$#; _hatch }
    print -r -- "$registered"
    press hatch val
    press hatch env use d
    press hatch plan --host cursor,st
  `;
  const lines = inShell(home, ['zsh', '-f', '-c'], script).split('\n');
  assert.equal(lines, ['_hatch hatch hatch-mcp', 'validate', 'development', 'cursor,staging-claude', '']);
});

test.after(removeHomes);
test.run();
