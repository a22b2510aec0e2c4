// `hatch mcp remove server`: takes a server off hosts, managed or not.

import { HatchError } from '../../model/errors.ts';
import type { Call, Outcome } from '../call.ts';
import { executeRemoval } from '../removing.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values } = call;
  const from = values.list('host');
  if (from === undefined) {
    throw new HatchError('usage', 'remove server needs a host', { hint: '--host NAME,… or --host all' });
  }
  const servers = (call.arguments[0] ?? '').split(',').filter((name) => name !== '');
  return executeRemoval(call, { servers, from, save: values.isOn('save') });
}
