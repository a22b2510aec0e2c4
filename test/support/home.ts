// A scratch home on the real disk, hosts' files at their real places in it, and the built program run there as a child.

import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { get, type Json, type JsonObject } from '../../src/model/json.ts';

/** The built program; `HATCH_PROGRAM` names another build of it. */
export const program = process.env.HATCH_PROGRAM ?? fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const reportSchema = fileURLToPath(new URL('../../schema/report.schema.json', import.meta.url));

const appSupport = process.platform === 'darwin' ? 'Library/Application Support' : '.config';

/** Where each host keeps its user settings, relative to the home directory. */
export const places = {
  'claude-desktop': `${appSupport}/Claude/claude_desktop_config.json`,
  'claude-code': '.claude.json',
  vscode: `${appSupport}/Code/User/mcp.json`,
  cursor: '.cursor/mcp.json',
  codex: '.codex/config.toml',
  zed: '.config/zed/settings.json',
  goose: '.config/goose/config.yaml',
  opencode: '.config/opencode/opencode.json',
  continue: '.continue/config.yaml',
  'mistral-vibe': '.vibe/config.toml',
} as const;

export type HostId = keyof typeof places;

export const hostIds = Object.keys(places) as readonly HostId[];

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A file: its bytes as a text with one character for each, its permissions, and when it was last written (nanoseconds). */
export interface Leaf {
  readonly bytes: string;
  readonly mode: number;
  readonly changed: bigint;
}

/** Path relative to the home directory, with `/` → file. */
export type Leaves = ReadonlyMap<string, Leaf>;

export interface Home {
  /** The home directory, absolute. */
  readonly path: string;
  /** Variables of the surroundings for every run from now on, besides `PATH` and `HOME`. */
  readonly env: Record<string, string>;
  /** Everything that any run has printed. */
  readonly printed: readonly string[];
  /** Runs `hatch WORDS` in the folder `project` of the home directory; nobody can answer a question. */
  run(...words: readonly string[]): Ran;
  /** As `run`, in another folder of the home directory. */
  runIn(folder: string, ...words: readonly string[]): Ran;
  /** Writes a file, folders included. Path relative to the home directory. */
  write(path: string, content: string | Uint8Array): void;
  read(path: string): string;
  /** Replaces the one match in a file. Throws where there is none, or several. */
  edit(path: string, match: RegExp, after: string): void;
  /** All files below a folder of the home directory. */
  leaves(folder?: string): Leaves;
}

const homes: string[] = [];

/** A new home with an empty folder `project` in it. `removeHomes` takes it away. */
export function scratchHome(): Home {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'hatch-home-')));
  homes.push(path);
  const env: Record<string, string> = {};
  const printed: string[] = [];
  const at = (name: string) => join(path, ...name.split('/'));
  const read = (name: string) => readFileSync(at(name), 'utf8');
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
  };
  const runIn = (folder: string, ...words: readonly string[]): Ran => {
    const ran = spawnSync(process.execPath, [program, ...words], {
      cwd: at(folder),
      env: { PATH: process.env.PATH, HOME: path, ...env },
      input: '',
      encoding: 'utf8',
    });
    printed.push(ran.stdout, ran.stderr);
    return { code: ran.status ?? -1, stdout: ran.stdout, stderr: ran.stderr };
  };
  mkdirSync(at('project'));
  return {
    path,
    env,
    printed,
    run: (...words) => runIn('project', ...words),
    runIn,
    write,
    read,
    edit: (name, match, after) => {
      const text = read(name);
      const count = [...text.matchAll(new RegExp(match, 'gm'))].length;
      if (count !== 1) throw new Error(`${match} stands ${count} times in ${name}:\n${text}`);
      write(name, text.replace(new RegExp(match, 'm'), after));
    },
    leaves: (folder = '.') => new Map(leavesBelow(path, at(folder))),
  };
}

function leavesBelow(home: string, folder: string): readonly (readonly [string, Leaf])[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return leavesBelow(home, path);
    const { mode, mtimeNs } = statSync(path, { bigint: true });
    const leaf = { bytes: readFileSync(path, 'latin1'), mode: Number(mode) & 0o777, changed: mtimeNs };
    return [[relative(home, path).replaceAll('\\', '/'), leaf] as const];
  });
}

/** The run itself, if it ended with this code. Throws with all that it printed where it did not. */
export function assertCode(ran: Ran, code: number): Ran {
  if (ran.code !== code) throw new Error(`exit ${ran.code}, not ${code}\n${ran.stdout}\n${ran.stderr}`);
  return ran;
}

/** Removes all scratch homes. */
export function removeHomes(): void {
  for (const path of homes.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** Path → bytes: for comparing what stands in files. */
export function bytesOf(leaves: Leaves): Readonly<Record<string, string>> {
  return Object.fromEntries([...leaves].map(([path, { bytes }]) => [path, bytes]));
}

/** Files whose bytes differ between two looks, or that only one of them has. */
export function changedFiles(before: Leaves, after: Leaves): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path)?.bytes !== after.get(path)?.bytes).sort();
}

/** Is it what `--json` prints, as published? */
export const isReport = new Ajv({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync(reportSchema, 'utf8')),
);

/** The document that a run with `--json` printed. Throws where it breaks the published schema or names another code. */
export function report({ stdout, code }: Ran): JsonObject {
  const document = JSON.parse(stdout) as JsonObject;
  if (!isReport(document)) throw new Error(`not as published: ${JSON.stringify(isReport.errors)}\n${stdout}`);
  const said = get(get(document, 'exit') as Json, 'code');
  if (said !== code) throw new Error(`the report says ${said}, the exit code is ${code}`);
  return document;
}
