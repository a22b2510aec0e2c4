import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Json, object } from '../../../src/model/json.ts';
import { Secret } from '../../../src/model/secret.ts';
import { planJson, printJson, reportDocument } from '../../../src/report/json.ts';
import { allFindings } from '../../../src/report/view.ts';
import { adding, changing, entry, field, plan, removing, target } from '../../support/plans.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../../schema/report.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema as object);
const secret = 'ghp_0123456789abcdef';

const github = entry('github', {
  verdict: 'update',
  reason: {
    environment: 'development',
    rule: 2,
    place: { file: '/m.yaml', line: 3, column: 5 },
    note: undefined,
    isMove: false,
  },
  edit: changing({
    '/headers/Authorization': secret,
    '/timeout': 60,
    '/env/OLD': undefined,
    '/args': ['--token', secret],
  }),
  fields: [
    field('/headers/Authorization', new Secret('other'), new Secret(secret)),
    field('/timeout', 30, 60),
    field('/env/OLD', 'x', undefined),
    field('/args', ['--token'], ['--token', new Secret(secret)]),
  ],
  sensitive: new Set(['/headers/Authorization', '/args']),
  guards: [
    { pointer: '/headers/Authorization', saw: 'other', sensitive: true, asApplied: true },
    { pointer: '/timeout', saw: 30, sensitive: false, asApplied: false },
    { pointer: '/env/OLD', saw: 'x', sensitive: true, asApplied: false },
    { pointer: '/args', saw: undefined, sensitive: false, asApplied: false },
  ],
  findings: [{ code: 'literal-credential', severity: 'warning', message: 'a credential stands in the manifest' }],
});
const added = entry('a/b', {
  edit: adding({ command: 'npx', env: { TOKEN: secret, HIDDEN: 'hidden-value' } }),
  fields: [field('/command', undefined, 'npx'), field('/env/TOKEN', undefined, new Secret(secret))],
  sensitive: new Set(['/env/TOKEN', '/env/HIDDEN']),
});
const removed = entry('weather', { verdict: 'prune', edit: removing });
const made = plan([target('zed', [removed]), target('cursor', [github, added])], { add: 1, update: 1, remove: 1 });

const result = planJson(made, {
  variables: { region: 'eu-secret' },
  hosts: ['cursor'],
  take: ['all'],
  environment: 'x',
});
const document = reportDocument({ command: 'plan', exit: 'done', findings: allFindings(made), result });

/** The entry's part of the result. */
function entryOf(server: string): { readonly patch: Json; readonly guards: Json; readonly fields: Json } {
  const { targets } = result as unknown as {
    targets: { entries: { name: string; patch: Json; guards: Json; fields: Json }[] }[];
  };
  const found = targets.flatMap(({ entries }) => entries).find(({ name }) => name === server);
  if (found === undefined) throw new Error(`no entry ${server}`);
  return found;
}

test('a plan is valid against the published schema', () => {
  assert.ok(validate(document), JSON.stringify(validate.errors));
});

test('the schema refuses what it does not know', () => {
  assert.not.ok(validate({ ...document, more: 1 }));
  assert.not.ok(validate({ ...document, result: { ...object(Object.entries(result as object)), digest: 'x' } }));
  assert.not.ok(validate({ ...document, result: undefined }), 'a plan without its result');
});

test('an error is valid without a result', () => {
  const error = { message: 'there is no command', hint: undefined };
  assert.ok(
    validate(reportDocument({ command: '', exit: 'usage', findings: [], error })),
    JSON.stringify(validate.errors),
  );
});

test('no secret is in it, and equal ones have equal masks', () => {
  const text = printJson(document);
  for (const hidden of [secret, 'other', 'hidden-value', 'eu-secret']) assert.not.match(text, hidden);
  assert.equal(entryOf('github').fields, [
    { pointer: '/headers/Authorization', kind: 'change', before: '‹secret #3›', after: '‹secret #1›' },
    { pointer: '/timeout', kind: 'change', before: 30, after: 60 },
    { pointer: '/env/OLD', kind: 'change', before: 'x' },
    { pointer: '/args', kind: 'change', before: ['--token'], after: ['--token', '‹secret #1›'] },
  ]);
});

test('a patch is RFC 6902 on the entries by name, sensitive values masked', () => {
  assert.equal(entryOf('github').patch, [
    { op: 'replace', path: '/github/headers/Authorization', value: '‹secret #1›' },
    { op: 'replace', path: '/github/timeout', value: 60 },
    { op: 'remove', path: '/github/env/OLD' },
    { op: 'add', path: '/github/args', value: ['--token', '‹secret #1›'] },
  ]);
  assert.equal(entryOf('a/b').patch, [
    {
      op: 'add',
      path: '/a~1b',
      value: { command: 'npx', env: { TOKEN: '‹secret #1›', HIDDEN: '‹secret #2›' } },
    },
  ]);
  assert.equal(entryOf('weather').patch, [{ op: 'remove', path: '/weather' }]);
});

test('a guard is a state where the value is sensitive, and a digest where it is not', () => {
  assert.equal(entryOf('github').guards, [
    { pointer: '/headers/Authorization', is: 'as applied' },
    { pointer: '/timeout', is: 'sha256:624b60c58c9d8bfb6ff1886c2fd605d2adeb6ea4da576068201b6c6958ce93f4' },
    { pointer: '/env/OLD', is: 'changed' },
    { pointer: '/args', is: 'absent' },
  ]);
});

test('of variables only the names are kept, and the environment is the one that was current', () => {
  assert.equal((result as { inputs: Json }).inputs, {
    manifest: '/home/ada/work/hatch.mcp.yaml',
    environment: 'development',
    variables: ['region'],
    hosts: ['cursor'],
    take: ['all'],
  });
});

test('equal plans are equal texts, in whatever order they were found', () => {
  const turned = plan([target('cursor', [added, github]), target('zed', [removed])], { add: 1, update: 1, remove: 1 });
  assert.is(printJson(planJson(turned)), printJson(planJson(made)));
});

test('the findings of targets and entries say whose they are', () => {
  assert.equal(
    allFindings(made).map(({ target: of, server, code }) => [of, server, code]),
    [['cursor', 'github', 'literal-credential']],
  );
});

test.run();
