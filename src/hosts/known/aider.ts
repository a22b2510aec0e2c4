// Aider: no MCP client of its own.

import { unreadable } from '../presets.ts';

export const aider = unreadable({
  id: 'aider',
  title: 'Aider',
  aliases: [],
  source: { docs: 'https://aider.chat/docs/config/aider_conf.html', checked: '2026-11', confidence: 'peers' },
  presence: ['{home}/.aider.conf.yml', '{home}/.aider'],
  byHand: 'it reads no MCP servers; a server can offer itself to Aider only through a program such as an API bridge',
  notes: { know: ['a `.mcp.json` that other tools write for Aider is read by Claude Code, not by Aider'] },
});
