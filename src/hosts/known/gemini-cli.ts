// Gemini CLI: servers among all its settings, whose texts it expands; one list beside them switches servers off.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

const place = {
  format: 'jsonc',
  container: mcpServers,
  satellites: { excluded: { kind: 'names', path: ['mcp', 'excluded'] } },
} as const;

export const geminiCli: Host = {
  id: 'gemini-cli',
  title: 'Gemini CLI',
  aliases: ['gemini'],
  source: { docs: 'https://geminicli.com/docs/tools/mcp-server', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: { files: ['{GEMINI_CLI_HOME}/.gemini/settings.json', '{home}/.gemini/settings.json'], ...place },
    project: { files: ['{project}/.gemini/settings.json'], ...place },
  },
  // The folder alone is Antigravity's too.
  presence: ['{GEMINI_CLI_HOME}/.gemini', '{home}/.gemini/settings.json', '{home}/.gemini/google_accounts.json'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      cwd: 'cwd',
      clientId: ['oauth', 'clientId'],
      clientSecret: ['oauth', 'clientSecret'],
      scopes: ['oauth', 'scopes'],
      enabled: { satellite: 'excluded' },
      timeout: { at: 'timeout', as: 'milliseconds' },
      allow: 'includeTools',
      deny: 'excludeTools',
      description: 'description',
    },
    // A URL without a word is HTTP in the source and SSE in older versions (packages/core/src/tools/mcp-client.ts, 2026-08).
    transports: { key: 'type', words: { stdio: [null], http: ['http', null], sse: ['sse'] } },
    also: [[['httpUrl'], ['url']]],
  },
  references: {
    leaves: ['command', 'args', 'env', 'cwd', 'url', 'headers', 'clientId', 'clientSecret', 'scopes'],
    expands: /\$(?:\w{1,500}|\{[^}]{1,500}\})/g,
    env: `\${NAME}`,
    fallback: `\${NAME:-DEFAULT}`,
  },
  names: { charset: anyName },
  others: [
    {
      path: '{home}/.gemini/mcp-server-enablement.json',
      role: 'read',
      why: '`gemini mcp disable` switches servers off there',
    },
    {
      path: {
        darwin: '/Library/Application Support/GeminiCli/settings.json',
        linux: '/etc/gemini-cli/settings.json',
        win32: 'C:/ProgramData/gemini-cli/settings.json',
      },
      role: 'read',
      why: 'the settings of this machine go before those of the user and the project',
    },
  ],
  notes: {
    restart: 'start Gemini CLI again, or type /mcp reload',
    trust: 'the settings of a project count in trusted folders only',
    know: [
      'policies split the names of tools at underscores: a server without `_` in its name is safer',
      'variables that look like secrets reach a server only where its `env` names them',
    ],
  },
};
