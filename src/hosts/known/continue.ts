// Continue: a list by name in its own file, or a folder with one file for each server.

import type { Host } from '../host.ts';
import { anyName, launch } from '../presets.ts';

const container = { kind: 'array', path: ['mcpServers'], key: 'name' } as const;

export const continueDev: Host = {
  id: 'continue',
  title: 'Continue',
  aliases: ['continue-dev'],
  source: { docs: 'https://docs.continue.dev/reference', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: {
      files: ['{CONTINUE_GLOBAL_DIR}/config.yaml', '{home}/.continue/config.yaml'],
      format: 'yaml',
      container,
      // Without these it is not read (docs.continue.dev/reference, 2026-11-20).
      fresh: { name: 'Local', version: '1.0.0', schema: 'v1' },
    },
    project: {
      files: ['{project}/.continue/mcpServers'],
      format: 'yaml',
      container,
      folder: { extensions: ['.yaml', '.yml'], fresh: { name: '{name}', version: '0.0.1', schema: 'v1' } },
    },
  },
  presence: ['{CONTINUE_GLOBAL_DIR}', '{home}/.continue'],
  entry: {
    fields: {
      ...launch,
      cwd: 'cwd',
      url: 'url',
      headers: ['requestOptions', 'headers'],
      startupTimeout: { at: 'connectionTimeout', as: 'milliseconds', least: 1 },
    },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: ['streamable-http', null], sse: ['sse'] } },
  },
  references: {
    leaves: ['command', 'args', 'env', 'cwd', 'url', 'headers'],
    expands: /\$\{\{[^}]{0,500}\}\}/g,
    env: `\${{ secrets.NAME }}`,
  },
  names: { charset: anyName },
  notes: {
    know: [
      'servers work in agent mode only',
      'the editor extensions do not see the variables of your shell: put them into ~/.continue/.env',
    ],
  },
};
