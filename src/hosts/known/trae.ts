// Trae and its edition for China: editors made from VS Code, with a map of servers in the user folder.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, untold } from '../presets.ts';

function edition(id: string, title: string, folder: string): Host {
  return {
    id,
    title,
    aliases: [],
    source: { docs: 'https://docs.trae.ai/ide/model-context-protocol', checked: '2026-11-20', confidence: 'peers' },
    scopes: {
      user: { files: [`{appSupport}/${title}/User/mcp.json`], format: 'json', container: mcpServers },
      project: { files: ['{project}/.trae/mcp.json'], format: 'json', container: mcpServers },
    },
    presence: [`{appSupport}/${title}`, folder, { darwin: `/Applications/${title}.app` }],
    entry: { fields: { ...launch, ...remote }, transports: untold },
    names: { charset: anyName },
    starts: { desktop: true },
    others: [
      { path: `${folder}/mcp.json`, role: 'stale', why: 'other tools write it; the editor reads its user folder' },
    ],
    notes: {
      trust: 'switch the MCP of a project on under Settings, MCP',
      know: ['a server is switched off under Settings, MCP, not in this file'],
    },
  };
}

export const trae = edition('trae', 'Trae', '{home}/.trae');
export const traeCn = edition('trae-cn', 'Trae CN', '{home}/.trae-cn');
