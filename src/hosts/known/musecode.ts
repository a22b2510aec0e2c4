// Muse Code: the servers stand in the one settings file of the user, which must say its version.

import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';

export const musecode: Host = {
  id: 'musecode',
  title: 'Muse Code',
  aliases: ['muse', 'muse-code'],
  source: { docs: 'https://dev.meta.ai/docs/muse-code/extending', checked: '2026-11', confidence: 'single' },
  scopes: {
    user: {
      files: ['{config}/muse/settings.json'],
      format: 'json',
      container: { kind: 'map', path: ['mcp_servers'] },
      fresh: { schema_version: 1 },
    },
  },
  presence: ['{config}/muse'],
  entry: {
    fields: { ...launch, ...remote, enabled: 'enabled' },
    transports: { key: 'transport', words: { stdio: ['stdio'], http: ['streamable_http'] } },
  },
  names: { charset: anyName },
  notes: {
    restart: 'start Muse Code again',
    know: ['a server that does not start ends the run, unless `mode: "optional"` stands in its entry'],
  },
};
