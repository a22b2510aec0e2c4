// Qoder CLI: its settings, and in a project the file that it shares with Claude Code beside them.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const qoderCli: Host = {
  id: 'qoder-cli',
  title: 'Qoder CLI',
  aliases: ['qodercli'],
  source: { docs: 'https://docs.qoder.com/cli/mcp-reference', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: {
      files: ['{QODER_CONFIG_DIR}/settings.json', '{home}/.qoder/settings.json'],
      format: 'jsonc',
      container: mcpServers,
    },
    project: { files: ['{project}/.qoder/settings.json'], format: 'jsonc', container: mcpServers },
  },
  presence: ['{QODER_CONFIG_DIR}', '{home}/.qoder'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      cwd: 'cwd',
      enabled: { at: 'disabled', as: 'negated' },
      timeout: { at: 'timeout', as: 'milliseconds' },
      allow: 'includeTools',
      deny: 'excludeTools',
      autoApprove: 'alwaysAllow',
      description: 'description',
    },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: ['http'], sse: ['sse'] } },
  },
  names: { charset: anyName },
  others: [
    { path: '{project}/.mcp.json', role: 'read', why: 'a server of the same name there wins' },
    { path: '{project}/.qoder/settings.local.json', role: 'read', why: 'your own, over the settings of the project' },
    { path: '{home}/.qoder.json', role: 'stale', why: 'older versions kept their servers there' },
  ],
  notes: {
    restart: 'start Qoder again',
    trust: 'approve the servers of a project when Qoder asks',
  },
};
