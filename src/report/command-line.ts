// The command line that applies just the plan that is shown.

import type { Plan } from '../model/plan.ts';
import type { PlanInputs } from '../model/plan-inputs.ts';
import { listItem, shellWord } from './entry.ts';
import { type Desk, pathInRoot } from './review.ts';
import { pathText } from './where.ts';

/** A flag, and its value where it takes one. */
type Flag = readonly [flag: string, value?: string];

/** With all that the digest depends on. The values of variables may be secrets: they are to be given again. */
export function applyCommand(plan: Plan, inputs: PlanInputs, desk: Desk): string {
  const one = (flag: string, value: string | undefined): readonly Flag[] =>
    value === undefined ? [] : [[flag, value]];
  const many = (flag: string, names: readonly string[] = []): readonly Flag[] =>
    names.length === 0 ? [] : [[flag, names.map(listItem).join(',')]];
  const on = (flag: string, isOn: boolean | undefined): readonly Flag[] => (isOn ? [[flag]] : []);
  const flags: readonly Flag[] = [
    ...one('manifest', manifestOf(plan, inputs, desk)),
    ...one('environment', plan.environment?.name),
    ...many('host', inputs.hosts),
    ...many('servers', inputs.servers),
    ...one('pattern', inputs.pattern),
    ...one('root', inputs.root === undefined ? undefined : pathText(inputs.root, desk.look)),
    ...many('take', inputs.take),
    ...many('keep', inputs.keep),
    ...many('externalize', inputs.externalize),
    ...on('skip-conflicts', inputs.skipConflicts),
    ...on('same-owner', inputs.sameOwner),
    ...one('from-owner', inputs.fromOwner),
    ...on('again', inputs.again),
    ...on('create', inputs.create),
    ...on('prune-moved', inputs.pruneMoved),
    ...Object.keys(inputs.variables ?? {}).map((name): Flag => ['var', `${name}=…`]),
    ['approve', plan.digest],
  ];
  return ['hatch apply', ...flags.map(written)].join(' ');
}

function written([flag, value]: Flag): string {
  if (value === undefined) return `--${flag}`;
  // What begins with a dash would be taken for another flag.
  return `--${flag}${value.startsWith('-') ? '=' : ' '}${shellWord(value)}`;
}

/** Undefined where the search finds it anyway. */
function manifestOf(plan: Plan, inputs: PlanInputs, { root, look }: Desk): string | undefined {
  const path = plan.manifest ?? inputs.manifest;
  const inside = path === undefined ? undefined : pathInRoot(path, root);
  if (inside === undefined) return inputs.manifest === undefined ? undefined : pathText(inputs.manifest, look);
  return inside === 'hatch.mcp.yaml' ? undefined : inside;
}
