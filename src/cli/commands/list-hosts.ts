// `hatch list hosts`: the hosts on this machine, their files, and how many servers each holds.

import { renderHostList } from '../../report/inventory.ts';
import { hostsJson } from '../../report/inventory-json.ts';
import type { Call, Outcome } from '../call.ts';
import { foundHere } from '../found-here.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { found, findings } = await foundHere(call, call.values.list('host'));
  return {
    exit: 'done',
    findings,
    result: () => hostsJson(found, []),
    text: () => renderHostList(found, call.look),
  };
}
