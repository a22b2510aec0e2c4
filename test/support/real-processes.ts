// The built program as a real process that runs meanwhile: started, signalled, killed, waited for.

import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Home, program } from './home.ts';

/** How a process ended, and what it said. */
export interface Ended {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly took: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard output holds the text. Throws where the process ends before. */
  said(text: string): Promise<void>;
}

/** Starts `hatch WORDS` in the folder `project` of the home directory, beside whatever else runs. */
export function start(home: Home, words: readonly string[], wrapper: readonly string[] = []): Running {
  return startProcess([...wrapper, process.execPath, program, ...words], home);
}

/** Starts one of our TypeScript children from `test/support`. */
export function startChild(home: Home, file: string, words: readonly string[]): Running {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const loader = fileURLToPath(import.meta.resolve('tsx'));
  return startProcess([process.execPath, '--import', loader, path, ...words], home);
}

function startProcess(words: readonly string[], home: Home): Running {
  const began = performance.now();
  const [command = '', ...rest] = words;
  const env = { PATH: process.env.PATH, HOME: home.path, ...home.env };
  const child = spawn(command, rest, { cwd: `${home.path}/project`, env });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      const took = performance.now() - began;
      resolve({ code: code ?? undefined, signal: signal ?? undefined, ...output, took });
    });
  });
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const said = async (text: string) => {
    while (!output.stdout.includes(text)) {
      if (isOver) throw new Error(`it ended without a word of ${text}:\n${output.stderr}`);
      await setTimeout(5);
    }
  };
  return { child, ended, said };
}

/** Throws with all that it printed where it did not end with this code. */
export function assertEnd(ended: Ended, ...codes: readonly number[]): Ended {
  if (ended.code !== undefined && codes.includes(ended.code)) return ended;
  throw new Error(`ended with ${ended.code ?? ended.signal}, not ${codes}\n${ended.stdout}\n${ended.stderr}`);
}

/** What `hatch LINE` printed, while this process serves. Throws where it did not end with 0. */
export async function printed(home: Home, line: string): Promise<string> {
  return assertEnd(await start(home, line.split(' ')).ended, 0).stdout;
}

/** Waits until a moment, to a tenth of a millisecond: timers alone are too coarse for killing at random instants. */
export async function waitExactly(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  if (milliseconds > 2) await setTimeout(milliseconds - 2);
  while (performance.now() < end);
}

/** Evenly spread numbers from 0 to 1 that are the same on every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What is counted, by name; printed as it is. */
export type Counts = Record<string, number>;

export function count(counts: Counts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}
