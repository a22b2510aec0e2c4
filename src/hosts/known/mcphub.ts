// MCPHub, for Neovim.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, untold } from '../presets.ts';

export const mcphub: Host = {
  id: 'mcphub',
  title: 'MCPHub for Neovim',
  aliases: ['mcphub.nvim', 'mcphub-nvim'],
  source: {
    docs: 'https://github.com/ravitemer/mcphub.nvim/blob/main/doc/mcp/servers_json.md',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{home}/.config/mcphub/servers.json'], format: 'jsonc', container: mcpServers },
    project: { files: ['{project}/.mcphub/servers.json'], format: 'jsonc', container: mcpServers },
  },
  presence: ['{home}/.config/mcphub'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      enabled: { at: 'disabled', as: 'negated' },
      deny: 'disabled_tools',
      autoApprove: 'autoApprove',
      description: 'description',
    },
    transports: untold,
  },
  references: {
    leaves: ['env', 'headers'],
    // What begins with `$: ` is run as a command.
    expands: /^\$: ?[\s\S]{0,2000}|\$\{[^}]{1,500}\}/g,
    env: `\${NAME}`,
  },
  names: { charset: anyName },
  others: [
    { path: '{project}/.vscode/mcp.json', role: 'read', why: 'MCPHub takes the first of three files of a project' },
    { path: '{project}/.cursor/mcp.json', role: 'read', why: 'MCPHub takes the first of three files of a project' },
  ],
  notes: {
    know: ['an empty value in `env` stands for the variable of that name', 'a change is seen while Neovim runs'],
  },
};
