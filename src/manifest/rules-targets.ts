// Rules on targets and renamed servers: keys that go together, paths that can be made.

import type { Finding } from '../model/finding.ts';
import { problem } from './problem.ts';
import type { RuleContext } from './rule.ts';
import { targetPath } from './target-path.ts';
import type { Target } from './types.generated.ts';

/** Pairs of keys of a target of which the first has no meaning beside the second. */
const pairs: readonly {
  readonly key: 'home' | 'project' | 'scope';
  readonly clashes: (target: NonNullable<Target>) => boolean;
  readonly message: string;
}[] = [
  { key: 'home', clashes: ({ home, path }) => Boolean(home && path), message: '`home` says nothing beside `path`' },
  {
    key: 'project',
    clashes: ({ project, path }) => Boolean(project && path),
    message: '`project` says nothing beside `path`',
  },
  {
    key: 'home',
    clashes: ({ home, scope, project }) => Boolean(home && (scope === 'project' || project)),
    message: '`home` goes with the user scope, not with a project',
  },
  {
    key: 'project',
    clashes: ({ project, scope }) => Boolean(project && scope === 'user'),
    message: '`project` goes with `scope: project`',
  },
];

export function* targetConflicts({ written: { targets, place } }: RuleContext): Iterable<Finding> {
  for (const [name, target] of targets) {
    for (const { key, clashes, message } of pairs) {
      if (clashes(target))
        yield problem('target-conflict', place(['targets', name, key]), message, 'remove one of them');
    }
  }
}

export function* targetPaths({ written: { targets, variables, place } }: RuleContext): Iterable<Finding> {
  for (const [name, target] of targets) {
    for (const key of ['path', 'home', 'project'] as const) {
      const path = targetPath(target[key] ?? '', variables);
      if (typeof path !== 'string') yield problem(path.code, place(['targets', name, key]), path.message, path.hint);
    }
  }
}

/** A renamed server has one new name, and its old one is free. */
export function* moves({ written: { root, environments, place } }: RuleContext): Iterable<Finding> {
  const seen = new Set<string>();
  for (const [i, { from, to }] of (root.moved ?? []).entries()) {
    const at = place(['moved', String(i), 'from']);
    if (from === to) yield problem('moved-nowhere', at, `\`${from}\` is moved to itself`);
    else if (seen.has(from)) yield problem('moved-twice', at, `\`${from}\` is moved twice`, 'keep one of them');
    const keeper = [...environments.values()].find(({ servers }) => servers.has(from));
    if (from !== to && keeper !== undefined) {
      const message = `\`${from}\` is moved to \`${to}\`, but \`${keeper.name}\` still has it`;
      yield problem('moved-still-there', at, message, `rename it there, or drop the move`);
    }
    seen.add(from);
  }
}
