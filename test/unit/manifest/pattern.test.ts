// Patterns select by regular expression, anywhere in the name, and never hang.

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compilePattern, patternFault, type Selection, selects } from '../../../src/manifest/pattern.ts';
import { HatchError } from '../../../src/model/errors.ts';

const matches: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['dev', ['dev', 'my-dev-logger'], ['DEV', 'de-v']],
  ['^dev-', ['dev-logger'], ['my-dev-logger', 'dev']],
  ['^legacy$', ['legacy'], ['legacy2']],
  ['^(?!legacy)', ['modern'], ['legacy-one']],
  ['^(?:dev|test)-.*-v\\d+$', ['dev-a-v1', 'test-b-v22'], ['prod-a-v1', 'dev-v1']],
  ['a.c', ['abc', 'a.c'], ['ac']],
  ['a\\.c', ['a.c'], ['abc']],
  ['(\\w)\\1', ['book'], ['pear']],
  ['', ['anything', ''], []],
];

for (const [pattern, yes, no] of matches) {
  test(`\`${pattern}\` matches what it says`, () => {
    const match = compilePattern(pattern);
    for (const name of yes) assert.ok(match(name), name);
    for (const name of no) assert.not.ok(match(name), name);
  });
}

test('a pattern means what JavaScript says, whether it is bounded or not', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '-',
    '.',
    '\\.',
    '\\d',
    '\\w',
    '^',
    '$',
    '.*',
    'a+',
    '(a|b)',
    '(?!a)',
    '[ab]',
    '|',
    'b?',
    '(a)\\1',
    'a{2}',
  );
  return fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.stringMatching(/^[ab.1-]{0,8}$/), (pieces, name) => {
      const pattern = pieces.join('');
      if (patternFault(pattern) === undefined) assert.is(compilePattern(pattern)(name), new RegExp(pattern).test(name));
    }),
    { seed: 71, numRuns: 300 },
  );
});

for (const pattern of ['^(a+)+$', '^(a|a)*$', '(a*)*b', '^(?=(a+)+$)', '(.*)*x\\1']) {
  test(`\`${pattern}\` is stopped with a clear error instead of hanging`, () => {
    const before = performance.now();
    try {
      compilePattern(pattern)(`${'a'.repeat(60)}!`);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, HatchError);
      assert.is((error as HatchError).exit, 'usage');
      assert.match((error as HatchError).message, 'takes too long');
    }
    assert.ok(performance.now() - before < 2000);
    assert.ok(
      compilePattern(pattern.replace('b', '').replace('x', ''))('aa') !== undefined,
      'the next name is tested as ever',
    );
  });
}

test('a bad pattern is refused at once, by the exit that its origin has', () => {
  for (const exit of ['usage', 'manifest-invalid'] as const) {
    try {
      compilePattern('(', exit);
      assert.unreachable();
    } catch (error) {
      assert.is((error as HatchError).exit, exit);
    }
  }
  assert.match(patternFault('(') ?? '', 'Unterminated');
  assert.match(patternFault('a'.repeat(1001)) ?? '', 'longer');
});

const selections: readonly (readonly [string, Selection, readonly string[]])[] = [
  ['nothing given: all', { servers: undefined, include: [], exclude: [] }, ['dev-a', 'dev-b', 'test-a']],
  ['exact names', { servers: ['dev-a', 'dev'], include: [], exclude: [] }, ['dev-a']],
  ['one of the includes', { servers: undefined, include: ['^test', 'b$'], exclude: [] }, ['dev-b', 'test-a']],
  ['none of the excludes', { servers: undefined, include: [], exclude: ['^test', 'b$'] }, ['dev-a']],
  ['all that is given', { servers: ['dev-a', 'test-a'], include: ['a$'], exclude: ['^test'] }, ['dev-a']],
];

for (const [says, selection, expected] of selections) {
  test(`a rule selects by ${says}`, () => {
    assert.equal(
      ['dev-a', 'dev-b', 'test-a'].filter((name) => selects(selection, name)),
      expected,
    );
  });
}

test.run();
