// What a command says that changed the lock.

import { lockChangeJson, renderLockChanges } from '../report/packages.ts';
import type { Look } from '../report/paint.ts';
import { visible } from '../report/visible.ts';
import { pathText } from '../report/where.ts';
import { count } from '../report/words.ts';
import type { SyncReport } from '../verbs/package-sync.ts';
import type { Outcome } from './call.ts';

/** `otherwise` is said where nothing changed. */
export function lockOutcome({ lockFile, changes, kept, notes }: SyncReport, look: Look, otherwise: string): Outcome {
  const said = [
    `${look.paint('Locked:', 'bold', 'green')} ${count(changes.length, 'change')} in ${pathText(lockFile, look)}; no host was touched.`,
    ...renderLockChanges(changes, look),
  ];
  const lines = changes.length === 0 ? [`${otherwise}: ${count(kept, 'package')}.`] : said;
  return {
    exit: 'done',
    result: () => ({ lockFile, kept, changes: changes.map(lockChangeJson), notes: [...notes] }),
    text: () => [...lines, ...notes.map((note) => `Note: ${visible(note)}.`)].join('\n'),
  };
}
