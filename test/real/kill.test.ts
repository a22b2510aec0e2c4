// The built program killed at random instants: a short version of the soak.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { removeHomes } from '../support/home.ts';
import { killing, rounds, writingTime } from '../support/real-kills.ts';
import { realScene } from '../support/real-scene.ts';

test.after(removeHomes);

test('a kill at any instant leaves every file whole, and the next writing command the rest', async () => {
  const scene = realScene();
  const number = 6;
  const counts = await rounds(scene, number, 1, killing(await writingTime(scene)));
  const { 'kills of an apply': applies = 0, 'kills of a rollback': rollbacks = 0 } = counts;
  assert.is(applies + rollbacks, number);
});

test.run();
