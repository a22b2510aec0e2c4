// Tome: servers in a database.

import type { Host } from '../host.ts';
import { anyName, programsOnly } from '../presets.ts';

export const tome: Host = {
  id: 'tome',
  title: 'Tome',
  aliases: [],
  // src-tauri/src/migrations.rs of the project.
  source: { docs: 'https://github.com/runebookai/tome', checked: '2026-11-20', confidence: 'documented' },
  scopes: {},
  presence: [{ darwin: '/Applications/Tome.app' }, { win32: '{localAppData}/Tome' }],
  entry: programsOnly,
  names: { charset: anyName },
  byHand: 'Tome keeps its servers in a database; add the command under MCP in the app',
  others: [{ path: '{home}/.tome/mcp_config.json', role: 'stale', why: 'other tools write it, Tome does not read it' }],
  notes: {},
};
