// How the command line speaks to servers: its flags, its progress line, its masks.

import { HatchError } from '../model/errors.ts';
import type { Speaking } from '../verbs/check.ts';
import type { ApplyOptions } from '../verbs/options.ts';
import type { Call } from './call.ts';
import { milliseconds } from './values.ts';
import { version } from './version.ts';

export async function speaking({ values, outside, progress, hide }: Call): Promise<Speaking> {
  const jobs = values.number('jobs');
  if (jobs === 0) throw new HatchError('usage', '--jobs takes a number from 1');
  const timeout = milliseconds(values, 'timeout');
  if (timeout === 0) throw new HatchError('usage', '--timeout takes a time from 1ms');
  return {
    outside: await outside(),
    version,
    timeout,
    jobs,
    onSecrets: hide,
    onProgress:
      progress &&
      (({ done, all, running }) => {
        const names = running.map(({ target, server }) => (target === undefined ? server : `${target}/${server}`));
        progress(`Checking servers, ${done} of ${all} done: ${names.join(', ')}`);
      }),
  };
}

/** With --check, every server that is added or changed has to answer before anything is written. */
export async function verifying(call: Call): Promise<ApplyOptions['verify']> {
  if (!call.values.isOn('check')) return undefined;
  const { checkPlan } = await import('../verbs/check-plan.ts');
  const how = await speaking(call);
  return async (plan, contextOf) => {
    await checkPlan(call.ports, plan, contextOf, how);
  };
}
