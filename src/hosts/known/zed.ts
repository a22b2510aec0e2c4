// Zed: the servers stand among all other settings of the editor; no text is expanded.

import type { Finding } from '../../model/finding.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';

const container = { kind: 'map', path: ['context_servers'] } as const;

export const zed: Host = {
  id: 'zed',
  title: 'Zed',
  aliases: [],
  source: { docs: 'https://zed.dev/docs/ai/mcp', checked: '2026-08', confidence: 'documented' },
  scopes: {
    user: {
      files: [
        {
          darwin: '{home}/.config/zed/settings.json',
          linux: '{config}/zed/settings.json',
          win32: '{appData}/Zed/settings.json',
        },
      ],
      format: 'jsonc',
      container,
    },
    project: { files: ['{project}/.zed/settings.json'], format: 'jsonc', container },
  },
  presence: [
    { darwin: '{home}/.config/zed', linux: '{config}/zed', win32: '{appData}/Zed' },
    { darwin: '/Applications/Zed.app' },
  ],
  entry: {
    fields: {
      ...launch,
      ...remote,
      clientId: ['oauth', 'client_id'],
      clientSecret: ['oauth', 'client_secret'],
      enabled: 'enabled',
      timeout: { at: 'timeout', as: 'whole-seconds' },
    },
    transports: { words: { stdio: [null], http: [null] } },
  },
  names: { charset: anyName },
  notes: { trust: 'servers of a project load once the worktree is trusted' },
  oddities: { refuse: clientMissing },
};

/** `oauth` is nothing without its client (crates/settings_content/src/project.rs, 2026-08). */
function clientMissing({ oauth }: JsonObject): Finding | undefined {
  if (!isObject(oauth) || typeof oauth.client_id === 'string') return undefined;
  return { code: 'entry-fatal', severity: 'error', message: 'Zed does not take `oauth` without a `client_id`' };
}
