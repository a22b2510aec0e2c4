// A manifest alone as a run of its own: for commands that touch no host.

import { ensureFolder } from '../apply/home.ts';
import { withLocks } from '../apply/locked.ts';
import type { FileChange, Run } from '../apply/request.ts';
import { transact } from '../apply/transaction.ts';
import { hatchHome } from '../state/records.ts';
import type { ApplyOptions, WritePorts } from './options.ts';

interface Writing extends Pick<ApplyOptions, 'command' | 'lockTimeout'> {
  readonly owner: string;
  /** For history. */
  readonly kind: 'init' | 'env';
}

/** Throws HatchError as a transaction does; nothing is written then. */
export async function writeManifest(
  { system, surroundings }: WritePorts,
  change: FileChange,
  { owner, kind, command, lockTimeout }: Writing,
): Promise<Run> {
  const home = hatchHome(surroundings);
  ensureFolder(system, home);
  return withLocks(system, home, { owner, paths: [change.path], timeout: lockTimeout ?? 30_000, command }, () =>
    transact(system, home, {
      owner,
      command,
      kind,
      changes: [change],
      backup: true,
      details: { entries: [], undoes: null },
    }),
  );
}
