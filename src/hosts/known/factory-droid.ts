// Droid, the agent of Factory.

import type { Host } from '../host.ts';
import { anyName, bracedVariable, launch, mcpServers, remote } from '../presets.ts';

export const factoryDroid: Host = {
  id: 'factory-droid',
  title: 'Factory Droid',
  aliases: ['factory', 'droid'],
  source: { docs: 'https://docs.factory.ai/harness/mcp', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: { files: ['{home}/.factory/mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.factory/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.factory'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      enabled: { at: 'disabled', as: 'negated' },
      clientId: ['oauth', 'clientId'],
      clientSecret: ['oauth', 'clientSecret'],
      scopes: ['oauth', 'scopes'],
      timeout: { at: 'timeout', as: 'milliseconds' },
      startupTimeout: { at: 'connectTimeout', as: 'milliseconds' },
      deny: 'disabledTools',
    },
    transports: { key: 'type', words: { stdio: ['stdio', null], http: ['http', null], sse: ['sse'] } },
  },
  references: { leaves: ['env', 'headers'], ...bracedVariable },
  names: { charset: anyName },
  others: [
    { path: '{home}/.droid/mcp.json', role: 'stale', why: 'named by some of Factory’s pages; Droid reads `.factory`' },
  ],
  notes: {
    know: [
      'a server does not start where a variable that it names is not set',
      'where user and project define the same server, the user’s counts',
      'switching a server of a project off in Droid copies it into the user’s file',
    ],
  },
};
