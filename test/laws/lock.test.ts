// Laws of the lock: its text says what it holds, whatever that is, and the same packages give the same text.

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { LockedPackage, PackageInput } from '../../src/model/package.ts';
import { parseLock, printLock } from '../../src/packages/lock.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '1.4.2',
    '2026.8',
    'true',
    'null',
    '-y',
    '- a',
    '#x',
    'a: b',
    "it's",
    '${input:a b}',
    '$${x}',
    ' lead',
    'a\nb',
    '0x1f',
    '@acme/x',
    '',
  ),
);
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,12}$/);
const map = fc.dictionary(name, text, { maxKeys: 4, noNullPrototype: true });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const input: fc.Arbitrary<PackageInput> = fc
  .record({
    name: text,
    kind: fc.constantFrom('env' as const, 'header' as const, 'argument' as const, 'option' as const),
    required: fc.boolean(),
    secret: fc.boolean(),
    description: optional(text),
    default: optional(text),
    choices: optional(fc.array(text, { minLength: 1, maxLength: 3 })),
    format: optional(fc.constantFrom('number' as const, 'boolean' as const, 'filepath' as const)),
  })
  .map((value) => tidied<PackageInput>(value));

const args = fc.array(fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 4 });
const server: fc.Arbitrary<LockedPackage['server']> = fc.oneof(
  fc
    .record({
      transport: fc.constant('stdio' as const),
      command: text,
      args: optional(args),
      env: optional(map),
      cwd: optional(text),
    })
    .map((value) => tidied<LockedPackage['server']>(value)),
  fc
    .record({ transport: fc.constantFrom('http' as const, 'sse' as const), url: text, headers: optional(map) })
    .map((value) => tidied<LockedPackage['server']>(value)),
);

const entry: fc.Arbitrary<LockedPackage> = fc
  .record({
    reference: fc.stringMatching(/^[a-z@./:^~#>= -]{1,40}$/),
    version: optional(text),
    source: text,
    resolved: text,
    integrity: optional(text),
    unpinned: optional(text),
    description: optional(text),
    server,
    inputs: fc.array(input, { maxLength: 3 }),
  })
  .map((value) => tidied<LockedPackage>(value));

const entries = fc.uniqueArray(entry, { selector: ({ reference }) => reference, maxLength: 5 });

/** Without members that are undefined, and without empty maps: a lock has neither. */
function tidied<T>(value: object): T {
  const isThere = (member: unknown) =>
    member !== undefined &&
    !(typeof member === 'object' && !Array.isArray(member) && Object.keys(member ?? {}).length === 0);
  return Object.fromEntries(Object.entries(value).filter(([, member]) => isThere(member))) as T;
}

const lockOf = (list: readonly LockedPackage[]) => new Map(list.map((each) => [each.reference, each]));

test('what is printed reads as what was locked', () => {
  void fc.assert(
    fc.property(entries, (list) => {
      const read = parseLock(printLock(lockOf(list)), 'lock');
      assert.equal(new Set(read.keys()), new Set(list.map(({ reference }) => reference)));
      for (const each of list) assert.equal(read.get(each.reference), each);
    }),
    { numRuns: 100 },
  );
});

test('the order does not count, and printing what was read gives the same text', () => {
  void fc.assert(
    fc.property(entries, (list) => {
      const printed = printLock(lockOf(list));
      assert.is(printLock(lockOf([...list].reverse())), printed);
      assert.is(printLock(parseLock(printed, 'lock')), printed);
    }),
    { numRuns: 60 },
  );
});

test('one more package adds its own lines and changes no other', () => {
  void fc.assert(
    fc.property(entries, entry, (list, one) => {
      const others = list.filter(({ reference }) => reference !== one.reference);
      if (others.length === 0) return;
      const before = printLock(lockOf(others)).split('\n');
      const after = printLock(lockOf([...others, one])).split('\n');
      let head = 0;
      while (head < before.length && before[head] === after[head]) head += 1;
      let tail = 0;
      while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
      assert.is(head + tail, before.length);
    }),
    { numRuns: 60 },
  );
});

test.run();
