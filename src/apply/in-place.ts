// Writing through the inode of a file that cannot be renamed over: not atomic, so the journal knows before and after.

import { type Ground, type JournalFile, note } from './journal.ts';

/**
 * Writes a file's bytes and mode and flushes them. Cut off in between, the file counts as torn and is written again by
 * whoever recovers; so nothing is written when the journal cannot say so first.
 */
export function writeInPlace(ground: Ground, index: number, bytes: Uint8Array, mode: number): void {
  const { system, home } = ground;
  const { real } = ground.journal.files[index] as JournalFile;
  ground.journal = note(system, home, ground.journal, { kind: 'writing', index });
  system.overwrite(real, bytes);
  if (system.stat(real)?.mode !== mode) system.setMode(real, mode);
  system.sync(real);
  ground.journal = note(system, home, ground.journal, { kind: 'written', index });
}
