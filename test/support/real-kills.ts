// The built program ended by a signal at random instants of a run over five files: what stands then, and after the next
// writing command.

import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { assertCode, type Home } from './home.ts';
import {
  assertEnd,
  type Counts,
  count,
  type Ended,
  type Running,
  randomFrom,
  start,
  waitExactly,
} from './real-processes.ts';
import {
  applying,
  backupsOf,
  disagreements,
  type Environment,
  halfDone,
  isSame,
  remains,
  type Scene,
  standing,
  targetFiles,
  textsOf,
} from './real-scene.ts';

export interface Attack {
  readonly scene: Scene;
  readonly random: () => number;
  readonly counts: Counts;
}

/** A round is `act` on a scene that is at rest, and leaves it at rest. Throws at the first broken promise. */
export async function rounds(
  scene: Scene,
  number: number,
  seed: number,
  act: (attack: Attack) => Promise<void>,
): Promise<Counts> {
  const counts: Counts = {};
  const random = randomFrom(seed);
  for (let round = 0; round < number; round += 1) {
    try {
      await act({ scene, random, counts });
    } catch (error) {
      throw new Error(`round ${round} of seed ${seed}, home ${scene.home.path}: ${error}`, { cause: error });
    }
  }
  return counts;
}

/** Resolves when the run that was started has taken its first lock, or is over. */
export function firstLock(home: Home, running: Running): Promise<void> {
  return firstOf(join(home.path, '.hatch', 'locks'), running);
}

/** Resolves when a run begins its journal, or is over. */
export function firstLine(home: Home, running: Running): Promise<void> {
  return firstOf(join(home.path, '.hatch', 'runs'), running);
}

async function firstOf(folder: string, { ended }: Running): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await new Promise<void>((resolve) => {
    const watcher = watch(folder, () => done());
    const done = () => {
      watcher.close();
      resolve();
    };
    void ended.then(done);
    if (folder.endsWith('locks') && readdirSync(folder).length > 0) done();
  });
}

/** How long the part of a run from its first lock to its end takes here, in milliseconds: the middle of three runs. */
export async function writingTime(scene: Scene): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const wanted = opposite(scene.now);
    const running = start(scene.home, applying(wanted));
    await firstLock(scene.home, running);
    const began = performance.now();
    assertEnd(await running.ended, 0);
    times.push(performance.now() - began);
    scene.now = wanted;
  }
  return times.sort((a, b) => a - b)[1] as number;
}

export function opposite(environment: Environment): Environment {
  return environment === 'old' ? 'new' : 'old';
}

/** One kill of an apply (or a rollback) and what must be true afterwards; most while it writes. */
export function killing(writing: number) {
  return async ({ scene, random, counts }: Attack): Promise<void> => {
    const { home } = scene;
    const before = textsOf(home);
    const backups = backupsOf(home);
    const wanted = opposite(scene.now);
    const isRollback = random() < 0.25 && (await prepareRollback(scene));
    const running = start(home, isRollback ? ['rollback', '--auto-approve'] : applying(wanted));
    const phase = random();
    if (phase > 0.5) await firstLine(home, running);
    else if (phase > 0.15) await firstLock(home, running);
    await waitExactly(random() * (phase > 0.5 ? writing / 6 : phase > 0.15 ? writing : 100));
    running.child.kill('SIGKILL');
    const ended = await running.ended;
    count(counts, isRollback ? 'kills of a rollback' : 'kills of an apply');
    count(counts, stageOf(home, ended));
    const half = halfDone(scene);
    if (half.length > 0) throw new Error(`neither old nor new: ${half}`);
    if (standing(scene) === undefined) count(counts, 'some files old, some new, until recovery');
    await recoverAnd(scene, wanted, Math.floor(random() * 3), counts, isRollback);
    // A rollback leaves marks, which the next apply takes off the record.
    if (isRollback) assertEnd(await start(home, applying(scene.now)).ended, 0);
    requireBackups(scene, before, backups);
  };
}

/** A rollback undoes the newest run: it must be one that can be undone, from what stands now. */
async function prepareRollback(scene: Scene): Promise<boolean> {
  const back = opposite(scene.now);
  assertEnd(await start(scene.home, applying(back)).ended, 0);
  assertEnd(await start(scene.home, applying(scene.now)).ended, 0);
  return true;
}

/** How far the run had come, from what it left. */
function stageOf(home: Home, { code }: Ended): string {
  if (code !== undefined) return 'it was done already';
  const runs = join(home.path, '.hatch', 'runs');
  const open = readdirSync(runs).find((name) => name.endsWith('.open'));
  const journal = open === undefined ? undefined : join(runs, open, 'journal.jsonl');
  if (journal !== undefined && existsSync(journal)) {
    return readFileSync(journal, 'utf8').includes('"kind":"commit"') ? 'after its commit' : 'before its commit';
  }
  const locks = readdirSync(join(home.path, '.hatch', 'locks'));
  return locks.length > 0 ? 'with locks, without a journal' : 'before or after all that';
}

/** The next writing command: of another owner on another file, the same one again, or the one the other way. */
async function recoverAnd(
  scene: Scene,
  wanted: Environment,
  way: number,
  counts: Counts,
  marks: boolean,
): Promise<void> {
  const { home } = scene;
  if (way === 0) writeAsAnother(home);
  const asked = way === 1 ? wanted : opposite(wanted);
  if (way > 0) assertEnd(await start(home, applying(asked)).ended, 0);
  const now = standing(scene);
  if (now === undefined) throw new Error(`mixed after the next writing command (${way})`);
  if (way > 0 && now !== asked) throw new Error(`applied ${asked}, but it is ${now}`);
  if (way === 0) count(counts, now === wanted ? 'recovered forwards' : 'recovered backwards');
  scene.now = now;
  const different = await disagreements(home, now);
  requireRest(
    home,
    different.filter((what) => !(marks && what.endsWith(' recorded'))),
  );
}

function requireRest(home: Home, different: readonly string[]): void {
  if (different.length > 0) throw new Error(`the record does not agree with the files: ${different}`);
  const left = remains(home);
  if (left.length > 0) throw new Error(`left lying about: ${left}`);
}

const another = (value: string) => `version: 1
name: another
environments: { only: { servers: { elsewhere: { command: ${value} } } } }
targets: { cursor: { path: ../../another.json } }
`;

/** A writing command of another owner, on a file of its own, that has something to write each time. */
function writeAsAnother(home: Home): void {
  const isThere = existsSync(join(home.path, 'project', 'another', 'hatch.mcp.yaml'));
  const was = isThere && home.read('project/another/hatch.mcp.yaml').includes('command: one');
  home.write('project/another/hatch.mcp.yaml', another(was ? 'two' : 'one'));
  assertCode(home.runIn('project/another', 'apply', '--auto-approve', '--create'), 0);
}

/** No backup went, and what a file held before it changed is in one. */
function requireBackups({ home }: Scene, before: ReturnType<typeof textsOf>, old: ReadonlySet<string>): void {
  const all = backupsOf(home);
  const lost = [...old].filter((path) => !all.has(path));
  if (lost.length > 0) throw new Error(`backups that went: ${lost}`);
  const now = textsOf(home);
  if (isSame(now, before)) return;
  const fresh = [...all].filter((path) => !old.has(path)).map((path) => home.read(path));
  const bare = targetFiles.filter((path) => now[path] !== before[path] && !fresh.includes(before[path] as string));
  if (bare.length > 0) throw new Error(`changed without a backup: ${bare}`);
}
