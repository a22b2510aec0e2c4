// Amazon Q Developer: a file for the command line and the editors, which Kiro has followed.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

export const amazonQ: Host = {
  id: 'amazon-q',
  title: 'Amazon Q Developer',
  aliases: ['amazonq', 'amazon-q-cli'],
  source: {
    docs: 'https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/command-line-mcp-configuration.html',
    checked: '2026-11-20',
    confidence: 'peers',
  },
  scopes: {
    user: { files: ['{home}/.aws/amazonq/mcp.json'], format: 'json', container: mcpServers },
    project: { files: ['{project}/.amazonq/mcp.json'], format: 'json', container: mcpServers },
  },
  presence: ['{home}/.aws/amazonq'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      enabled: { at: 'disabled', as: 'negated' },
      timeout: { at: 'timeout', as: 'milliseconds' },
    },
    transports: { key: 'type', words: { stdio: [null, 'stdio'], http: ['http'] } },
  },
  // github.com/aws/amazon-q-developer-cli, crates/chat-cli/src/cli/chat/tools/custom_tool.rs, 2026-11.
  references: { leaves: ['env'], expands: /\$\{env:[^}]{1,500}\}/g, env: `\${env:NAME}` },
  names: { charset: anyName },
  notes: {
    restart: 'start a new chat',
    know: [
      'agents in ~/.aws/amazonq/cli-agents may have servers of their own, and leave these out',
      'on the command line Kiro has taken its place: see the host kiro',
    ],
  },
};
