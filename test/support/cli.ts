// The command line on given streams and a system, mostly one in memory: what a person would see and what a script would get.

import { PassThrough } from 'node:stream';
import { main } from '../../src/cli/every.ts';
import { nodeOutside } from '../../src/system/node-outside.ts';
import type { Network, Surroundings, System } from '../../src/system/system.ts';

export interface Shown {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both as a terminal shows them, with what was typed, without colours. */
  readonly screen: string;
}

export interface Terminal {
  /** What is typed, a question after the other; the input ends after the last. */
  readonly answers: readonly string[];
}

/** A system that says where it is: one in memory, or the real one with made-up surroundings. */
export type Placed = System & { readonly surroundings: Surroundings; readonly network?: Network };

/** For all that must not ask another machine. */
const nobody: Network = {
  get: ({ url }) => {
    throw new Error(`the network is asked for ${url}`);
  },
};

const outside = async () => nodeOutside();

/** Runs `hatch ARGS`. With a terminal, both outputs are one too. */
export async function hatch(system: Placed, args: readonly string[], terminal?: Terminal): Promise<Shown> {
  const said = { stdout: '', stderr: '', screen: '' };
  const isTTY = terminal !== undefined;
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const left = [...(terminal?.answers ?? [])];
  const stderr = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    said.screen += text;
    if (!/\[(?:y\/N|skip|\$\{env:\w+\})\] /.test(text)) return;
    const answer = left.shift();
    setImmediate(() => (answer === undefined ? stdin.end() : stdin.write(`${answer}\r`)));
  });
  const stdout = {
    isTTY,
    columns: 100,
    write: (text: string) => {
      said.stdout += text;
      said.screen += text;
    },
  };
  const { surroundings } = system;
  const network = system.network ?? nobody;
  const code = await main(args, { system, surroundings, network, outside, stdin, stdout, stderr });
  await new Promise(setImmediate);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's sequences begin with one
  const screen = said.screen.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replaceAll('\r', '');
  return { code, ...said, screen };
}
