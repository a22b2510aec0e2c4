// `npm run soak [-- SHARE [NAMES]]`: every attack at full length, two at a time, and a table of the numbers. SHARE (1 by
// default) shortens all of them: 0.1 is a tenth. NAMES, a regular expression, picks some. Ends with code 1 when a promise
// was broken.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const share = Number(process.argv[2] ?? 1);
const names = new RegExp(process.argv[3] ?? '');
const scaled = (number: number) => Math.max(1, Math.round(number * share));

// Another build while this runs must not take the program away.
const folder = mkdtempSync(join(tmpdir(), 'hatch-soak-'));
cpSync(join(root, 'dist'), folder, { recursive: true });
process.env.HATCH_PROGRAM = join(folder, 'bin.js');

const { removeHomes } = await import('../support/home.ts');
const { crowd, owners } = await import('../support/real-crowd.ts');
const { killing, rounds, writingTime } = await import('../support/real-kills.ts');
const { assertEnd } = await import('../support/real-processes.ts');
const { besideRudeHost, manners } = await import('../support/real-rude.ts');
const { disagreements, realScene, remains, standing } = await import('../support/real-scene.ts');
const { signalling } = await import('../support/real-signals.ts');

type Counts = Readonly<Record<string, number>>;

interface Attack {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

/** Seed of everything that is random here; printed, and `HATCH_SEED` sets it. */
const seed = Number(process.env.HATCH_SEED ?? Date.now() % 1_000_000);

async function kills(): Promise<Counts> {
  const scene = realScene();
  return rounds(scene, scaled(500), seed, killing(await writingTime(scene)));
}

async function signals(): Promise<Counts> {
  const scene = realScene();
  return rounds(scene, scaled(300), seed, signalling(1.1 * (await writingTime(scene))));
}

async function crowds(number: number): Promise<Counts> {
  const scene = realScene();
  const times = scaled(160 / number);
  for (let i = 0; i < times; i += 1) {
    for (const ended of await crowd(scene, number)) assertEnd(ended, 0);
    const now = standing(scene);
    if (now === undefined) throw new Error('some files old, some new');
    const wrong = [...(await disagreements(scene.home, now)), ...remains(scene.home)];
    if (wrong.length > 0) throw new Error(wrong.join());
  }
  return { 'at once': number, applies: times * number, 'exit 0': times * number };
}

async function manyOwners(where: 'one file' | 'own files'): Promise<Counts> {
  const times = scaled(10);
  for (let i = 0; i < times; i += 1) {
    const { found, left } = await owners(8, where);
    if (found.length < 8 || left.length > 0) throw new Error(`${found} are there; left: ${left}`);
  }
  return { 'at once': 8, applies: times * 8, 'exit 0': times * 8 };
}

/** The laws of a test file, each with so many cases. */
async function laws(file: string, cases: number): Promise<Counts> {
  const number = scaled(cases);
  const uvu = join(root, 'node_modules', 'uvu', 'bin.js');
  const env = { ...process.env, HATCH_LAW_RUNS: String(number), HATCH_SEED: String(seed) };
  const child = spawn(process.execPath, ['--import', 'tsx', uvu, 'test', `^laws/${file}\\.test`, '--no-color'], {
    cwd: root,
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(output);
  const passed = Number(/Passed: +(\d+)/.exec(output)?.[1]);
  return { 'tests passed': passed, 'cases of each law': number };
}

/** With real processes: one after the other, since they measure how long a run takes. */
const attacks: readonly Attack[] = [
  { name: 'killed at random instants', run: kills },
  { name: 'signalled at random instants', run: signals },
  { name: 'two applies at once', run: () => crowds(2) },
  { name: 'eight applies at once', run: () => crowds(8) },
  { name: 'eight owners, one file', run: () => manyOwners('one file') },
  { name: 'eight owners, a file each', run: () => manyOwners('own files') },
  ...manners.map((manner) => ({
    name: `beside a rude host: ${manner}`,
    run: () => besideRudeHost(manner, scaled(60)),
  })),
];

/** In memory: beside the others, and beside one another when those are through. The longest come first. */
const allLaws: readonly Attack[] = [
  { name: 'laws of the engine', run: () => laws('engine', 1_000_000) },
  { name: 'laws of YAML edits', run: () => laws('yaml', 1_000_000) },
  { name: 'laws of TOML edits', run: () => laws('toml', 1_000_000) },
  { name: 'laws of JSON edits', run: () => laws('jsonc', 1_000_000) },
  { name: 'laws of deciding', run: () => laws('decide', 1_000_000) },
  { name: 'laws of the commands that write by hand', run: () => laws('by-hand', 500) },
  { name: 'laws of the verbs', run: () => laws('verbs', 500) },
  { name: 'laws of hosts', run: () => laws('hosts', 5_000) },
];

process.stdout.write(`seed ${seed}, ${share === 1 ? 'full length' : `shortened to ${share}`}\n`);
let broken = 0;

async function attack({ name, run }: Attack): Promise<void> {
  const began = performance.now();
  const result = await run().catch((error: unknown) => String(error));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  if (typeof result === 'string') broken += 1;
  const lines =
    typeof result === 'string'
      ? result.split('\n')
      : Object.entries(result).map(([what, number]) => `${number.toLocaleString('en').padStart(10)}  ${what}`);
  process.stdout.write(`\n${name}  ${typeof result === 'string' ? 'BROKEN' : 'ok'}  ${seconds} s\n`);
  process.stdout.write(lines.map((line) => `  ${line}\n`).join(''));
}

const picked = (all: readonly Attack[]) => all.filter(({ name }) => names.test(name));
const real = picked(attacks);
const inMemory = picked(allLaws);
const waiting = inMemory.values();
const lane = async (one: Iterable<Attack>) => {
  for (const next of one) await attack(next);
};
await Promise.all([lane(real).then(() => lane(waiting)), lane(waiting)]);
const number = real.length + inMemory.length;
process.stdout.write(`\n${number - broken} of ${number} attacks held\n`);
// What a broken one left behind is wanted.
if (broken === 0) removeHomes();
rmSync(folder, { recursive: true, force: true });
process.exitCode = broken === 0 ? 0 : 1;
