// References and the values behind them.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json } from '../../../src/model/json.ts';
import { type Resolved, resolveAt } from '../../../src/secrets/resolve.ts';
import { memorySystem } from '../../../src/system/memory.ts';

const system = memorySystem(
  { '/srv/reef/key.txt': 'from-reef\r\n', '/home/ida/.key': 'from-home\n\n', '/key': 'from-root' },
  { env: { TOKEN: 'shell-token', EMPTY: '' } },
);
const context = {
  reader: system,
  surroundings: system.surroundings,
  home: '/home/ida',
  manifestDir: '/srv/reef',
};

function resolve(value: Json, ...pointers: readonly string[]): Resolved {
  return resolveAt(context, value, new Set(pointers));
}

const texts: readonly (readonly [template: string, value: string, secrets: readonly string[], missing?: string])[] = [
  ['a ${env:TOKEN} b', 'a shell-token b', ['shell-token']],
  ['${env:NONE:-default}', 'default', ['default']],
  ['${env:NONE}', '', [], '${env:NONE}'],
  ['${file:key.txt}', 'from-reef', ['from-reef']],
  ['${file:~/.key}', 'from-home\n', ['from-home\n']],
  ['${file:/key}', 'from-root', ['from-root']],
  ['${file:none}', '', [], '${file:none}'],
  ['${home}/x:${manifestDir}', '/home/ida/x:/srv/reef', []],
  ['${var:x}', '', [], '${var:x}'],
  ['$${env:TOKEN}', '${env:TOKEN}', []],
];

for (const [template, value, secrets, missing] of texts) {
  test(`${template} is ${JSON.stringify(value)}`, () => {
    const unresolved = missing === undefined ? [] : [missing];
    assert.equal(resolve({ a: [template] }, '/a/0'), { value: { a: [value] }, secrets, unresolved });
  });
}

test('only the texts that are named are templates', () => {
  const value = { a: '${env:TOKEN}', b: ['${env:TOKEN', '${env:TOKEN}'], c: { d: 1 } };
  const { value: resolved, secrets } = resolve(value, '/b/1');
  assert.equal(resolved, { ...value, b: ['${env:TOKEN', 'shell-token'] });
  assert.equal(secrets, ['shell-token']);
});

test.run();
