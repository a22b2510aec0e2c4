// Kilo Code: made from opencode, whose shape it takes, in files of its own.

import type { Host } from '../host.ts';
import { opencode } from './opencode.ts';

const place = {
  format: 'jsonc',
  container: { kind: 'map', path: ['mcp'] },
  satellites: { tools: { kind: 'map', path: ['tools'] } },
} as const;
const before = 'Kilo Code kept its servers there before it was made from opencode';

export const kilo: Host = {
  ...opencode,
  id: 'kilo',
  title: 'Kilo Code',
  aliases: ['kilocode', 'kilo-code'],
  source: {
    docs: 'https://kilo.ai/docs/automate/mcp/using-in-kilo-code',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    // `.config` on Windows too.
    user: { files: ['{config}/kilo/kilo.json', '{config}/kilo/kilo.jsonc'], ...place },
    project: {
      files: ['{project}/kilo.json', '{project}/kilo.jsonc', '{project}/.kilo/kilo.json', '{project}/.kilo/kilo.jsonc'],
      ...place,
    },
  },
  presence: ['{config}/kilo'],
  starts: { cmd: true },
  others: [
    { path: '{config}/kilo/config.json', role: 'read', why: 'it is merged with the others of its folder' },
    { path: '{project}/opencode.json', role: 'read', why: 'Kilo Code reads the project file of opencode too' },
    { path: '{project}/opencode.jsonc', role: 'read', why: 'Kilo Code reads the project file of opencode too' },
    { path: '{project}/.kilocode/mcp.json', role: 'stale', why: before },
    {
      path: '{appSupport}/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json',
      role: 'stale',
      why: before,
    },
    { path: '{home}/.kilocode/cli/global/settings/mcp_settings.json', role: 'stale', why: before },
  ],
  notes: { know: ['tools are approved by `permission` in the same file: `"<server>_<tool>": "allow"`'] },
};
