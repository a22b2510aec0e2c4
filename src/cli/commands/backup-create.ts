// `hatch backup create`: copies hosts' files as they are.

import { backupJson, renderBackups } from '../../report/tables.ts';
import { createBackup } from '../../verbs/backups.ts';
import type { Call, Outcome } from '../call.ts';
import { requiredHosts } from '../chosen.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports, look } = call;
  const made = await createBackup(ports, planOptions(values), requiredHosts(call), values.text('name'));
  return { exit: 'done', result: () => made.map(backupJson), text: () => renderBackups(made, look) };
}
