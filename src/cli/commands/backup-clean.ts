// `hatch backup clean`: shows the old copies, asks, and removes them.

import { HatchError } from '../../model/errors.ts';
import { backupJson, renderBackups } from '../../report/tables.ts';
import { count } from '../../report/words.ts';
import { type BackupRow, cleanBackups } from '../../verbs/backups.ts';
import type { Call, Outcome } from '../call.ts';
import { requiredHosts } from '../chosen.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports, look } = call;
  const isDry = values.isOn('dry-run');
  const policy = {
    olderThanDays: values.number('older-than-days'),
    keepCount: values.number('keep-count'),
    first: values.isOn('first'),
  };
  let would: readonly BackupRow[] = [];
  const approves = async (rows: readonly BackupRow[]) => {
    would = rows;
    return !isDry && (await isApproved(call, rows));
  };
  const removed = await cleanBackups(ports, planOptions(values), requiredHosts(call), policy, approves);
  const shown = isDry ? would : removed;
  const wasShown = !isDry && !values.isOn('auto-approve');
  return {
    exit: 'done',
    result: () => shown.map(backupJson),
    text: () =>
      [
        ...(shown.length === 0 || wasShown ? [] : [renderBackups(shown, look)]),
        isDry
          ? `Dry run: ${count(shown.length, 'backup')} would be removed.`
          : `Removed ${count(removed.length, 'backup')}.`,
      ].join('\n'),
  };
}

/** Throws HatchError (`failed`) where nobody can be asked, or the answer is no. */
async function isApproved({ values, ask, look }: Call, rows: readonly BackupRow[]): Promise<boolean> {
  if (values.isOn('auto-approve')) return true;
  const what = count(rows.length, 'backup');
  if (ask === undefined) {
    throw new HatchError('failed', `nothing was removed: ${what} would be, and there is nobody to ask`, {
      hint: 'see them with --dry-run, approve it with --auto-approve',
    });
  }
  if (await ask(`${renderBackups(rows, look)}\nRemove ${what}?`)) return true;
  throw new HatchError('failed', 'nothing was removed: the answer was no');
}
