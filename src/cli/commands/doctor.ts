// `hatch doctor`: what is wrong with the hosts on this machine, and with `--fix` the mending of it.

import { doctorFindings, doctorJson, renderDoctor } from '../../report/doctor.ts';
import { doctor, fix } from '../../verbs/doctor.ts';
import type { Call, Outcome } from '../call.ts';
import { chosenHosts } from '../chosen.ts';
import { applyOptions, planOptions } from '../values.ts';
import { writtenOutcome } from '../written.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { ports, values, look } = call;
  const hosts = chosenHosts(call);
  const options = { ...planOptions(values), hosts: hosts === 'all' ? undefined : hosts };
  if (values.isOn('fix')) {
    const how = applyOptions(call);
    const report = await fix(ports, options, how);
    return writtenOutcome(call, report, { verb: 'Mended', options, wasShown: how.interaction !== undefined });
  }
  const report = await doctor(ports, options);
  const findings = doctorFindings(report);
  return {
    exit: findings.some(({ severity }) => severity === 'error') ? 'failed' : 'done',
    findings,
    result: () => doctorJson(report),
    text: () => renderDoctor(report, look),
  };
}
