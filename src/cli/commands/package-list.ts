// `hatch package list`: the packages of the manifest, and what is locked.

import { packageRowJson, renderPackages } from '../../report/packages.ts';
import { listPackages } from '../../verbs/packages.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute({ ports, values, look }: Call): Promise<Outcome> {
  const rows = await listPackages(ports, planOptions(values), { outdated: values.isOn('outdated') });
  return { exit: 'done', result: () => rows.map(packageRowJson), text: () => renderPackages(rows, look) };
}
