import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nearest } from '../../../src/model/nearest.ts';

const known = ['plan', 'apply', 'status', 'claude-desktop', 'claude-code', 'env'];

const rows: readonly (readonly [string, string | undefined])[] = [
  ['plna', 'plan'],
  ['aply', 'apply'],
  ['Status', 'status'],
  ['claude-dekstop', 'claude-desktop'],
  ['claudecode', 'claude-code'],
  ['ev', 'env'],
  ['windsurf', undefined],
  ['x', undefined],
];

for (const [typed, meant] of rows) {
  test(`${typed} means ${meant ?? 'nothing that is known'}`, () => assert.is(nearest(typed, known), meant));
}

test.run();
