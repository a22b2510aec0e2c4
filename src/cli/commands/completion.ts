// `hatch completion`: prints the script that makes a shell complete our command lines.

import { HatchError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import type { Call, Outcome } from '../call.ts';
import { completionScripts } from '../completion-scripts.ts';

export async function execute(call: Call): Promise<Outcome> {
  const [shell = ''] = call.arguments;
  const script = Object.hasOwn(completionScripts, shell) ? completionScripts[shell] : undefined;
  if (script === undefined) {
    const shells = Object.keys(completionScripts);
    const near = nearest(shell, shells);
    throw new HatchError('usage', `there is no completion for \`${shell}\``, {
      hint: near === undefined ? `there is for ${shells.join(', ')}` : `did you mean \`${near}\`?`,
    });
  }
  return { exit: 'done', result: () => ({ shell, script }), text: () => script };
}
