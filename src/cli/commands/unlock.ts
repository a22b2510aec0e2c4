// `hatch unlock`: removes a lock whose holder cannot be asked.

import { visible } from '../../report/visible.ts';
import { unlock } from '../../verbs/unlock.ts';
import type { Call, Outcome } from '../call.ts';

export async function execute(call: Call): Promise<Outcome> {
  const id = call.arguments[0] ?? '';
  await unlock(call.ports, id);
  return { exit: 'done', result: () => ({ id }), text: () => `Removed the lock ${visible(id)}.` };
}
