// Taking a machine over and letting it go again: init, adopt, forget, destroy. Hosts' files keep every byte.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json } from '../../src/model/json.ts';
import { assertCode, bytesOf, type Home, places, removeHomes, report, scratchHome } from '../support/home.ts';
import { fixtureFiles, type HostFile, realFiles } from '../support/host-files.ts';

function homeWith(files: readonly HostFile[]): Home {
  const home = scratchHome();
  for (const { place, bytes } of files) home.write(place, bytes);
  return home;
}

/** The bytes of hosts' files alone. */
function hostBytes(home: Home): Readonly<Record<string, string>> {
  const isHosts = (path: string) => !path.startsWith('.hatch/') && !path.startsWith('project/');
  return bytesOf(new Map([...home.leaves()].filter(([path]) => isHosts(path))));
}

interface Named {
  readonly code: string;
  readonly target?: string;
  readonly server?: string;
  readonly hint?: string;
}

/** `target/server` of the findings with this code. */
function withCode(findings: Json | undefined, code: string): readonly string[] {
  const found = (findings ?? []) as unknown as readonly Named[];
  return found.filter((one) => one.code === code).map(({ target, server }) => `${target}/${server}`);
}

/** Takes over a home full of hosts. Gives the findings of `init`. */
function takeOver(files: readonly HostFile[]): Json | undefined {
  const home = homeWith(files);
  const before = hostBytes(home);
  const { findings, result } = report(assertCode(home.run('init', '--all', '--json'), 0));
  const { hosts } = result as unknown as {
    readonly hosts: readonly { readonly id: string; readonly servers: unknown[] }[];
  };
  assert.equal(new Set(hosts.map(({ id }) => id)), new Set(files.map(({ host }) => host)));
  assertCode(home.run('plan', '--exit-code'), 0);
  const { result: taken } = report(assertCode(home.run('adopt', '--all', '--json'), 0));
  const { adopted } = taken as unknown as { readonly adopted: readonly unknown[] };
  assert.is(
    adopted.length,
    hosts.reduce((sum, { servers }) => sum + servers.length, 0),
  );
  assert.match(assertCode(home.run('plan', '--exit-code'), 0).stdout, `No changes. ${adopted.length} as wanted`);
  assert.equal(hostBytes(home), before);
  return findings;
}

const real = realFiles('first');
const onRealFiles = real.length > 0 ? test : test.skip;

onRealFiles('init and adopt take over real files and change no byte of them', () => {
  const findings = takeOver(real);
  assert.ok(withCode(findings, 'no-server').includes('claude-code/supabase'));
  assert.ok(withCode(findings, 'no-server').includes('goose/developer'));
  assert.equal(withCode(findings, 'not-adopted'), []);
  takeOver(realFiles('last'));
});

test('init and adopt take over made-up files, odd entries and comments among them', () => {
  assert.equal(withCode(takeOver(fixtureFiles('with-comments')), 'not-adopted'), []);
  const findings = takeOver(fixtureFiles('odd'));
  for (const entry of ['zed/postgres', 'goose/todo', 'opencode/elsewhere', 'claude-code/supper-club']) {
    assert.ok(withCode(findings, 'no-server').includes(entry), entry);
  }
  // Servers that a manifest cannot say: a dangerous name, a name that the host does not hold, an odd address.
  assert.equal([...withCode(findings, 'not-adopted')].sort(), [
    'claude-code/__proto__',
    'codex/@guild/ledger:main',
    'vscode/socket',
  ]);
});

const secretive = `{
  "mcpServers": {
    "tracker": { "command": "tracker", "env": { "TRACKER_TOKEN": "tok-9f8e7d6c5b4a3210", "LEVEL": "debug" } },
    "mailer": { "url": "https://mail.example/mcp", "headers": { "Authorization": "Bearer abcdef0123456789abcd" } },
    "inside": { "command": "run", "args": ["--api-key", "sk-live-0123456789abcdef0123"] },
    "address": { "url": "https://address.example/mcp?token=0123456789abcdef0123" },
    "plain": { "command": "plain", "args": ["--verbose"] },
    "listed": { "command": "listed", "env": ["API_TOKEN=tok-9f8e7d6c"] }
  }
}
`;
const secrets = ['tok-9f8e7d6c', 'abcdef0123456789', 'sk-live-'];

test('a literal secret stays in its host, is listed with the reference for it, and is not in the manifest', () => {
  const home = scratchHome();
  home.write(places.cursor, secretive);
  const { findings } = report(assertCode(home.run('init', '--json'), 0));
  const listed = (findings as unknown as readonly Named[]).filter(({ code }) => code === 'literal-secret');
  const hints = new Map(listed.map(({ server, hint }) => [server, hint]));
  assert.equal([...hints.keys()].sort(), ['address', 'inside', 'listed', 'mailer', 'tracker']);
  assert.match(hints.get('tracker') ?? '', '${env:TRACKER_TOKEN}');
  assert.match(hints.get('mailer') ?? '', 'Bearer ${env:AUTHORIZATION}');
  const manifest = home.read('project/hatch.mcp.yaml');
  for (const secret of secrets) assert.not.match(manifest, secret);
  assert.match(manifest, /# env\.TRACKER_TOKEN stays .*\$\{env:TRACKER_TOKEN\}.*\n +tracker:/);
  // What cannot do without its secret is left as a whole, and said so.
  assert.match(manifest, /^# .*cursor\/inside/m);
  assert.not.match(manifest, /^ +(inside|address):/m);
  assertCode(home.run('adopt', '--all'), 0);
  assert.match(assertCode(home.run('plan', '--exit-code'), 0).stdout, '4 as wanted, 2 not managed');
  assert.match(assertCode(home.run('adopt', 'cursor/inside'), 1).stderr, 'cursor/inside cannot be adopted');
  assert.is(home.read(places.cursor), secretive);
});

const team = `
version: 1
name: team
environment: dev
environments:
  dev:
    servers:
      tracker: { command: tracker }
targets: { cursor: {}, claude-code: {} }
rules:
  - { environment: dev, to: [claude-code], servers: [tracker] }
`;

test('adopting one server adds what its host has, and changes nothing for another host', () => {
  const home = scratchHome();
  home.write('project/hatch.mcp.yaml', team);
  home.write('.claude.json', '{ "mcpServers": { "tracker": { "command": "tracker" } } }\n');
  home.write(
    places.cursor,
    '{ "mcpServers": { "tracker": { "command": "other" }, "gauge": { "command": "gauge" } } }\n',
  );
  const before = hostBytes(home);
  assert.match(assertCode(home.run('adopt', 'cursor/nobody'), 64).stderr, 'cursor/nobody');
  assertCode(home.run('adopt', 'cursor/tracker'), 0);
  assert.match(
    assertCode(home.run('plan', '--exit-code'), 0).stdout,
    '1 as wanted, 1 only to be recorded, 1 not managed',
  );
  assertCode(home.run('apply', '--auto-approve'), 0);
  // Adopted and not only found: it leaves with the manifest's word for it.
  home.write('project/hatch.mcp.yaml', team);
  assert.match(assertCode(home.run('plan', '--exit-code', '--host', 'cursor'), 2).stdout, /- tracker/);
  assert.equal(hostBytes(home), before);
});

test('forget drops the record and touches nothing else', () => {
  const home = scratchHome();
  home.write('project/hatch.mcp.yaml', team);
  home.write('.claude.json', '{}\n');
  assertCode(home.run('apply', '--auto-approve'), 0);
  const applied = hostBytes(home);
  assertCode(home.run('forget', 'claude-code/tracker'), 0);
  assert.equal(hostBytes(home), applied);
  // Nothing of ours is left to be destroyed.
  assertCode(home.run('destroy', '--auto-approve'), 0);
  assert.equal(hostBytes(home), applied);
});

const everywhere = `
version: 1
name: everywhere
environments:
  one:
    servers:
      filesystem-notes: { command: npx, args: [-y, notes], env: { LEVEL: low } }
      weather-toolkit: { command: uvx, args: [weather] }
targets:
  claude-code: {}
  claude-desktop: {}
  codex: {}
  continue: {}
  cursor: {}
  goose: {}
  mistral-vibe: {}
  opencode: {}
  vscode: {}
  zed: {}
  here: { type: cursor, scope: project }
  drop-ins: { type: continue, scope: project }
`;

test('destroy takes off what we wrote, leaves what was there, and gives back the first bytes', () => {
  for (const files of [fixtureFiles('with-comments'), real].filter(({ length }) => length > 0)) {
    const home = homeWith(files);
    home.write('project/hatch.mcp.yaml', everywhere);
    const first = bytesOf(home.leaves());
    assertCode(home.run('apply', '--auto-approve'), 0);
    assert.match(home.read('project/.continue/mcpServers/weather-toolkit.yaml'), 'command: uvx');
    assert.match(home.read('project/.cursor/mcp.json'), 'weather-toolkit');
    assertCode(home.run('destroy', '--auto-approve'), 0);
    const left = Object.entries(bytesOf(home.leaves())).filter(([path]) => !path.startsWith('.hatch/'));
    assert.equal(Object.fromEntries(left), first);
  }
});

test.after(removeHomes);
test.run();
