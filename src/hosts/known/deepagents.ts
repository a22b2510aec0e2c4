// Deep Agents Code: a file in a folder of its own, beside the one that it shares with Claude Code.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';
import { oneToolList } from './deepagents-oddities.ts';

export const deepagents: Host = {
  id: 'deepagents',
  title: 'Deep Agents Code',
  aliases: ['deepagents-cli', 'deepagents-code'],
  source: {
    docs: 'https://docs.langchain.com/oss/python/deepagents/code/mcp-tools',
    checked: '2026-11',
    confidence: 'single',
  },
  scopes: {
    user: { files: ['{home}/.deepagents/.mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.deepagents/.mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.deepagents'],
  entry: {
    fields: { ...launch, ...remote, allow: 'allowedTools', deny: 'disabledTools' },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: ['http'], sse: ['sse'] } },
  },
  names: { charset: anyName },
  others: [{ path: '{project}/.mcp.json', role: 'read', why: 'a server of the same name there wins' }],
  notes: {
    restart: 'start it again',
    trust: 'approve the servers of a project when it asks',
  },
  oddities: oneToolList,
};
