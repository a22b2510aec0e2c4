// The last texts that were taken apart are at hand; older ones, and ones with a fault, are taken apart again.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { recent } from '../../../src/formats/recent.ts';

/** The texts in turn → those that were really taken apart. */
const table: Readonly<Record<string, readonly [texts: readonly string[], made: readonly string[]]>> = {
  'a text that comes again is taken apart once': [
    ['a', 'a', 'b', 'a'],
    ['a', 'b'],
  ],
  'the oldest text of five is forgotten': [
    ['a', 'b', 'c', 'd', 'e', 'b', 'a'],
    ['a', 'b', 'c', 'd', 'e', 'a'],
  ],
  'a fault is found again each time': [
    ['faulty', 'faulty'],
    ['faulty', 'faulty'],
  ],
};

for (const [name, [texts, expected]] of Object.entries(table)) {
  test(name, () => {
    const made: string[] = [];
    const read = recent((text) => {
      made.push(text);
      if (text === 'faulty') throw new RangeError(text);
      return { text };
    });
    for (const text of texts) {
      if (text === 'faulty')
        assert.throws(
          () => read(text),
          (error: unknown) => error instanceof RangeError,
        );
      else assert.equal(read(text), { text });
    }
    assert.equal(made, expected);
  });
}

test.run();
