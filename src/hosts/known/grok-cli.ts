// Grok Build: a TOML file like that of Codex, with literal members.

import type { Host } from '../host.ts';
import { bracedVariable, launch, plainName, remote } from '../presets.ts';

const container = { kind: 'map', path: ['mcp_servers'] } as const;

export const grokCli: Host = {
  id: 'grok-cli',
  title: 'Grok Build',
  aliases: ['grok', 'grok-build'],
  source: { docs: 'https://docs.x.ai/build/features/mcp-servers', checked: '2026-11-20', confidence: 'peers' },
  scopes: {
    user: { files: ['{GROK_HOME}/config.toml', '{home}/.grok/config.toml'], format: 'toml', container },
    project: { files: ['{project}/.grok/config.toml'], format: 'toml', container },
  },
  presence: ['{GROK_HOME}', '{home}/.grok'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      cwd: 'cwd',
      enabled: 'enabled',
      timeout: { at: 'tool_timeout_sec', as: 'whole-seconds' },
      startupTimeout: { at: 'startup_timeout_sec', as: 'whole-seconds' },
    },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: [null, 'http'] } },
  },
  references: { leaves: ['env', 'headers'], ...bracedVariable },
  names: { charset: plainName },
  notes: {
    restart: 'start a new session',
    know: [
      'tools are left out under [disabled_mcp_tools] of ~/.grok/config.toml, a list for each server',
      'the servers of Claude Code and Cursor are taken over where [compat] says so',
    ],
  },
};
