// Secrets in hosts' files, in the surroundings, in a variable and in the manifest, and every command that could come
// upon them: none is ever printed, or written anywhere but into hosts' files and backups.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertCode, type Home, places, type Ran, removeHomes, scratchHome } from '../support/home.ts';

/** Texts that must never be seen, by where they stand. */
const canaries = {
  'an environment value of a host': 'tok-canary0f8e7d6c5b4a01',
  'a header of a host': 'canary1abcdef0123456789ab',
  'an argument of a host': 'sk-live-canary2abcdef012345',
  'an address of a host': 'canary3fedcba9876543210fe',
  'a password in an address of a host': 'canary4-pass-word-9f8e7d',
  'a value in TOML': 'canary5tomltoken0123456789',
  'a value in YAML': 'canary6yamltoken0123456789',
  'a variable of the surroundings': 'canary7envtoken0123456789a',
  'another variable of the surroundings': 'canary8rotated0123456789abc',
  'a file that is referred to': 'canary9filetoken0123456789',
  'a literal in the manifest': 'ghp_canary10literal0123456789abcdefghij',
  'a fallback in the manifest': 'sk-canary13fallback0123456789',
  'a value of --var': 'sk-canary11variable0123456789',
  'a value that somebody put by hand': 'canary12byhand0123456789abc',
} as const;

const cursor = `{
  "mcpServers": {
    "tracker": { "command": "other", "env": { "TRACKER_TOKEN": "${canaries['an environment value of a host']}" } },
    "mailer": { "url": "https://mail.example/mcp", "headers": { "Authorization": "Bearer ${canaries['a header of a host']}" } },
    "inside": { "command": "run", "args": ["--api-key", "${canaries['an argument of a host']}"] },
    "address": { "url": "https://address.example/mcp?token=${canaries['an address of a host']}" },
    "user": { "url": "https://ada:${canaries['a password in an address of a host']}@user.example/mcp" }
  }
}
`;
const codex = `[mcp_servers.tracker]
command = "other"
env = { TRACKER_TOKEN = "${canaries['a value in TOML']}" }
`;
const goose = `extensions:
  tracker:
    type: stdio
    name: tracker
    cmd: other
    enabled: true
    envs: { TRACKER_TOKEN: ${canaries['a value in YAML']} }
`;

const manifest = `version: 1
name: canary
variables: { key: none }
environments:
  one:
    servers:
      tracker:
        command: tracker
        env:
          TRACKER_TOKEN: "\${env:TRACKER_TOKEN}"
          FILE_TOKEN: "\${file:./token.txt}"
          LITERAL_TOKEN: ${canaries['a literal in the manifest']}
          VARIABLE_TOKEN: "\${var:key}"
          FALLBACK_TOKEN: "\${env:NOT_SET:-${canaries['a fallback in the manifest']}}"
targets:
  cursor: { references: inline }
  codex: { references: inline }
  goose: { references: inline }
  zed: { references: inline }
  claude-code: { references: inline, create: true }
`;

function plantedHome(): Home {
  const home = scratchHome();
  home.write(places.cursor, cursor);
  home.write(places.codex, codex);
  home.write(places.goose, goose);
  home.write(places.zed, '{}\n');
  home.write('project/token.txt', `${canaries['a file that is referred to']}\n`);
  home.env.TRACKER_TOKEN = canaries['a variable of the surroundings'];
  return home;
}

/** Files that may hold them: hosts' own, their backups, and those that they were planted in. */
const allowed =
  /^(\.cursor|\.codex|\.config\/(goose|zed))\/|^\.hatch\/mcp_host_config_backups\/|token\.txt$|hatch\.mcp\.yaml$|^\.claude\.json$/;

function assertUnseen(home: Home): void {
  const printed = home.printed.join('\n');
  const files = [...home.leaves()].filter(([path]) => !allowed.test(path));
  for (const [what, canary] of Object.entries(canaries)) {
    assert.not.ok(printed.includes(canary), `${what} was printed: ${around(printed, canary)}`);
    const holding = files.filter(([, { bytes }]) => bytes.includes(canary)).map(([path]) => path);
    assert.equal(holding, [], what);
  }
}

function around(text: string, canary: string): string {
  const at = text.indexOf(canary);
  return text.slice(Math.max(0, at - 300), at + canary.length + 20);
}

const variable = ['--var', `key=${canaries['a value of --var']}`] as const;

test('the whole way from plan to destroy shows no secret', () => {
  const home = plantedHome();
  home.write('project/hatch.mcp.yaml', manifest);
  const run = (code: number, ...words: readonly string[]): Ran => assertCode(home.run(...words, ...variable), code);
  for (const format of ['text', 'json-patch', 'markdown', 'github', 'junit', 'sarif'])
    run(0, 'plan', '--format', format);
  run(3, 'apply', '--auto-approve', '--take', 'all');
  const consent = ['--take', 'all', '--externalize', 'all'];
  run(0, 'plan', '--out', 'plan.json', ...consent);
  run(0, 'apply', '--auto-approve', '--json', ...consent);
  // It did what it was asked for: otherwise there would be nothing to be seen. Zed alone has no words of its own.
  assert.match(home.read(places.zed), canaries['a variable of the surroundings']);
  for (const host of ['cursor', 'codex', 'goose', 'zed'] as const) {
    assert.match(home.read(places[host]), canaries['a file that is referred to']);
    assert.match(home.read(places[host]), canaries['a value of --var']);
  }
  home.env.TRACKER_TOKEN = canaries['another variable of the surroundings'];
  home.edit(
    places.zed,
    new RegExp(canaries['a file that is referred to']),
    canaries['a value that somebody put by hand'],
  );
  run(0, 'status');
  run(0, 'explain', 'zed/tracker');
  run(0, 'explain', 'codex/tracker', '--json');
  assertCode(home.run('drift', '--json'), 0);
  for (const format of ['markdown', 'github', 'junit']) assertCode(home.run('drift', '--format', format), 0);
  run(1, 'drift', 'accept', 'zed/tracker');
  assertCode(home.run('show', 'plan.json', '--format', 'markdown'), 0);
  run(0, 'apply', '--auto-approve', ...consent);
  assert.match(home.read(places.zed), canaries['another variable of the surroundings']);
  assertCode(home.run('history', '--json'), 0);
  assertCode(home.run('rollback', '--auto-approve', '--json'), 0);
  assertCode(home.run('destroy', '--auto-approve', '--take', 'all'), 0);
  assertUnseen(home);
});

test('taking over what hosts hold shows no secret, and writes none into the manifest', () => {
  const home = plantedHome();
  assertCode(home.run('init', '--json'), 0);
  const written = home.read('project/hatch.mcp.yaml');
  assertCode(home.run('adopt', '--all'), 0);
  home.run('adopt', 'cursor/inside', 'cursor/address', '--json');
  for (const canary of Object.values(canaries)) assert.not.ok(written.includes(canary), canary);
  assert.is(home.read(places.cursor), cursor);
  assertCode(home.run('plan', '--json'), 0);
  assertUnseen(home);
});

test('errors quote no secret: of a broken file, of a manifest, of a missing reference', () => {
  const home = plantedHome();
  const broken: readonly (readonly [place: string, text: string])[] = [
    [places.cursor, cursor.replace('"env"', '"env" oops')],
    [places.codex, codex.replace('= "', '= ')],
    [places.goose, goose.replace('{ TRACKER_TOKEN', '{ TRACKER_TOKEN: [')],
  ];
  for (const [place, text] of broken) home.write(place, text);
  home.write('project/hatch.mcp.yaml', manifest);
  assertCode(home.run('plan', '--exit-code', ...variable), 3);
  home.write(
    'project/hatch.mcp.yaml',
    manifest.replace('LITERAL_TOKEN: ', 'LITERAL_TOKEN: &x [').replace('\n          VAR', ']\n          VAR'),
  );
  assertCode(home.run('plan', '--json', ...variable), 65);
  home.write(
    'project/hatch.mcp.yaml',
    manifest.replace('        command: tracker', `        url: ${canaries['a literal in the manifest']}`),
  );
  assertCode(home.run('plan', '--json', ...variable), 65);
  home.write(
    'project/hatch.mcp.yaml',
    manifest.replace('LITERAL_TOKEN: ', 'LITERAL_TOKEN: "${nonsense:').replace('\n          VAR', '}"\n          VAR'),
  );
  assertCode(home.run('plan', ...variable), 65);
  delete home.env.TRACKER_TOKEN;
  home.write('project/hatch.mcp.yaml', manifest);
  assertCode(home.run('apply', '--auto-approve', '--host', 'zed', ...variable), 9);
  assertUnseen(home);
});

test.after(removeHomes);
test.run();
