// What goes wrong, as a table: each line says how it ends, what it says, and that nothing is written.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../src/model/finding.ts';
import { at } from '../../src/model/json.ts';
import { assertCode, changedFiles, type Home, places, removeHomes, report, scratchHome } from '../support/home.ts';

const manifest = `version: 1
name: team
environment: dev
environments:
  dev:
    servers:
      tracker: { command: tracker, env: { LEVEL: debug } }
      aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: { command: gauge }
  prod:
    servers:
      gauge: { command: gauge }
targets: { cursor: {}, claude-code: {} }
groups: { editors: [cursor] }
`;
const cursorFile = '{ "mcpServers": { "theirs": { "command": "theirs" } } }\n';

function homeWith(text: string, cursor = cursorFile): Home {
  const home = scratchHome();
  home.write(places.cursor, cursor);
  home.write(places['claude-code'], '{}\n');
  home.write('project/hatch.mcp.yaml', text);
  return home;
}

/** Runs the line, which must end with this code, say all of this, and leave every file as it was. */
function refused(home: Home, words: string, code: number, ...says: readonly (string | RegExp)[]): void {
  const before = home.leaves();
  const { stdout, stderr } = assertCode(home.run(...words.split(' ')), code);
  for (const said of says) assert.match(stdout + stderr, said, words);
  assert.equal(changedFiles(before, home.leaves()), [], words);
}

type Line = readonly [words: string, code: number, ...says: (string | RegExp)[]];

function refusals(what: string, home: () => Home, lines: readonly Line[]): void {
  test(what, () => {
    const one = home();
    for (const [words, code, ...says] of lines) refused(one, words, code, ...says);
  });
}

refusals('a command line that is not understood ends with 64 and a suggestion', () => homeWith(manifest), [
  ['aply', 64, 'no command `hatch aply`', 'did you mean hatch apply?'],
  ['env usee dev', 64, 'did you mean hatch env use?'],
  ['plan --enviroment dev', 64, 'no flag --enviroment', 'did you mean --environment?'],
  ['apply --auto-aprove', 64, 'did you mean --auto-approve?'],
  ['plan extra', 64, 'does not take `extra`'],
  ['plan --host', 64, '--host needs a value'],
  ['apply --auto-approve=yes', 64, '--auto-approve takes no value'],
  ['apply --max-deletes many', 64, 'takes a whole number, not many'],
  ['plan --format xml', 64, 'junit, sarif, not xml'],
]);

refusals('an unknown name ends with 64 and the nearest one', () => homeWith(manifest), [
  ['apply --auto-approve --host curser', 64, '`curser`', 'did you mean `cursor`?'],
  ['apply --auto-approve --host editor', 64, '`editor`', 'did you mean `editors`?'],
  ['apply --auto-approve --environment prd', 64, '`prd`', 'did you mean `prod`?'],
  ['apply --auto-approve --servers traker', 64, '`traker`', 'did you mean `tracker`?'],
  ['init --from-host curser other.yaml', 64, '`curser`', 'did you mean `cursor`?'],
  ['hosts --host curser', 64, '`curser`', 'did you mean `cursor`?'],
  ['backup create curser', 64, '`curser`', 'did you mean `cursor`?'],
  ['plan --manifest missing.yaml', 64, 'missing.yaml'],
  ['apply missing.json', 64, 'missing.json'],
  ['apply hatch.mcp.yaml', 64, 'is no saved plan'],
]);

refusals('a bad regular expression is an error at once', () => homeWith(manifest), [
  ['plan --pattern (', 64, 'the pattern `(` is not valid', 'Unterminated group'],
]);

test('a pattern that backtracks for ever does not hold anybody up', () => {
  const home = homeWith(manifest);
  const started = performance.now();
  refused(home, 'apply --auto-approve --pattern ^(a+)+!$', 64, 'takes too long', 'write it without that');
  assert.ok(performance.now() - started < 5000);
});

test('a pattern that selects nothing is a warning', () => {
  refused(homeWith(manifest), 'plan --pattern ^nothing', 0, 'the pattern `^nothing` selects no server');
});

const wrong = `version: 1
name: team
environments:
  dev:
    servers:
      a: { comand: x }
      b: { command: b, url: "https://b.example" }
targets: { cursor: { scope: everywhere }, vscod: {} }
rules:
  - { environment: prod, to: [curser] }
  - { to: [cursor], include: "(" }
`;

refusals('a manifest that gives nothing to anybody is not valid', () => homeWith('version: 1\nname: team\n'), [
  ['validate', 65, 'hatch.mcp.yaml:1:1  error: no target is declared', 'targets: {', 'has 1 error'],
]);

test('of two manifests in one folder the one that is not read is told', () => {
  const home = homeWith(manifest);
  for (const name of ['hatch.mcp.yml', '.hatch/mcp.yaml']) home.write(`project/${name}`, manifest);
  const { stdout } = assertCode(home.run('validate'), 0);
  assert.equal(
    stdout
      .split('\n')
      .filter((line) => line.includes('manifest-ignored'))
      .map((line) => line.split(' ')[0]),
    ['.hatch/mcp.yaml', 'hatch.mcp.yml'],
  );
  const named = assertCode(home.run('validate', '--manifest', 'hatch.mcp.yml'), 0).stdout;
  assert.not.match(named, 'manifest-ignored');
});

test('an invalid manifest ends with 65, and every error has its place', () => {
  const home = homeWith(wrong);
  refused(home, 'validate', 65, 'hatch.mcp.yaml:6:12', 'did you mean `command`?', 'has 7 errors');
  refused(home, 'apply --auto-approve', 65, 'hatch.mcp.yaml:11:');
  const findings = at(report(home.run('validate', '--json')), ['findings']) as unknown as readonly Finding[];
  assert.ok(findings.every(({ place }) => place?.file.endsWith('hatch.mcp.yaml')));
  assert.equal(
    findings.map(({ place }) => `${place?.line}:${place?.column} ${place?.pointer}`),
    [
      '6:12 /environments/dev/servers/a/comand',
      '7:24 /environments/dev/servers/b/url',
      '8:22 /targets/cursor/scope',
      '8:43 /targets/vscod',
      '10:7 /rules/0/environment',
      '10:31 /rules/0/to/0',
      '11:21 /rules/1/include',
    ],
  );
});

refusals('a manifest that is no YAML says where', () => homeWith('version: 1\nname: [team\n'), [
  ['plan', 65, /hatch\.mcp\.yaml:\d+:\d+ +error/],
]);

refusals(
  'a file of a host that cannot be read is never replaced',
  () => homeWith(manifest, '{ "mcpServers": { oops\n'),
  [['apply --auto-approve --take all', 3, /\.cursor\/mcp\.json:1:19 +error: cannot be read/, 'mend the file by hand']],
);

test('what a broken file does not concern is done with --skip-conflicts', () => {
  const home = homeWith(manifest, '{ "mcpServers": { oops\n');
  assertCode(home.run('apply', '--auto-approve', '--skip-conflicts'), 0);
  assert.match(home.read(places['claude-code']), 'tracker');
  assert.is(home.read(places.cursor), '{ "mcpServers": { oops\n');
});

const referring = manifest.replace('LEVEL: debug', 'TOKEN: "${env:NOT_SET_ANYWHERE}"');

refusals(
  'a reference without a value is 9',
  () => homeWith(referring.replace('targets: { cursor: {}', 'targets: { zed: { create: true, references: inline }')),
  [
    ['plan --exit-code', 9],
    ['apply --auto-approve', 9, 'zed/tracker', 'NOT_SET_ANYWHERE'],
  ],
);

refusals('an approval of another plan is 4, and shows the plan of now', () => homeWith(manifest), [
  [`apply --approve sha256:${'0'.repeat(64)}`, 4, 'no longer what would happen', '+ tracker'],
]);

refusals('nobody to ask is no', () => homeWith(manifest), [['apply', 1, 'nobody to ask', '--approve sha256:']]);

const many = (names: string) =>
  `version: 1\nname: many\nenvironments:\n  one:\n    servers:\n${[...names]
    .map((name) => `      server-${name}: { command: ${name} }\n`)
    .join('')}targets: { cursor: {}, claude-code: {} }\n`;

test('removing much unattended, or everything, is 5 until somebody says so', () => {
  const home = homeWith(many('abcdef'));
  assertCode(home.run('apply', '--auto-approve'), 0);
  home.write('project/hatch.mcp.yaml', many('cdef').replace('cursor: {}, ', ''));
  refused(home, 'plan --exit-code', 5);
  refused(home, 'apply --auto-approve', 5, '8 servers would be removed', '--max-deletes 8', '--approve sha256:');
  home.write('project/hatch.mcp.yaml', many('').replace('servers:', 'servers: {}'));
  refused(home, 'apply --auto-approve --max-deletes 99', 5, 'no server anywhere', '--allow-empty');
  assertCode(home.run('apply', '--auto-approve', '--max-deletes', '99', '--allow-empty'), 0);
  assert.is(home.read(places.cursor), cursorFile);
});

const colliding = manifest.replace('tracker: { command: tracker', 'theirs: { command: ours');

test('an entry of somebody else under our name is 3: taken, kept or skipped by a word', () => {
  const home = homeWith(colliding);
  refused(home, 'plan --exit-code', 3, '! theirs');
  refused(home, 'apply --auto-approve', 3, 'cursor/theirs (collision)', '--take', '--keep', '--skip-conflicts');
  assertCode(home.run('apply', '--auto-approve', '--skip-conflicts'), 0);
  refused(home, 'apply --auto-approve', 3);
  assertCode(home.run('apply', '--auto-approve', '--keep', 'cursor/theirs'), 0);
  assertCode(home.run('plan', '--exit-code'), 0);
  assert.match(home.read(places.cursor), '"theirs": { "command": "theirs" }');
  // Not asked again, until one of the two changes.
  home.edit(places.cursor, /"command": "theirs"/, '"command": "changed"');
  refused(home, 'apply --auto-approve', 3);
  assertCode(home.run('apply', '--auto-approve', '--take', 'cursor/theirs'), 0);
  assert.match(home.read(places.cursor), '"command": "ours"');
  assertCode(home.run('plan', '--exit-code'), 0);
});

const literal =
  '{ "mcpServers": { "tracker": { "command": "tracker", "env": { "TOKEN": "tok-0123456789abcdef" } } } }\n';

test('a literal secret in the way of a reference is 3 even under --take all, until --externalize names it', () => {
  const home = homeWith(referring, literal);
  refused(home, 'apply --auto-approve', 3, 'cursor/tracker (literal)', '--externalize');
  refused(home, 'apply --auto-approve --take all', 3, 'cursor/tracker (literal)');
  assertCode(home.run('apply', '--auto-approve', '--take', 'cursor/tracker', '--externalize', 'cursor/tracker'), 0);
  assert.match(home.read(places.cursor), '"TOKEN": "${env:NOT_SET_ANYWHERE}"');
  assert.not.match(home.printed.join(''), 'tok-0123456789');
});

test('what another manifest manages is 3, and the same name from elsewhere is 5', () => {
  const home = homeWith(manifest);
  assertCode(home.run('apply', '--auto-approve'), 0);
  const rival = manifest.replace('name: team', 'name: rival').replace('debug', 'silent');
  home.write('project/hatch.mcp.yaml', rival);
  refused(home, 'apply --auto-approve', 3, 'cursor/tracker (other-owner)', '--from-owner');
  assertCode(home.run('apply', '--auto-approve', '--from-owner', 'team'), 0);
  home.write('elsewhere/hatch.mcp.yaml', manifest);
  const before = home.leaves();
  const { stderr } = assertCode(home.runIn('elsewhere', 'apply', '--auto-approve'), 5);
  assert.match(stderr, /\[owner-elsewhere\]/);
  assert.match(stderr, '--same-owner');
  assert.equal(changedFiles(before, home.leaves()), []);
});

test.after(removeHomes);
test.run();
