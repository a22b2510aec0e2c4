// Several writers of one home at once, as real processes.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Home, removeHomes } from '../support/home.ts';
import { crowd, forgeLock, hasNamespaces, holdLock, idsIn, inNamespace, owners } from '../support/real-crowd.ts';
import { assertEnd, start } from '../support/real-processes.ts';
import { applying, disagreements, realScene, remains, type Scene, standing, textsOf } from '../support/real-scene.ts';

let scene: Scene;
let home: Home;

// Not earlier: the files before this one remove all homes at their end.
test.before(() => {
  scene = realScene();
  home = scene.home;
});
test.after(removeHomes);

for (const number of [2, 8]) {
  test(`${number} applies of one owner at once all succeed, one after the other`, async () => {
    for (const ended of await crowd(scene, number)) assertEnd(ended, 0);
    const now = standing(scene);
    assert.ok(now, 'a mixture of both');
    assert.equal(await disagreements(home, now), []);
    assert.equal(remains(home), []);
  });
}

for (const where of ['one file', 'own files'] as const) {
  test(`four owners at once in a fresh home, in ${where}: each has its server there`, async () => {
    const { found, left } = await owners(4, where);
    assert.is(found.length, 4);
    assert.equal(left, []);
  });
}

test('who waits in vain is told who holds the lock, writes nothing, and is through when the holder is dead', async () => {
  const before = textsOf(home);
  const holder = await holdLock(scene);
  const wanted = standing(scene) === 'old' ? 'new' : 'old';
  const ended = assertEnd(await start(home, [...applying(wanted), '--lock-timeout', '300ms']).ended, 6);
  assert.match(ended.stderr, `process ${holder.child.pid} `);
  assert.equal(textsOf(home), before);
  const waiting = start(home, applying(wanted));
  holder.child.kill('SIGKILL');
  assertEnd(await waiting.ended, 0);
  assert.is(standing(scene), wanted);
  assert.equal(remains(home), []);
});

test('a lock whose pid another process has by now holds nobody up, one of a living process does', async () => {
  const wanted = standing(scene) === 'old' ? 'new' : 'old';
  await forgeLock(scene, 'another time');
  assertEnd(await start(home, [...applying(wanted), '--lock-timeout', '0s']).ended, 0);
  assert.equal(remains(home), []);
  await forgeLock(scene, 'then');
  const back = wanted === 'old' ? 'new' : 'old';
  const ended = assertEnd(await start(home, [...applying(back), '--lock-timeout', '0s']).ended, 6);
  const refused = assertEnd(await start(home, ['unlock', ...idsIn(ended)]).ended, 5);
  assert.match(refused.stderr, 'held by a process that runs');
  for (const name of remains(home)) home.edit(name, /"started":"\d+"/, '"started":"1"');
});

test('a holder in another pid namespace counts as alive until a person says that it is gone', async () => {
  if (!(await hasNamespaces(home))) {
    process.stdout.write('(skipped: no pid namespaces here) ');
    return;
  }
  const { found } = await owners(3, 'one file', inNamespace);
  assert.is(found.length, 3);
  const wanted = standing(scene) === 'old' ? 'new' : 'old';
  const blocker = await holdLock(scene);
  const inside = start(home, applying(wanted), inNamespace);
  // It holds the locks that sort before the blocked one, and waits for the rest.
  while (remains(home).length < 2 && inside.child.exitCode === null) await new Promise((done) => setTimeout(done, 10));
  inside.child.kill('SIGKILL');
  await inside.ended;
  blocker.child.kill('SIGKILL');
  await blocker.ended;
  const left = await start(home, [...applying(wanted), '--lock-timeout', '300ms']).ended;
  for (const id of idsIn(left)) {
    assertEnd(left, 6);
    assertEnd(await start(home, ['unlock', id]).ended, 0);
  }
  assertEnd(await start(home, applying(wanted)).ended, 0);
  assert.equal(remains(home), []);
});

test.run();
