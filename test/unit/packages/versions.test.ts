// Versions and ranges: what npm and Python say of them.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comparePep440, exactPep440, inPep440Range } from '../../../src/packages/pep440.ts';
import { compareSemver, inSemverRange } from '../../../src/packages/semver.ts';

/** Range, versions that lie in it, versions that do not: as `semver` of npm says. */
const npm: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*', ['0.0.1', '9.9.9'], ['1.0.0-rc.1']],
  ['', ['1.2.3'], ['1.2.3-beta']],
  ['1', ['1.0.0', '1.9.9'], ['2.0.0', '0.9.0', '2.0.0-0']],
  ['1.x', ['1.4.0'], ['2.0.0']],
  ['^1.2.3', ['1.2.3', '1.9.0'], ['1.2.2', '2.0.0', '2.0.0-rc.1', '1.3.0-beta']],
  ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0', '0.2.2']],
  ['^0.0.3', ['0.0.3'], ['0.0.4', '0.1.0']],
  ['^0.0', ['0.0.0', '0.0.9'], ['0.1.0']],
  ['^0', ['0.9.9'], ['1.0.0']],
  ['~1.2.3', ['1.2.3', '1.2.9'], ['1.3.0', '1.2.2']],
  ['~1', ['1.9.0'], ['2.0.0']],
  ['>=1.2 <2', ['1.2.0', '1.9.9'], ['2.0.0', '1.1.9']],
  ['>1.2', ['1.3.0'], ['1.2.9']],
  ['<=1.2', ['1.2.9', '0.1.0'], ['1.3.0']],
  ['>= 1.2.3', ['1.2.3'], ['1.2.2']],
  ['1.2.3 - 2.3', ['1.2.3', '2.3.9'], ['2.4.0', '1.2.2']],
  ['1.0.0 || ^3', ['1.0.0', '3.4.5'], ['2.0.0', '1.0.1']],
  ['^1.2.3-beta.2', ['1.2.3-beta.4', '1.2.3', '1.4.0'], ['1.2.3-beta.1', '1.2.4-beta.2']],
  ['=2026.8.31', ['2026.8.31'], ['2026.8.30']],
];

for (const [range, within, without] of npm) {
  test(`npm's range ${JSON.stringify(range)} holds ${within.join(', ')}, and not ${without.join(', ')}`, () => {
    for (const version of within) assert.is(inSemverRange(version, range), true, version);
    for (const version of without) assert.is(inSemverRange(version, range), false, version);
  });
}

test('what is no range of npm is none', () => {
  for (const range of ['latest', '1.2.3.4', '1..2', '1 2 x y', 'git+https://x']) {
    assert.is(inSemverRange('1.0.0', range), undefined, range);
  }
});

const ordered = [
  '0.9.0',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.10.0',
];

test("versions come in semver's own order", () => {
  assert.equal([...ordered].reverse().sort(compareSemver), ordered);
});

const python: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['==1.4', ['1.4', '1.4.0'], ['1.4.1']],
  ['==1.4.*', ['1.4', '1.4.9', '1.4.0rc1'], ['1.5']],
  ['>=1.4,<2', ['1.4', '1.99'], ['2.0', '1.3']],
  ['~=1.4.2', ['1.4.2', '1.4.9'], ['1.5.0', '1.4.1']],
  ['~=1.4', ['1.4', '1.9'], ['2.0', '1.3']],
  ['!=1.5.*,>1', ['1.4', '1.6'], ['1.5.2', '1.0']],
  ['1.4.2', ['1.4.2'], ['1.4.3']],
  ['', ['0.1', '9'], []],
];

for (const [range, within, without] of python) {
  test(`Python's specifiers ${JSON.stringify(range)} are met by ${within.join(', ')}`, () => {
    for (const version of within) assert.is(inPep440Range(version, range), true, version);
    for (const version of without) assert.is(inPep440Range(version, range), false, version);
  });
}

test("versions come in Python's own order", () => {
  const all = [
    '1.0.dev1',
    '1.0a1',
    '1.0a2.dev1',
    '1.0a2',
    '1.0b1',
    '1.0rc1',
    '1.0',
    '1.0.post1',
    '1.1.dev1',
    '1.1',
    '1!0.1',
  ];
  assert.equal([...all].reverse().sort(comparePep440), all);
});

test('one exact version of Python is told from a choice', () => {
  assert.equal(['==1.4', '1.4', '===1.4', '==1.*', '>=1.4', ''].map(exactPep440), [
    '1.4',
    '1.4',
    '1.4',
    undefined,
    undefined,
    undefined,
  ]);
});

test.run();
