// `hatch show servers`: every field of servers as they stand in hosts' files, secrets masked.

import { renderServerDetails } from '../../report/inventory.ts';
import { serversJson } from '../../report/inventory-json.ts';
import type { Call, Outcome } from '../call.ts';
import { foundHere } from '../found-here.ts';

export async function execute(call: Call): Promise<Outcome> {
  const named = call.arguments.flatMap((word) => word.split(','));
  const { found, findings } = await foundHere(
    call,
    call.values.list('host'),
    named.length === 0 ? call.values.list('servers') : named,
  );
  return {
    exit: 'done',
    findings,
    result: () => serversJson(found, true),
    text: () => renderServerDetails(found, call.look),
  };
}
