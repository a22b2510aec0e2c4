// AnythingLLM, the desktop app; of a server of its own the file is named by `path`.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const anythingllm: Host = {
  id: 'anythingllm',
  title: 'AnythingLLM',
  aliases: ['anything-llm'],
  // The shape is that of server/utils/MCP/hypervisor/index.js of the project.
  source: {
    docs: 'https://docs.anythingllm.com/mcp-compatibility/overview',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: {
      files: ['{appSupport}/anythingllm-desktop/storage/plugins/anythingllm_mcp_servers.json'],
      format: 'json',
      container: mcpServers,
    },
  },
  presence: ['{appSupport}/anythingllm-desktop', { darwin: '/Applications/AnythingLLM.app' }],
  entry: {
    fields: { ...launch, ...remote, enabled: ['anythingllm', 'autoStart'] },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: ['streamable', 'http'], sse: ['sse'] } },
  },
  names: { charset: anyName },
  notes: {
    restart: 'press Refresh under Agent Skills, MCP Servers',
    know: ['a server of its own keeps the file in plugins/ below its STORAGE_DIR'],
  },
};
