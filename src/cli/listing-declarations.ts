// The commands that list what stands on this machine.

import type { Group } from './declaration.ts';
import { where } from './flags.ts';
import { show } from './review-declarations.ts';

const means = { env: ['NAME', 'only what this environment gives'] } as const;

export const listing: Group = {
  title: 'Look',
  commands: [
    {
      path: ['list', 'servers'],
      says: "List the servers in hosts' files: whose each is, and whether it is in sync",
      details: ['With one host the lines do not name it, so that the lists of two hosts can be compared.'],
      flags: ['host', 'env', 'pattern', 'servers', ...where],
      means,
      examples: [
        ['list servers', 'all hosts on this machine, managed or not'],
        ['list servers --host cursor --pattern ^dev-', 'some of one host'],
        ['list servers --env production --json', 'what that environment gave, for a program to read'],
      ],
    },
    {
      path: ['list', 'hosts'],
      says: 'List the hosts on this machine, their files, and how many servers each has',
      flags: ['host', 'env', 'pattern', ...where],
      means,
      examples: [
        ['list hosts', 'with the number of servers, and of those that are managed'],
        ['list hosts --pattern api --json', 'how many servers of that name each has, for a program to read'],
      ],
    },
    show,
    {
      path: ['show', 'servers'],
      says: "Print every field of servers as they stand in hosts' files; secrets are masked",
      arguments: [{ name: 'NAME', rest: true }],
      flags: ['host', 'env', 'pattern', 'servers', ...where],
      means,
      examples: [
        ['show servers github', 'in every host that has it'],
        ['show servers --host codex', 'all of one host'],
      ],
    },
    {
      path: ['show', 'hosts'],
      says: 'Print what is known of hosts: the file and why that one, the dialect, the servers',
      arguments: [{ name: 'HOST', rest: true }],
      flags: ['host', 'env', 'pattern', ...where],
      means,
      examples: [
        ['show hosts cursor', 'one of them'],
        ['show hosts --json', 'all that are on this machine, for a program to read'],
      ],
    },
    {
      path: ['discover', 'servers'],
      says: 'List what an environment defines, and which targets it would go to',
      flags: ['env', 'environment', 'var', 'host', 'servers', 'pattern', ...where],
      means: { env: ['NAME', 'this environment'] },
      examples: [
        ['discover servers --env production', 'whatever the current environment is'],
        ['discover servers --host cursor', 'what would go to one host'],
      ],
    },
    {
      path: ['discover', 'hosts'],
      says: 'List every host we know, whether it is on this machine, and what shows it',
      flags: ['host', 'root'],
      examples: [
        ['discover hosts', 'those that are here first'],
        ['discover hosts --json', 'with every place that was looked at, for a program to read'],
      ],
    },
  ],
};
