// A person at a real terminal: the built program on a pseudo terminal, by Python's own module for these.

import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type Home, program } from './home.ts';

export interface AtTerminal {
  /** Null where a signal ended it, or where it never ended. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly screen: string;
}

const script = fileURLToPath(new URL('real-terminal.py', import.meta.url));

/** Runs `hatch WORDS` on a terminal until `awaited` stands there, then does this: `type:y\r`, `signal:SIGTERM`, `hangup`. */
export function atTerminal(home: Home, words: readonly string[], awaited: string, act: string): AtTerminal {
  const env = { PATH: process.env.PATH, HOME: home.path, TERM: 'xterm', ...home.env };
  const all = [script, '10', awaited, act, process.execPath, program, ...words];
  const ran = spawnSync('python3', all, { cwd: `${home.path}/project`, env, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout) as AtTerminal;
}

/** Has this machine what `atTerminal` needs? */
export function hasTerminals(): boolean {
  return process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;
}
