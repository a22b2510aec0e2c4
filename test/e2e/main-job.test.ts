// The main job, told as one story on the files of ten hosts with the built program: plan, apply, changes by hand,
// drift, apply, rollback, and the switch from development to production.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  assertCode,
  bytesOf,
  changedFiles,
  type Home,
  type HostId,
  hostIds,
  type Leaves,
  type Ran,
  removeHomes,
  report,
  scratchHome,
} from '../support/home.ts';
import { fixtureFiles, type HostFile, realFiles } from '../support/host-files.ts';

const manifest = `
version: 1
name: orchard-tools
environment: development
variables: { region: eu }

environments:
  base:
    servers:
      filesystem-notes:
        command: npx
        args: [-y, "@modelcontextprotocol/server-filesystem", "\${home}/notes"]
  development:
    description: Verbose logging and experimental servers
    extends: base
    servers:
      weather-toolkit: { command: uvx, args: [weather-toolkit, --region, "\${var:region}"] }
      dev-logger: { command: python3, args: [/opt/logger.py], env: { LOG_LEVEL: debug, DEBUG: "true" } }
      legacy: { command: legacy-server }
  production:
    extends: base
    servers:
      weather-toolkit: { command: uvx, args: [weather-toolkit, --region, "\${var:region}", --quiet] }
      issue-tracker:
        url: https://tracker.example/mcp
        headers: { Authorization: "Bearer \${env:TRACKER_TOKEN}" }
        hosts: { codex: { required: true } }
      test-probe: { command: probe }

targets:
  claude-desktop: { onUnsupported: bridge, references: inline }
  claude-code: {}
  vscode: {}
  cursor: {}
  codex: {}
  zed: { references: inline }
  goose: {}
  opencode: {}
  continue: {}
  mistral-vibe: {}
  staging: { type: claude-desktop, path: ./staging/claude.json }

groups:
  editors: [vscode, cursor, zed]
  agents: [claude-desktop, claude-code, codex, goose, opencode]

rules:
  - { to: [editors, agents], exclude: ["^legacy$", "^test-"] }
  - { environment: base, to: [mistral-vibe, continue], include: "^filesystem-" }
  - { environment: production, to: [continue], servers: [test-probe] }
  - { target: staging, to: [vscode], servers: [news-api] }
`;

const staging =
  '{ "mcpServers": { "news-api": { "command": "news", "args": ["--all"] }, "weather": { "command": "w" } } }\n';

const switching: readonly HostId[] = [
  'claude-desktop',
  'claude-code',
  'vscode',
  'cursor',
  'codex',
  'zed',
  'goose',
  'opencode',
];

function homeWith(files: readonly HostFile[]): Home {
  const home = scratchHome();
  for (const { place, bytes } of files) home.write(place, bytes);
  home.write('project/hatch.mcp.yaml', manifest);
  home.write('project/staging/claude.json', staging);
  home.env.TRACKER_TOKEN = 'orchard-token-9d41';
  return home;
}

/** The bytes of hosts' files alone, without what lies under our own home. */
function hostBytes(home: Home): Readonly<Record<string, string>> {
  return bytesOf(new Map([...home.leaves()].filter(([path]) => !path.startsWith('.hatch/'))));
}

/** Runs that only look leave every file of the home as it was, the time of its last change included. */
function looking(home: Home, look: () => void): void {
  const before = home.leaves();
  look();
  const after = home.leaves();
  assert.equal(changedFiles(before, after), []);
  const times = (leaves: Leaves) => Object.fromEntries([...leaves].map(([path, { changed }]) => [path, changed]));
  assert.equal(times(after), times(before));
}

function runId(ran: Ran): string {
  return (report(ran).result as { readonly run: { readonly id: string } }).run.id;
}

/** The text without one member of a JSON object, its line and its comma with it. */
function withoutMember(text: string, key: string): string {
  const start = text.search(new RegExp(`\\s*"${key}"\\s*:`));
  let depth = 0;
  let end = text.indexOf('{', start);
  do {
    depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
    end += 1;
  } while (depth > 0);
  const [before, after] = [text.slice(0, start), text.slice(end)];
  return after.startsWith(',') ? before + after.slice(1) : before.replace(/,$/, '') + after;
}

/** What a person does with an editor in four hosts of four formats; the last one is a new entry of somebody else. */
const byHand: readonly ((home: Home, at: (host: HostId) => string) => void)[] = [
  // A field of ours.
  (home, at) => home.edit(at('codex'), /"--region", "eu"/, '"--region", "us"'),
  // A field of others inside an entry that the first run added.
  (home, at) =>
    home.edit(at('goose'), /^( +)weather-toolkit:\n( +)/, '$1weather-toolkit:\n$2display_name: Weather\n$2'),
  // An entry of ours that is gone.
  (home, at) => home.write(at('cursor'), withoutMember(home.read(at('cursor')), 'dev-logger')),
  (home, at) => home.edit(at('zed'), ...newEntry),
];

const newEntry = [/("context_servers"\s*:\s*\{)/, '$1\n    "by-hand": { "command": "mine" },'] as const;

interface Drift {
  readonly drifted: readonly { readonly entry: string; readonly verdict: string }[];
  readonly others: { readonly fields: number; readonly entries: number };
}

function driftOf(home: Home): Drift {
  const { drifted, others } = report(home.run('drift', '--json')).result as unknown as Drift;
  return { drifted, others };
}

function tellTheMainJob(files: readonly HostFile[]): void {
  const home = homeWith(files);
  const at = (host: HostId) => files.find((file) => file.host === host)?.place ?? '';
  const first = hostBytes(home);

  looking(home, () => assertCode(home.run('plan', '--exit-code'), 2));
  const run1 = runId(assertCode(home.run('apply', '--auto-approve', '--json'), 0));
  for (const { host, place } of files) assert.is.not(hostBytes(home)[place], first[place], `${host} has nothing new`);
  looking(home, () => assert.match(assertCode(home.run('plan', '--exit-code'), 0).stdout, /No changes\./));

  const untouched = driftOf(home);
  assert.equal(untouched.drifted, []);
  const others = { fields: untouched.others.fields + 1, entries: untouched.others.entries + 1 };
  for (const edit of byHand) edit(home, at);
  const edited = hostBytes(home);
  looking(home, () => {
    const drifted = [
      { entry: 'codex/weather-toolkit', verdict: 'drift' },
      { entry: 'cursor/dev-logger', verdict: 're-add' },
    ];
    assert.equal(driftOf(home), { drifted, others });
    const told = assertCode(home.run('drift', '--exit-code'), 2).stdout;
    assert.match(told, /codex.*\n.*weather-toolkit[\s\S]*cursor.*\n.*dev-logger/);
    assert.match(told, /Drift: 2 entries .*Not ours: \d+ fields? in our entries, \d+ entr(y|ies)\.\n$/);
  });

  assertCode(home.run('apply', '--auto-approve'), 0);
  assert.is.not(hostBytes(home)[at('codex')], edited[at('codex')]);
  assertCode(home.run('rollback', '--auto-approve'), 0);
  assert.equal(hostBytes(home), edited);

  const refused = assertCode(home.run('rollback', run1, '--auto-approve'), 3);
  assert.match(refused.stderr, /codex\/weather-toolkit/);
  assert.equal(hostBytes(home), edited);
  assertCode(home.run('rollback', run1, '--auto-approve', '--take', 'all'), 0);
  assert.equal(hostBytes(home), withNewEntry(first, at('zed')));

  assert.match(assertCode(home.run('apply', '--auto-approve'), 5).stderr, /--again/);
  assertCode(home.run('apply', '--auto-approve', '--again'), 0);
  assertCode(home.run('env', 'use', 'production'), 0);
  assertCode(home.run('apply', '--auto-approve'), 0);
  looking(home, () => assertCode(home.run('plan', '--exit-code'), 0));
  const switched = hostBytes(home);
  for (const { host, place } of files) {
    const isSwitching = switching.includes(host);
    assert.not.match(switched[place] ?? '', 'dev-logger');
    assert.is(switched[place]?.includes('--quiet'), isSwitching, host);
    assert.is(switched[place]?.includes('issue-tracker'), isSwitching, host);
    assert.is(switched[place]?.includes('test-probe'), host === 'continue', host);
    assert.match(switched[place] ?? '', 'filesystem-notes');
  }
}

/** The first bytes with the entry that somebody added; the comma after it goes where no other entry follows. */
function withNewEntry(first: Readonly<Record<string, string>>, zed: string): Readonly<Record<string, string>> {
  const text = (first[zed] ?? '').replace(...newEntry);
  return { ...first, [zed]: text.replace(/("by-hand": .*\}),(?=(\s|\/\/.*\n)*\})/, '$1') };
}

const real = realFiles('first');
const hasReal = real.length === hostIds.length;

(hasReal ? test : test.skip)('the main job, on real files (HATCH_REAL_CONFIGS says where they are)', () => {
  tellTheMainJob(real);
  tellTheMainJob(realFiles('last'));
});

// Where there are real files, these would only tell the same again.
(hasReal ? test.skip : test)('the main job, on made-up files', () => tellTheMainJob(fixtureFiles('odd')));

test.after(removeHomes);
test.run();
