// Junie, in the IDEs of JetBrains and as a CLI.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const junie: Host = {
  id: 'junie',
  title: 'Junie',
  aliases: ['junie-cli'],
  source: {
    docs: 'https://junie.jetbrains.com/docs/junie-cli-mcp-configuration.html',
    checked: '2026-11-20',
    confidence: 'peers',
  },
  scopes: {
    user: { files: ['{home}/.junie/mcp/mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.junie/mcp/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.junie'],
  entry: {
    fields: { ...launch, ...remote },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: [null, 'http', 'streamable-http'] } },
  },
  names: { charset: anyName },
  notes: { trust: 'Junie asks before each tool, unless it is on the list of allowed actions' },
};
