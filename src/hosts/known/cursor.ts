// Cursor, the editor and its agent on the command line.

import type { Host } from '../host.ts';
import { anyName, editorVariables, launch, remote, wordless } from '../presets.ts';

const container = { kind: 'map', path: ['mcpServers'] } as const;

export const cursor: Host = {
  id: 'cursor',
  title: 'Cursor',
  aliases: ['cursor-agent'],
  source: { docs: 'https://cursor.com/docs/context/mcp', checked: '2026-08', confidence: 'documented' },
  scopes: {
    user: { files: ['{home}/.cursor/mcp.json'], format: 'json', container },
    project: { files: ['{project}/.cursor/mcp.json'], format: 'json', container },
  },
  presence: ['{home}/.cursor', { darwin: '/Applications/Cursor.app' }],
  entry: {
    fields: {
      ...launch,
      ...remote,
      envFile: 'envFile',
      clientId: ['auth', 'CLIENT_ID'],
      clientSecret: ['auth', 'CLIENT_SECRET'],
      scopes: ['auth', 'scopes'],
    },
    transports: wordless,
  },
  references: {
    leaves: ['command', 'args', 'env', 'url', 'headers'],
    expands: editorVariables,
    env: `\${env:NAME}`,
    home: `\${userHome}`,
    workspace: `\${workspaceFolder}`,
  },
  names: { charset: anyName },
  notes: { trust: 'enable a new server under Settings, MCP' },
};
