// `hatch backup clean`: removes old copies.

import { backupJson, renderBackups } from '../../report/tables.ts';
import { count } from '../../report/words.ts';
import { cleanBackups } from '../../verbs/backups.ts';
import type { Call, Outcome } from '../call.ts';
import { requiredHosts } from '../chosen.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports, look } = call;
  const removed = await cleanBackups(ports, planOptions(values), requiredHosts(call), {
    olderThanDays: values.number('older-than-days'),
    keepCount: values.number('keep-count'),
    first: values.isOn('first'),
  });
  return {
    exit: 'done',
    result: () => removed.map(backupJson),
    text: () =>
      [
        ...(removed.length === 0 ? [] : [renderBackups(removed, look)]),
        `Removed ${count(removed.length, 'backup')}.`,
      ].join('\n'),
  };
}
