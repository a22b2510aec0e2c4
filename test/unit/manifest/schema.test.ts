// The published schema: what it takes and refuses, what it says of itself, and that the generated files are its own.

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { manifestTypes, manifestValidator } from '../../../schema/manifest.ts';
import { validateSchema } from '../../../src/manifest/validate.ts';
import { get, isArray, isObject, type Json } from '../../../src/model/json.ts';

const root = new URL('../../../', import.meta.url);
const schema: Json = JSON.parse(readFileSync(new URL('schema/manifest.schema.json', root), 'utf8'));

function isValid(value: Json): boolean {
  return validateSchema({ value, place: () => ({ file: 'hatch.mcp.json' }) }).length === 0;
}

function withServer(server: Json): Json {
  return { version: 1, name: 'orchard', environments: { grove: { servers: { pear: server } } } };
}

function withRest(rest: { readonly [key: string]: Json }): Json {
  return { version: 1, name: 'orchard', ...rest };
}

const good: readonly (readonly [string, Json])[] = [
  ['the least there can be', withRest({})],
  [
    'free keys',
    withRest({
      'x-team': { any: ['thing'] },
      environments: { grove: { 'x-a': 1, servers: { pear: { 'x-b': null } } } },
    }),
  ],
  ['a server that is removed', withServer(null)],
  [
    'nulls at any depth',
    withServer({
      command: null,
      env: { A: null },
      tools: null,
      hosts: { codex: null },
      platforms: { linux: null },
      timeout: null,
      onDrift: null,
    }),
  ],
  [
    'a server name with a slash, a blank and letters of the world',
    { ...(withRest({}) as object), environments: { grove: { servers: { 'io.github/pear tree Ä': {} } } } },
  ],
  ['every duration', withServer({ timeout: '500ms', startupTimeout: '1.5m' })],
  ['a URL that begins with a reference', withServer({ url: '${var:base}/mcp' })],
  ['one text where a list may stand', withRest({ rules: [{ to: 'all', include: 'a', exclude: 'b', servers: 'c' }] })],
  [
    'all that a target can have',
    withRest({
      targets: {
        grove: {
          type: 'zed',
          scope: 'project',
          project: '.',
          onDrift: 'report',
          onConflict: 'keep',
          onRemove: 'forget',
          onUnsupported: 'bridge',
          references: 'inline',
          exclusive: true,
          inPlace: true,
          create: true,
        },
      },
    }),
  ],
];

const bad: readonly (readonly [string, Json])[] = [
  ['no version', { name: 'orchard' }],
  ['another version', { version: 2, name: 'orchard' }],
  ['no name', { version: 1 }],
  ...['', '.hidden', 'a/b', 'a b', 'a..', '-a', '__proto__', 'constructor', 'ä', 'a\n', 'x'.repeat(101)].map(
    (name): [string, Json] => [`the name ${JSON.stringify(name.slice(0, 12))}`, { version: 1, name }],
  ),
  ['a package with blanks around it', withServer({ package: ' npm:pear@1' })],
  ['a number for a package', withServer({ package: 'npm:pear@1', with: { port: 8080 } })],
  ['a launcher, which comes later', withServer({ references: 'launcher' })],
  ['nothing to wait for', withServer({ timeout: '0s' })],
  ['an unknown unit', withServer({ timeout: '3d' })],
  ['a pointer that is none', withServer({ public: ['env/A'] })],
  ['another operating system', withServer({ platforms: { beos: {} } })],
  ['platforms within platforms', withServer({ platforms: { linux: { platforms: {} } } })],
  ['raw fields that are no object', withServer({ hosts: { codex: 1 } })],
  ['an exclusive server', withServer({ exclusive: true })],
  ['a blank command', withServer({ command: ' ' })],
  ['a list with a null in it', withServer({ args: [null] })],
  ['a variable name with `=`', withServer({ env: { 'A=B': 'c' } })],
  ['a header name with a blank', withServer({ headers: { 'A B': 'c' } })],
  [
    'a server name with a control character',
    { ...(withRest({}) as object), environments: { g: { servers: { 'a\u001b[2J': {} } } } },
  ],
  [
    'a server name with blanks around it',
    { ...(withRest({}) as object), environments: { g: { servers: { ' a': {} } } } },
  ],
  ['a third scope', withRest({ targets: { zed: { scope: 'global' } } })],
  ['a list at the root', []],
  ['a text at the root', 'version: 1'],
];

for (const [says, value] of good) test(`the schema takes ${says}`, () => assert.ok(isValid(value)));
for (const [says, value] of bad) test(`the schema refuses ${says}`, () => assert.not.ok(isValid(value)));

test('no name that is a trap of JavaScript is taken anywhere', () => {
  const traps = ['__proto__', 'prototype', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  const places: readonly ((key: string) => string)[] = [
    (key) => `"environments":{"${key}":{}}`,
    (key) => `"environments":{"g":{"servers":{"${key}":{}}}}`,
    (key) => `"environments":{"g":{"servers":{"p":{"env":{"${key}":"v"}}}}}`,
    (key) => `"environments":{"g":{"servers":{"p":{"headers":{"${key}":"v"}}}}}`,
    (key) => `"environments":{"g":{"servers":{"p":{"hosts":{"${key}":{}}}}}}`,
    (key) => `"targets":{"${key}":{}}`,
    (key) => `"groups":{"${key}":[]}`,
    (key) => `"variables":{"${key}":"v"}`,
  ];
  for (const place of places) {
    const parse = (key: string) => JSON.parse(`{"version":1,"name":"orchard",${place(key)}}`);
    assert.ok(isValid(parse('pear')), place('pear'));
    for (const trap of traps) assert.not.ok(isValid(parse(trap)), place(trap));
  }
});

test('the generated validator agrees with ajv on the published schema', () => {
  const check = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema as object);
  for (const [says, value] of [...good, ...bad]) assert.is(isValid(value), check(value), says);
});

test('every key has a title and a description for editors, and every object is closed', () => {
  const walk = (node: Json, path: string) => {
    for (const [key, property] of Object.entries(get(node, 'properties') ?? {})) {
      const target =
        typeof property.$ref === 'string'
          ? get(get(schema, 'definitions'), property.$ref.slice('#/definitions/'.length))
          : property;
      for (const word of ['title', 'description'])
        assert.type(get(target, word), 'string', `${path}/${key} has no ${word}`);
    }
    if (get(node, 'properties') !== undefined) assert.is(get(node, 'additionalProperties'), false, path);
    if (isArray(node)) for (const [i, item] of node.entries()) walk(item, `${path}/${i}`);
    else if (isObject(node)) for (const [key, member] of Object.entries(node)) walk(member, `${path}/${key}`);
  };
  walk(schema, '');
});

test('the generated files are those of the schema', async () => {
  const text = (name: string) => readFileSync(new URL(`src/manifest/${name}`, root), 'utf8');
  assert.ok(text('types.generated.ts') === (await manifestTypes()), 'run `npm run generate`');
  assert.ok(text('validate.generated.ts') === (await manifestValidator()), 'run `npm run generate`');
});

test.run();
