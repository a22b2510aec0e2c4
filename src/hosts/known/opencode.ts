// opencode: command and arguments in one list, tool lists beside the servers.

import type { Host } from '../host.ts';
import { anyName, remote } from '../presets.ts';
import { toolPatterns } from './opencode-oddities.ts';

const place = {
  format: 'jsonc',
  container: { kind: 'map', path: ['mcp'] },
  satellites: { tools: { kind: 'map', path: ['tools'] } },
} as const;

export const opencode: Host = {
  id: 'opencode',
  title: 'opencode',
  aliases: ['open-code'],
  source: { docs: 'https://opencode.ai/docs/mcp-servers', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    // `.config` on Windows too.
    user: { files: ['{config}/opencode/opencode.json', '{config}/opencode/opencode.jsonc'], ...place },
    project: { files: ['{project}/opencode.json', '{project}/opencode.jsonc'], ...place },
  },
  presence: ['{config}/opencode'],
  entry: {
    fields: {
      ...remote,
      command: { at: 'command', as: 'command-line' },
      env: 'environment',
      cwd: 'cwd',
      clientId: ['oauth', 'clientId'],
      clientSecret: ['oauth', 'clientSecret'],
      scopes: { at: ['oauth', 'scope'], as: 'words' },
      enabled: 'enabled',
      timeout: { at: 'timeout', as: 'milliseconds' },
    },
    transports: { key: 'type', words: { stdio: ['local'], http: ['remote'], sse: ['remote'] } },
  },
  references: {
    leaves: ['command', 'args', 'env', 'cwd', 'url', 'headers', 'clientId', 'clientSecret', 'scopes'],
    expands: /\{(?:env|file):[^}]{1,500}\}/g,
    env: '{env:NAME}',
    file: '{file:PATH}',
  },
  names: { charset: anyName },
  notes: {
    restart: 'start opencode again',
    know: ['opencode 2 takes this shape too (opencode.ai/docs/migrate-v1); its own, `mcp.servers`, is not written'],
  },
  oddities: toolPatterns,
};
