// Signals, readers that stop reading, and a person who leaves: nothing written, or all of it.

import { existsSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Home, removeHomes } from '../support/home.ts';
import { holdLock } from '../support/real-crowd.ts';
import { opposite, rounds, writingTime } from '../support/real-kills.ts';
import { assertEnd, start } from '../support/real-processes.ts';
import { applying, disagreements, realScene, remains, type Scene, standing } from '../support/real-scene.ts';
import { heedsSignals, signalCodes, signalling } from '../support/real-signals.ts';
import { atTerminal, hasTerminals } from '../support/real-terminal.ts';

let scene: Scene;
let home: Home;

// Not earlier: the files before this one remove all homes at their end.
test.before(() => {
  scene = realScene();
  home = scene.home;
});
test.after(removeHomes);

test('a signal while it writes, or two, leave nothing written and its code, or everything and zero', async () => {
  const counts = await rounds(scene, 5, 3, signalling(await writingTime(scene)));
  assert.ok(Object.keys(counts).length > 1, JSON.stringify(counts));
});

for (const [signal, code] of signalCodes) {
  test(`${signal} ends the wait for a lock at once: nothing written, code ${code}`, async () => {
    const holder = await holdLock(scene);
    const waiting = start(home, applying(opposite(scene.now)));
    await heedsSignals(waiting);
    waiting.child.kill(signal);
    const ended = await waiting.ended;
    holder.child.kill('SIGKILL');
    assertEnd(ended, code);
    assert.ok(ended.took < 20_000);
    assert.is(standing(scene), scene.now);
    await holder.ended;
  });
}

test('who reads the output may go away: no complaint, and an apply does what it would have done', async () => {
  for (const words of [['plan', '--json'], ['history'], applying(opposite(scene.now))]) {
    const running = start(home, words);
    running.child.stdout?.destroy();
    assert.is(assertEnd(await running.ended, 0).stderr, '');
  }
  scene.now = opposite(scene.now);
  assert.is(standing(scene), scene.now);
  assert.equal(await disagreements(home, scene.now), []);
});

test('an output that has no room left is no success, and an apply does what it would have done', async () => {
  if (!existsSync('/dev/full')) {
    process.stdout.write('(skipped: no /dev/full here) ');
    return;
  }
  const intoNothing = ['sh', '-c', 'exec "$@" > /dev/full', 'sh'];
  for (const words of [['plan', '--json'], ['history'], applying(opposite(scene.now))]) {
    const { stderr } = assertEnd(await start(home, words, intoNothing).ended, 1);
    assert.match(stderr, /^error: the output is not whole: ENOSPC: [^\n]*\n {2}→ [^\n]*\n$/);
  }
  scene.now = opposite(scene.now);
  assert.is(standing(scene), scene.now);
  assert.equal(await disagreements(home, scene.now), []);
});

test('without a terminal an apply that would ask ends with code 1', async () => {
  const running = start(home, ['apply', '--environment', opposite(scene.now), '--again']);
  running.child.stdin?.end();
  assert.match(assertEnd(await running.ended, 1).stderr, 'nobody to ask');
  assert.is(standing(scene), scene.now);
});

const departures: readonly (readonly [string, string, { code?: number; signal?: string }])[] = [
  ['answers yes', 'type:y\r', { code: 0 }],
  ['answers no', 'type:n\r', { code: 1 }],
  ['only presses return', 'type:\r', { code: 1 }],
  ['ends the input', 'type:\u0004', { code: 1 }],
  ['presses Ctrl-C', 'type:\u0003', { code: 130 }],
  ['sends SIGTERM', 'signal:SIGTERM', { signal: 'SIGTERM' }],
  ['closes the terminal', 'hangup', { signal: 'SIGHUP' }],
];

for (const [who, act, expected] of departures) {
  test(`a person at the question who ${who}: ${expected.code ?? expected.signal}`, async () => {
    if (!hasTerminals()) {
      process.stdout.write('(skipped: no python3 with pty here) ');
      return;
    }
    const words = ['apply', '--environment', opposite(scene.now), '--again'];
    const { code, signal, screen } = atTerminal(home, words, '[y/N]', act);
    const ended = { ...(code !== null && { code }), ...(signal !== null && { signal }) };
    assert.equal(ended, expected, screen);
    if (code === 0) scene.now = opposite(scene.now);
    assert.is(standing(scene), scene.now);
    assert.equal(remains(home), []);
  });
}

test.run();
