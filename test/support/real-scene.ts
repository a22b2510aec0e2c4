// Five targets of three formats in a scratch home, two environments between which every file changes, and what must be
// true of that home whenever no run is going on.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSystem, plan } from '../../src/index.ts';
import { assertCode, type Home, scratchHome } from './home.ts';

export const environments = ['old', 'new'] as const;
export type Environment = (typeof environments)[number];

/** Path relative to the home directory → text. */
export type Texts = Readonly<Record<string, string>>;

const files: Texts = {
  'cursor.json': '{\n  "theme": "dusk",\n  "mcpServers": {\n    "own": { "command": "own", "x": [1, 2] }\n  }\n}\n',
  'vscode.json': '// of Ada\n{\n\t"servers": {}, // ours\n\t"inputs": [],\n\t"seen": { "b": 2, "a": 1 },\n}\n',
  'zed.json': `{\n  "context_servers": {}\n${', "filler": 1'.replace('1', JSON.stringify('z'.repeat(20_000)))}}\n`,
  'codex.toml': 'model = "o3" # m\n\n[mcp_servers.own] # hers\ncommand = "own"\n\n# the end\n',
  'goose.yaml': 'GOOSE_MODEL: x # y\nextensions:\n  developer:\n    type: builtin\n    enabled: true\n',
};

export const targetFiles = Object.keys(files).sort();

const manifest = `
version: 1
name: real
environment: old
environments:
  old:
    servers:
      alpha: { command: npx, args: [-y, alpha@1] }
      beta: { command: beta, env: { LOG_LEVEL: debug } }
  new:
    servers:
      alpha: { command: npx, args: [-y, alpha@2, --quiet], env: { LOG_LEVEL: info } }
      gamma: { command: gamma }
targets:
  cursor: { path: ../cursor.json }
  vscode: { path: ../vscode.json }
  zed: { path: ../zed.json }
  codex: { path: ../codex.toml }
  goose: { path: ../goose.yaml }
rules:
  - { to: [cursor, vscode, zed, codex, goose] }
`;

export interface Scene {
  readonly home: Home;
  /** The bytes of every target file under each environment. */
  readonly known: Readonly<Record<Environment, Texts>>;
  /** The environment that was applied last. */
  now: Environment;
}

/** The words of an apply that asks nobody, and brings back what a rollback held off. */
export function applying(environment: Environment): readonly string[] {
  return ['apply', '--environment', environment, '--auto-approve', '--again'];
}

/** The scene after `old` was applied, the two outcomes learnt by doing. */
export function realScene(): Scene {
  const home = scratchHome();
  for (const [path, text] of Object.entries(files)) home.write(path, text);
  home.write('project/hatch.mcp.yaml', manifest);
  const learn = (environment: Environment): Texts => {
    assertCode(home.run(...applying(environment)), 0);
    return textsOf(home);
  };
  const [first, known] = [learn('old'), { new: learn('new'), old: learn('old') }];
  if (!isSame(first, known.old)) throw new Error('the way there and back gives other bytes');
  return { home, known, now: 'old' };
}

export function textsOf(home: Home): Texts {
  return Object.fromEntries(targetFiles.map((path) => [path, readFileSync(join(home.path, path), 'utf8')]));
}

export function isSame(left: Texts, right: Texts): boolean {
  return targetFiles.every((path) => left[path] === right[path]);
}

/** Files that are neither wholly old nor wholly new. */
export function halfDone({ home, known }: Scene): readonly string[] {
  const now = textsOf(home);
  return targetFiles.filter((path) => now[path] !== known.old[path] && now[path] !== known.new[path]);
}

/** The environment that all files together stand for; undefined where they are mixed. */
export function standing({ home, known }: Scene): Environment | undefined {
  const now = textsOf(home);
  return environments.find((environment) => isSame(now, known[environment]));
}

/** Temporaries, locks and journals that lie about. */
export function remains(home: Home): readonly string[] {
  const names = readdirSync(home.path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.tmp$|\.open$|[/\\]locks[/\\]|journal/.test(name));
}

/** All backups, by path relative to the home directory. */
export function backupsOf(home: Home): ReadonlySet<string> {
  const folder = '.hatch/mcp_host_config_backups';
  if (!existsSync(join(home.path, folder))) return new Set();
  const names = readdirSync(join(home.path, folder), { recursive: true, encoding: 'utf8' });
  return new Set(names.filter((name) => /[/\\]mcp\.json\./.test(name)).map((name) => `${folder}/${name}`));
}

/** What a plan for this environment still has to do, and what is known to be wrong: nothing, where all agrees. */
export async function disagreements(home: Home, environment: string): Promise<readonly string[]> {
  const cwd = join(home.path, 'project');
  const surroundings = { platform: 'linux' as const, home: home.path, cwd, env: {}, uid: process.getuid?.() };
  const { counts, findings } = await plan({ system: nodeSystem(), surroundings }, { environment, again: true });
  const { add, update, remove, drift, conflicts, recorded } = counts;
  const pending = Object.entries({ add, update, remove, drift, conflicts, recorded });
  return [
    ...pending.filter(([, number]) => number > 0).map(([name, number]) => `${number} ${name}`),
    ...findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code),
  ];
}
