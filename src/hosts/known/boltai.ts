// BoltAI, for macOS: the map of Claude Desktop.

import type { Host } from '../host.ts';
import { anyName, mcpServers, programsOnly } from '../presets.ts';

export const boltai: Host = {
  id: 'boltai',
  title: 'BoltAI',
  aliases: ['bolt-ai'],
  source: { docs: 'https://docs.boltai.com/docs/plugins/mcp-servers', checked: '2026-11-20', confidence: 'peers' },
  scopes: { user: { files: ['{home}/.boltai/mcp.json'], format: 'json', container: mcpServers } },
  presence: ['{home}/.boltai', { darwin: '/Applications/BoltAI.app' }],
  entry: programsOnly,
  names: { charset: anyName },
  starts: { desktop: true },
  notes: { restart: 'start BoltAI again' },
};
