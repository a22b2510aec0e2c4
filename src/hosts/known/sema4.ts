// Sema4.ai Studio.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers } from '../presets.ts';

export const sema4: Host = {
  id: 'sema4',
  title: 'Sema4.ai Studio',
  aliases: ['sema4ai', 'sema4ai-studio'],
  source: {
    docs: 'https://github.com/docker/mcp-gateway/blob/main/cmd/docker-mcp/client/config.yml',
    checked: '2026-11-20',
    confidence: 'single',
  },
  scopes: {
    user: {
      files: [
        {
          darwin: '{home}/.sema4ai/sema4ai-studio/mcp_servers.json',
          linux: '{home}/.sema4ai/sema4ai-studio/mcp_servers.json',
          win32: '{localAppData}/sema4ai/sema4ai-studio/mcp_servers.json',
        },
      ],
      format: 'json',
      container: mcpServers,
    },
  },
  presence: [
    {
      darwin: '{home}/.sema4ai/sema4ai-studio',
      linux: '{home}/.sema4ai/sema4ai-studio',
      win32: '{localAppData}/sema4ai/sema4ai-studio',
    },
  ],
  entry: { fields: { ...launch }, transports: { key: 'transport', words: { stdio: ['stdio', null] } } },
  names: { charset: anyName },
  starts: { desktop: true },
  notes: { restart: 'start Sema4.ai Studio again' },
};
