// `hatch backup restore`: puts a copy back.

import { HatchError } from '../../model/errors.ts';
import { restoreBackup } from '../../verbs/backups.ts';
import type { Call, Outcome } from '../call.ts';
import { requiredHosts } from '../chosen.ts';
import { applyOptions, planOptions } from '../values.ts';
import { writtenOutcome } from '../written.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports } = call;
  const hosts = requiredHosts(call);
  const [host] = hosts;
  if (hosts === 'all' || host === undefined || hosts.length > 1) {
    throw new HatchError('usage', 'one host is restored at a time');
  }
  const options = planOptions(values);
  const how = applyOptions(call);
  const which = { host, file: values.text('backup'), timestamp: values.text('timestamp'), name: values.text('name') };
  const report = await restoreBackup(ports, options, which, how);
  return writtenOutcome(call, report, { verb: 'Restored', options, wasShown: how.interaction !== undefined });
}
