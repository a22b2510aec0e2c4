// `hatch hosts`: the hosts we know, and which are on this machine.

import { renderFindings } from '../../report/findings.ts';
import { tidy } from '../../report/json.ts';
import { renderHosts, renderVerified } from '../../report/tables.ts';
import { joinBlocks } from '../../report/text.ts';
import { listHosts } from '../../verbs/hosts.ts';
import { verifyHosts } from '../../verbs/verify-hosts.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports, look } = call;
  if (values.isOn('verify')) return verified(call);
  const options = planOptions(values);
  const hosts = await listHosts(ports, options);
  const result = () =>
    hosts.map((host) =>
      tidy({
        ...host,
        transports: [...host.transports],
        notes: [...host.notes],
        candidates: host.candidates.map((candidate) => ({ ...candidate })),
      }),
    );
  return { exit: 'done', result, text: () => renderHosts(hosts, look, options.hosts !== undefined) };
}

function verified({ ports, values, look, arguments: folders }: Call): Outcome {
  const files = verifyHosts(ports, planOptions(values), folders);
  const findings = files.flatMap((file) => file.findings);
  return {
    exit: findings.some(({ severity }) => severity === 'error') ? 'failed' : 'done',
    findings,
    result: () => files.map(({ id, path, servers }) => ({ id, path, servers })),
    text: () => joinBlocks([renderVerified(files, look), renderFindings(findings, look)]),
  };
}
