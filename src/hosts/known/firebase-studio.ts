// Firebase Studio: a file in the folder of the workspace.

import type { Host } from '../host.ts';
import { anyName, launch, mcpServers } from '../presets.ts';

export const firebaseStudio: Host = {
  id: 'firebase-studio',
  title: 'Firebase Studio',
  aliases: ['idx', 'project-idx'],
  source: { docs: 'https://firebase.google.com/docs/studio/mcp-servers', checked: '2026-11', confidence: 'single' },
  scopes: { project: { files: ['{project}/.idx/mcp.json'], format: 'json', container: mcpServers } },
  presence: [],
  entry: { fields: launch, transports: { words: { stdio: [null] } } },
  names: { charset: anyName },
  notes: { restart: 'rebuild the workspace' },
};
