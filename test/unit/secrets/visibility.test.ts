// Which values of an entry are sensitive by where they stand: also where a file has them in another form than it should.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FieldRole } from '../../../src/hosts/api.ts';
import type { Json, Path } from '../../../src/model/json.ts';
import { isSensitive, shown } from '../../../src/secrets/visibility.ts';

const rows: readonly (readonly [holds: FieldRole['holds'], path: Path, value: Json, expected: boolean])[] = [
  ['arguments', ['args'], ['--token', 'plum-orchard'], true],
  ['arguments', ['args'], ['--verbose', 'plum-orchard'], false],
  ['arguments', ['args'], 'serve --token plum-orchard', true],
  ['arguments', ['args'], 'serve --verbose plum-orchard', false],
  ['arguments', ['args', '--token'], 'plum-orchard', true],
  ['arguments', ['args', '--verbose'], 'plum-orchard', false],
  ['environment', ['env'], ['plum-orchard'], true],
  ['environment', ['env', 'LEVEL'], 'plum-orchard', true],
  ['header', ['headers'], 'plum-orchard', true],
];

for (const [holds, path, value, expected] of rows) {
  test(`in a file ${JSON.stringify(value)} at ${path.join('/')} is ${expected ? '' : 'not '}sensitive`, () => {
    assert.is(isSensitive({ group: undefined, holds, known: true }, path, value, 'file'), expected);
  });
}

test('of a sensitive list what gives itself away is hidden, or all of it', () => {
  assert.is(JSON.stringify(shown(true, ['--token', 'plum-orchard'])), '["--token","‹secret›"]');
  assert.is(JSON.stringify(shown(true, ['LEVEL=plum-orchard'])), '"‹secret›"');
});

test.run();
