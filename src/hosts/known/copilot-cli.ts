// GitHub Copilot CLI: a file of its own, and in a project one that it shares with Claude Code.

import type { Host } from '../host.ts';
import { launch, mcpServers, remote } from '../presets.ts';

export const copilotCli: Host = {
  id: 'copilot-cli',
  title: 'GitHub Copilot CLI',
  aliases: ['github-copilot-cli'],
  source: {
    docs: 'https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-command-reference#mcp-server-configuration',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: {
      files: ['{COPILOT_HOME}/mcp-config.json', '{home}/.copilot/mcp-config.json'],
      format: 'json',
      container: mcpServers,
    },
    project: { files: ['{project}/.github/mcp.json', '{project}/.mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{COPILOT_HOME}', '{home}/.copilot'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      cwd: 'cwd',
      clientId: 'oauthClientId',
      scopes: 'oauthScopes',
      timeout: { at: 'timeout', as: 'milliseconds', least: 1 },
      allow: 'tools',
    },
    transports: {
      key: 'type',
      words: { stdio: ['stdio', 'local', null], http: ['http', 'streamable-http', null], sse: ['sse'] },
    },
    always: { tools: ['*'] },
    defaults: [[['tools'], ['*']]],
  },
  references: {
    leaves: ['command', 'args', 'env', 'cwd', 'headers'],
    expands: /\$(?:\{[^}]{1,500}\}|[A-Za-z_]\w{0,500})/g,
    env: `\${NAME}`,
    fallback: `\${NAME:-DEFAULT}`,
  },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is kept out
  names: { charset: /^[^\x00-\x1f\x7f}]+$/ },
  others: [
    {
      path: '{project}/.copilot/mcp-config.json',
      role: 'stale',
      why: 'other tools write it, but Copilot reads `.mcp.json` and `.github/mcp.json` of a project',
    },
    {
      path: '{XDG_CONFIG_HOME}/mcp-config.json',
      role: 'stale',
      why: 'other tools write it where XDG_CONFIG_HOME is set; Copilot follows COPILOT_HOME',
    },
  ],
  notes: {
    restart: 'start Copilot again',
    trust: 'the servers of a project load once its folder is trusted',
    know: [
      'a server is switched off by `copilot mcp disable NAME`, which keeps a list in the settings, not in this file',
      '`.vscode/mcp.json` is no longer read',
      '`timeout` also bounds how long the tools of a server are looked for',
    ],
  },
};
