// ChatGPT, the app: remote servers only, kept with the account.

import { unreadable } from '../presets.ts';

export const chatgptDesktop = unreadable({
  id: 'chatgpt-desktop',
  title: 'ChatGPT',
  aliases: ['chatgpt'],
  source: { docs: 'https://platform.openai.com/docs/guides/developer-mode', checked: '2026-11', confidence: 'peers' },
  presence: [{ darwin: '/Applications/ChatGPT.app' }, { win32: '{localAppData}/Packages/OpenAI.ChatGPT-Desktop_*' }],
  byHand: 'its servers stand with the account, remote ones only: Settings, Apps & Connectors, with developer mode on',
  notes: { know: ['Codex, of the same maker, reads a file: host codex'] },
});
