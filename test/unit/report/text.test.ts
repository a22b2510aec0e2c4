import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Secret } from '../../../src/model/secret.ts';
import { type Look, painter } from '../../../src/report/paint.ts';
import { renderPlan } from '../../../src/report/text.ts';
import { adding, changing, entry, field, file, plan, removing, target } from '../../support/plans.ts';

const look: Look = { paint: painter(false), width: 100, cwd: '/home/ada/work', home: '/home/ada' };
const manifest = '/home/ada/work/hatch.mcp.yaml';
const because = (rule: number | undefined, line: number | undefined, note?: string, environment = 'development') => ({
  environment,
  rule,
  place: line === undefined ? undefined : { file: manifest, line, column: 5 },
  note,
  isMove: false,
});

const logger = entry('dev-logger', {
  reason: because(1, 34),
  edit: adding({}),
  fields: [
    field('/command', undefined, 'python'),
    field('/args', undefined, ['/path/to/logger.py']),
    field('/env/LOG_LEVEL', undefined, 'debug'),
    field('/env/API_KEY', undefined, new Secret('aaa')),
  ],
});
const github = entry('github', {
  verdict: 'update',
  reason: because(2, 31),
  edit: changing({}),
  fields: [
    field('/headers/Authorization', new Secret('aaa'), 'Bearer ${env:GITHUB_TOKEN}'),
    field('/timeout', 30, 60),
    field('/env/DEBUG', '1', undefined),
    field('/env/TRACE.X', undefined, new Secret('bbb')),
  ],
  foreign: ['/disabled', '/oauth/state'],
});
const weather = entry('weather', {
  verdict: 'prune',
  reason: because(undefined, undefined, 'switched off (development → production)'),
  edit: removing,
  fields: [field('/command', 'npx', undefined)],
  foreign: ['/disabled'],
});

test('a plan reads: target, sign, reason, field by field, count, digest', () => {
  const claude = target('claude-code', [weather, github, logger], {
    title: 'Claude Code',
    scope: 'project',
    files: [file('/home/ada/work/.mcp.json')],
  });
  const shown = renderPlan(plan([claude], { add: 1, update: 1, remove: 1, inSync: 12, unmanaged: 3 }), look);
  assert.is(
    shown,
    `acme-tools  environment development (environment: in the manifest)  hatch.mcp.yaml

claude-code  Claude Code, project  .mcp.json
  + dev-logger  (rule 1, hatch.mcp.yaml:34:5)
      command        "python"
      args           ["/path/to/logger.py"]
      env.LOG_LEVEL  "debug"
      env.API_KEY    ‹secret #1›
  ~ github  (rule 2, hatch.mcp.yaml:31:5)
      ~ headers.Authorization  ‹secret #1› → "Bearer \${env:GITHUB_TOKEN}"
      ~ timeout                30 → 60
      - env.DEBUG              "1"
      + env["TRACE.X"]         ‹secret #2›
      stays, set by others: disabled, oauth.state
  - weather  (switched off (development → production))
      - command  "npx"
      goes along, set by others: disabled

Plan: 1 to add, 1 to change, 1 to remove. 12 as wanted, 3 not managed.
Digest: sha256:${'5f'.repeat(32)}`,
  );
});

test('a conflict says what stands against each other and what to type', () => {
  const conflict = { ...field('/command', 'docker', 'npx'), kind: 'conflict' as const };
  const taken = entry('git hub', { verdict: 'collision', conflict: 'collision', fields: [conflict] });
  const shown = renderPlan(plan([target('cursor', [taken])], { conflicts: 1 }), look);
  assert.is(
    shown.split('\n\n')[1],
    `cursor  cursor, user  ~/.cursor/mcp.json
  ! git hub  conflict: it is there with other values, and is not managed
      ! command  "docker" ≠ "npx"
      --take 'cursor/git hub'  make it what the manifest says
      --keep 'cursor/git hub'  leave it, and do not ask again`,
  );
  assert.match(shown, /Plan: 0 to add, 0 to change, 0 to remove, 1 conflict\.$/);
});

for (const [conflict, verdict, flags] of [
  ['both-changed', 'diverged', ['--take cursor/x', '--keep cursor/x']],
  ['prune-drifted', 'prune-drifted', ['--take cursor/x', '--keep cursor/x']],
  ['other-owner', 'collision', ["--from-owner 'old team'", '--keep cursor/x']],
  ['other-owner', 'prune', ["--from-owner 'old team'"]],
  ['literal', 'drift', ['--externalize cursor/x', '--keep cursor/x']],
  ['literal', 'collision', ['--take cursor/x --externalize cursor/x', '--keep cursor/x']],
  ['blocked', 'add', ['--skip-conflicts']],
  ['unreadable', 'unreadable', ['--skip-conflicts']],
] as const) {
  test(`the conflict ${conflict} of a ${verdict} names the flags that answer it`, () => {
    const shown = renderPlan(
      plan([target('cursor', [entry('x', { verdict, conflict, otherOwner: 'old team' })])]),
      look,
    );
    const typed = shown.split('\n').filter((line) => line.startsWith('      --'));
    assert.equal(
      typed.map((line) => line.trim().split(/ {2,}/)[0]),
      flags,
    );
  });
}

test('an answered conflict asks nothing', () => {
  for (const answer of ['take', 'keep', 'skip'] as const) {
    const answered = entry('x', { verdict: 'collision', conflict: 'collision', answer });
    assert.not.match(renderPlan(plan([target('cursor', [answered])]), look), '--take');
  }
});

test('what somebody changed and stays is marked, with both values', () => {
  const drift = { ...field('/env/MODE', 'a', 'b'), kind: 'drift' as const };
  const shown = renderPlan(plan([target('cursor', [entry('x', { verdict: 'drift', fields: [drift] })])]), look);
  assert.match(shown, '  * x  someone changed it: left as it is\n      * env.MODE  "a" → "b"');
});

test('nothing to do is one line, whatever is as it should be', () => {
  const quiet = (['in-sync', 'unmanaged', 'adopt-equal', 'converged', 'parked', 'forget'] as const).map((verdict) =>
    entry(verdict, { verdict }),
  );
  const shown = renderPlan(plan([target('cursor', quiet)], { inSync: 1, recorded: 3, unmanaged: 1 }), look);
  assert.equal(shown.split('\n\n').slice(1), ['No changes. 1 as wanted, 3 only to be recorded, 1 not managed.']);
});

test('a host that is not here is named, and skipped', () => {
  const zed = target('zed', [], { title: 'Zed', state: 'absent' });
  assert.match(renderPlan(plan([zed]), look), 'zed  Zed, user  ~/.zed/mcp.json  not on this machine: skipped');
});

test('a list that is too long for its line has an element a line', () => {
  const args = ['-y', '@modelcontextprotocol/server-filesystem', '/home/ada/projects/with/a/long/name', '/tmp'];
  const added = entry('files', { edit: adding({}), fields: [field('/args', undefined, args)] });
  const changed = entry('more', { edit: changing({}), fields: [field('/args', args, ['-y'])] });
  const shown = renderPlan(plan([target('cursor', [added, changed])]), look);
  assert.match(shown, `      args  [\n              "-y",\n              "@modelcontextprotocol/server-filesystem",\n`);
  assert.match(shown, `      ~ args\n          - [\n              "-y",\n`);
  assert.match(shown, `            ]\n          + ["-y"]`);
});

test('findings stand where they belong, with file, line and column', () => {
  const blocked = entry('linear', {
    conflict: 'blocked',
    findings: [
      {
        code: 'transport-unsupported',
        severity: 'error',
        message: 'Claude Desktop has no http servers',
        hint: 'set onUnsupported: bridge',
        place: { file: manifest, line: 33, column: 7 },
      },
    ],
  });
  const shown = renderPlan(
    plan(
      [target('claude-desktop', [blocked])],
      {},
      {
        findings: [{ code: 'pattern-selects-nothing', severity: 'warning', message: 'The pattern selects no server' }],
      },
    ),
    look,
  );
  assert.match(
    shown,
    `      hatch.mcp.yaml:33:7  error: Claude Desktop has no http servers  [transport-unsupported]
          → set onUnsupported: bridge`,
  );
  assert.match(shown, '\n\nwarning: The pattern selects no server  [pattern-selects-nothing]\n\n');
});

test('a partial plan says what it was limited to', () => {
  const filters = { hosts: ['cursor', 'zed'], servers: undefined, pattern: '^dev-' };
  assert.match(
    renderPlan(plan([], {}, { filters, partial: true }), look),
    'Partial (--host cursor,zed --pattern ^dev-): what is left out is neither changed nor pruned.',
  );
});

test('the reason names an environment only where it is not the one of the plan', () => {
  const other = entry('x', { edit: adding({}), reason: because(3, 9, undefined, 'production') });
  assert.match(renderPlan(plan([target('cursor', [other])]), look), '+ x  (rule 3, production, hatch.mcp.yaml:9:5)');
});

test('what a server needs elsewhere in the file stands after the servers', () => {
  const input = entry('a-token', { place: 'inputs', edit: adding({}) });
  const shown = renderPlan(plan([target('vscode', [input, entry('b', { edit: adding({}) })])]), look);
  assert.match(shown, '  + b\n  + a-token (inputs)\n');
});

test('colour changes nothing but the escape sequences', () => {
  const made = plan([target('cursor', [logger, github, weather])], { add: 1, update: 1, remove: 1 });
  const coloured = renderPlan(made, { ...look, paint: painter(true) });
  assert.match(coloured, '\u001b[32m+');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours.
  assert.is(coloured.replace(/\u001b\[\d+m/g, ''), renderPlan(made, look));
});

test('names and values cannot send commands to the terminal', () => {
  const evil = '\u001b]0;owned\u0007\u202e\u0000\r\nx\u009b2J';
  const entries = [
    entry(evil, {
      reason: because(1, 3, evil, evil),
      edit: adding({}),
      fields: [field(`/${evil}`, undefined, evil), field('/args', [evil], { [evil]: evil })],
      foreign: [`/${evil}`],
      unresolved: [evil],
      findings: [{ code: evil, severity: 'error', message: evil, hint: evil, place: { file: evil, pointer: evil } }],
    }),
    entry(`${evil}2`, { conflict: 'collision', verdict: 'collision' }),
  ];
  const made = target(evil, entries, { title: evil, sharedWith: [evil], files: [file(`/home/ada/${evil}`)] });
  const shown = renderPlan(
    plan(
      [made],
      {},
      {
        owner: evil,
        environment: { name: evil, from: evil },
        manifest: evil,
        partial: true,
        filters: { hosts: [evil], servers: [evil], pattern: evil },
      },
    ),
    look,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  assert.not.match(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test.run();
