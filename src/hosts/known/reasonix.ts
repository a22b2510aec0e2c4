// Reasonix: servers are plugins, an array of tables by name.

import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';

const container = { kind: 'array', path: ['plugins'], key: 'name' } as const;

export const reasonix: Host = {
  id: 'reasonix',
  title: 'Reasonix',
  aliases: ['deepseek-reasonix'],
  source: {
    docs: 'https://github.com/esengine/DeepSeek-Reasonix/blob/main-v2/docs/SPEC.md',
    checked: '2026-11',
    confidence: 'single',
  },
  scopes: {
    user: { files: ['{home}/.reasonix/config.toml'], format: 'toml', container },
    project: { files: ['{project}/reasonix.toml'], format: 'toml', container },
  },
  presence: ['{home}/.reasonix'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      enabled: 'auto_start',
      timeout: { at: 'call_timeout_seconds', as: 'whole-seconds' },
      startupTimeout: { at: 'startup_timeout_seconds', as: 'whole-seconds' },
      deny: 'disabled_tools',
    },
    transports: {
      key: 'type',
      words: { stdio: [null, 'stdio'], http: ['http', 'streamable-http'], sse: ['sse'] },
    },
  },
  names: { charset: anyName },
  notes: {
    restart: 'start Reasonix again',
    know: ['what was switched on in Reasonix itself wins over `auto_start`'],
  },
};
