// Windsurf (Devin Desktop since June 2026): the file of its agent Cascade, in the editor, its preview and the plugin.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, untold } from '../presets.ts';

function edition(id: string, title: string, folder: string, aliases: readonly string[]): Host {
  return {
    id,
    title,
    aliases,
    source: {
      docs: 'https://docs.windsurf.com/windsurf/cascade/mcp',
      checked: '2026-11-20',
      confidence: 'documented',
    },
    scopes: {
      user: { files: [`{home}/${folder}/mcp_config.json`], format: 'json', container: mcpServers },
    },
    presence: [`{home}/${folder}`],
    entry: {
      fields: {
        ...launch,
        url: 'serverUrl',
        headers: 'headers',
        enabled: { at: 'disabled', as: 'negated' },
        deny: 'disabledTools',
      },
      transports: untold,
      also: [[['url'], ['serverUrl']]],
    },
    references: {
      leaves: ['command', 'args', 'env', 'url', 'headers'],
      expands: /\$\{(?:env|file):[^}]{1,500}\}/g,
      env: `\${env:NAME}`,
      file: `\${file:PATH}`,
    },
    names: { charset: anyName },
    starts: { desktop: true },
    notes: {
      restart: 'press the refresh button of the MCP servers',
      know: ['at most 100 tools are in use at a time', 'Devin Local, its other agent, reads what `devin` describes'],
    },
  };
}

export const windsurf = edition('windsurf', 'Windsurf', '.codeium/windsurf', ['cascade']);
export const windsurfNext = edition('windsurf-next', 'Windsurf Next', '.codeium/windsurf-next', []);
/** The plugin's folder holds those of the editors, so that it is evidence of itself by its file only. */
export const windsurfJetbrains: Host = {
  ...edition('windsurf-jetbrains', 'Windsurf for JetBrains', '.codeium', ['codeium']),
  presence: ['{home}/.codeium/mcp_config.json'],
};
