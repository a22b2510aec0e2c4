// JetBrains AI Assistant: files since 2026.2, its own settings before.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, wordless } from '../presets.ts';

export const jetbrainsAi: Host = {
  id: 'jetbrains-ai',
  title: 'JetBrains AI Assistant',
  aliases: ['ai-assistant', 'jetbrains-ai-assistant'],
  // The page has the shape; the places are defaults in the plugin's own plugin.xml (builds 262 and 263).
  source: { docs: 'https://www.jetbrains.com/help/ai-assistant/mcp.html', checked: '2026-11-20', confidence: 'single' },
  scopes: {
    user: { files: ['{home}/.ai/mcp/mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.ai/mcp/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.ai/mcp', '{appSupport}/JetBrains/*/options/llm.mcpServers.xml'],
  entry: { fields: { ...launch, ...remote }, transports: wordless },
  names: { charset: anyName },
  others: [
    {
      path: '{appSupport}/JetBrains/*/options/llm.mcpServers.xml',
      role: 'read',
      why: 'what was added under Settings, Tools, AI Assistant stands there',
    },
  ],
  notes: { restart: 'press Apply under Settings, Tools, AI Assistant, Model Context Protocol' },
};
