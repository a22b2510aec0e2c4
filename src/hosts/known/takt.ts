// TAKT: the agents that it runs bring their own servers; it says only by which transports a workflow may reach any.

import { unreadable } from '../presets.ts';

export const takt = unreadable({
  id: 'takt',
  title: 'TAKT',
  aliases: [],
  source: { docs: 'https://github.com/nrslib/takt', checked: '2026-11', confidence: 'single' },
  presence: ['{home}/.takt'],
  byHand:
    'its workflows name their servers themselves; allow a transport under `workflow_mcp_servers` in ~/.takt/config.yaml or .takt/config.yaml',
  notes: { know: ['the agents that it runs read their own files: make those targets'] },
});
