// The hidden call behind completion: `hatch __complete SHELL WORD…` prints what fits the last word, one a line. It
// never fails and never prints anything else.

import { visible } from '../report/visible.ts';
import { candidates } from './candidates.ts';
import type { World } from './run.ts';

/** `file` and `folder` are answered with `:file` and `:folder`: the shell knows its own. Always exit code 0. */
export async function complete([shell = '', ...words]: readonly string[], world: World): Promise<number> {
  try {
    const { typed, hidden } = shell === 'bash' ? joined(words) : { typed: words, hidden: '' };
    const { system, surroundings, network } = world;
    const offer = await candidates({ system, surroundings, network }, typed);
    if (typeof offer === 'string') world.stdout.write(`:${offer}\n`);
    else {
      const lines = offer.map(({ value, says = '' }) => {
        const own = visible(value.slice(hidden.length));
        return shell === 'bash' || says === '' ? own : `${own}\t${visible(says)}`;
      });
      world.stdout.write(lines.map((line) => `${line}\n`).join(''));
    }
  } catch {
    // Whoever presses a key wants no message.
  }
  return 0;
}

/** Bash breaks words at `=` and `:`, and expects only what follows the last break. */
function joined(words: readonly string[]): { readonly typed: readonly string[]; readonly hidden: string } {
  const typed: string[] = [];
  let joins = false;
  let hidden = '';
  for (const word of words) {
    const isBreak = /^[=:]+$/.test(word);
    if ((isBreak || joins) && typed.length > 0) {
      const start = typed.pop() ?? '';
      hidden = isBreak ? start + word : start;
      typed.push(start + word);
    } else {
      hidden = '';
      typed.push(word);
    }
    joins = isBreak;
  }
  return { typed, hidden };
}
