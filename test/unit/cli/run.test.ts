import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commands } from '../../../src/cli/declarations.ts';
import { get, type Json, type JsonObject } from '../../../src/model/json.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { hatch } from '../../support/cli.ts';

const manifest = `version: 1
name: acme-tools
environment: development
variables: { region: eu }
environments:
  development:
    servers:
      logger: { command: python, args: ["--region", "\${var:region}"], env: { LOG_LEVEL: debug } }
  production:
    servers:
      logger: { command: python, env: { LOG_LEVEL: info } }
targets:
  cursor: {}
rules:
  - { to: [cursor] }
`;
const cursorFile = '/home/ada/.cursor/mcp.json';

function machine(env: Readonly<Record<string, string>> = {}, text = manifest): MemorySystem {
  const tree = {
    '/home/ada/work/hatch.mcp.yaml': text,
    [cursorFile]: '{\n  "mcpServers": {}\n}\n',
  };
  const variables = { HATCH_MANIFEST: '/home/ada/work/hatch.mcp.yaml', ...env };
  return memorySystem(tree, { cwd: '/home/ada/work', env: variables });
}

const inCursor = (system: MemorySystem): Json => JSON.parse(system.tree()[cursorFile] ?? '') as Json;
const isApplied = (system: MemorySystem): boolean => JSON.stringify(inCursor(system)).includes('python');

test('no words and --help give the overview on standard output', async () => {
  for (const args of [[], ['--help'], ['-h'], ['help']]) {
    const { code, stdout, stderr } = await hatch(machine(), args);
    assert.is(code, 0);
    assert.is(stderr, '');
    for (const { path } of commands)
      assert.match(stdout, new RegExp(`  ${path[0]}  .*${path[1] ?? ''}`), path.join(' '));
  }
});

test('the overview is one screen: every command with a purpose of its own, nothing cut', async () => {
  const lines = (await hatch(machine(), ['--help'])).stdout.trimEnd().split('\n');
  assert.ok(lines.length <= 34, `${lines.length} lines`);
  assert.equal(
    lines.filter((line) => line.length > 80),
    [],
  );
});

test('each command has a page: a sentence, usage, flags and examples', async () => {
  for (const { path, says, flags } of commands) {
    const { code, stdout } = await hatch(machine(), [...path, '--help']);
    assert.is(code, 0);
    assert.ok(stdout.startsWith(`${says}.\n\nUsage  hatch ${path.join(' ')}`), path.join(' '));
    for (const flag of flags) assert.match(stdout, `--${flag}`);
    assert.match(stdout, `\n  hatch ${path.join(' ')}`);
  }
});

test('in a terminal a page keeps within its width; only the command line of an example may be longer', async () => {
  for (const { path } of commands) {
    const { screen } = await hatch(machine(), [...path, '--help'], { answers: [] });
    const long = screen.split('\n').filter((line) => line.length > 100 && !line.startsWith('  hatch '));
    assert.equal(long, [], path.join(' '));
  }
});

test('the help of a family lists its commands, and help of nonsense is an error', async () => {
  const family = await hatch(machine(), ['backup', '--help']);
  assert.match(family.stdout, '  backup restore');
  assert.not.match(family.stdout, '  plan ');
  const nonsense = await hatch(machine(), ['plna', '--help']);
  assert.equal([nonsense.code, nonsense.stdout], [64, '']);
});

test('a mistake is a message on standard error, exit 64', async () => {
  const { code, stdout, stderr } = await hatch(machine(), ['plan', '--hots']);
  assert.equal([code, stdout, stderr], [64, '', 'error: hatch plan has no flag --hots\n  → did you mean --host?\n']);
});

test('with --json a mistake is a document too', async () => {
  const { code, stdout } = await hatch(machine(), ['plan', '--hots', '--json']);
  assert.equal(JSON.parse(stdout), {
    command: 'plan',
    error: { hint: 'did you mean --host?', message: 'hatch plan has no flag --hots' },
    exit: { code: 64, name: 'usage' },
    findings: [],
    formatVersion: 1,
  });
  assert.is(code, 64);
});

test('an empty value never means all', async () => {
  for (const args of [['--host', ''], ['--host=a,'], ['--environment', ''], ['--servers', ' ']]) {
    const { code, stderr } = await hatch(machine(), ['plan', ...args]);
    assert.is(code, 64, args.join(' '));
    assert.match(stderr, 'has an empty value');
  }
});

test('an invalid manifest is exit 65, each error with its place', async () => {
  const { code, stderr, stdout } = await hatch(machine({}, manifest.replaceAll('command:', 'comand:')), ['plan']);
  assert.is(code, 65);
  assert.is(stdout, '');
  assert.match(stderr, /hatch\.mcp\.yaml:8:\d+ {2}error: .*comand/);
  assert.match(stderr, /hatch\.mcp\.yaml:11:\d+ {2}error: .*comand/);
});

test('plan shows, and writes nothing', async () => {
  const system = machine();
  const before = JSON.stringify(system.tree());
  const { code, stdout, stderr } = await hatch(system, ['plan']);
  assert.equal([code, stderr], [0, '']);
  assert.match(stdout, '  + logger');
  assert.match(stdout, 'Plan: 1 to add, 0 to change, 0 to remove.');
  assert.is(JSON.stringify(system.tree()), before);
});

test('--exit-code says that something is pending, and after an apply that nothing is', async () => {
  const system = machine();
  assert.is((await hatch(system, ['plan', '--exit-code'])).code, 2);
  assert.is((await hatch(system, ['apply', '--auto-approve'])).code, 0);
  assert.is((await hatch(system, ['plan', '--exit-code'])).code, 0);
});

test('--format takes what it knows', async () => {
  assert.is((await hatch(machine(), ['plan', '--format', 'xml'])).code, 64);
  const asJson = await hatch(machine(), ['plan', '--format', 'json']);
  assert.is(asJson.stdout, (await hatch(machine(), ['plan', '--json'])).stdout);
  const patches = JSON.parse((await hatch(machine(), ['plan', '--format', 'json-patch'])).stdout) as Json;
  assert.is(get(get(get(patches, '0'), 'patch'), '0') === undefined, false);
});

test('without a terminal nothing is written unless it is approved', async () => {
  const system = machine();
  const { code, stderr } = await hatch(system, ['apply']);
  assert.is(code, 1);
  assert.match(stderr, '--auto-approve');
  assert.not.ok(isApplied(system));
});

for (const [said, args, env] of [
  ['--auto-approve', ['--auto-approve'], {}],
  ['HATCH_AUTO_APPROVE', [], { HATCH_AUTO_APPROVE: '1' }],
] as const) {
  test(`${said} approves`, async () => {
    const system = machine(env);
    const { code, stdout } = await hatch(system, ['apply', ...args]);
    assert.is(code, 0);
    assert.match(stdout, 'Applied: 1 added');
    assert.ok(isApplied(system));
  });
}

test('HATCH_AUTO_APPROVE=0 does not approve', async () => {
  assert.is((await hatch(machine({ HATCH_AUTO_APPROVE: '0' }), ['apply'])).code, 1);
});

for (const [answers, code, applied] of [
  [['y'], 0, true],
  [['yes'], 0, true],
  [['n'], 1, false],
  [[''], 1, false],
  [['sure'], 1, false],
  [[], 1, false],
] as const) {
  const said = answers.length === 0 ? 'a closed input' : `the answer "${answers[0]}"`;
  test(`in a terminal ${said} ${applied ? 'applies' : 'writes nothing'}`, async () => {
    const system = machine();
    const shown = await hatch(system, ['apply', '--no-color'], { answers });
    assert.is(shown.code, code);
    assert.match(shown.stdout, '  + logger');
    assert.match(shown.stderr, 'Apply this? [y/N] ');
    assert.is(isApplied(system), applied);
  });
}

test('Ctrl-C at a question is exit 130, and nothing is written', async () => {
  const system = machine();
  const { code } = await hatch(system, ['apply'], { answers: ['\u0003'] });
  assert.is(code, 130);
  assert.not.ok(isApplied(system));
});

test('in a terminal with --json, standard output still is one document', async () => {
  const { stdout, stderr } = await hatch(machine(), ['apply', '--json'], { answers: ['y'] });
  assert.is(get(JSON.parse(stdout) as Json, 'command'), 'apply');
  assert.match(stderr, 'logger');
});

test('a conflict is asked about in a terminal: take, keep or skip', async () => {
  for (const [answer, command] of [
    ['t', 'python'],
    ['k', 'node'],
    ['s', 'node'],
  ] as const) {
    const system = machine();
    system.put(cursorFile, '{ "mcpServers": { "logger": { "command": "node" } } }');
    await hatch(system, ['apply'], { answers: [answer, 'y'] });
    const found = get(get(get(inCursor(system), 'mcpServers'), 'logger'), 'command');
    assert.is(found, command, answer);
    // What was kept is not asked about again; what was skipped is.
    assert.is((await hatch(system, ['plan', '--exit-code'])).code, answer === 's' ? 3 : 0, answer);
  }
});

test('what is shown as the answer to a conflict answers it, whatever the server is called', async () => {
  for (const name of ['a,b', "$& $$ $` $' $1", 'tail\\', 'a\\,b', "it's"]) {
    const written = JSON.stringify(name);
    const system = machine(
      {},
      manifest.replaceAll('logger', () => written),
    );
    system.put(cursorFile, `{ "mcpServers": { ${written}: { "command": "node" } } }`);
    const { stdout } = await hatch(system, ['plan']);
    const [, quoted, plain] = /^ +--take (?:'(.*)'|(\S+)) {2}/m.exec(stdout) ?? [];
    const typed = quoted?.replaceAll("'\\''", "'") ?? plain ?? '';
    assert.is((await hatch(system, ['apply', '--auto-approve', '--take', typed])).code, 0, `${name}: ${typed}`);
    assert.ok(isApplied(system));
  }
});

test('a saved plan is applied as it was reviewed', async () => {
  const system = machine();
  const planned = await hatch(system, ['plan', '--environment', 'production', '--out', 'plan.json']);
  assert.is(planned.code, 0);
  assert.is(system.stat('/home/ada/work/plan.json')?.mode, 0o600);
  const { code } = await hatch(system, ['apply', 'plan.json']);
  assert.is(code, 0);
  assert.match(JSON.stringify(inCursor(system)), '"LOG_LEVEL":"info"');
});

test('a saved plan is what --json prints, and is written again over an older one', async () => {
  const system = machine();
  await hatch(system, ['plan', '--out', 'plan.json']);
  const { stdout } = await hatch(system, ['plan', '--json', '--out', 'plan.json']);
  assert.is(system.tree()['/home/ada/work/plan.json'], stdout);
});

test("what a step's summary holds already counts towards its limit", async () => {
  const many = Array.from({ length: 60 }, (_, i) => `      logger-${i}: { command: python }\n`).join('');
  const text = manifest.replace('    servers:\n', `    servers:\n${many}`);
  const system = machine({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/home/ada/summary.md' }, text);
  system.put('/home/ada/summary.md', 'x'.repeat(1_047_000));
  assert.is((await hatch(system, ['plan', '--format', 'github'])).code, 0);
  const summary = system.tree()['/home/ada/summary.md'] ?? '';
  assert.match(summary, 'Left out');
  assert.ok(Buffer.byteLength(summary) <= 1_048_576, `${Buffer.byteLength(summary)}`);
});

test('a plan is written over nothing but a plan', async () => {
  const system = machine();
  const before = system.read(`${system.surroundings.cwd}/hatch.mcp.yaml`);
  const { code, stderr } = await hatch(system, ['plan', '--out', 'hatch.mcp.yaml']);
  assert.is(code, 64);
  assert.match(stderr, 'hatch.mcp.yaml is there, and is something else');
  assert.equal(system.read(`${system.surroundings.cwd}/hatch.mcp.yaml`), before);
  system.put(`${system.surroundings.cwd}/empty.json`, '');
  assert.is((await hatch(system, ['plan', '--out', 'empty.json'])).code, 0);
});

test('a saved plan that no longer holds is exit 4, and nothing is written', async () => {
  const system = machine();
  await hatch(system, ['plan', '--out', 'plan.json']);
  system.put('/home/ada/work/hatch.mcp.yaml', manifest.replace('debug', 'trace'));
  const { code, stdout } = await hatch(system, ['apply', 'plan.json']);
  assert.is(code, 4);
  assert.match(stdout, '"trace"');
  assert.not.ok(isApplied(system));
});

test('the values of variables are not saved, and must be given again', async () => {
  const system = machine();
  await hatch(system, ['plan', '--var', 'region=us', '--out', 'plan.json']);
  const without = await hatch(system, ['apply', 'plan.json']);
  assert.is(without.code, 64);
  assert.match(without.stderr, '--var region=');
  assert.is((await hatch(system, ['apply', 'plan.json', '--var', 'region=eu'])).code, 4);
  assert.is((await hatch(system, ['apply', 'plan.json', '--var', 'region=us'])).code, 0);
  assert.match(JSON.stringify(inCursor(system)), '"us"');
});

test('what a saved plan has decided cannot be given again', async () => {
  const system = machine();
  await hatch(system, ['plan', '--out', 'plan.json']);
  const { code, stderr } = await hatch(system, ['apply', 'plan.json', '--host', 'cursor']);
  assert.is(code, 64);
  assert.match(stderr, '--host cannot be given together with a saved plan');
});

for (const [what, text] of [
  ['no JSON', '{'],
  ['no report', '{}'],
  ['another version', `{"formatVersion":2,"result":{"digest":"sha256:${'0'.repeat(64)}","inputs":{}}}`],
  ['no digest', '{"formatVersion":1,"result":{"inputs":{}}}'],
  ['no inputs', `{"formatVersion":1,"result":{"digest":"sha256:${'0'.repeat(64)}"}}`],
  ['odd inputs', `{"formatVersion":1,"result":{"digest":"sha256:${'0'.repeat(64)}","inputs":{"hosts":[1]}}}`],
  ['an odd list', `{"formatVersion":1,"result":{"digest":"sha256:${'0'.repeat(64)}","inputs":{"hosts":"a"}}}`],
  ['an odd switch', `{"formatVersion":1,"result":{"digest":"sha256:${'0'.repeat(64)}","inputs":{"create":"yes"}}}`],
] as const) {
  test(`a file with ${what} is no saved plan`, async () => {
    const system = machine();
    system.put('/home/ada/work/plan.json', text);
    const { code, stderr } = await hatch(system, ['apply', 'plan.json']);
    assert.is(code, 64);
    assert.match(stderr, 'plan.json is no saved plan');
  });
}

test('the history keeps the line without the values of variables', async () => {
  const system = machine();
  await hatch(system, ['apply', '--auto-approve', '--var', 'region=topsecret', '--host=cursor']);
  const { stdout } = await hatch(system, ['history']);
  assert.match(stdout, 'hatch apply --auto-approve --var region=… --host=cursor');
  assert.not.match(JSON.stringify((await hatch(system, ['history', '--json'])).stdout), 'topsecret');
});

test('colour is for terminals, unless it is forced or refused', async () => {
  const coloured = async (env: Readonly<Record<string, string>>, terminal: boolean, args: readonly string[] = []) => {
    const { stdout } = await hatch(machine(env), ['plan', ...args], terminal ? { answers: [] } : undefined);
    return stdout.includes('\u001b[');
  };
  assert.equal(
    [
      await coloured({}, true),
      await coloured({}, false),
      await coloured({ FORCE_COLOR: '1' }, false),
      await coloured({ NO_COLOR: '1' }, true),
      await coloured({ NO_COLOR: '1', FORCE_COLOR: '1' }, true),
      await coloured({ TERM: 'dumb' }, true),
      await coloured({ FORCE_COLOR: '1' }, true, ['--no-color']),
    ],
    [true, false, true, false, false, false, false],
  );
});

test('a resolved secret is masked wherever it occurs', async () => {
  const file = '/home/ada/.config/Claude/claude_desktop_config.json';
  const text = manifest
    .replace('env: { LOG_LEVEL: debug }', 'env: { API_TOKEN: "${env:API_TOKEN}" }')
    .replace('name: acme-tools', 'name: acme-tools\ndefaults: { references: inline }')
    .replaceAll('cursor', 'claude-desktop');
  const system = machine({ API_TOKEN: 'hunter2-hunter2' }, text);
  system.put(file, '{}');
  const applied = await hatch(system, ['apply', '--auto-approve', '--pattern', 'hunter2-hunter2|logger']);
  assert.is(applied.code, 0, applied.stderr);
  assert.match(system.tree()[file] ?? '', 'hunter2-hunter2');
  assert.match(applied.stdout, 'Partial (--pattern ‹secret›|logger)');
  system.put(file, '{}');
  const asJson = await hatch(system, ['apply', '--auto-approve', '--json', '--pattern', 'hunter2-hunter2|logger']);
  assert.match(asJson.stdout, '"pattern": "‹secret›|logger"');
  for (const args of [['plan'], ['status'], ['drift'], ['explain', 'claude-desktop/logger']]) {
    for (const more of [[], ['--json']]) {
      const { code, stdout, stderr } = await hatch(system, [...args, ...more]);
      assert.is(code, 0, stderr);
      assert.not.match(stdout + stderr, 'hunter2', args.join(' '));
    }
  }
});

test('every command gives one document with --json, well or not', async () => {
  const system = machine();
  await hatch(system, ['apply', '--auto-approve']);
  const words: Readonly<Record<string, readonly string[]>> = {
    explain: ['cursor/logger'],
    'env use': ['production'],
    unlock: ['0'],
    forget: ['cursor/logger'],
    'backup create': ['cursor'],
    'backup clean': ['cursor'],
    'backup restore': ['cursor'],
    sync: ['--from-env', 'production', '--to-host', 'cursor'],
    configure: ['logger', '--host', 'cursor', '--env', 'LOG_LEVEL=info'],
    'remove server': ['logger', '--host', 'cursor'],
    'remove host': ['cursor'],
    'env create': ['staging'],
    'env remove': ['staging'],
  };
  // A schema is a document of its own, and watching gives many.
  for (const { path } of commands.filter(({ path: [first] }) => first !== 'schema' && first !== 'watch')) {
    const name = path.join(' ');
    const { code, stdout } = await hatch(system, [...path, ...(words[name] ?? []), '--json']);
    const document = JSON.parse(stdout) as JsonObject;
    assert.is(document.command, name);
    assert.is(get(document.exit, 'code'), code);
  }
});

test('schema prints the published schemas', async () => {
  const { stdout } = await hatch(machine(), ['schema']);
  assert.match(stdout, '"$schema"');
  assert.is((await hatch(machine(), ['schema', '--json'])).stdout, stdout);
  assert.match((await hatch(machine(), ['schema', 'report'])).stdout, '"hatch report"');
  assert.match((await hatch(machine(), ['schema', 'reprt'])).stderr, 'did you mean report?');
});

test.run();
