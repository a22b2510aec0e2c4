// `hatch backup list`: lists the copies.

import { backupJson, renderBackups } from '../../report/tables.ts';
import { listBackups } from '../../verbs/backups.ts';
import type { Call, Outcome } from '../call.ts';
import { chosenHosts } from '../chosen.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const found = await listBackups(call.ports, planOptions(call.values), chosenHosts(call));
  const { look } = call;
  const isForScreen = found.length > 0 && look.limit !== undefined;
  const next = isForScreen ? [look.paint('Put one back: hatch backup restore TARGET --timestamp CREATED', 'dim')] : [];
  return {
    exit: 'done',
    result: () => found.map(backupJson),
    text: () => [renderBackups(found, look), ...next].join('\n\n'),
  };
}
