// mcporter: its own files, beside what it takes over from other hosts.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, untold } from '../presets.ts';
import { mcporterOddities } from './mcporter-oddities.ts';

const imports = 'unless `imports` is there and does not name it';

export const mcporter: Host = {
  id: 'mcporter',
  title: 'MCPorter',
  aliases: [],
  source: {
    docs: 'https://github.com/openclaw/mcporter/blob/main/docs/config.md',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: {
      files: ['{MCPORTER_CONFIG}', '{home}/.mcporter/mcporter.json', '{home}/.mcporter/mcporter.jsonc'],
      format: 'jsonc',
      container: mcpServers,
    },
    project: {
      files: ['{project}/config/mcporter.json', '{project}/config/mcporter.jsonc'],
      format: 'jsonc',
      container: mcpServers,
    },
  },
  presence: ['{MCPORTER_CONFIG}', '{home}/.mcporter'],
  entry: {
    fields: { ...launch, url: 'baseUrl', headers: 'headers', description: 'description' },
    transports: untold,
    also: [
      [['base_url'], ['baseUrl']],
      [['url'], ['baseUrl']],
      [['serverUrl'], ['baseUrl']],
      [['server_url'], ['baseUrl']],
      [['executable'], ['command']],
    ],
    extra: { bearerToken: 'secret', bearer_token: 'secret' },
  },
  references: {
    leaves: ['env', 'headers'],
    expands: /\$env:\w{1,500}|\$\{[^}]{1,500}\}/g,
    env: `\${NAME}`,
  },
  names: { charset: anyName },
  others: [
    { path: '{config}/mcporter/mcporter.json', role: 'read', why: 'it is merged with the one in the home directory' },
    { path: '{home}/.cursor/mcp.json', role: 'imported', why: imports },
    { path: '{home}/.claude.json', role: 'imported', why: imports },
    { path: '{home}/.codex/config.toml', role: 'imported', why: imports },
    { path: '{home}/.codeium/windsurf/mcp_config.json', role: 'imported', why: imports },
  ],
  notes: { know: ['a variable that is not set ends the run where a header names it'] },
  oddities: mcporterOddities,
};
