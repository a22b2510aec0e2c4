// Warp: files of its own beside the servers that its settings keep in Warp Drive.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, texts, untold } from '../presets.ts';

export const warp: Host = {
  id: 'warp',
  title: 'Warp',
  aliases: [],
  source: {
    docs: 'https://docs.warp.dev/agents/capabilities/mcp',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{home}/.warp/.mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.warp/.mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.warp', { darwin: '/Applications/Warp.app' }],
  entry: {
    fields: { ...launch, ...remote, cwd: 'working_directory', description: 'description' },
    transports: untold,
  },
  // The whole file is expanded; `{{NAME}}` asks for a value (github.com/warpdotdev/warp, app/src/ai/mcp/parsing.rs, 2026-11).
  references: { leaves: [...texts, 'description'], expands: /\$\{[^}]{1,500}\}|\{\{/g, env: `\${NAME}` },
  names: { charset: anyName },
  others: [
    { path: '{home}/.claude.json', role: 'read', why: 'the servers of Claude Code are offered too' },
    { path: '{home}/.codex/config.toml', role: 'read', why: 'the servers of Codex are offered too' },
    { path: '{home}/.agents/.mcp.json', role: 'read', why: 'servers of other agents are offered too' },
  ],
  notes: {
    trust: 'start the servers of a project once under Settings, MCP servers',
    know: [
      'where one variable is not set, no server of the file starts',
      'servers that were added in Warp itself stand in Warp Drive, not in a file',
    ],
  },
};
