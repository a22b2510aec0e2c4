// Local git repositories: a bare one that stands for the forge, and clones of it in homes of their own.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Home, scratchHome } from './home.ts';

/** What git is told, so that nobody's settings matter. */
export const gitVariables = {
  GIT_AUTHOR_NAME: 'x',
  GIT_AUTHOR_EMAIL: 'x@example.invalid',
  GIT_COMMITTER_NAME: 'x',
  GIT_COMMITTER_EMAIL: 'x@example.invalid',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** Runs git in a folder. */
export function tryGit(folder: string, ...words: readonly string[]): { readonly code: number; readonly said: string } {
  const env = { PATH: process.env.PATH, ...gitVariables };
  const { status, stdout, stderr } = spawnSync('git', words, { cwd: folder, env, encoding: 'utf8' });
  return { code: status ?? -1, said: stdout + stderr };
}

/** As `tryGit`, and gives what it said. Throws where it fails. */
export function gitIn(folder: string, ...words: readonly string[]): string {
  const { code, said } = tryGit(folder, ...words);
  if (code !== 0) throw new Error(`git ${words.join(' ')}: ${said}`);
  return said;
}

/** A bare repository whose branch `main` is empty. */
export function bareRepository(): string {
  const { path } = scratchHome();
  const folder = join(path, 'team.git');
  gitIn(path, 'init', '--quiet', '--bare', '--initial-branch=main', folder);
  return folder;
}

/** A home of its own, with a clone in its folder `project`. */
export function cloneOf(repository: string): Home {
  const home = scratchHome();
  gitIn(join(home.path, 'project'), 'clone', '--quiet', repository, '.');
  return home;
}
