// `hatch list servers`: what stands in hosts' files, a line for each server and host.

import { renderServers } from '../../report/inventory.ts';
import { serversJson } from '../../report/inventory-json.ts';
import type { Call, Outcome } from '../call.ts';
import { foundHere } from '../found-here.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { found, findings, hosts } = await foundHere(call, call.values.list('host'), call.values.list('servers'));
  const onlyOne = hosts !== undefined && hosts.length === 1 && found.targets.length === 1;
  return {
    exit: 'done',
    findings,
    result: () => serversJson(found, false),
    text: () => renderServers(found, call.look, onlyOne),
  };
}
