// Antigravity, the IDE and its CLI: two homes, of which version 2 reads the first.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, untold } from '../presets.ts';

export const antigravity: Host = {
  id: 'antigravity',
  title: 'Antigravity',
  aliases: ['agy', 'antigravity-cli'],
  source: { docs: 'https://antigravity.google/docs/mcp', checked: '2026-11-20', confidence: 'peers' },
  scopes: {
    user: {
      files: ['{home}/.gemini/config/mcp_config.json', '{home}/.gemini/antigravity/mcp_config.json'],
      format: 'json',
      container: mcpServers,
    },
    project: { files: ['{project}/.agents/mcp_config.json'], format: 'json', container: mcpServers },
  },
  presence: [
    '{home}/.gemini/config',
    '{home}/.gemini/antigravity',
    '{home}/.gemini/antigravity-cli',
    { darwin: '/Applications/Antigravity.app' },
  ],
  entry: {
    fields: {
      ...launch,
      url: 'serverUrl',
      headers: 'headers',
      clientId: ['oauth', 'clientId'],
      clientSecret: ['oauth', 'clientSecret'],
      enabled: { at: 'disabled', as: 'negated' },
      deny: 'disabledTools',
    },
    transports: untold,
    also: [[['url'], ['serverUrl']]],
  },
  names: { charset: anyName },
  starts: { desktop: true },
  others: [
    { path: '{home}/.gemini/antigravity/mcp_config.json', role: 'stale', why: 'only versions before 2 read it' },
  ],
  notes: {
    restart: 'refresh under Manage MCP Servers, or start Antigravity again',
    know: ['a file that is no JSON object keeps Antigravity from starting; an entry it cannot read is passed over'],
  },
};
