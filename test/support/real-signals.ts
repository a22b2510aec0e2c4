// Signals at random instants of a real run: nothing written and the code of the signal, or done.

import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { type Attack, firstLock, opposite } from './real-kills.ts';
import { assertEnd, count, type Ended, type Running, start, waitExactly } from './real-processes.ts';
import { applying, backupsOf, disagreements, remains, type Scene, standing } from './real-scene.ts';

/** Each signal and its exit code. A terminal that goes away sends SIGHUP. */
export const signalCodes = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const;

/** Resolves once a run no longer lets signals end it, or is over. */
export async function heedsSignals({ child }: Running): Promise<void> {
  const status = `/proc/${child.pid}/status`;
  if (process.platform !== 'linux') return setTimeout(600);
  // SIGHUP is the one that Node itself does not catch.
  while (existsSync(status) && child.exitCode === null) {
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(status, 'utf8'))?.[1] ?? '0';
    if ((BigInt(`0x${caught}`) & 1n) === 1n) return;
    await setTimeout(10);
  }
}

/** One apply that gets a signal somewhere while it writes, every other time a second one right after. */
export function signalling(writing: number) {
  return async ({ scene, random, counts }: Attack): Promise<void> => {
    const wanted = opposite(scene.now);
    const backups = backupsOf(scene.home).size;
    const [signal, code] = signalCodes[Math.floor(random() * signalCodes.length)] ?? signalCodes[0];
    const running = start(scene.home, applying(wanted));
    await firstLock(scene.home, running);
    await waitExactly(random() * writing);
    running.child.kill(signal);
    if (random() < 0.5) {
      await waitExactly(random() * 5);
      running.child.kill(signal);
    }
    const ended = await running.ended;
    count(counts, `${signal}: ${ended.code ?? 'ended by it'}`);
    if (standing(scene) === wanted) scene.now = wanted;
    await judge(scene, ended, code, scene.now === wanted);
    const fresh = backupsOf(scene.home).size - backups;
    if (fresh > 0 && scene.now !== wanted) throw new Error(`${fresh} backups of a run that wrote nothing`);
  };
}

async function judge(scene: Scene, ended: Ended, code: number, isWritten: boolean): Promise<void> {
  const { home, now } = scene;
  if (standing(scene) !== now) throw new Error('some files old, some new');
  if (isWritten) assertEnd(ended, 0);
  else if (ended.signal === undefined) assertEnd(ended, code);
  // Before it watches for signals, and when all is done, one simply ends it.
  const different = await disagreements(home, now);
  if (different.length > 0) throw new Error(`the record does not agree with the files: ${different}`);
  const left = remains(home);
  if (left.length > 0) throw new Error(`left lying about: ${left}`);
}
