#!/usr/bin/env node
// The edge of the process: hands the real machine to the command line, and its exit code back.

import nodeModule from 'node:module';
import process from 'node:process';
import { restLook } from './cli/stream.ts';
import { version } from './cli/version.ts';
import { nodeNetwork } from './system/network.ts';
import { nodeSurroundings, nodeSystem } from './system/node.ts';
import type { System } from './system/system.ts';
import { recall } from './verbs/rest.ts';

async function run(argv: readonly string[]): Promise<number> {
  // Before anything else is loaded: editors and installers ask for it often.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const surroundings = nodeSurroundings();
  const system = deafAfterwards(nodeSystem());
  if (argv.length === 1 && argv[0] === 'plan') {
    const said = recall(system, surroundings, restLook(process.stdout, surroundings, version));
    if (said !== undefined) {
      process.stdout.write(said);
      return 0;
    }
  }
  // Missing before Node 22.
  (nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
  const looks = ['plan', 'status', 'drift', 'explain', 'validate'].includes(argv[0] ?? '') && !argv.includes('accept');
  const { main } = await (looks ? import('./cli/looking.ts') : import('./cli/every.ts'));
  return main(argv, {
    system,
    surroundings,
    network: nodeNetwork(),
    outside: async () => (await import('./system/node-outside.ts')).nodeOutside(),
    // Opening it takes longer than reading a manifest.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
  });
}

/** Who is told that nothing was written can rely on it: a signal that comes after the writing ends nothing any more. */
function deafAfterwards(system: System): System {
  const watchSignals = () => {
    // Without this Node takes its handlers down some milliseconds before it is gone.
    if (process.listenerCount('exit') === 0) process.once('exit', (code) => process.exit(code));
    const stop = system.watchSignals();
    // Long enough for the last words, and nothing waits for it.
    return () => {
      setTimeout(stop, 2000).unref();
    };
  };
  return { ...system, watchSignals };
}

let isCutShort = false;

/** Half a plan in a file is no success for whoever reads it. */
function exitWith(code: number): void {
  process.exitCode = isCutShort && code === 0 ? 1 : code;
}

// Who reads us may stop reading (`hatch plan | head`), and a terminal may go away (EIO). Anything else, a full disk, must
// not end a run midway either.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code, message }: Error & { readonly code?: string }) => {
    if (code === 'EPIPE' || code === 'EIO' || isCutShort) return;
    isCutShort = true;
    exitWith(Number(process.exitCode ?? 0));
    process.stderr.write(
      `error: the output is not whole: ${message}\n  → nothing else failed: see what is so now with hatch status\n`,
    );
  });
}

run(process.argv.slice(2)).then(exitWith, (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 70;
});
