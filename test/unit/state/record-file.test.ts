// A record as text: what is printed is read back, line by line, in any order, and lines of both sides of a merge.

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HatchError } from '../../../src/model/errors.ts';
import { printPointer } from '../../../src/model/pointer.ts';
import {
  type EntryRecord,
  type FieldRecord,
  type OwnerRecord,
  type PlaceRecord,
  placeKey,
} from '../../../src/model/record.ts';
import { parseRecord, printRecord } from '../../../src/state/record-file.ts';

const parse = (source: string) => parseRecord('team.json', new TextEncoder().encode(source));

const settings = { seed: 11, numRuns: 150 };
const plain = { noNullPrototype: true } as const;

const name = fc.oneof(fc.constantFrom('github', '__proto__', '', 'a b', '"q"', '/x'), fc.string({ maxLength: 6 }));
const pointer = name.map((key) => printPointer([key]));
const field: fc.Arbitrary<FieldRecord> = fc.oneof(
  fc.record({ value: fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.parse(JSON.stringify(value))) }, plain),
  fc.record({ digest: fc.string() }, plain),
  fc.record({ reference: fc.string(), digest: fc.string() }, plain),
);
const entry: fc.Arbitrary<EntryRecord> = fc.record(
  {
    origin: fc.constantFrom('found', 'written'),
    environment: fc.string({ maxLength: 4 }),
    rule: fc.nat(9),
    fields: fc
      .uniqueArray(fc.tuple(pointer, field), { selector: ([key]) => key, maxLength: 4 })
      .map(Object.fromEntries),
  },
  plain,
);
const place: fc.Arbitrary<PlaceRecord> = fc.record(
  {
    file: name,
    place: fc.constantFrom('servers', 'inputs'),
    container: fc.constantFrom(['mcpServers'], ['mcp', 'servers'], []).map((path) => ({ kind: 'map' as const, path })),
    format: fc.constant('json' as const),
    host: fc.constant('cursor'),
    scope: fc.constant('project' as const),
    target: fc.constant('cursor'),
    entries: fc
      .uniqueArray(fc.tuple(name, entry), { selector: ([key]) => key, minLength: 1, maxLength: 3 })
      .map(Object.fromEntries),
  },
  plain,
);
const record: fc.Arbitrary<OwnerRecord> = fc.record(
  {
    formatVersion: fc.constant(1 as const),
    owner: fc.string(),
    manifest: fc.string(),
    places: fc.uniqueArray(place, { selector: placeKey, minLength: 1, maxLength: 3 }),
  },
  plain,
);

test('a record is read back as it was, in the order of its text', () => {
  fc.assert(
    fc.property(record, (one) => {
      const again = parse(printRecord(one));
      assert.is(printRecord(again), printRecord(one));
      assert.is(again.places.length, one.places.length);
      for (const each of one.places) {
        assert.equal(
          again.places.find((found) => placeKey(found) === placeKey(each)),
          each,
        );
      }
    }),
    settings,
  );
});

test('no line of a record stands in it twice', () => {
  fc.assert(
    fc.property(record, (one) => {
      const lines = printRecord(one)
        .split('\n')
        .map((line) => line.replace(/,$/, ''));
      assert.is(new Set(lines).size, lines.length);
    }),
    settings,
  );
});

test('the order of the lines does not count', () => {
  fc.assert(
    fc.property(record, (one) => {
      const document = JSON.parse(printRecord(one));
      const turned = JSON.stringify({ ...document, lines: document.lines.reverse() });
      assert.is(printRecord(parse(turned)), printRecord(one));
    }),
    settings,
  );
});

const about = { container: { kind: 'map', path: [] }, format: 'json', host: 'cursor', scope: 'project', target: 'x' };
const lines = (...own: readonly unknown[]) =>
  JSON.stringify({ formatVersion: 1, owner: 'team', manifest: 'm.yaml', lines: own });
const written = { origin: 'written' };

test('lines of both sides of a merge may be kept together: the later one counts', () => {
  const both = lines(
    ['f', 'servers', about],
    ['f', 'servers', 'a', { ...written, rule: 1 }],
    ['f', 'servers', 'a', '/command', { value: 'one' }],
    ['f', 'servers', 'a', { ...written, rule: 2 }],
    ['f', 'servers', 'a', '/command', { value: 'two' }],
  );
  assert.equal(parse(both).places[0]?.entries, {
    a: { origin: 'written', rule: 2, fields: { '/command': { value: 'two' } } },
  });
});

test('a field or an entry whose beginning a merge lost has no record', () => {
  const lost = lines(
    ['f', 'servers', about],
    ['f', 'servers', 'a', '/command', { value: 'one' }],
    ['g', 'servers', 'b', written],
  );
  assert.equal(
    parse(lost).places.map(({ file, entries }) => [file, entries]),
    [['f', {}]],
  );
});

const refused: readonly (readonly [what: string, source: string])[] = [
  ['conflict markers', '<<<<<<< HEAD\n{}\n'],
  ['another document', '{}'],
  ['a newer version', lines().replace('"formatVersion":1', '"formatVersion":2')],
  ['a line without a place', lines(['f'])],
  ['a line of something else', lines(['f', 7, about])],
  ['a pointer without a value', lines(['f', 'servers', 'a', '/command'])],
  ['a place that does not say what holds its entries', lines(['f', 'servers', { ...about, container: {} }])],
  [
    'a place whose path is no list of keys',
    lines(['f', 'servers', { ...about, container: { kind: 'map', path: [7] } }]),
  ],
  ['a place in no format that there is', lines(['f', 'servers', { ...about, format: 'constructor' }])],
  ['an entry from nowhere', lines(['f', 'servers', about], ['f', 'servers', 'a', { origin: 'lost' }])],
  ['a field whose pointer is none', lines(['f', 'servers', 'a', 'command', { value: 'one' }])],
  ['a field without a value or a digest', lines(['f', 'servers', 'a', '/command', { value2: 'one' }])],
  ['more after the value', lines(['f', 'servers', 'a', '/command', 'x', {}])],
];

for (const [what, source] of refused) {
  test(`a record with ${what} is refused, and the error says what to do`, () => {
    try {
      parse(source);
      assert.unreachable('was not refused');
    } catch (error) {
      assert.instance(error, HatchError);
      assert.match(
        (error as HatchError).hint ?? '',
        what === 'a newer version' ? 'update hatch' : 'keep the lines of both sides; or remove it',
      );
    }
  });
}

test.run();
