// The runner that a report is for, told by the variables that it sets, and the files that it takes lines in.

import { HatchError } from '../model/errors.ts';
import { painter } from '../report/paint.ts';
import type { Desk } from '../report/review.ts';
import { pathsOf, variable } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import type { Call } from './call.ts';
import { version } from './version.ts';

interface Runner {
  /** Set by it, and by no other. */
  readonly sign: string;
  /** Names the root of the checkout. */
  readonly root: string;
  /** Bytes that a comment of its forge may have; a character counts as one at least. */
  readonly limit: number;
  /** Its forge understands HTML in comments. */
  readonly hasFolds: boolean;
}

/**
 * Sources, 2026-08-20: https://docs.github.com/en/actions/reference/variables-reference (the limit is what its API
 * answers), https://docs.gitlab.com/administration/instance_limits/ and
 * https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/ (no HTML there).
 */
const runners: readonly Runner[] = [
  { sign: 'GITHUB_ACTIONS', root: 'GITHUB_WORKSPACE', limit: 65_536, hasFolds: true },
  { sign: 'GITLAB_CI', root: 'CI_PROJECT_DIR', limit: 1_000_000, hasFolds: true },
  { sign: 'BITBUCKET_BUILD_NUMBER', root: 'BITBUCKET_CLONE_DIR', limit: 32_768, hasFolds: false },
];

/** Where nothing tells, a comment for GitHub, with paths from the working directory. */
export function deskOf({ surroundings }: Call['ports']): Desk {
  const runner = runners.find(({ sign }) => variable(surroundings, sign) !== undefined);
  const root = runner && variable(surroundings, runner.root);
  return {
    look: { paint: painter(false), width: 120, cwd: surroundings.cwd, home: surroundings.home },
    root: root === undefined ? surroundings.cwd : pathsOf(surroundings.platform).resolve(surroundings.cwd, root),
    limit: runner?.limit ?? 65_536,
    hasFolds: runner?.hasFolds ?? true,
    version,
  };
}

/** Bytes that the summary of a step may have. */
export const summaryLimit = 1_048_576;

/**
 * Adds to the file that the variable names what `text` makes for the bytes that are left there, of so many; without the
 * variable nothing is added. Throws HatchError (`failed`).
 */
export function addTo(
  { system, surroundings }: Call['ports'],
  name: string,
  text: (left: number) => string,
  limit = Number.POSITIVE_INFINITY,
): void {
  const path = fileNamed(surroundings, name);
  if (path === undefined) return;
  const stat = system.stat(path);
  if (stat?.kind === 'directory') throw new HatchError('failed', `${name} names a folder, ${path}`);
  const bytes = new TextEncoder().encode(text(limit - (stat?.size ?? 0)));
  if (stat === undefined) system.create(path, bytes, 0o600);
  else system.append(path, bytes);
}

function fileNamed(surroundings: Surroundings, name: string): string | undefined {
  const path = variable(surroundings, name);
  return path === undefined ? undefined : pathsOf(surroundings.platform).resolve(surroundings.cwd, path);
}
