// Firebender: the servers stand in its one file, among rules and all else.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, untold } from '../presets.ts';

export const firebender: Host = {
  id: 'firebender',
  title: 'Firebender',
  aliases: [],
  source: { docs: 'https://docs.firebender.com/context/mcp', checked: '2026-11', confidence: 'peers' },
  scopes: {
    user: { files: ['{home}/.firebender/firebender.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/firebender.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.firebender'],
  entry: { fields: { ...launch, ...remote }, transports: untold },
  names: { charset: anyName },
  starts: { desktop: true },
  notes: {},
};
