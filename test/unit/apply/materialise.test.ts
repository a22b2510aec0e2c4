// Bytes from a plan: made once, and made again where another program wrote since.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { materialise } from '../../../src/apply/materialise.ts';
import { decodeText, encodeText } from '../../../src/formats/index.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { planIn, worldOf } from '../../support/engine.ts';

const before = '{ "theme": "dark", "mcpServers": {} }\n';
const plan = planIn(worldOf('cursor', before), { tides: { command: 'uvx' } }, 'skip');
const system = memorySystem();
const context = { reader: system, surroundings: system.surroundings, home: '/home/ada', manifestDir: '/' };
const { changes } = materialise(
  plan,
  () => context,
  () => ({ origin: undefined, created: false }),
);
const [change] = changes;

function rendered(current: string): string {
  const bytes = change?.render(encodeText(current));
  return bytes === undefined ? '' : decodeText(bytes);
}

const after = '{ "theme": "dark", "mcpServers": { "tides": { "command": "uvx" } } }\n';

test('where nobody wrote since, the bytes are those of the plan', () => assert.is(rendered(before), after));

test('where somebody wrote since, the bytes are made from theirs', () => {
  const theirs = (text: string) => text.replace('dark', 'light').replace('"mcpServers"', '"font": 12, "mcpServers"');
  assert.is(rendered(theirs(before)), theirs(after));
});

test('where as many bytes are others, they are made from those', () => {
  assert.is(rendered(before.replace('dark', 'noon')), after.replace('dark', 'noon'));
});

test('where somebody wrote what the plan did not see there, nothing is made', () => {
  const theirs = before.replace('{} }', '{ "tides": {} } }');
  assert.throws(
    () => rendered(theirs),
    (error: unknown) => error instanceof HatchError && error.exit === 'stale',
  );
});

test.run();
