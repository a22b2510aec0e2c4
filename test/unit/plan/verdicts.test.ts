import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Shape, shapeOf, verdicts } from '../../../src/plan/verdicts.ts';

/** Every way in which three states can be there and be equal, as letters of their values. */
const values = [undefined, 'a', 'b', 'c'];
const triples = values.flatMap((desired) =>
  values.flatMap((actual) => values.map((recorded) => ({ desired, actual, recorded }))),
);

/** The pattern as a person reads it off: missing is `-`, letters in the order in which they are met. */
function pattern(...states: (string | undefined)[]): string {
  const letters = new Map<string, string>();
  return states
    .map((value) => {
      if (value === undefined) return '-';
      if (!letters.has(value)) letters.set(value, 'xyz'[letters.size] as string);
      return letters.get(value);
    })
    .join(' ');
}

test('every triple of states has the shape that a person reads off it', () => {
  for (const { desired, actual, recorded } of triples) {
    const shape = shapeOf({
      desired: desired !== undefined,
      actual: actual !== undefined,
      recorded: recorded !== undefined,
      desiredIsActual: desired === actual,
      desiredIsRecorded: desired === recorded,
      actualIsRecorded: actual === recorded,
    });
    assert.is(shape, pattern(desired, actual, recorded), JSON.stringify({ desired, actual, recorded }));
  }
});

test('the table has a verdict for every shape, and no shape beside', () => {
  const met = new Set(triples.map(({ desired, actual, recorded }) => pattern(desired, actual, recorded)));
  assert.equal([...met].sort(), Object.keys(verdicts).sort());
});

/** The published table, row by row. */
const published: readonly (readonly [Shape, string])[] = [
  ['- x -', 'unmanaged'],
  ['x - -', 'add'],
  ['x x -', 'adopt-equal'],
  ['x y -', 'collision'],
  ['x y y', 'update'],
  ['x x x', 'in-sync'],
  ['x x y', 'converged'],
  ['x y x', 'drift'],
  ['x y z', 'diverged'],
  ['x - x', 're-add'],
  ['x - y', 're-add'],
  ['- x x', 'prune'],
  ['- x y', 'prune-drifted'],
  ['- - x', 'forget'],
];

for (const [shape, verdict] of published) {
  test(`${shape} is ${verdict}`, () => assert.is(verdicts[shape], verdict));
}

test.run();
