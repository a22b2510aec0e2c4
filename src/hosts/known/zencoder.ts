// Zencoder: an extension, whose servers stand among the settings of VS Code under one key with a dot in it.

import type { Host } from '../host.ts';
import { anyName, launch, remote, untold } from '../presets.ts';

export const zencoder: Host = {
  id: 'zencoder',
  title: 'Zencoder',
  aliases: [],
  source: { docs: 'https://docs.zencoder.ai/features/integrations-and-mcp', checked: '2026-11', confidence: 'single' },
  scopes: {
    user: {
      files: ['{appSupport}/Code/User/settings.json'],
      format: 'jsonc',
      container: { kind: 'map', path: ['zencoder.mcpServers'] },
    },
  },
  presence: ['{home}/.vscode/extensions/zencoderai.zencoder-*', '{home}/.zencoder'],
  entry: { fields: { ...launch, ...remote }, transports: untold },
  names: { charset: anyName },
  others: [
    { path: '{home}/.zencoder/mcp.json', role: 'stale', why: 'other tools write it; the extension has settings' },
  ],
  notes: { know: ['in JetBrains’ editors the servers stand under Settings, Tools, Zencoder'] },
};
