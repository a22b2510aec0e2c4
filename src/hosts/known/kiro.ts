// Kiro, the IDE and its CLI, which goes on from that of Amazon Q.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, wordless } from '../presets.ts';

const agents = 'an agent may have servers of its own, which go before these';

export const kiro: Host = {
  id: 'kiro',
  title: 'Kiro',
  aliases: ['kiro-cli'],
  source: { docs: 'https://kiro.dev/docs/mcp/configuration', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: {
      files: ['{KIRO_HOME}/settings/mcp.json', '{home}/.kiro/settings/mcp.json'],
      format: 'json',
      container: mcpServers,
    },
    project: { files: ['{project}/.kiro/settings/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{KIRO_HOME}', '{home}/.kiro', { darwin: '/Applications/Kiro.app' }],
  entry: {
    fields: {
      ...launch,
      ...remote,
      clientId: ['oauth', 'clientId'],
      scopes: 'oauthScopes',
      enabled: { at: 'disabled', as: 'negated' },
      timeout: { at: 'timeout', as: 'milliseconds' },
      deny: 'disabledTools',
      autoApprove: 'autoApprove',
    },
    transports: wordless,
  },
  references: {
    leaves: ['env', 'headers'],
    expands: /\$\{[^}]{1,500}\}/g,
    env: `\${NAME}`,
  },
  names: { charset: anyName },
  starts: { desktop: true },
  others: [
    { path: '{home}/.kiro/agents/*.json', role: 'read', why: agents },
    { path: '{project}/.kiro/agents/*.json', role: 'read', why: agents },
  ],
  notes: {
    trust: 'Kiro expands only variables that were approved: Settings, Mcp Approved Env Vars',
    know: ['`*` among the tools that are approved stands for all of them'],
  },
};
