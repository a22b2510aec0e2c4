// Raycast: its servers stand in an encrypted database.

import { unreadable } from '../presets.ts';

export const raycast = unreadable({
  id: 'raycast',
  title: 'Raycast',
  aliases: [],
  source: { docs: 'https://manual.raycast.com/model-context-protocol', checked: '2026-11', confidence: 'peers' },
  presence: [{ darwin: '/Applications/Raycast.app' }, { darwin: '{appSupport}/com.raycast.macos' }],
  byHand:
    'its servers stand in its database: run the command Install Server, which takes the JSON of one from the clipboard',
  notes: {},
});
