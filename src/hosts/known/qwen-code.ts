// Qwen Code: settings of the older Gemini kind, where the member that holds the URL tells the transport.

import type { Host } from '../host.ts';
import { anyName, launch, texts, untold } from '../presets.ts';

const place = {
  format: 'jsonc',
  container: { kind: 'map', path: ['mcpServers'] },
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
      ...launch,
      cwd: 'cwd',
      url: 'httpUrl',
      headers: 'headers',
      clientId: ['oauth', 'clientId'],
      clientSecret: ['oauth', 'clientSecret'],
      scopes: ['oauth', 'scopes'],
      enabled: { satellite: 'excluded' },
      timeout: { at: 'timeout', as: 'milliseconds' },
      startupTimeout: { at: 'discoveryTimeoutMs', as: 'milliseconds' },
      allow: 'includeTools',
      deny: 'excludeTools',
      description: 'description',
    },
    transports: { words: untold, urls: { sse: 'url' } },
  },
  references: {
    leaves: [...texts, 'description'],
    expands: /\$(?:\{[^}]{1,500}\}|\w{1,500})/g,
    env: `\${NAME}`,
  },
  names: { charset: anyName },
  notes: {
    restart: 'start Qwen Code again',
    trust: 'the settings of a project count once its folder is trusted',
    know: ['`mcp.allowed` and `mcp.excluded` take globs and hold for all servers'],
  },
};
