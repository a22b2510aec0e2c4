// Which values of an entry are sensitive by where they stand, and how they are shown.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FieldRole } from '../../../src/hosts/api.ts';
import type { Json } from '../../../src/model/json.ts';
import { Secret } from '../../../src/model/secret.ts';
import { isSensitive, type Source, shown } from '../../../src/secrets/visibility.ts';

const credential = `ghp_${'R4nd0m'.repeat(5)}`;

type Row = readonly [holds: FieldRole['holds'], path: string, value: Json, file: boolean, manifest: boolean];

const rows: readonly Row[] = [
  ['environment', 'env LEVEL', 'debug', true, false],
  ['environment', 'env TOKEN', 'a b', true, true],
  ['environment', 'env PORT', 8080, false, false],
  ['environment', 'env NONE', null, false, false],
  ['environment', 'env', {}, false, false],
  ['environment', 'env', { PORT: 8080 }, false, false],
  ['environment', 'env', { PORT: 8080, LEVEL: 'debug' }, true, false],
  ['environment', 'env', { TOKEN: 'a b' }, true, true],
  ['environment', 'env', [], false, false],
  ['environment', 'env', ['LEVEL=debug'], true, true],
  ['header', 'headers', 'a-b-c', true, false],
  ['header', 'headers X-Trace', 'on', true, false],
  ['header', 'headers Authorization', 'Bearer abcdefgh', true, true],
  ['secret', 'oauth clientSecret', 'a b', true, true],
  ['url', 'url', 'https://a.example/mcp', false, false],
  ['url', 'url', 'https://a.example/mcp?token=a-b-c', true, true],
  ['url', 'url', 'https://ada:pw@a.example/mcp', true, true],
  ['arguments', 'args', ['-y', 'weather'], false, false],
  ['arguments', 'args', ['--token', 'a-b-c'], true, true],
  ['arguments', 'args', 'serve --verbose a-b-c', false, false],
  ['arguments', 'args', 'serve --token a-b-c', true, true],
  ['arguments', 'args --verbose', 'a-b-c', false, false],
  ['arguments', 'args --token', 'a-b-c', true, true],
  ['plain', 'command', 'npx', false, false],
  ['plain', 'command', credential, true, true],
  ['plain', 'command', { env: credential }, true, true],
];

for (const [holds, path, value, file, manifest] of rows) {
  test(`${holds}: ${path} with ${JSON.stringify(value)}`, () => {
    const role: FieldRole = { group: undefined, holds, known: true };
    const sensitive = (source: Source) => isSensitive(role, path.split(' '), value, source);
    assert.equal([sensitive('file'), sensitive('manifest')], [file, manifest]);
  });
}

test('of a field that nobody knows the name counts too', () => {
  const sensitive = (known: boolean) =>
    isSensitive({ group: undefined, holds: 'plain', known }, ['accessToken'], 'a b', 'file');
  assert.equal([sensitive(true), sensitive(false)], [false, true]);
});

test('a mask hides a text, an object as a whole, and of a list what gives itself away, or all of it', () => {
  assert.is(shown(false, 'a'), 'a');
  assert.ok(new Secret('a').equals(shown(true, 'a')));
  assert.ok(new Secret('{"TOKEN":"a"}').equals(shown(true, { TOKEN: 'a' })));
  const list = shown(true, ['-y', '--token', 'a-b-c']) as readonly unknown[];
  assert.equal(list.slice(0, 2), ['-y', '--token']);
  assert.ok(new Secret('a-b-c').equals(list[2]));
  assert.is(JSON.stringify(shown(true, ['LEVEL=a-b-c'])), '"‹secret›"');
});

test.run();
