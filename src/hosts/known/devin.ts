// Devin on one's own machine: its CLI, and the agent Devin Local of Devin Desktop.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

const folder = { darwin: '{home}/.config/devin', linux: '{config}/devin', win32: '{appData}/devin' } as const;
const user = (file: string) => ({
  darwin: `${folder.darwin}/${file}`,
  linux: `${folder.linux}/${file}`,
  win32: `${folder.win32}/${file}`,
});

export const devin: Host = {
  id: 'devin',
  title: 'Devin',
  aliases: ['devin-cli', 'devin-local', 'devin-desktop'],
  source: {
    docs: 'https://docs.devin.ai/cli/extensibility/mcp/configuration',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: [user('mcp_config.json')], format: 'jsonc', container: mcpServers },
    project: { files: ['{project}/.devin/mcp_config.json'], format: 'jsonc', container: mcpServers },
  },
  presence: [folder],
  entry: {
    fields: { ...launch, ...remote, enabled: { at: 'disabled', as: 'negated' }, deny: 'disabledTools' },
    // Without a word it is HTTP, and SSE where that is refused.
    transports: { key: 'transport', words: { stdio: [null, 'stdio'], http: [null, 'http'], sse: ['sse'] } },
    also: [[['serverUrl'], ['url']]],
  },
  names: { charset: anyName },
  others: [
    { path: '{project}/.devin/mcp_config.local.json', role: 'read', why: "a person's own servers of the project" },
    { path: user('config.json'), role: 'imported', why: 'since 3000.3 its `mcpServers` move over at the start' },
    {
      path: '{project}/.devin/config.json',
      role: 'imported',
      why: 'since 3000.3 its `mcpServers` move over at the start',
    },
  ],
  notes: {
    know: [
      '`read_config_from` takes over what Cursor, Windsurf and Claude Code have, unless it is switched off',
      'sign in to a remote server with `devin mcp login`',
    ],
  },
};
