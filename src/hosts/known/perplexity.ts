// Perplexity, the app for macOS: connectors in its settings.

import { unreadable } from '../presets.ts';

export const perplexity = unreadable({
  id: 'perplexity',
  title: 'Perplexity',
  aliases: [],
  source: {
    docs: 'https://www.perplexity.ai/help-center/en/articles/11502712-local-and-remote-mcps-for-perplexity',
    checked: '2026-11',
    confidence: 'peers',
  },
  presence: [{ darwin: '/Applications/Perplexity.app' }],
  byHand:
    'its servers stand in the app: Settings, Connectors, Add Connector; local ones need its helper, on macOS only',
  notes: {},
});
