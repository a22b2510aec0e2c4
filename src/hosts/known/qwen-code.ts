// Qwen Code: settings of the older Gemini kind, where the member that holds the URL tells the transport.

import type { Host } from '../host.ts';
import { anyName, mcpServers, olderGemini } from '../presets.ts';

const place = {
  format: 'jsonc',
  container: mcpServers,
  satellites: { excluded: { kind: 'names', path: ['mcp', 'excluded'] } },
} as const;

export const qwenCode: Host = {
  id: 'qwen-code',
  title: 'Qwen Code',
  aliases: ['qwen'],
  source: {
    docs: 'https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/mcp.md',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{QWEN_HOME}/settings.json', '{home}/.qwen/settings.json'], ...place },
    project: { files: ['{project}/.qwen/settings.json'], ...place },
  },
  presence: ['{QWEN_HOME}', '{home}/.qwen'],
  entry: {
    fields: {
      ...olderGemini.fields,
      enabled: { satellite: 'excluded' },
      startupTimeout: { at: 'discoveryTimeoutMs', as: 'milliseconds' },
    },
    transports: olderGemini.transports,
  },
  references: olderGemini.references,
  names: { charset: anyName },
  notes: {
    restart: 'start Qwen Code again',
    trust: 'the settings of a project count once its folder is trusted',
    know: ['`mcp.allowed` and `mcp.excluded` take globs and hold for all servers'],
  },
};
