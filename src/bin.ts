#!/usr/bin/env node
// The edge of the process: hands the real machine to the command line, and its exit code back.

import nodeModule from 'node:module';
import process from 'node:process';
import v8 from 'node:v8';
import { version } from './cli/version.ts';

async function run(argv: readonly string[]): Promise<number> {
  // Before anything else is loaded: editors and installers ask for it often.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  // A run is over before code that is compiled twice has paid for it: a third of the time of `plan` goes otherwise.
  v8.setFlagsFromString('--no-opt');
  // Missing before Node 22.
  (nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
  const looks = ['plan', 'status', 'drift', 'explain', 'validate'].includes(argv[0] ?? '');
  const [{ main }, { nodeSurroundings, nodeSystem }] = await Promise.all([
    looks ? import('./cli/looking.ts') : import('./cli/every.ts'),
    import('./system/node.ts'),
  ]);
  return main(argv, {
    system: nodeSystem(),
    surroundings: nodeSurroundings(),
    // Opening it takes longer than reading a manifest.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
  });
}

// Who reads us may stop reading: `hatch plan | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 70;
  },
);
