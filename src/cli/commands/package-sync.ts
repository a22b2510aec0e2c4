// `hatch package sync`: locks what is not locked yet.

import { pathText } from '../../report/where.ts';
import { syncPackages } from '../../verbs/package-sync.ts';
import type { Call, Outcome } from '../call.ts';
import { lockOutcome } from '../locked.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { ports, values, look } = call;
  const choice = { names: call.arguments, frozen: values.isOn('frozen') };
  const report = await syncPackages(ports, planOptions(values), choice, applyOptions(call));
  return lockOutcome(report, look, `${pathText(report.lockFile, look)} says what the manifest asks for`);
}
