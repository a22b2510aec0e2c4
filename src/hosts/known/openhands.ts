// OpenHands: since version 1 of its command line FastMCP's configuration, before that arrays in a TOML file.

import type { Host } from '../host.ts';
import { anyName, fastMcp, mcpServers } from '../presets.ts';

export const openhands: Host = {
  id: 'openhands',
  title: 'OpenHands',
  aliases: ['openhands-cli'],
  source: {
    docs: 'https://docs.openhands.dev/openhands/usage/cli/mcp-servers',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: { user: { files: ['{home}/.openhands/mcp.json'], format: 'json', container: mcpServers } },
  presence: ['{home}/.openhands'],
  entry: { ...fastMcp, fields: { ...fastMcp.fields, enabled: 'enabled' } },
  names: { charset: anyName },
  others: [{ path: '{home}/.openhands/config.toml', role: 'stale', why: 'the servers of versions before 1' }],
  notes: {
    restart: 'start a new conversation',
    know: ['`openhands mcp add` and `remove` write the file anew'],
  },
};

export const openhandsToml: Host = {
  id: 'openhands-toml',
  title: 'OpenHands (config.toml)',
  aliases: ['openhands-legacy'],
  source: {
    docs: 'https://docs.openhands.dev/openhands/usage/settings/mcp-settings',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{home}/.openhands/config.toml'], ...arrays() },
    project: { files: ['{project}/config.toml'], ...arrays() },
  },
  presence: ['{home}/.openhands/config.toml'],
  entry: {
    fields: { command: 'command', args: 'args', env: 'env', url: 'url' },
    transports: { key: 'list', words: { stdio: ['stdio_servers'], http: ['shttp_servers'], sse: ['sse_servers'] } },
    extra: { api_key: 'secret' },
  },
  names: { charset: anyName },
  notes: {
    restart: 'start OpenHands again',
    know: [
      'a remote server takes no headers but a bearer token, as `api_key`',
      'a name is ours: OpenHands knows remote servers by their URL alone',
    ],
  },
};

function arrays() {
  return {
    format: 'toml',
    container: {
      kind: 'arrays',
      path: ['mcp'],
      lists: ['stdio_servers', 'sse_servers', 'shttp_servers'],
      as: 'list',
      key: 'name',
      otherwise: 'url',
    },
  } as const;
}
