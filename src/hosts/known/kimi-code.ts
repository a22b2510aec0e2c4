// Kimi Code: expands no text, and takes the name of a variable for a bearer token.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';
import { bearerToken } from './kimi-code-oddities.ts';

export const kimiCode: Host = {
  id: 'kimi-code',
  title: 'Kimi Code',
  aliases: [],
  source: {
    docs: 'https://moonshotai.github.io/kimi-code/en/customization/mcp.html',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{KIMI_CODE_HOME}/mcp.json', '{home}/.kimi-code/mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.kimi-code/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{KIMI_CODE_HOME}', '{home}/.kimi-code'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      cwd: 'cwd',
      enabled: 'enabled',
      timeout: { at: 'toolTimeoutMs', as: 'milliseconds', least: 1 },
      startupTimeout: { at: 'startupTimeoutMs', as: 'milliseconds', least: 1 },
      allow: 'enabledTools',
      deny: 'disabledTools',
    },
    transports: { key: 'transport', words: { stdio: [null, 'stdio'], http: [null, 'http'], sse: ['sse'] } },
    extra: { bearerTokenEnvVar: 'plain' },
  },
  names: { charset: anyName },
  notes: {
    restart: 'start a new session',
    know: ['a project’s servers start as the session starts, without a question'],
  },
  oddities: bearerToken,
};
