// The commands that change hosts by hand, as a person at a terminal and a script without one meet them.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { at, get, type Json, type JsonObject } from '../../src/model/json.ts';
import { type MemorySystem, memorySystem, type Tree } from '../../src/system/memory.ts';
import { hatch, type Shown } from '../support/cli.ts';

const cursor = '/home/ada/.cursor/mcp.json';
const zed = '/home/ada/.config/zed/settings.json';
const desktop = '/home/ada/.config/Claude/claude_desktop_config.json';
const manifestPath = '/home/ada/orchard/hatch.mcp.yaml';
const personal = '/home/ada/.config/hatch/hatch.mcp.yaml';

const manifest = `# the orchard's
version: 1
name: orchard
environment: development   # for now
environments:
  development:
    servers:
      weather-api: { command: uvx, args: [weather], env: { LOG_LEVEL: debug } }
      dev-logger: { command: python, args: [logger.py] } # ours
  production:
    servers:
      weather-api: { command: uvx, args: [weather], env: { LOG_LEVEL: info } }
targets: { cursor: {}, claude-desktop: {} }
rules:
  - { environment: development, to: [claude-desktop] } # the desktop
`;

const files: Tree = {
  [cursor]: '{ "mcpServers": { "weather-api": { "command": "old", "args": ["x"] }, "mine": { "command": "mine" } } }\n',
  [zed]: '{}\n',
  [desktop]: '{}\n',
};

/** A machine with three hosts; with the manifest, applied, where it is given. */
async function orchard(text?: string): Promise<MemorySystem> {
  const system = memorySystem({ ...files, ...(text && { [manifestPath]: text }) }, { cwd: '/home/ada/orchard' });
  if (text !== undefined) ok(await run(system, 'apply --auto-approve'));
  return system;
}

const named = ['--manifest', manifestPath];

/** One command line, split at blanks; the manifest is named where there is one. */
function run(system: MemorySystem, line: string, answers?: readonly string[]): Promise<Shown> {
  const [before, after] = line.split(' -- ');
  const words = (before ?? '').split(' ');
  const all = [...words, ...(system.stat(manifestPath) === undefined ? [] : named)];
  return hatch(system, [...all, ...(after === undefined ? [] : ['--', ...after.split(' ')])], answers && { answers });
}

function ok(shown: Shown, code = 0): Shown {
  assert.is(shown.code, code, shown.stdout + shown.stderr);
  return shown;
}

function text(system: MemorySystem, path: string): string {
  return new TextDecoder().decode(system.read(path));
}

function servers(system: MemorySystem, path: string, key = 'mcpServers'): JsonObject {
  return get(JSON.parse(text(system, path)), key) as JsonObject;
}

function result({ stdout }: Shown, ...path: readonly string[]): Json | undefined {
  return at(JSON.parse(stdout), ['result', ...path]);
}

test('a sync shows source, targets and servers, real changes with removed fields, and a sum for each target', async () => {
  const system = await orchard(manifest);
  const { screen } = ok(await run(system, 'mcp sync --from-env production --to-host cursor,zed', ['y']));
  assert.match(screen, 'Sync from environment production to cursor, zed: weather-api');
  assert.match(screen, /~ weather-api +taken over/);
  assert.match(screen, '~ command        "old" → "uvx"');
  assert.match(screen, /✓ +cursor +1 server +1 changed/);
  assert.match(screen, /✓ +zed +1 server +1 added/);
  assert.match(screen, '2 servers synchronized from environment production to 2 targets.');
  assert.equal(Object.keys(servers(system, cursor)), ['weather-api', 'mine']);
  ok(await run(system, 'plan --exit-code'));
  const again = await run(system, 'mcp sync --from-env production --to-host cursor --auto-approve');
  assert.match(ok(again).stdout, 'No changes.');
});

test('answered no, or without anybody to answer, a sync writes nothing and ends with 1', async () => {
  const system = await orchard(manifest);
  const before = system.tree();
  assert.match(
    ok(await run(system, 'sync --from-env production --to-host cursor', ['n']), 1).screen,
    'the answer was no',
  );
  assert.match(ok(await run(system, 'sync --from-env production --to-host cursor'), 1).stderr, '--auto-approve');
  assert.match(ok(await run(system, 'sync --from-env production --to-host cursor', []), 1).screen, 'the answer was no');
  const hosts = (tree: Readonly<Record<string, string>>) => [cursor, zed, desktop].map((path) => tree[path]);
  assert.equal(hosts(system.tree()), hosts(before));
});

test('what the next apply would put back is said with its rule and line, and not written unseen without --override', async () => {
  const system = await orchard(manifest);
  const line = 'sync --from-env production --to-host claude';
  const refused = ok(await run(system, `${line} --auto-approve`), 3);
  assert.match(
    refused.stdout,
    /hatch\.mcp\.yaml:8:7 +warning: the next apply puts back what the manifest wants \(rule 1\)/,
  );
  assert.match(refused.stdout, '~ env.LOG_LEVEL  "debug" → "info"');
  assert.match(refused.stderr, '--override');
  assert.is(at(servers(system, desktop), ['weather-api', 'env', 'LOG_LEVEL']), 'debug');
  // A person who sees it may say yes.
  ok(await run(system, line, ['y']));
  assert.is(at(servers(system, desktop), ['weather-api', 'env', 'LOG_LEVEL']), 'info');
  ok(await run(system, 'plan --exit-code'), 2);
  ok(await run(system, 'apply --auto-approve'));
  ok(await run(system, `${line} --auto-approve --override`));
  assert.is(at(servers(system, desktop), ['weather-api', 'env', 'LOG_LEVEL']), 'info');
});

test('a manifest takes over in silence what a sync wrote, a secret included, and asks once somebody changed it', async () => {
  const secret = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
  const holder = `{ "mcpServers": { "github": { "command": "gh-mcp", "env": { "TOKEN": "${secret}" } } } }\n`;
  const system = memorySystem({ ...files, [cursor]: holder }, { cwd: '/home/ada/orchard' });
  ok(await run(system, 'sync --from-host cursor --to-host zed --auto-approve'));
  const wants = (command: string) =>
    `version: 1\nname: orchard\nenvironments: { all: { servers: { github: { command: ${command} } } } }\ntargets: { zed: {} }\n`;
  system.put(manifestPath, wants('gh-mcp-two'));
  const rows = ok(await run(system, 'status')).stdout;
  assert.match(rows, /zed\/github +cursor +"?hatch sync --from-host cursor/);
  assert.match(ok(await run(system, 'plan --exit-code'), 2).stdout, /~ github/);
  ok(await run(system, 'apply --auto-approve'));
  assert.is(at(servers(system, zed, 'context_servers'), ['github', 'command']), 'gh-mcp-two');
  assert.not.match(ok(await run(system, 'status')).stdout, 'Written once');
  // Of one that was changed since it is asked.
  ok(await run(system, 'forget --all'));
  system.put(manifestPath, wants('gh-mcp-three'));
  system.put(zed, text(system, zed).replace('gh-mcp-two', 'somebody'));
  ok(await run(system, 'plan --exit-code'), 3);
});

test('a mirror removes what an earlier sync put there and the source no longer has, and nothing else', async () => {
  const system = await orchard();
  ok(await run(system, 'sync --from-host cursor --to-host zed --auto-approve'));
  system.put(cursor, '{ "mcpServers": { "mine": { "command": "mine" } } }\n');
  system.put(
    zed,
    text(system, zed).replace('"context_servers": {', '"context_servers": { "hers": { "command": "hers" },'),
  );
  ok(await run(system, 'sync --from-host cursor --to-host zed --auto-approve'));
  assert.equal(Object.keys(servers(system, zed, 'context_servers')).sort(), ['hers', 'mine', 'weather-api']);
  const gone = ok(await run(system, 'sync --from-host cursor --to-host zed --mirror --auto-approve'));
  assert.match(gone.stdout, /- weather-api .*no longer in cursor/);
  assert.equal(Object.keys(servers(system, zed, 'context_servers')).sort(), ['hers', 'mine']);
});

test('a sync that is saved is a rule of the manifest, once, and its comments stay', async () => {
  const system = await orchard(manifest);
  const line = 'sync --from-env development --to-host cursor --servers dev-logger --save --auto-approve';
  assert.match(ok(await run(system, line)).stdout, 'The rule is saved in hatch.mcp.yaml.');
  const saved = text(system, manifestPath);
  assert.ok(saved.startsWith(manifest.trimEnd()), saved);
  assert.match(saved, /to: \[cursor\]/);
  ok(await run(system, 'plan --exit-code'));
  ok(await run(system, line));
  assert.is(text(system, manifestPath), saved);
});

for (const [line, code, says] of [
  ['sync --to-host cursor', 64, 'takes from one environment or one host'],
  ['sync --from-env development --from-host zed --to-host cursor', 64, 'takes from one environment or one host'],
  ['sync --from-env development', 64, 'needs a host'],
  ['sync --from-env developmnt --to-host cursor', 64, 'did you mean `development`?'],
  ['sync --from-env development --to-host cursr', 64, 'did you mean `cursor`?'],
  ['sync --from-env development --to-host cursor --servers wether-api', 64, 'did you mean `weather-api`?'],
  ['sync --from-env development --to-host cursor --pattern (', 64, 'regular expression'],
  ['sync --from-host cursor --to-host cursor', 64, 'cannot be synced to itself'],
  ['sync --from-host claude-desktop --to-host zed --save', 64, 'cannot be a rule'],
  ['configure x --host cursor --command y --set /tools={', 64, 'is no JSON'],
  ['configure x --host cursor --command y --timeout 5parsecs', 64, 'hatch configure --help'],
  ['backup restore cursor --timestamp 20231201_150000', 64, 'hatch backup list cursor'],
  ['discover servers --env developmnt', 64, 'did you mean `development`?'],
  ['sync --from-host goose --to-host cursor', 1, 'nothing to be taken'],
  ['sync --from-env development --to-host goose --auto-approve', 1, '--create'],
  ['configure x --command y', 64, 'needs a host'],
  ['configure x --host cursor --env REGION=eu', 64, 'no valid server'],
  // Not the line that it would have had.
  ['configure x --host cursor --env REGION=eu', 64, /^hatch\.mcp\.yaml {2}error: `x` has neither/m],
  ['configure x --host cursor --command', 64, '--command needs a value'],
  ['remove server mine', 64, 'needs a host'],
  ['remove server mine2 --host cursor', 64, 'did you mean `mine`?'],
  ['remove host', 64, 'no host is named'],
  ['env create development', 5, 'already'],
  ['env create not/a/name', 64, 'letters, digits'],
  ['env remove developmnt', 64, 'did you mean `development`?'],
  ['env remove development', 5, 'in use in 2 ways'],
  ['env show developmnt', 64, 'did you mean `development`?'],
] as const) {
  test(`hatch ${line}: ends with ${code} and says what to type`, async () => {
    const system = await orchard(manifest);
    const before = system.tree();
    assert.match(ok(await run(system, line), code).stderr, says);
    assert.equal(system.tree(), before);
  });
}

test('configure records a server where the manifest is, in its style, with a rule for just that one host', async () => {
  const system = await orchard(manifest);
  const line =
    'mcp configure prod-logger --host cursor --environment production --command python --args -u --args /l.py';
  const said = ok(await run(system, `${line} --env LOG_LEVEL=info --env-var DEBUG=false --auto-approve`)).stdout;
  assert.match(said, 'prod-logger is in production of hatch.mcp.yaml.');
  assert.equal(servers(system, cursor)['prod-logger'], {
    command: 'python',
    args: ['-u', '/l.py'],
    env: { LOG_LEVEL: 'info', DEBUG: 'false' },
  });
  for (const line of manifest.split('\n')) assert.ok(text(system, manifestPath).includes(line), line);
  ok(await run(system, 'plan --exit-code'));
  // What is not given stays, and what is given is all that changes.
  ok(await run(system, 'configure prod-logger --host cursor --environment production --env DEBUG=true --auto-approve'));
  assert.equal(servers(system, cursor)['prod-logger'], {
    command: 'python',
    args: ['-u', '/l.py'],
    env: { LOG_LEVEL: 'info', DEBUG: 'true' },
  });
  ok(await run(system, 'plan --exit-code'));
});

test('configure names the further targets that the next apply gives the server to', async () => {
  const system = await orchard(manifest);
  const said = ok(await run(system, 'configure helper --host cursor --command h --auto-approve')).stdout;
  assert.match(said, 'The next `hatch apply` gives it to claude-desktop too.');
  assert.is(servers(system, desktop).helper, undefined);
  assert.match(ok(await run(system, 'plan --exit-code'), 2).stdout, /claude-desktop[\s\S]*\+ helper/);
});

test('configure without a manifest makes the personal one, and says so', async () => {
  const system = await orchard();
  const said = ok(await run(system, 'configure files --host cursor --auto-approve -- npx -y files-server .')).stdout;
  assert.match(said, 'files is in default of ~/.config/hatch/hatch.mcp.yaml, which is new.');
  assert.equal(servers(system, cursor).files, { command: 'npx', args: ['-y', 'files-server', '.'] });
  assert.match(text(system, personal), 'name: personal');
  ok(await run(system, 'plan --exit-code'));
});

test('configure once leaves every manifest as it is', async () => {
  const system = await orchard(manifest);
  ok(await run(system, 'configure scratch --host cursor --command s --no-save --auto-approve'));
  assert.is(text(system, manifestPath), manifest);
  assert.equal(servers(system, cursor).scratch, { command: 's' });
  assert.match(ok(await run(system, 'status')).stdout, /cursor\/scratch/);
  ok(await run(system, 'plan --exit-code'));
  ok(await run(system, 'remove server scratch --host all --auto-approve'));
  assert.not.match(ok(await run(system, 'status')).stdout, 'scratch');
});

test('configure says field by field what a host will not take, and leaves it out where that is asked for', async () => {
  const system = await orchard(manifest);
  const line = 'configure slow --host cursor --command s --timeout 30s';
  assert.match(ok(await run(system, `${line} --auto-approve`), 3).stdout, 'Cursor has no field for `timeout`');
  assert.is(text(system, manifestPath), manifest);
  ok(await run(system, `${line} --on-unsupported warn --auto-approve`));
  assert.equal(servers(system, cursor).slow, { command: 's' });
});

test('a secret on the command line is warned of, and stands nowhere but where it was put', async () => {
  const secret = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
  const system = await orchard(manifest);
  const line = `configure github --host cursor --command gh --env TOKEN=${secret} --args --token=${secret}`;
  const dry = ok(await run(system, `${line} --dry-run`));
  const json = ok(await run(system, `${line} --dry-run --json`));
  const wet = ok(await run(system, `${line} --auto-approve`));
  assert.match(wet.stdout, '${env:TOKEN}');
  const history = ok(await hatch(system, ['history']));
  for (const { stdout, stderr } of [dry, json, wet, history]) assert.not.match(stdout + stderr, secret);
  const holding = Object.entries(system.tree()).filter(([, content]) => content.includes(secret));
  assert.equal(
    holding.map(([path]) => path),
    [cursor, manifestPath],
  );
});

test('remove takes what is named, managed or not, says what comes back, and saves what a person wants saved', async () => {
  const system = await orchard(manifest);
  ok(await run(system, 'remove server mine --host cursor --auto-approve'));
  assert.equal(Object.keys(servers(system, cursor)), ['weather-api']);
  const back = ok(await run(system, 'remove server dev-logger --host all --auto-approve'));
  assert.match(back.stdout, /warning: the next apply brings it back \(rule 1\)/);
  ok(await run(system, 'apply --auto-approve'));
  assert.ok(servers(system, desktop)['dev-logger']);
  // Asked at a terminal, and answered yes twice: to save it, and to the plan.
  const asked = ok(await run(system, 'remove server dev-logger --host claude-desktop', ['y', 'y']));
  assert.match(asked.screen, 'Take it out of the manifest too?');
  assert.match(asked.screen, 'hatch.mcp.yaml no longer gives it.');
  assert.not.match(text(system, manifestPath), 'dev-logger');
  assert.match(text(system, manifestPath), '# the desktop');
  ok(await run(system, 'plan --exit-code'));
});

test('remove from one of several targets narrows the rule there only', async () => {
  const wide = manifest.replace('to: [claude-desktop] } # the desktop', 'to: [claude-desktop, zed] } # both');
  const system = await orchard(wide);
  ok(await run(system, 'remove server dev-logger --host zed --save --auto-approve'));
  ok(await run(system, 'plan --exit-code'));
  assert.equal(Object.keys(servers(system, zed, 'context_servers')), ['weather-api']);
  assert.equal(Object.keys(servers(system, desktop)), ['dev-logger', 'weather-api']);
  ok(await run(system, 'remove host zed --save --auto-approve'));
  ok(await run(system, 'plan --exit-code'));
  assert.equal(Object.keys(servers(system, desktop)), ['dev-logger', 'weather-api']);
});

test('a removed host has a backup, which comes back by every name that it has', async () => {
  const system = await orchard(manifest);
  const before = text(system, desktop);
  ok(await run(system, 'backup create --host claude-desktop --name before-cleanup'));
  const [row] = result(ok(await run(system, 'backup list --host claude-desktop --json'))) as readonly JsonObject[];
  const file = String(row?.file);
  const stamp = /\d{8}_\d{6}_\d{6}$/.exec(file)?.[0] ?? '';
  for (const which of [
    '--name before-cleanup',
    `--backup ${file}`,
    `--backup ${file.split('/').at(-1)}`,
    `--backup claude-desktop_${stamp}.json`,
    `--timestamp ${stamp}`,
    `--timestamp ${row?.created}`,
  ]) {
    ok(await run(system, 'mcp remove host claude-desktop --auto-approve'));
    assert.not.match(text(system, desktop), 'weather-api');
    ok(await run(system, `backup restore --host claude-desktop ${which} --auto-approve`));
    assert.is(text(system, desktop), before, which);
  }
  const wrong = ok(await run(system, 'backup restore --host claude-desktop --backup ../../../etc/passwd'), 64);
  assert.match(wrong.stderr, 'hatch backup list claude-desktop');
});

test('a header is given with = or as curl takes it, and a value may hold both', async () => {
  const system = await orchard(manifest);
  const headers = ['--header', 'X-Grove: pear=1', '--header', 'X-Row=a: b'];
  const url = ['--url', 'https://pears.example/mcp', '--auto-approve'];
  ok(await hatch(system, ['configure', 'pears', '--host', 'cursor', ...headers, ...url, ...named]));
  assert.equal(at(servers(system, cursor), ['pears', 'headers']), { 'X-Grove': 'pear=1', 'X-Row': 'a: b' });
});

test('a file of variables can be named in a word that Node leaves alone', async () => {
  const system = await orchard(manifest);
  ok(await run(system, 'configure pears --host cursor --env-from .env --auto-approve -- npx pears'));
  assert.is(at(servers(system, cursor), ['pears', 'envFile']), '.env');
});

test('what a plan has shown is not said again when it is written', async () => {
  const system = await orchard(manifest);
  const line = 'configure pears --host cursor --env API_KEY=sk-live-0123456789abcdef --auto-approve -- npx pears';
  const { stdout } = ok(await run(system, line));
  assert.is(stdout.split('[literal-credential]').length, 2, stdout);
  assert.is(stdout.split('[manifest-edit]').length, 2, stdout);
});

test('in a narrow terminal backups are listed with their times whole, and cleaned as they were shown, once', async () => {
  const system = await orchard(manifest);
  ok(await run(system, 'backup create cursor --name before-the-great-cleanup'));
  const { screen } = ok(await run(system, 'backup list cursor', []));
  const [row] = result(ok(await run(system, 'backup list cursor --json'))) as readonly JsonObject[];
  assert.match(screen, String(row?.created));
  assert.match(screen, 'hatch backup restore TARGET --timestamp CREATED');
  const cleaned = ok(await run(system, 'backup clean cursor --keep-count 0 --first', ['y'])).screen;
  assert.is(cleaned.split(String(row?.created)).length, 2, cleaned);
});

test('without a manifest there are no environments, which is no error', async () => {
  assert.match(ok(await run(await orchard(), 'env list')).stdout, 'hatch env create NAME');
});

test('what one command wrote counts among what is owned when it is removed beside what a manifest wrote', async () => {
  const system = await orchard(manifest);
  ok(await run(system, 'sync --from-env development --to-host cursor --auto-approve'));
  const { owned } = get(result(ok(await run(system, 'remove host cursor --dry-run --json'))), 'plan') as JsonObject;
  assert.equal(owned, { after: 2, before: 4 });
});

test('environments come and go with the comments of the manifest, and the current one stays the current one', async () => {
  const system = await orchard(manifest);
  ok(await run(system, 'env create staging --description tryout --extends production'));
  for (const line of manifest.split('\n')) assert.ok(text(system, manifestPath).includes(line), line);
  assert.match(ok(await run(system, 'env show staging')).stdout, /staging[\s\S]*tryout[\s\S]*weather-api/);
  assert.match(ok(await run(system, 'env remove staging'), 1).stderr, '--auto-approve');
  assert.match(ok(await run(system, 'env remove production --auto-approve'), 5).stderr, '`staging` builds upon it');
  ok(await run(system, 'env remove staging', ['y']));
  assert.is(text(system, manifestPath), manifest);
});

test('without a manifest the first environment makes the personal one, and a second leaves the first current', async () => {
  const system = await orchard();
  assert.match(ok(await run(system, 'env create development')).stdout, '~/.config/hatch/hatch.mcp.yaml, which is new');
  assert.match(ok(await run(system, 'env current')).stdout, 'development');
  ok(await run(system, 'env create production'));
  assert.match(ok(await run(system, 'env current')).stdout, 'development');
  ok(await run(system, 'env use production'));
  assert.match(ok(await run(system, 'env remove production'), 5).stderr, 'is the current one (`hatch env use`)');
});

for (const protect of [false, true]) {
  test(`what another manifest manages and ${protect ? 'protects stays' : 'does not protect goes'} where its owner is named`, async () => {
    const logger = 'command: python, args: [logger.py]';
    const system = await orchard(manifest.replace(logger, `${logger}, protect: ${protect}`));
    system.put(manifestPath, 'version: 1\nname: meadow\nenvironments: { only: { servers: {} } }\n');
    const line = 'remove server dev-logger --host claude-desktop --auto-approve';
    ok(await run(system, line), 3);
    const { stdout } = ok(await run(system, `${line} --from-owner orchard`), protect ? 3 : 0);
    assert.match(stdout, `managed by orchard${protect ? ', which protects it' : ''}`);
    assert.is(text(system, desktop).includes('dev-logger'), protect);
  });
}

test.run();
