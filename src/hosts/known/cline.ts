// Cline: one file for its extensions, its CLI and its SDK.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';
import { clineOddities } from './cline-oddities.ts';

const file = 'settings/cline_mcp_settings.json';
const once = 'globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json';

export const cline: Host = {
  id: 'cline',
  title: 'Cline',
  aliases: ['cline-cli'],
  source: {
    docs: 'https://docs.cline.bot/mcp/configuring-mcp-servers',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: {
      files: [
        '{CLINE_MCP_SETTINGS_PATH}',
        `{CLINE_DATA_DIR}/${file}`,
        `{CLINE_DIR}/data/${file}`,
        `{home}/.cline/data/${file}`,
      ],
      format: 'json',
      container: mcpServers,
    },
  },
  presence: ['{CLINE_DATA_DIR}', '{CLINE_DIR}', '{home}/.cline'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      cwd: 'cwd',
      clientId: ['oauthClient', 'clientId'],
      clientSecret: ['oauthClient', 'clientSecret'],
      enabled: { at: 'disabled', as: 'negated' },
      timeout: { at: 'timeout', as: 'whole-seconds', least: 1000 },
      autoApprove: 'autoApprove',
    },
    // sdk/packages/core/src/extensions/mcp/config-loader.ts, 2026-11-20.
    transports: {
      key: 'type',
      words: { stdio: [null, 'stdio'], http: ['streamableHttp'], sse: ['sse', null] },
    },
    also: [
      ...['type', 'command', 'args', 'cwd', 'env', 'url', 'headers'].map((key) => [['transport', key], [key]] as const),
      [['transportType'], ['type']],
    ],
  },
  names: { charset: anyName },
  starts: { desktop: true },
  others: [
    {
      path: `{appSupport}/Code/User/${once}`,
      role: 'stale',
      why: 'Cline took its servers over from there once, and other tools still write it',
    },
  ],
  notes: { know: ['`oauth` in an entry is what Cline keeps of its sign-in'] },
  oddities: clineOddities,
};
