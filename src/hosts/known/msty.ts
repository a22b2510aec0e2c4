// Msty Studio: its servers stand in the storage of the app.

import { unreadable } from '../presets.ts';

export const msty = unreadable({
  id: 'msty',
  title: 'Msty Studio',
  aliases: ['msty-studio'],
  source: { docs: 'https://docs.msty.studio/features/toolbox/tools', checked: '2026-11', confidence: 'peers' },
  presence: ['{appSupport}/MstyStudio', '{appSupport}/Msty', { darwin: '/Applications/MstyStudio.app' }],
  byHand: 'its servers stand in the storage of the app: Toolbox, Add New Tool, where the JSON of one can be pasted',
  notes: {},
});
