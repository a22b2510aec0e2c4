// Cherry Studio: its servers stand in the storage of the app.

import { unreadable } from '../presets.ts';

export const cherryStudio = unreadable({
  id: 'cherry-studio',
  title: 'Cherry Studio',
  aliases: ['cherrystudio'],
  source: { docs: 'https://docs.cherry-ai.com/docs/en-us/advanced-basic/mcp', checked: '2026-11', confidence: 'peers' },
  presence: ['{appSupport}/CherryStudio', { darwin: '/Applications/Cherry Studio.app' }],
  byHand: 'its servers stand in the storage of the app: add them under Settings, MCP Servers, where JSON can be pasted',
  notes: {},
});
