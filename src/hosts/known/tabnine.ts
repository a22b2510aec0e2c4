// Tabnine CLI: settings of the older Gemini kind, shared with all its other settings.

import type { Host } from '../host.ts';
import { anyName, mcpServers, olderGemini } from '../presets.ts';

const place = {
  format: 'jsonc',
  container: mcpServers,
  satellites: { excluded: { kind: 'names', path: ['mcp', 'excluded'] } },
} as const;

export const tabnine: Host = {
  id: 'tabnine',
  title: 'Tabnine CLI',
  aliases: ['tabnine-cli'],
  source: {
    docs: 'https://docs.tabnine.com/main/getting-started/tabnine-cli/features/settings/settings-reference',
    checked: '2026-11-20',
    confidence: 'single',
  },
  scopes: {
    user: { files: ['{home}/.tabnine/agent/settings.json'], ...place },
    project: { files: ['{project}/.tabnine/agent/settings.json'], ...place },
  },
  presence: ['{home}/.tabnine/agent'],
  entry: {
    fields: { ...olderGemini.fields, enabled: { satellite: 'excluded' } },
    // `type` says what `url` is where the version knows it; older ones take `url` for SSE.
    transports: { key: 'type', words: { stdio: [null], http: [null], sse: ['sse', null] }, urls: { sse: 'url' } },
  },
  references: olderGemini.references,
  names: { charset: anyName },
  others: [
    {
      path: '{home}/.tabnine/mcp_servers.json',
      role: 'stale',
      why: 'Tabnine in the editors reads it; the command line has its settings',
    },
    {
      path: '{project}/.tabnine/mcp_servers.json',
      role: 'stale',
      why: 'Tabnine in the editors reads it; the command line has its settings',
    },
  ],
  notes: {
    restart: 'start Tabnine again',
    trust: 'the settings of a project count once its folder is trusted',
    know: ['`mcp.allowed` and `mcp.excluded` hold for all servers'],
  },
};
