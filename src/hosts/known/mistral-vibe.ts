// Mistral Vibe: an array of tables by name; one header's token may come from a variable.

import type { Host } from '../host.ts';
import { launch, plainName, remote } from '../presets.ts';
import { usual, vibeOddities } from './mistral-vibe-oddities.ts';

const container = { kind: 'array', path: ['mcp_servers'], key: 'name' } as const;

export const mistralVibe: Host = {
  id: 'mistral-vibe',
  title: 'Mistral Vibe',
  aliases: ['vibe'],
  source: {
    docs: 'https://docs.mistral.ai/vibe/code/cli/mcp-servers',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{VIBE_HOME}/config.toml', '{home}/.vibe/config.toml'], format: 'toml', container },
    project: { files: ['{project}/.vibe/config.toml'], format: 'toml', container },
  },
  presence: ['{VIBE_HOME}', '{home}/.vibe'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      command: { at: 'command', as: 'shell-word' },
      enabled: { at: 'disabled', as: 'negated' },
      timeout: { at: 'tool_timeout_sec', as: 'seconds' },
      startupTimeout: { at: 'startup_timeout_sec', as: 'seconds' },
      deny: 'disabled_tools',
    },
    transports: { key: 'transport', words: { stdio: ['stdio'], http: ['streamable-http', 'http'] } },
    defaults: [
      [['api_key_header'], usual.header],
      [['api_key_format'], usual.format],
    ],
    extra: { api_key_env: 'plain', api_key_header: 'plain', api_key_format: 'plain' },
  },
  names: { charset: plainName, longest: 256 },
  notes: { restart: 'start Vibe again', know: ['the first of ./.vibe/config.toml and ~/.vibe/config.toml is read'] },
  oddities: vibeOddities,
};
