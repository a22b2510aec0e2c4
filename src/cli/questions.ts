// Questions to a person at a terminal: on standard error, so that standard output holds results only.

import type { Readable, Writable } from 'node:stream';
import { HatchError } from '../model/errors.ts';
import type { Answer, EntryPlan, Plan, TargetPlan } from '../model/plan.ts';
import { entryLines } from '../report/entry.ts';
import { masks } from '../report/mask.ts';
import type { Look } from '../report/paint.ts';
import { renderPlan } from '../report/text.ts';
import { takingWords } from '../report/words.ts';
import type { Interaction } from '../verbs/options.ts';

/** Asks one question; undefined when the input is at its end. Throws HatchError (`interrupted`) on Ctrl-C. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Questions on a terminal. Loaded only when there is something to be asked. */
export function asking(input: Readable, out: Writable): Ask {
  return async (question) => {
    const { createInterface } = await import('node:readline');
    const lines = createInterface({ input, output: out, terminal: true });
    try {
      return await new Promise((resolve, reject) => {
        // Whoever leaves without an answer leaves the cursor behind the question.
        const leave = (then: () => void) => {
          out.write('\n');
          then();
        };
        const left = () => leave(() => resolve(undefined));
        lines.once('close', left);
        lines.once('SIGINT', () => {
          lines.off('close', left);
          leave(() => reject(new HatchError('interrupted', 'interrupted')));
        });
        lines.question(question, (answer) => {
          lines.off('close', left);
          resolve(answer);
        });
      });
    } finally {
      lines.close();
    }
  };
}

/** Anything but yes is no, and so is the end of the input. */
export async function askYesNo(ask: Ask, question: string): Promise<boolean> {
  const answer = await ask(`${question} [y/N] `);
  return /^\s*y(es)?\s*$/i.test(answer ?? '');
}

/** `say` prints what a question is about. */
export function interaction(ask: Ask, look: Look, say: (text: string) => void): Interaction {
  return {
    confirm: (plan: Plan, changed: boolean) => {
      if (changed) say(look.paint('The plan changed meanwhile. It is now:', 'yellow', 'bold'));
      say(`${renderPlan(plan, look)}\n`);
      return askYesNo(ask, 'Apply this?');
    },
    resolve: async (target: TargetPlan, entry: EntryPlan): Promise<Answer> => {
      const taking = takingWords(entry);
      const choices = [
        taking && `take (${taking})`,
        'keep (leave it, and do not ask again)',
        'skip (leave it this time)',
      ];
      const lines = entryLines(target, entry, { look, masks: masks(), environment: undefined });
      say([`${look.paint(target.name, 'bold', 'cyan')}`, ...lines].join('\n'));
      const answer = await ask(`${choices.filter((choice) => choice !== undefined).join(', ')} [skip] `);
      const letter = answer?.trim().toLowerCase().at(0);
      if (letter === 't' && taking !== undefined) return 'take';
      return letter === 'k' ? 'keep' : 'skip';
    },
  };
}
