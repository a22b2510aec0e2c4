// Witsy: programs in the map of Claude Desktop among all its settings; remote servers in a list by id, left alone.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers } from '../presets.ts';
import { witsyOddities } from './witsy-oddities.ts';

export const witsy: Host = {
  id: 'witsy',
  title: 'Witsy',
  aliases: [],
  source: {
    docs: 'https://github.com/nbonamy/witsy/blob/main/src/main/mcp.ts',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: { user: { files: ['{appSupport}/Witsy/settings.json'], format: 'json', container: mcpServers } },
  presence: ['{appSupport}/Witsy', { darwin: '/Applications/Witsy.app' }],
  entry: { fields: { ...launch, cwd: 'cwd' }, transports: { words: { stdio: [null] } } },
  names: { charset: anyName },
  starts: { desktop: true },
  notes: {
    know: [
      'it loads the servers again when the file changes, and rewrites the whole file itself',
      'remote servers, and which ones are off, stand under `mcp`: switch them in the app',
    ],
  },
  oddities: witsyOddities,
};
