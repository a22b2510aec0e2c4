// Hermes Agent: servers among all other settings, texts expanded as Cursor does and in braces.

import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';
import { authOauth } from './auth-oddities.ts';

export const hermes: Host = {
  id: 'hermes',
  title: 'Hermes Agent',
  aliases: ['hermes-agent'],
  source: {
    docs: 'https://hermes-agent.nousresearch.com/docs/reference/mcp-config-reference',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: {
      files: [
        '{HERMES_HOME}/config.yaml',
        {
          darwin: '{home}/.hermes/config.yaml',
          linux: '{home}/.hermes/config.yaml',
          win32: '{localAppData}/hermes/config.yaml',
        },
      ],
      format: 'yaml',
      container: { kind: 'map', path: ['mcp_servers'] },
    },
  },
  presence: ['{HERMES_HOME}', '{home}/.hermes', { win32: '{localAppData}/hermes' }],
  entry: {
    fields: {
      ...launch,
      ...remote,
      clientId: ['oauth', 'client_id'],
      clientSecret: ['oauth', 'client_secret'],
      scopes: { at: ['oauth', 'scope'], as: 'words' },
      enabled: 'enabled',
      timeout: { at: 'timeout', as: 'seconds' },
      startupTimeout: { at: 'connect_timeout', as: 'seconds' },
      allow: ['tools', 'include'],
      deny: ['tools', 'exclude'],
    },
    transports: { key: 'transport', words: { stdio: [null, 'stdio'], http: [null, 'http'], sse: ['sse'] } },
    extra: { auth: 'plain' },
  },
  references: {
    leaves: ['command', 'args', 'env', 'url', 'headers', 'clientId', 'clientSecret', 'scopes'],
    expands: /\$\{[^}]{1,500}\}/g,
    env: `\${NAME}`,
    home: `\${userHome}`,
    workspace: `\${workspaceFolder}`,
  },
  names: { charset: anyName },
  notes: {
    restart: '`/reload-mcp`',
    know: [
      'variables come from ~/.hermes/.env first; one that is not set stays as it is written',
      'where `tools.include` is there, `tools.exclude` counts for nothing',
    ],
  },
  oddities: authOauth,
};
