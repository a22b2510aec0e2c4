// Droid, the agent of Factory.

import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';

const container = { kind: 'map', path: ['mcpServers'] } as const;

export const factoryDroid: Host = {
  id: 'factory-droid',
  title: 'Factory Droid',
  aliases: ['factory', 'droid'],
  source: { docs: 'https://docs.factory.ai/cli/configuration/mcp', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: { files: ['{home}/.factory/mcp.json'], format: 'json', container },
    project: { files: ['{project}/.factory/mcp.json'], format: 'json', container },
  },
  presence: ['{home}/.factory'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      enabled: { at: 'disabled', as: 'negated' },
      deny: 'disabledTools',
    },
    transports: { key: 'type', words: { stdio: ['stdio', null], http: ['http', null] } },
  },
  names: { charset: anyName },
  others: [
    { path: '{home}/.droid/mcp.json', role: 'stale', why: 'named by some of Factory’s pages; Droid reads `.factory`' },
  ],
  notes: {
    know: [
      'where user and project define the same server, the user’s counts',
      'switching a server of a project off in Droid copies it into the user’s file',
    ],
  },
};
