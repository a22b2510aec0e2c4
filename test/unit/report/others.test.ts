import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EntryPlan } from '../../../src/model/plan.ts';
import { Secret } from '../../../src/model/secret.ts';
import { type RunView, renderApplied } from '../../../src/report/applied.ts';
import { columns } from '../../../src/report/columns.ts';
import { renderExplanation } from '../../../src/report/explain.ts';
import { renderFindings } from '../../../src/report/findings.ts';
import { type Look, painter } from '../../../src/report/paint.ts';
import { renderDrift, renderStatus, statusRows } from '../../../src/report/status.ts';
import { renderBackups, renderEnvironments, renderHistory, renderHosts } from '../../../src/report/tables.ts';
import { visible } from '../../../src/report/visible.ts';
import { fieldText, pathText } from '../../../src/report/where.ts';
import { adding, changing, entry, field, plan, removing, target } from '../../support/plans.ts';

const look: Look = { paint: painter(false), width: 100, cwd: '/home/ada/work', home: '/home/ada' };

const reason = { environment: 'x', rule: 1, place: undefined, note: 'never said', isMove: false };
const recorded: EntryPlan['record'] = { kind: 'write', origin: 'found', fields: new Map() };
const entries = [
  entry('added', { edit: adding({}) }),
  entry('changed', { verdict: 'update', edit: changing({}) }),
  entry('drifted', { verdict: 'drift', edit: changing({}), reason }),
  entry('found', { verdict: 'adopt-equal', record: recorded }),
  entry('gone', { verdict: 're-add', edit: adding({}) }),
  entry('left', {
    verdict: 'drift',
    fields: [{ ...field('/env/A', 'x', 'y'), kind: 'drift' }],
    foreign: ['/disabled'],
  }),
  entry('off', { verdict: 'prune', edit: removing }),
  entry('same', { verdict: 'in-sync', foreign: ['/oauth'] }),
  entry('taken', { verdict: 'collision', conflict: 'collision' }),
  entry('theirs', { verdict: 'unmanaged' }),
];
const made = plan([target('cursor', entries)], { inSync: 1, drift: 3, conflicts: 1, unmanaged: 1 });

test('status gives each entry two letters: what others did, what apply would do', () => {
  assert.equal(
    statusRows(made).map(({ letters, server }) => `${letters} ${server}`),
    [
      ' A added',
      ' M changed',
      'MM drifted',
      ' R found',
      'DA gone',
      'M  left',
      ' D off',
      '   same',
      '?C taken',
      '?  theirs',
    ],
  );
});

test('status lists what is not as wanted, with words, and counts the rest', () => {
  const shown = renderStatus(made, look);
  assert.match(shown, ' A  cursor/added\n');
  assert.match(shown, 'MM  cursor/drifted  someone changed it: put back\n');
  assert.match(shown, 'DA  cursor/gone     someone removed it: put back\n');
  assert.match(shown, '?   cursor/theirs   not managed\n');
  assert.not.match(shown, 'cursor/same');
  assert.match(shown, /\n\n1 as wanted, 3 drifted, 1 conflict, 1 not managed\.$/);
});

test('drift shows what others did, never what will be done, and counts what is not ours', () => {
  assert.is(
    renderDrift(made, look),
    `cursor  cursor, user  ~/.cursor/mcp.json
  ~ drifted  changed by others
  - gone  removed by others
  ~ left  changed by others
      * env.A  "x" → "y"

Drift: 3 entries changed or removed by others. Not ours: 2 fields in our entries, 1 entry.`,
  );
});

test('no drift is said in so many words', () => {
  const quiet = plan([target('cursor', [entry('same', { verdict: 'in-sync' })])]);
  assert.is(renderDrift(quiet, look), 'No drift. Not ours: 0 fields in our entries, 0 entries.');
  assert.is(renderDrift(plan([]), look), 'Nothing is managed here yet, so nothing can drift.');
});

const run: RunView = {
  id: '20260102T030405Z-ab12',
  command: 'hatch apply --take all',
  kind: 'apply',
  started: '2026-01-02T03:04:05.000Z',
  state: 'done',
  files: [
    { path: '/home/ada/.cursor/mcp.json', role: 'target', putBack: true, restaged: 0 },
    { path: '/home/ada/.zed/mcp.json', role: 'target', putBack: false, restaged: 2 },
    { path: '/home/ada/.hatch/state/a.json', role: 'record', putBack: false, restaged: 0 },
  ],
};

test('an apply ends with what it wrote, what is to be done by hand, and how to undo it', () => {
  const cursor = target('cursor', [], { title: 'Cursor', afterwards: ['restart it'] });
  const zed = target('zed', [], { title: 'Zed', afterwards: [] });
  const other = target('codex', [], { title: 'Codex', afterwards: ['never said: it was not written'] });
  const applied = plan([cursor, zed, other], { add: 2, update: 1, recorded: 1 });
  assert.is(
    renderApplied({ plan: applied, run, findings: [] }, look, 'Applied'),
    `Applied: 2 added, 1 changed, 0 removed. 1 entry only recorded.
  ~/.cursor/mcp.json  the host put its own back
  ~/.zed/mcp.json  merged with what another program wrote meanwhile

Now:
  Cursor: restart it

Run 20260102T030405Z-ab12. Undo it with: hatch rollback 20260102T030405Z-ab12`,
  );
});

test('history names the run, its state, its files and the command line', () => {
  assert.is(
    renderHistory([run], look),
    `RUN                    STATE  FILES    COMMAND
20260102T030405Z-ab12  done   2 files  hatch apply --take all`,
  );
  assert.is(renderHistory([], look), 'No runs.');
});

test('an explanation puts the three states side by side', () => {
  const changed = entry('github', { verdict: 'drift', edit: changing({}) });
  const fields = [
    { pointer: '/url', desired: 'https://a', actual: 'https://b', recorded: 'https://a' },
    { pointer: '/headers/A', desired: undefined, actual: new Secret('s'), recorded: new Secret('s') },
  ];
  assert.is(
    renderExplanation({ target: target('cursor', [changed]), entry: changed, fields }, look),
    `cursor/github  ~/.cursor/mcp.json

FIELD      MANIFEST     FILE NOW     LAST APPLIED
url        "https://a"  "https://b"  "https://a"
headers.A  –            ‹secret #1›  ‹secret #1›

~ drift: someone changed it: put back`,
  );
});

test('hosts, environments and backups are tables', () => {
  const host = {
    id: 'zed',
    title: 'Zed',
    scope: 'user',
    path: '/home/ada/.config/zed/settings.json',
    format: 'jsonc',
    transports: ['stdio', 'http'],
    reference: undefined,
    limits: 'at most 60',
    checked: '2026-08',
  };
  assert.match(
    renderHosts([{ ...host, exists: true, present: true }], look),
    /zed +user +file +~\/\.config\/zed\S+ +jsonc +stdio http +2026-08 +at most 60/,
  );
  assert.match(renderHosts([{ ...host, path: undefined, exists: false, present: false }], look), 'not here');
  const gordon = {
    ...host,
    id: 'gordon',
    title: 'Gordon',
    scope: undefined,
    path: undefined,
    format: undefined,
    exists: false,
  };
  const there = renderHosts([{ ...gordon, present: true, byHand: 'add it there' }], look);
  assert.match(there, /gordon +by hand +here[^\n]*\nGordon: add it there/);
  const away = [{ ...gordon, present: false, byHand: 'add it there' }];
  assert.not.match(renderHosts(away, look), 'add it there');
  assert.match(renderHosts(away, look, true), /not here[^\n]*\nGordon: add it there/);
  const environments = [
    { name: 'development', description: 'Verbose', servers: ['a', 'b'], current: true },
    { name: 'production', servers: ['a'], current: false },
  ];
  assert.is(renderEnvironments(environments, look), '* development  2 servers  Verbose\n  production   1 server');
  const backup = {
    file: '/home/ada/.hatch/b/x.json',
    target: 'zed',
    created: '2026-01-02T03:04:05Z',
    size: 5,
    run: 'r1',
  };
  assert.match(
    renderBackups([backup, { ...backup, name: 'mine' }], look),
    /zed +2026-01-02T03:04:05Z +5 B +run r1 +~\/\.hatch/,
  );
});

test('findings are sorted, gravest first, in the form that editors jump from', () => {
  const at = (line: number) => ({ file: '/home/ada/work/hatch.mcp.yaml', line, column: 3 });
  assert.is(
    renderFindings(
      [
        { code: 'note-it', severity: 'note', message: 'two\nlines', target: 'cursor', server: 'github' },
        {
          code: 'unknown-key',
          severity: 'error',
          message: 'unknown key',
          place: { ...at(9), pointer: '/a' },
          hint: 'did you mean b?',
        },
        { code: 'unknown-key', severity: 'error', message: 'unknown key', place: at(2) },
      ],
      look,
    ),
    `hatch.mcp.yaml:2:3  error: unknown key  [unknown-key]
hatch.mcp.yaml:9:3  error: unknown key  [unknown-key]  at /a
    → did you mean b?
cursor/github  note: two
    lines  [note-it]`,
  );
});

for (const [path, shown] of [
  ['/home/ada/work/a/b.json', 'a/b.json'],
  ['/home/ada/work', '.'],
  ['/home/ada/workshop/a', '~/workshop/a'],
  ['/home/ada', '~'],
  ['/home/adam/a', '/home/adam/a'],
  ['/etc/hosts', '/etc/hosts'],
] as const) {
  test(`the path ${path} is shown as ${shown}`, () => assert.is(pathText(path, look), shown));
}

test('Windows paths are shortened too', () => {
  const windows = { cwd: 'C:\\Users\\ada\\work', home: 'C:\\Users\\ada' };
  assert.is(pathText('C:\\Users\\ada\\.cursor\\mcp.json', windows), '~\\.cursor\\mcp.json');
  assert.is(pathText('C:\\Users\\ada\\work\\x.json', windows), 'x.json');
});

for (const [pointer, shown] of [
  ['/env/LOG_LEVEL', 'env.LOG_LEVEL'],
  ['/args/2', 'args[2]'],
  ['/headers/X.Y', 'headers["X.Y"]'],
  ['/a~1b/m~0n', '["a/b"]["m~n"]'],
  ['/env/', 'env[""]'],
] as const) {
  test(`the field ${pointer} is shown as ${shown}`, () => assert.is(fieldText(pointer), shown));
}

test('characters that hide, move or reorder are written out, all others stay', () => {
  assert.is(visible('naïve ‹日本› 🙂'), 'naïve ‹日本› 🙂');
  assert.is(visible('a\u001b[2Jb\u202ec\u200dd\ud800e\nf'), 'a\\u001b[2Jb\\u202ec\\u200dd\\ud800e\\nf');
});

test('columns line up under wide characters and colours', () => {
  const paint = painter(true);
  assert.equal(
    columns([
      [paint('日本', 'red'), 'x'],
      ['abcde', 'y'],
    ]),
    [`${paint('日本', 'red')}   x`, 'abcde  y'],
  );
});

test.run();
