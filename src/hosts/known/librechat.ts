// LibreChat: servers among the settings of a whole installation, in YAML.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, withArguments } from '../presets.ts';

export const librechat: Host = {
  id: 'librechat',
  title: 'LibreChat',
  aliases: ['libre-chat'],
  source: {
    docs: 'https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/mcp_servers',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: { project: { files: ['{project}/librechat.yaml'], format: 'yaml', container: mcpServers } },
  presence: [],
  entry: {
    fields: {
      ...launch,
      ...remote,
      clientId: ['oauth', 'client_id'],
      clientSecret: ['oauth', 'client_secret'],
      scopes: { at: ['oauth', 'scope'], as: 'words' },
      timeout: { at: 'timeout', as: 'milliseconds' },
      startupTimeout: { at: 'initTimeout', as: 'milliseconds' },
      description: 'description',
    },
    // packages/data-provider/src/mcp.ts, 2026-11-20.
    transports: {
      key: 'type',
      words: { stdio: [null, 'stdio'], http: ['streamable-http', 'http'], sse: ['sse', null], ws: ['websocket'] },
    },
  },
  references: {
    leaves: ['args', 'env', 'url', 'headers'],
    expands: /\$\{[^}]{1,500}\}|\{\{\w{1,500}\}\}/g,
    env: `\${NAME}`,
  },
  names: { charset: anyName },
  notes: {
    restart: 'start LibreChat again',
    know: ['where it runs in a container, programs, files and variables are those of the container'],
  },
  oddities: withArguments,
};
