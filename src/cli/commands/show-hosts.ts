// `hatch show hosts`: all that is known of a host here: its file and why that one, its dialect, its servers.

import { renderHostDetails } from '../../report/inventory.ts';
import { hostsJson } from '../../report/inventory-json.ts';
import { listHosts } from '../../verbs/hosts.ts';
import type { Call, Outcome } from '../call.ts';
import { chosenHosts } from '../chosen.ts';
import { foundHere } from '../found-here.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const chosen = chosenHosts(call);
  const { found, findings } = await foundHere(call, chosen === 'all' ? undefined : chosen);
  const details = await listHosts(call.ports, { root: planOptions(call.values).root });
  return {
    exit: 'done',
    findings,
    result: () => hostsJson(found, details),
    text: () => renderHostDetails(found, details, call.look),
  };
}
