// `hatch mcp remove host`: takes all servers off a host; its other settings stay.

import type { Call, Outcome } from '../call.ts';
import { requiredHosts } from '../chosen.ts';
import { executeRemoval } from '../removing.ts';

export async function execute(call: Call): Promise<Outcome> {
  const hosts = requiredHosts(call);
  const from = hosts === 'all' ? ['all'] : hosts;
  return executeRemoval(call, { servers: undefined, from, save: call.values.isOn('save') });
}
