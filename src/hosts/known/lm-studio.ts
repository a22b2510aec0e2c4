// LM Studio: the shape of Cursor's file, of which no text is expanded.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers, remote, wordless } from '../presets.ts';

export const lmStudio: Host = {
  id: 'lm-studio',
  title: 'LM Studio',
  aliases: ['lmstudio'],
  source: { docs: 'https://lmstudio.ai/docs/app/mcp', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: {
      files: ['{home}/.lmstudio/mcp.json', '{home}/.cache/lm-studio/mcp.json'],
      format: 'json',
      container: mcpServers,
    },
  },
  presence: ['{home}/.lmstudio', '{home}/.cache/lm-studio', { darwin: '/Applications/LM Studio.app' }],
  entry: {
    fields: {
      ...launch,
      ...remote,
      clientId: ['auth', 'CLIENT_ID'],
      clientSecret: ['auth', 'CLIENT_SECRET'],
      scopes: ['auth', 'scopes'],
    },
    transports: wordless,
  },
  names: { charset: anyName },
  starts: { desktop: true },
  others: [
    { path: '{home}/.lmstudio-home-pointer', role: 'read', why: 'names the folder of LM Studio where it was moved' },
  ],
  notes: { know: ['LM Studio loads the file again when it is saved in its own editor (Program, Edit mcp.json)'] },
};
