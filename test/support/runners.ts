// Runners of forges on this machine, as far as our definitions use them: a composite action of GitHub, jobs of GitLab, and
// hooks of pre-commit. Each runs the very scripts of the definition in a shell, with the variables that the runner sets.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { program } from './home.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

type Variables = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number;
  /** Both streams. */
  readonly log: string;
}

/** A folder with commands that stand for those of the runner: `npm` and `npx` bring the built program, `gh` keeps comments. */
export function commandsIn(folder: string): string {
  const bin = join(folder, 'runner-bin');
  mkdirSync(bin, { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  };
  const run = `exec '${process.execPath}' '${program}' "$@"`;
  write('npx', `#!/bin/sh\n[ "$1" = --yes ] && shift\ncase "$1" in hatch-mcp@*) shift ;; *) exit 97 ;; esac\n${run}\n`);
  write(
    'npm',
    [
      '#!/bin/sh',
      'while [ "$#" -gt 1 ]; do [ "$1" = --prefix ] && prefix="$2"; shift; done',
      'case "$1" in hatch-mcp@*) ;; *) exit 97 ;; esac',
      'mkdir -p "$prefix/node_modules/.bin"',
      'cat > "$prefix/node_modules/.bin/hatch-mcp" << "END"',
      '#!/bin/sh',
      run,
      'END',
      'chmod +x "$prefix/node_modules/.bin/hatch-mcp"',
      '',
    ].join('\n'),
  );
  write('gh', `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'test', 'support', 'gh-child.mjs')}' "$@"\n`);
  return bin;
}

interface Step {
  readonly id: string;
  readonly if?: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Variables;
  readonly 'working-directory'?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

export interface Job {
  /** The checkout. */
  readonly workspace: string;
  /** A folder of the runner's own. */
  readonly temporary: string;
  readonly env: Variables;
  /** Values of `github.…`. */
  readonly github: Variables;
  readonly inputs?: Variables;
}

export interface ActionEnded extends Ended {
  readonly outputs: Variables;
  readonly summary: string;
}

/** One use of our action, as a step of a workflow. Throws for an input that it does not have. */
export function runAction({ workspace, temporary, env, github, inputs = {} }: Job): ActionEnded {
  const unknown = Object.keys(inputs).find((name) => !Object.hasOwn(action.inputs, name));
  if (unknown !== undefined) throw new Error(`no input ${unknown}`);
  mkdirSync(temporary, { recursive: true });
  const outputs: Record<string, Variables> = {};
  const value = (path: string): string => {
    const [kind = '', ...rest] = path.split('.');
    if (kind === 'github') return github[rest.join('.')] ?? '';
    if (kind === 'steps') return outputs[rest[0] ?? '']?.[rest[2] ?? ''] ?? '';
    const name = rest.join('.');
    if (kind !== 'inputs' || !Object.hasOwn(action.inputs, name)) throw new Error(`unknown: ${path}`);
    return inputs[name] ?? expand(action.inputs[name]?.default ?? '');
  };
  const expand = (text: string): string => text.replace(/\$\{\{(.*?)\}\}/g, (_, code: string) => evaluate(code, value));
  const files = ['output', 'summary', 'path'].map((name) => join(temporary, `github-${name}`));
  const [outputFile = '', summaryFile = '', pathFile = ''] = files;
  for (const file of files) writeFileSync(file, '');
  let log = '';
  let code = 0;
  for (const step of action.runs.steps) {
    if (step.shell !== 'bash' || step.run.includes('${{')) throw new Error(`the step ${step.id} is not safe`);
    if (code !== 0 || (step.if !== undefined && evaluate(step.if, value) !== 'true')) continue;
    writeFileSync(outputFile, '');
    const script = join(temporary, `${step.id}.sh`);
    writeFileSync(script, step.run);
    const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, expand(text)] as const);
    const added = readFileSync(pathFile, 'utf8').split('\n').filter(Boolean).reverse();
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: join(workspace, expand(step['working-directory'] ?? '.')),
      env: {
        ...env,
        PATH: [...added, env.PATH].join(':'),
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        GITHUB_PATH: pathFile,
        RUNNER_TEMP: temporary,
        ...Object.fromEntries(own),
      },
      input: '',
      encoding: 'utf8',
    });
    log += `== ${step.id}\n${ran.stdout}${ran.stderr}`;
    outputs[step.id] = Object.fromEntries(
      readFileSync(outputFile, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    code = ran.status ?? -1;
  }
  const all = Object.entries(action.outputs).map(([name, { value: text }]) => [name, expand(text)] as const);
  return { code, log, outputs: Object.fromEntries(all), summary: readFileSync(summaryFile, 'utf8') };
}

/** `a || b`, `a && b`, `a == 'b'`, `a != 'b'`, without brackets: all that the action uses. */
function evaluate(code: string, value: (path: string) => string): string {
  const text = (part: string): string => (/^\s*'(.*)'\s*$/.exec(part)?.[1] ?? value(part.trim())) as string;
  const test = (part: string): string => {
    const [, left = '', sign, right = ''] = /^(.*?)(==|!=)(.*)$/.exec(part) ?? [];
    return sign === undefined ? text(part) : String((text(left) === text(right)) === (sign === '=='));
  };
  const isTrue = (result: string) => result !== '' && result !== 'false';
  const every = (part: string): string => {
    const results = part.split('&&').map(test);
    return results.find((result) => !isTrue(result)) ?? results.at(-1) ?? '';
  };
  return code.split('||').map(every).find(isTrue) ?? '';
}

interface GitlabJob {
  readonly variables?: Variables;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly rules?: readonly { readonly if: string }[];
  readonly extends?: string;
  readonly artifacts?: { readonly paths?: readonly string[]; readonly reports?: { readonly junit: readonly string[] } };
}

/** Runs the jobs of our template whose rules hold, in order; gives those that ran, and the artifacts that are missing. */
export function runGitlab(
  { workspace, temporary, env }: Pick<Job, 'workspace' | 'temporary' | 'env'>,
  pipeline: Variables,
  inputs: Variables = {},
): readonly (Ended & { readonly job: string; readonly missing: readonly string[] })[] {
  const text = readFileSync(join(root, 'templates', 'hatch.yml'), 'utf8');
  const [head, body] = parseAllDocuments(text).map((document) => document.toJS());
  const declared = head.spec.inputs as Readonly<Record<string, { readonly default: string | boolean }>>;
  const expand = (value: string) =>
    value.replace(
      /\$\[\[ inputs\.([a-z-]+) \]\]/g,
      (_, name: string) => inputs[name] ?? String(declared[name]?.default),
    );
  const jobs = Object.entries(body as Readonly<Record<string, GitlabJob>>).filter(([name]) => !name.startsWith('.'));
  const due = jobs.filter(([, { rules = [] }]) => rules.some((rule) => holds(rule.if, pipeline)));
  return due.map(([name, own]) => {
    const job: GitlabJob = { ...(body[own.extends ?? ''] as GitlabJob), ...own };
    const lines = [...(job.before_script ?? []), ...(job.script ?? [])];
    if (lines.some((line) => line.includes('$[['))) throw new Error(`${name} is not safe`);
    mkdirSync(temporary, { recursive: true });
    const variables = Object.entries(job.variables ?? {}).map(([key, value]) => [key, expand(value)] as const);
    const ran = spawnSync('sh', ['-e', '-c', lines.join('\n')], {
      cwd: workspace,
      env: {
        ...env,
        CI: 'true',
        GITLAB_CI: 'true',
        CI_PROJECT_DIR: workspace,
        CI_BUILDS_DIR: temporary,
        ...pipeline,
        ...Object.fromEntries(variables),
      },
      input: '',
      encoding: 'utf8',
    });
    const { paths = [], reports } = job.artifacts ?? {};
    const missing = [...paths, ...(reports?.junit ?? [])].filter((path) => !existsSync(join(workspace, path)));
    return { job: name, code: ran.status ?? -1, log: ran.stdout + ran.stderr, missing };
  });
}

/** `$A == "b" && $C == $D`. */
function holds(rule: string, variables: Variables): boolean {
  const text = (part: string) => {
    const [, name, literal] = /^\s*(?:\$(\w+)|"([^"]*)")\s*$/.exec(part) ?? [];
    return name === undefined ? literal : variables[name];
  };
  return rule.split('&&').every((part) => {
    const [left = '', right = ''] = part.split('==');
    return text(left) === text(right);
  });
}

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files?: string;
  readonly always_run?: boolean;
}

export const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[];

/** Runs our hooks on a commit of these files, as pre-commit does; hooks without a file of theirs are left out. */
export function runHooks(
  { workspace, env }: Pick<Job, 'workspace' | 'env'>,
  files: readonly string[],
): readonly (Ended & { readonly id: string })[] {
  const due = hooks.filter(({ always_run: always, files: pattern }) =>
    always === true ? true : files.some((file) => new RegExp(pattern ?? '').test(file)),
  );
  return due.map(({ id, entry }) => {
    const [command = '', ...words] = entry.split(' ');
    const ran = spawnSync(command, words, { cwd: workspace, env: { ...env }, input: '', encoding: 'utf8' });
    return { id, code: ran.status ?? -1, log: ran.stdout + ran.stderr };
  });
}
