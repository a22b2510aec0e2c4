// Kimi CLI: the configuration of FastMCP in a file of its own.

import type { Host } from '../host.ts';
import { anyName, fastMcp, mcpServers } from '../presets.ts';

export const kimi: Host = {
  id: 'kimi',
  title: 'Kimi CLI',
  aliases: ['kimi-cli'],
  source: {
    docs: 'https://moonshotai.github.io/kimi-cli/en/customization/mcp.html',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{KIMI_SHARE_DIR}/mcp.json', '{home}/.kimi/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{KIMI_SHARE_DIR}', '{home}/.kimi'],
  entry: fastMcp,
  names: { charset: anyName },
  others: [
    { path: '{project}/.kimi/mcp.json', role: 'stale', why: 'nothing reads it; Kimi CLI takes `--mcp-config-file`' },
  ],
  notes: { restart: 'start Kimi CLI again', know: ['Kimi Code, its successor, has files of its own: host kimi-code'] },
};
