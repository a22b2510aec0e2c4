// Claude Code.

import type { Host } from '../host.ts';
import { launch, remote } from '../presets.ts';

const container = { kind: 'map', path: ['mcpServers'] } as const;

export const claudeCode: Host = {
  id: 'claude-code',
  title: 'Claude Code',
  aliases: ['claudecode', 'claude-cli'],
  source: { docs: 'https://code.claude.com/docs/en/mcp', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: { files: ['{CLAUDE_CONFIG_DIR}/.claude.json', '{home}/.claude.json'], format: 'json', container },
    project: { files: ['{project}/.mcp.json'], format: 'json', container },
  },
  presence: ['{CLAUDE_CONFIG_DIR}', '{home}/.claude', '{home}/.claude.json'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      clientId: ['oauth', 'clientId'],
      timeout: { at: 'timeout', as: 'milliseconds', least: 1000 },
    },
    transports: {
      key: 'type',
      words: { stdio: [null, 'stdio'], http: ['http', 'streamable-http'], sse: ['sse'], ws: ['ws'] },
    },
  },
  references: {
    leaves: ['command', 'args', 'env', 'url', 'headers'],
    expands: /\$\{[^}]{1,500}\}/g,
    env: `\${NAME}`,
    fallback: `\${NAME:-DEFAULT}`,
  },
  names: {
    charset: /^[A-Za-z0-9_-]+$/,
    reserved: ['workspace', 'claude-in-chrome', 'computer-use', 'Claude Preview', 'Claude Browser'],
  },
  // code.claude.com/docs/en/mcp, "Windows users", 2026-11-20.
  starts: { cmd: true },
  notes: {
    restart: 'start a new session, or reconnect with /mcp',
    trust: 'approve the servers of .mcp.json in the first session of the project',
    know: ['every running process rewrites ~/.claude.json', 'a variable that is not set arrives literally'],
  },
};
