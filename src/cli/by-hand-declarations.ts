// The commands that change hosts by hand, through the same plan and transaction as every apply.

import type { Group } from './declaration.ts';
import { answers, approving, type FlagName, where } from './flags.ts';

/** What each of them takes beside its own. */
const written: readonly FlagName[] = [
  'dry-run',
  'create',
  'externalize',
  'from-owner',
  'var',
  ...where,
  ...answers,
  ...approving,
];

export const byHand: Group = {
  title: 'By hand',
  commands: [
    {
      path: ['sync'],
      says: 'Give servers of an environment or a host to other hosts, once',
      details: [
        'Naming them is the consent to take over what stands there unmanaged; the plan shows each. Nothing is removed.',
        'What a manifest wants otherwise is put back by the next apply: the plan says so, and --override writes it unseen.',
      ],
      means: {
        'from-host': ['HOST', 'take the servers of this host'],
        timeout: ['TIME', 'how long each server may take (default: 30s)'],
      },
      flags: [
        'from-env',
        'from-host',
        'to-host',
        'servers',
        'pattern',
        'mirror',
        'override',
        'save',
        'references',
        'on-unsupported',
        'check',
        'timeout',
        'jobs',
        ...written,
      ],
      examples: [
        ['sync --from-env production --to-host claude-desktop,cursor', 'show, ask, write'],
        ['sync --from-host claude-desktop --to-host all --dry-run', 'what would be copied to every host'],
        ["sync --from-env staging --to-host cursor --pattern '^(?!test-)' --save", 'as a rule of the manifest'],
      ],
    },
    {
      path: ['configure'],
      says: 'Give one server to hosts, and record it in the current environment',
      details: [
        'Fields that are not given stay as the manifest has them. A secret belongs into a variable: --env TOKEN=${env:TOKEN}.',
        'Where no rule gives the server to a host, a rule for just this server is added.',
        'What the package of a server still needs is asked for; --with gives it unasked.',
      ],
      arguments: [
        { name: 'NAME', required: true },
        { name: 'ARG', rest: true },
      ],
      means: { host: ['NAME,…|all', 'the hosts, targets or groups that get it'] },
      flags: [
        'host',
        'command',
        'args',
        'env',
        'env-var',
        'env-file',
        'env-from',
        'cwd',
        'url',
        'transport',
        'header',
        'with',
        'timeout',
        'include-tools',
        'exclude-tools',
        'disabled',
        'enabled',
        'set',
        'references',
        'on-unsupported',
        'environment',
        'no-save',
        'override',
        ...written,
      ],
      examples: [
        ['configure files --host cursor -- npx -y @modelcontextprotocol/server-filesystem .', 'a local server'],
        [
          "configure github --host vscode,codex --url https://api.githubcopilot.com/mcp/ --header 'Authorization=Bearer ${env:GITHUB_TOKEN}'",
          'a remote one',
        ],
        ['configure files --host cursor --env LOG_LEVEL=debug', 'change one variable of it'],
        ["configure weather --host cursor --with 'WEATHER_TOKEN=${env:WEATHER_TOKEN}'", 'what its package asks for'],
      ],
    },
    {
      path: ['remove', 'server'],
      says: 'Take a server off hosts, managed or not',
      details: ['What the manifest gives is back with the next apply, unless --save takes it out of the manifest too.'],
      arguments: [{ name: 'NAME', required: true }],
      means: { host: ['NAME,…|all', 'the hosts, targets or groups that lose it'] },
      flags: ['host', 'save', 'from-owner', 'dry-run', ...where, ...approving],
      examples: [
        ['remove server weather-toolkit --host cursor', 'show, ask, remove'],
        ['remove server weather-toolkit --host all --save', 'also from the manifest'],
      ],
    },
    {
      path: ['remove', 'host'],
      says: 'Take all servers off a host; its other settings stay',
      details: ['What the manifest gives is back with the next apply, unless --save takes it out of the manifest too.'],
      arguments: [{ name: 'HOST', rest: true }],
      means: { host: ['NAME,…|all', 'the hosts, targets or groups that lose it'] },
      flags: ['host', 'save', 'from-owner', 'dry-run', ...where, ...approving],
      examples: [
        ['remove host claude-desktop', 'show, ask, remove; a backup is kept'],
        ['remove host cursor --dry-run', 'what would go'],
      ],
    },
  ],
};
