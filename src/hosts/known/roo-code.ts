// Roo Code, which ended in May 2026, and Zoo Code, which goes on from it: a file in the storage of the editor.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote } from '../presets.ts';

const editors = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'];

function edition(
  id: string,
  title: string,
  extension: string,
  aliases: readonly string[],
  ended: readonly string[],
): Host {
  return {
    id,
    title,
    aliases,
    source: {
      docs: 'https://docs.roocode.com/features/mcp/using-mcp-in-roo',
      checked: '2026-11-20',
      confidence: 'documented',
    },
    scopes: {
      user: {
        files: editors.map(
          (editor) => `{appSupport}/${editor}/User/globalStorage/${extension}/settings/mcp_settings.json`,
        ),
        format: 'json',
        container: mcpServers,
      },
      project: { files: ['{project}/.roo/mcp.json'], format: 'json', container: mcpServers },
    },
    presence: [
      ...editors.map((editor) => `{appSupport}/${editor}/User/globalStorage/${extension}`),
      `{home}/.vscode/extensions/${extension}-*`,
    ],
    entry: {
      fields: {
        ...launch,
        ...remote,
        cwd: 'cwd',
        enabled: { at: 'disabled', as: 'negated' },
        timeout: { at: 'timeout', as: 'seconds', least: 1000 },
        deny: 'disabledTools',
        autoApprove: 'alwaysAllow',
      },
      // A URL without a word is refused (src/services/mcp/McpHub.ts, 2026-11-20).
      transports: { key: 'type', words: { stdio: [null, 'stdio'], http: ['streamable-http'], sse: ['sse'] } },
    },
    references: {
      leaves: ['command', 'args', 'env', 'cwd', 'url', 'headers'],
      expands: /\$\{(?:env:\w{1,500}|workspaceFolder)\}/g,
      env: `\${env:NAME}`,
      workspace: `\${workspaceFolder}`,
    },
    names: { charset: anyName },
    starts: { desktop: true },
    notes: { know: [...ended, 'in the value of a variable every `\\` arrives as `/`'] },
  };
}

export const rooCode = edition(
  'roo-code',
  'Roo Code',
  'rooveterinaryinc.roo-cline',
  ['roo', 'roocode'],
  ['Roo Code ended in May 2026; Zoo Code goes on from it'],
);
export const zooCode = edition('zoo-code', 'Zoo Code', 'zoocodeorganization.zoo-code', ['zoo'], []);
