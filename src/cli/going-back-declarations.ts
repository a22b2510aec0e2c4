// The commands that undo: runs and backups, as data.

import type { Group } from './declaration.ts';
import { answers, approving, where } from './flags.ts';

export const goingBack: Group = {
  title: 'Go back',
  commands: [
    {
      path: ['rollback'],
      says: 'Undo a run; shown first, and itself a run that can be undone',
      arguments: [{ name: 'RUN' }],
      flags: ['manifest', 'root', ...answers, ...approving],
      examples: [
        ['rollback', 'the newest run that is not undone yet'],
        ['rollback 20261120T101500Z-1f2a83c7e --take all', 'an older one, over what was edited since'],
      ],
    },
    {
      path: ['backup', 'create'],
      says: "Copy hosts' files as they are",
      arguments: [{ name: 'HOST', rest: true }],
      means: { host: ['NAME,…|all', 'the targets or hosts to copy'] },
      flags: ['host', 'name', ...where],
      examples: [
        ['backup create --host cursor --name before-cleanup', 'one host, under a name'],
        ['backup create all', 'every target of the manifest'],
      ],
    },
    {
      path: ['backup', 'list'],
      says: 'List the copies',
      arguments: [{ name: 'HOST', rest: true }],
      flags: ['host', ...where],
      examples: [
        ['backup list', 'those of every target of the manifest'],
        ['backup list cursor', 'those of one host, newest first'],
        ['backup list --host cursor --json', 'with every path, size and run, for a program to read'],
      ],
    },
    {
      path: ['backup', 'restore'],
      says: 'Put a copy back; what it replaces is copied first',
      arguments: [{ name: 'HOST' }],
      means: { host: ['NAME', 'the target or host'], name: ['NAME', 'the backup, by the name it was given'] },
      flags: ['host', 'backup', 'timestamp', 'name', ...where, ...approving],
      examples: [
        ['backup restore cursor', 'the newest'],
        ['backup restore --host cursor --timestamp 20261120_101500_123456', 'the one of that time'],
      ],
    },
    {
      path: ['backup', 'clean'],
      says: 'Show old copies, ask, and remove them',
      details: ['The first copy of each file stays, unless --first is given.'],
      arguments: [{ name: 'HOST', rest: true }],
      means: { host: ['NAME,…|all', 'the targets or hosts whose copies go'] },
      flags: ['host', 'older-than-days', 'keep-count', 'first', 'dry-run', 'auto-approve', ...where],
      examples: [
        ['backup clean all --older-than-days 30', 'of all hosts'],
        ['backup clean --host cursor --keep-count 5 --dry-run', 'what would go'],
      ],
    },
  ],
};
