// ForgeCode: a file in its own folder, and in a project the one that Claude Code reads too.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, untold } from '../presets.ts';

export const forge: Host = {
  id: 'forge',
  title: 'ForgeCode',
  aliases: ['forgecode'],
  source: { docs: 'https://forgecode.dev/docs/mcp-integration/', checked: '2026-11', confidence: 'single' },
  scopes: {
    user: { files: ['{home}/.forge/.mcp.json', '{home}/forge/.mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.forge', '{home}/forge'],
  entry: {
    fields: { ...launch, ...remote, enabled: { at: 'disable', as: 'negated' } },
    transports: untold,
  },
  names: { charset: anyName },
  notes: {
    restart: '`forge mcp reload`',
    know: [
      'the home folder is ~/forge in older versions',
      'Claude Code reads the file of a project too, and wants a `type` beside a `url`',
    ],
  },
};
