// 5ire: a file of its own once, which newer versions take over into a database.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const fiveIre: Host = {
  id: '5ire',
  title: '5ire',
  aliases: ['5ire-desktop'],
  // src/main/services/legacy-servers-config-loader.ts of the project.
  source: { docs: 'https://github.com/nanbingxyz/5ire', checked: '2026-11-20', confidence: 'documented' },
  scopes: { user: { files: ['{appSupport}/5ire/mcp.json'], format: 'json', container: mcpServers } },
  presence: ['{appSupport}/5ire', { darwin: '/Applications/5ire.app' }],
  entry: {
    fields: { ...launch, ...remote, enabled: 'isActive', description: 'description' },
    transports: { key: 'type', words: { stdio: [null, 'local'], http: [null, 'remote'] } },
  },
  names: { charset: anyName },
  byHand: 'newer versions keep their servers in a database and read mcp.json only once; add the server under Tools',
  notes: {},
};
