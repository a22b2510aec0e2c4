// The tutorials of the older tool, whose command lines are to work here: their code blocks, the `hatch` lines in them,
// and a home in which a block is run as it stands, by a real shell.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Home, program } from './home.ts';

/** One `hatch` line of a block, continuations joined. Lines are counted from 1, in the file. */
export interface SeedLine {
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

export interface SeedBlock {
  /** The line after its opening fence. */
  readonly line: number;
  /** A script of as many lines as the block. */
  readonly script: string;
  readonly lines: readonly SeedLine[];
}

export interface Seed {
  readonly name: string;
  readonly blocks: readonly SeedBlock[];
}

/** One call of `hatch` by a block. */
export interface SeedCall {
  /** The line of the file it stands on. */
  readonly line: number;
  readonly words: readonly string[];
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Copies of the home from right before and after it. */
  readonly before: string;
  readonly after: string;
}

/** The seeds, by name; the folder is `HATCH_SEEDS` or beside the project. None where it is not there. */
export function seeds(): readonly Seed[] {
  const beside = fileURLToPath(new URL('../../../shared/seeds', import.meta.url));
  const folder = process.env.HATCH_SEEDS ?? beside;
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return files.sort().map((name) => ({ name, blocks: blocksOf(readFileSync(join(folder, name), 'utf8')) }));
}

/** Every block that holds a `hatch` line; of a workflow only what it runs. */
function blocksOf(text: string): readonly SeedBlock[] {
  const lines = text.split(/\r?\n/);
  const fences = lines.flatMap((line, i) => (line.startsWith('```') ? [i] : []));
  const blocks: SeedBlock[] = [];
  for (let i = 0; i + 1 < fences.length; i += 2) {
    const [open = 0, close = 0] = fences.slice(i, i + 2);
    const isWorkflow = lines[open] === '```yaml';
    const body = lines.slice(open + 1, close);
    const script = body.map((line) => (isWorkflow && !/^\s*hatch\s/.test(line) ? '' : line));
    const found = hatchLines(script, open + 2);
    if (found.length > 0) blocks.push({ line: open + 2, script: script.join('\n'), lines: found });
  }
  return blocks;
}

function hatchLines(script: readonly string[], start: number): readonly SeedLine[] {
  const found: SeedLine[] = [];
  for (let i = 0; i < script.length; i += 1) {
    const first = i;
    let text = (script[i] ?? '').trim();
    while (text.endsWith('\\') && i + 1 < script.length) {
      i += 1;
      text = `${text.slice(0, -1)}${(script[i] ?? '').trim()}`;
    }
    if (/^hatch\s/.test(text)) found.push({ first: start + first, last: start + i, text });
  }
  return found;
}

/** `hatch` as a function that runs the built program and keeps what it did; the shell knows the line of the call. */
const prelude = `
hatch() {
  local at=\${BASH_LINENO[0]} code
  seed_call=$((\${seed_call:-0} + 1))
  local log="$SEED_LOG/$(printf %04d "$seed_call")"
  mkdir -p "$log"
  "$SEED_NODE" "$SEED_PROGRAM" "$@" >"$log/stdout" 2>"$log/stderr" </dev/null
  code=$?
  cp -a "$HOME" "$log/after"
  printf '%s\\n%s\\n' "$at" "$code" >"$log/call"
  printf '%s\\0' "$@" >"$log/words"
  cat "$log/stdout"
  return "$code"
}
source "$SEED_LOG/block.sh"
`;

/** The home as the block found it; what a call found is what the one before it left. */
const found = '0000';

let runs = 0;

/** Runs a block by bash, in the folder `project` of the home; who is asked answers yes. */
export function runBlock(home: Home, block: SeedBlock, logs: string): readonly SeedCall[] {
  runs += 1;
  const log = join(logs, String(runs));
  mkdirSync(log, { recursive: true });
  writeFileSync(join(log, 'block.sh'), block.script);
  cpSync(home.path, join(log, found, 'after'), { recursive: true });
  spawnSync('bash', ['--norc', '-c', prelude], {
    cwd: join(home.path, 'project'),
    env: {
      PATH: process.env.PATH,
      HOME: home.path,
      HATCH_AUTO_APPROVE: '1',
      SEED_LOG: log,
      SEED_NODE: process.execPath,
      SEED_PROGRAM: program,
      ...home.env,
    },
    input: 'y\n',
    encoding: 'utf8',
  });
  const names = readdirSync(log).filter((name) => /^\d+$/.test(name));
  const folders = names.sort().map((name) => join(log, name));
  return folders.slice(1).map((folder, i) => {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const [line = '0', code = '-1'] = read('call').split('\n');
    return {
      line: Number(line) + block.line - 1,
      words: read('words').split('\0').slice(0, -1),
      code: Number(code),
      stdout: read('stdout'),
      stderr: read('stderr'),
      before: join(folders[i] ?? '', 'after'),
      after: join(folder, 'after'),
    };
  });
}
