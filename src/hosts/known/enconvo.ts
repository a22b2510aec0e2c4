// Enconvo, for macOS: the map of Claude Desktop.

import type { Host } from '../host.ts';
import { anyName, mcpServers, programsOnly } from '../presets.ts';

export const enconvo: Host = {
  id: 'enconvo',
  title: 'Enconvo',
  aliases: [],
  source: { docs: 'https://github.com/smithery-ai/cli', checked: '2026-11-20', confidence: 'single' },
  scopes: { user: { files: ['{home}/.config/enconvo/mcp_config.json'], format: 'json', container: mcpServers } },
  presence: ['{home}/.config/enconvo'],
  entry: programsOnly,
  names: { charset: anyName },
  starts: { desktop: true },
  notes: { restart: 'start Enconvo again' },
};
