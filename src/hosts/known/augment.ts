// Augment: the settings of Auggie, its agent on the command line.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const augment: Host = {
  id: 'augment',
  title: 'Augment',
  aliases: ['auggie', 'augment-code'],
  source: { docs: 'https://docs.augmentcode.com/cli/config', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: { files: ['{home}/.augment/settings.json'], format: 'jsonc', container: mcpServers },
    project: { files: ['{project}/.augment/settings.json'], format: 'jsonc', container: mcpServers },
  },
  presence: ['{home}/.augment'],
  entry: {
    fields: { ...launch, ...remote },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: ['http'], sse: ['sse'] } },
  },
  names: { charset: anyName },
  others: [
    { path: '{project}/.augment/settings.local.json', role: 'read', why: 'your own, over the settings of the project' },
  ],
  notes: {
    restart: 'start Auggie again',
    know: ['the editor extensions keep their servers in their own settings: Settings, Tools, MCP'],
  },
};
