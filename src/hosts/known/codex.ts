// Codex (CLI, app and IDE extension share one TOML file): expands no text, takes variables by fields of their own.

import type { Host } from '../host.ts';
import { launch, plainName } from '../presets.ts';
import { codexOddities } from './codex-oddities.ts';

const container = { kind: 'map', path: ['mcp_servers'] } as const;

export const codex: Host = {
  id: 'codex',
  title: 'Codex',
  aliases: ['codex-cli', 'codex-desktop'],
  source: { docs: 'https://developers.openai.com/codex/mcp', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: { files: ['{CODEX_HOME}/config.toml', '{home}/.codex/config.toml'], format: 'toml', container },
    project: { files: ['{project}/.codex/config.toml'], format: 'toml', container },
  },
  presence: ['{CODEX_HOME}', '{home}/.codex'],
  entry: {
    fields: {
      ...launch,
      cwd: 'cwd',
      url: 'url',
      headers: 'http_headers',
      clientId: ['oauth', 'client_id'],
      scopes: 'scopes',
      enabled: 'enabled',
      timeout: { at: 'tool_timeout_sec', as: 'seconds' },
      startupTimeout: { at: 'startup_timeout_sec', as: 'seconds' },
      allow: 'enabled_tools',
      deny: 'disabled_tools',
    },
    transports: { words: { stdio: [null], http: [null] } },
    extra: { env_vars: 'plain', bearer_token_env_var: 'plain', env_http_headers: 'plain', tools: 'plain' },
  },
  names: { charset: plainName },
  notes: {
    restart: 'start a new session',
    trust: 'a project file counts only where Codex trusts the project',
    know: ['`codex mcp add` and `remove` write every server anew, without comments'],
  },
  oddities: codexOddities,
};
