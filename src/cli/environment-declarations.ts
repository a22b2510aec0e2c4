// The commands about environments, as data.

import type { Group } from './declaration.ts';

export const environments: Group = {
  title: 'Manifest',
  commands: [
    {
      path: ['env', 'list'],
      says: "List the manifest's environments",
      flags: ['manifest'],
      examples: [
        ['env list', 'the current one is marked'],
        ['env list --json', 'with the names of their servers, for a program to read'],
      ],
    },
    {
      path: ['env', 'current'],
      says: 'Print the current environment and where that comes from',
      flags: ['manifest'],
      examples: [
        ['env current', 'its name'],
        ['env current --manifest ./other/hatch.mcp.yaml', 'of another manifest'],
      ],
    },
    {
      path: ['env', 'use'],
      says: 'Make an environment the current one, on this machine, for this manifest',
      arguments: [{ name: 'NAME', required: true }],
      flags: ['manifest'],
      examples: [
        ['env use production', 'the hosts change with the next apply'],
        ['env use production && hatch apply', 'switch, and take its servers to the hosts'],
      ],
    },
    {
      path: ['env', 'show'],
      says: 'Show one environment: its servers, and the rules that take from it',
      arguments: [{ name: 'NAME' }],
      flags: ['manifest', 'var'],
      examples: [
        ['env show', 'the current one'],
        ['env show production --json', 'another one, for a program to read'],
      ],
    },
    {
      path: ['env', 'create'],
      says: 'Add an environment to the manifest; touches no host',
      details: ['Where there is no manifest, the personal one is made. The current environment stays the current one.'],
      arguments: [{ name: 'NAME', required: true }],
      flags: ['description', 'extends', 'manifest', 'lock-timeout'],
      examples: [
        ['env create staging --description before-release', 'an empty one'],
        ['env create staging --extends base', 'one that builds upon another'],
      ],
    },
    {
      path: ['env', 'remove'],
      says: 'Take an environment out of the manifest; touches no host',
      details: ['One that is current, that another builds upon, or that a rule takes from is refused.'],
      arguments: [{ name: 'NAME', required: true }],
      flags: ['manifest', 'auto-approve', 'lock-timeout'],
      examples: [
        ['env remove staging', 'with its servers: it asks'],
        ['env remove staging --auto-approve', 'in a script'],
      ],
    },
  ],
};
