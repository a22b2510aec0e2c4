// What gives a secret away, and what does not.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json } from '../../../src/model/json.ts';
import {
  holdsSecret,
  isLiteralSecret,
  isSecretArgument,
  isSecretUrl,
  isSensitiveName,
  looksLikeCredential,
} from '../../../src/secrets/sensitive.ts';

// Put together here, so that no scanner takes them for real ones.
const tokens = [
  `ghp${'_16C7e42F292c6912E7710c838347Ae178B4a'}`,
  `github${'_pat_11ABCDEFG0abcdefghij'}`,
  `sk-${'proj-abcdefghijkl1234'}`,
  `sk-${'ant-api03-abcdefghijkl1234'}`,
  `xox${'b-1234567890-abc'}`,
  `AKIA${'IOSFODNN7EXAMPLE'}`,
  `glpat${'-abcdefghijklmnop1'}`,
  `eyJ${'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x'}`,
  `Bearer ${'abcdef123'}`,
  `Basic ${'dXNlcjpwYXNz'}`,
  `-----BEGIN ${'RSA PRIVATE KEY-----'}`,
  'd41d8cd98f00b204e9800998ecf8427e',
  'Zx8Kq2mN4vB7tR1pL9wY3sH6',
  'postgres://pear:t0psecret@db.example/orchard',
];

const plain = [
  '',
  'debug',
  'Bearer ',
  '/usr/local/lib/node_modules/foo2/bar33x',
  'C:\\Users\\Ada\\AppData\\Roaming\\npm2\\x3',
  'https://api.githubcopilot.com/mcp/',
  '@modelcontextprotocol/server-filesystem',
  'us-east-1.compute.amazonaws.com',
  'MyServerV2ProductionEnvironment2024',
  'ghcr.io/github/github-mcp-server:v1.2.3',
  'anthropic.claude-3-5-sonnet-20241022-v2:0',
  'arn:aws:iam::123456789012:role/Orchard',
  '2024-11-05T10:00:00Z',
  '550e8400-e29b-41d4-a716-446655440000',
];

for (const text of tokens) test(`${text.slice(0, 8)}… looks like a secret`, () => assert.ok(looksLikeCredential(text)));
for (const text of plain)
  test(`\`${text}\` does not look like a secret`, () => assert.not.ok(looksLikeCredential(text)));

test('names of secrets are told from names of other things', () => {
  for (const name of [
    'API_TOKEN',
    'Authorization',
    'X-Api-Key',
    'apikey',
    'GITHUB_PAT',
    'db_password',
    'PRIVATE_PEM',
    'SIGNING_KEY',
    'Cookie',
    'client-secret',
  ]) {
    assert.ok(isSensitiveName(name), name);
  }
  for (const name of [
    'authProviderType',
    'token_endpoint_auth_method',
    'LOG_LEVEL',
    'AUTHOR',
    'GIT_AUTHOR_NAME',
    'PATH',
    'KEYBOARD',
    'MONKEY',
    'Accept',
    'PATTERN',
  ]) {
    assert.not.ok(isSensitiveName(name), name);
  }
});

test('under a telling name every literal is a secret but switches, numbers, paths and addresses', () => {
  for (const text of ['hunter2', 'tok-1', '12345678']) assert.ok(isLiteralSecret('API_TOKEN', text), text);
  for (const text of ['', 'true', '4096', '/run/token', '~/t', './t', 'https://pear.example/token', 'oauth2']) {
    assert.not.ok(isLiteralSecret('API_TOKEN', text), text);
  }
  // Base64 may begin as a path does.
  assert.ok(isLiteralSecret('API_TOKEN', '/Zx8Kq2mN4vB7tR1pL9wY3sH6'));
  assert.not.ok(isLiteralSecret('LOG_LEVEL', 'hunter2'));
  assert.ok(isLiteralSecret(undefined, tokens[0] ?? ''));
});

test('an address is a secret by its user or a parameter', () => {
  for (const url of [
    'https://ada@pear.example',
    'https://ada:x@pear.example',
    'https://pear.example/?a=1&api_key=k1',
    `https://pear.example?q=${tokens[0]}`,
  ]) {
    assert.ok(isSecretUrl(url), url);
  }
  for (const url of [
    'https://pear.example/a@b',
    'https://pear.example/?page=2',
    'https://pear.example/?token=',
    'https://pear.example/#token=a',
  ]) {
    assert.not.ok(isSecretUrl(url), url);
  }
});

/** Arguments → indices of the secret ones. */
const lists: readonly (readonly [readonly string[], readonly number[]])[] = [
  [['-y', 'pear-server', '--port', '8080'], []],
  [['--token', 'abc1'], [1]],
  [['--token=abc1', '--verbose'], [0]],
  [['--token', '--verbose'], []],
  [['--token-file', '/run/t'], []],
  [['-e', 'API_KEY=abc1', 'image'], [1]],
  [['--header', 'Authorization: Bearer abc123'], [1]],
  [['--header', 'X-Api-Key: abc1'], [1]],
  [['--header', 'Accept: text/plain'], []],
  [['mcp-remote', 'https://pear.example/?key=1&token=abc1'], [1]],
  [['--db', 'postgres://u:p1@h/d'], [1]],
];

for (const [list, expected] of lists) {
  test(`in \`${list.join(' ')}\` the secrets are found`, () => {
    assert.equal(
      [...list.keys()].filter((i) => isSecretArgument(list, i)),
      expected,
    );
  });
}

/** What a host may have in a form of its own → is there a secret in it? */
const forms: readonly (readonly [value: Json, expected: boolean])[] = [
  [['API_TOKEN=plum-orchard'], true],
  [['LEVEL=debug', 'a', 1, null], false],
  [[{ name: 'API_TOKEN', value: 'plum-orchard' }], true],
  [[{ key: 'API_TOKEN', value: 'plum-orchard' }], true],
  [[{ name: 'LEVEL', value: 'debug' }], false],
  [[['--token', 'plum-orchard']], true],
  ['serve --token plum-orchard', true],
  ['serve --level debug', false],
  ['X-Api-Key: plum-orchard', true],
  [{ auth: { apiKey: 'plum-orchard' } }, true],
  [{ auth: { kind: 'oauth', tries: 2 } }, false],
  [true, false],
];

for (const [value, expected] of forms) {
  test(`${JSON.stringify(value)} holds ${expected ? 'a' : 'no'} secret`, () => assert.is(holdsSecret(value), expected));
}

test.run();
