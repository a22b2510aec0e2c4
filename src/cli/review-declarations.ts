// The commands that review a plan and watch for drift.

import type { CommandDeclaration } from './declaration.ts';
import { narrowed } from './flags.ts';

export const show: CommandDeclaration = {
  path: ['show'],
  says: 'Print a saved plan',
  details: ['--format: markdown, github, junit or sarif. Nothing is read but that file.'],
  arguments: [{ name: 'plan.json', required: true }],
  flags: ['format'],
  examples: [
    ['show plan.json', 'as `hatch plan` printed it'],
    ['show plan.json --format markdown', 'for a pull request'],
  ],
};

export const driftCommands: readonly CommandDeclaration[] = [
  {
    path: ['drift'],
    says: 'Show what others changed since we last applied',
    details: [
      'Compares with the record alone: neither the manifest nor a secret is needed. Without a manifest, all that was',
      'applied on this machine, or to this repository, is compared. --format: markdown, github or junit.',
    ],
    flags: [...narrowed, 'format', 'exit-code'],
    examples: [
      ['drift', 'field by field, and what is not ours'],
      ['drift --exit-code', 'exit 2 if anything drifted'],
      ['drift --format junit > drift.xml', 'for the test tab of a runner'],
    ],
  },
  {
    path: ['drift', 'accept'],
    says: 'Write into the manifest what somebody changed in a host; touches no host',
    details: ['Comments stay. A literal secret is never copied: the reference that could replace it is named.'],
    arguments: [{ name: 'TARGET/SERVER', rest: true }],
    flags: ['all', 'manifest', 'environment', 'var', 'host', 'root', 'lock-timeout'],
    examples: [
      ['drift accept cursor/github', 'one server'],
      ['drift accept --all', 'all that drifted'],
    ],
  },
  {
    path: ['watch'],
    says: 'Tell drift as files change, until Ctrl-C; with --apply put it back',
    details: [
      'Looks again and again, so that it works on network homes too. A difference is told once. With --apply only what',
      'drifted is written, as `onDrift` says; conflicts are left, and so is what somebody puts back again and again.',
      'With --json one document a line.',
    ],
    flags: [...narrowed, 'environment', 'var', 'interval', 'apply', 'auto-approve', 'no-backup', 'lock-timeout'],
    examples: [
      ['watch', 'all that was applied from here'],
      ['watch --host cursor --interval 10s', 'one host, at leisure'],
      ['watch --apply --auto-approve', 'as a service, on the machine whose hosts these are'],
    ],
  },
];
