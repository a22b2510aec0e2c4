// Rovo Dev: the servers in one file, and in the one beside it which of them are off.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const rovoDev: Host = {
  id: 'rovo-dev',
  title: 'Rovo Dev',
  aliases: ['rovodev', 'acli-rovodev'],
  source: {
    docs: 'https://support.atlassian.com/rovo/docs/connect-to-an-mcp-server-in-rovo-dev-cli/',
    checked: '2026-11-20',
    confidence: 'peers',
  },
  scopes: {
    user: {
      files: ['{home}/.rovodev/mcp.json', '{home}/.rovodev/mcp_config.json'],
      format: 'json',
      container: mcpServers,
    },
    project: { files: ['{project}/.rovodev/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.rovodev'],
  entry: {
    fields: { ...launch, ...remote },
    transports: { key: 'transport', words: { stdio: ['stdio', null], http: ['http'], sse: ['sse'] } },
  },
  names: { charset: anyName },
  others: [
    {
      path: '{home}/.rovodev/config.yml',
      role: 'read',
      why: '`mcp.disabledMcpServers` names the servers that are off',
    },
  ],
  notes: {
    restart: 'start Rovo Dev again',
    know: [
      '`mcp.mcpConfigPath` in config.yml names the one file that is read: a project’s file counts only where it does',
      'switch a server off under `mcp.disabledMcpServers` in config.yml',
    ],
  },
};
