// Qoder, the editor: a file of its own, on Windows in a cache that its products share.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const qoder: Host = {
  id: 'qoder',
  title: 'Qoder',
  aliases: ['qoder-ide'],
  source: {
    docs: 'https://docs.qoder.com/user-guide/chat/model-context-protocol',
    checked: '2026-11',
    confidence: 'single',
  },
  scopes: {
    user: {
      files: [
        {
          darwin: '{home}/.qoder/mcp.json',
          linux: '{home}/.qoder/mcp.json',
          win32: '{appData}/Qoder/SharedClientCache/mcp.json',
        },
      ],
      format: 'json',
      container: mcpServers,
    },
  },
  presence: ['{appSupport}/Qoder', { darwin: '/Applications/Qoder.app' }],
  entry: {
    fields: { ...launch, ...remote },
    transports: {
      key: 'type',
      words: { stdio: [null, 'stdio'], http: ['http', 'streamable-http'], sse: ['sse', null] },
    },
  },
  names: { charset: anyName },
  starts: { desktop: true },
  others: [{ path: '{home}/.qoder/settings.json', role: 'stale', why: 'the command line reads it: host qoder-cli' }],
  notes: { know: ['a server is switched off under Settings, MCP, not in this file'] },
};
