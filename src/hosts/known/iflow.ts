// iFlow CLI: settings of the older Gemini kind.

import type { Host } from '../host.ts';
import { anyName, mcpServers, olderGemini } from '../presets.ts';

export const iflow: Host = {
  id: 'iflow',
  title: 'iFlow CLI',
  aliases: ['iflow-cli'],
  source: { docs: 'https://platform.iflow.cn/en/cli/examples/mcp', checked: '2026-11', confidence: 'single' },
  scopes: {
    user: { files: ['{home}/.iflow/settings.json'], format: 'jsonc', container: mcpServers },
    project: { files: ['{project}/.iflow/settings.json'], format: 'jsonc', container: mcpServers },
  },
  presence: ['{home}/.iflow'],
  entry: { fields: olderGemini.fields, transports: olderGemini.transports },
  references: olderGemini.references,
  names: { charset: anyName },
  notes: { restart: 'start iFlow again' },
};
