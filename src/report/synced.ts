// What a sync says at its end: a line for each target, and the sum.

import type { EntryPlan, Plan } from '../model/plan.ts';
import { columns } from './columns.ts';
import type { Look } from './paint.ts';
import { sortedTargets } from './view.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

export interface TargetSum {
  readonly target: string;
  /** Servers that it now has from the source. */
  readonly servers: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** It was left out: its host is not on this machine. */
  readonly absent: boolean;
}

/** Of servers only; what was left as it stands counts for no target. */
export function targetSums(plan: Plan): readonly TargetSum[] {
  return sortedTargets(plan).map((target) => {
    const entries = target.entries.filter(({ place }) => place === 'servers');
    const edited = (kind: NonNullable<EntryPlan['edit']>['kind']) =>
      entries.filter(({ edit }) => edit?.kind === kind).length;
    const removed = edited('remove');
    const given = entries.filter(({ edit, conflict }) => edit !== undefined || conflict === undefined).length;
    return {
      target: target.name,
      servers: given - removed,
      added: edited('add'),
      changed: edited('fields'),
      removed,
      absent: target.state === 'absent',
    };
  });
}

/** `✓ cursor  4 servers  3 added, 1 as it was`, and the total. */
export function renderSums(plan: Plan, source: string, look: Look): string {
  const { paint } = look;
  const sums = targetSums(plan);
  const rows = sums.map((sum) => [
    sum.absent ? paint('-', 'dim') : paint('✓', 'green'),
    paint(visible(sum.target), 'bold', 'cyan'),
    sum.absent ? 'not on this machine: skipped' : count(sum.servers, 'server'),
    paint(detail(sum), 'dim'),
  ]);
  const reached = sums.filter(({ absent }) => !absent);
  const total = reached.reduce((sum, { servers }) => sum + servers, 0);
  const hosts = count(reached.length, 'target');
  return [...columns(rows, '  '), `${count(total, 'server')} synchronized from ${visible(source)} to ${hosts}.`].join(
    '\n',
  );
}

function detail({ servers, added, changed, removed, absent }: TargetSum): string {
  const same = servers - added - changed;
  const parts = [
    added > 0 ? `${added} added` : '',
    changed > 0 ? `${changed} changed` : '',
    removed > 0 ? `${removed} removed` : '',
    same > 0 ? `${same} as before` : '',
  ].filter((part) => part !== '');
  return absent ? '' : parts.join(', ');
}
