// Amp: its settings hold the servers under one key with a dot in it.

import type { Host } from '../host.ts';
import { anyName, bracedVariable, launch, remote, untold } from '../presets.ts';

const place = { format: 'jsonc', container: { kind: 'map', path: ['amp.mcpServers'] } } as const;

export const amp: Host = {
  id: 'amp',
  title: 'Amp',
  aliases: ['ampcode'],
  source: { docs: 'https://ampcode.com/manual#mcp', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    // `.config` on Windows too.
    user: {
      files: ['{AMP_SETTINGS_FILE}', '{config}/amp/settings.json', '{config}/amp/settings.jsonc'],
      ...place,
    },
    project: { files: ['{project}/.amp/settings.json', '{project}/.amp/settings.jsonc'], ...place },
  },
  presence: ['{AMP_SETTINGS_FILE}', '{config}/amp'],
  entry: { fields: { ...launch, ...remote, allow: 'includeTools' }, transports: untold },
  references: { leaves: ['url', 'headers'], ...bracedVariable },
  names: { charset: anyName },
  others: [
    { path: '{home}/.amp/settings.json', role: 'stale', why: 'other tools write it; Amp reads `.config/amp`' },
    { path: { win32: '{appData}/amp/settings.json' }, role: 'stale', why: 'other tools write it; Amp reads `.config`' },
  ],
  notes: {
    restart: 'start Amp again',
    trust: 'approve each server of a project: `amp mcp approve NAME`',
    know: [
      'the extension of VS Code reads `amp.mcpServers` of the editor’s own settings',
      '`includeTools` takes globs; what is left out by name stands in `amp.tools.disable`',
    ],
  },
};
