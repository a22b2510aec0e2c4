// Crush: JSON that it still loads beside `crushrc`, a Bash script; its texts are expanded as a shell does.

import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';

const place = { format: 'json', container: { kind: 'map', path: ['mcp'] } } as const;

export const crush: Host = {
  id: 'crush',
  title: 'Crush',
  aliases: ['charm-crush'],
  source: {
    docs: 'https://github.com/charmbracelet/crush/blob/main/docs/config/README.md',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    // `.config` on Windows too.
    user: { files: ['{CRUSH_GLOBAL_CONFIG}/crush.json', '{config}/crush/crush.json'], ...place },
    project: { files: ['{project}/crush.json', '{project}/.crush.json'], ...place },
  },
  presence: ['{CRUSH_GLOBAL_CONFIG}', '{config}/crush'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      clientId: 'oauth_client_id',
      clientSecret: 'oauth_client_secret',
      enabled: { at: 'disabled', as: 'negated' },
      timeout: { at: 'timeout', as: 'whole-seconds' },
      allow: 'enabled_tools',
      deny: 'disabled_tools',
    },
    transports: { key: 'type', words: { stdio: ['stdio', null], http: ['http'], sse: ['sse'] } },
  },
  references: {
    leaves: ['command', 'args', 'env', 'url', 'headers'],
    // A default with a character of the shell in it means more than its text; `$(…)` is a command.
    expands: /\$\{\w{1,500}(?::-[^}{$`"'\\]{0,500})?\}|\$[\w({@*#?!$-]|`|\\[$`\\]/g,
    env: `\${NAME}`,
    fallback: `\${NAME:-DEFAULT}`,
  },
  names: { charset: anyName },
  others: [
    { path: '{config}/crush/crushrc', role: 'read', why: 'a Bash script; what it says of a server wins' },
    { path: '{project}/crushrc', role: 'read', why: 'a Bash script; what it says of a server wins' },
    { path: '{project}/.crushrc', role: 'read', why: 'a Bash script; what it says of a server wins' },
    {
      path: { win32: '{localAppData}/crush/crush.json' },
      role: 'stale',
      why: 'state of Crush, which other tools edit',
    },
  ],
  notes: {
    restart: 'start Crush again',
    know: [
      '`crushrc` is never written: add a server to it with a line `mcp add …`',
      'an unknown field in an entry can keep Crush from reading the file',
      'where `crush.json` and `crushrc` lie side by side, Crush warns at each start',
    ],
  },
};
