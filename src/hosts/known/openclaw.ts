// OpenClaw: one JSON5 file for everything, variables in capitals expanded in every text of it.

import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';
import { authOauth } from './auth-oddities.ts';

export const openclaw: Host = {
  id: 'openclaw',
  title: 'OpenClaw',
  aliases: ['clawdbot', 'moltbot'],
  source: { docs: 'https://docs.openclaw.ai/cli/mcp', checked: '2026-11-20', confidence: 'documented' },
  scopes: {
    user: {
      files: ['{OPENCLAW_CONFIG_PATH}', '{OPENCLAW_STATE_DIR}/openclaw.json', '{home}/.openclaw/openclaw.json'],
      format: 'json5',
      container: { kind: 'map', path: ['mcp', 'servers'] },
    },
  },
  presence: ['{OPENCLAW_CONFIG_PATH}', '{OPENCLAW_STATE_DIR}', '{home}/.openclaw'],
  entry: {
    fields: {
      ...launch,
      ...remote,
      cwd: 'cwd',
      scopes: { at: ['oauth', 'scope'], as: 'words' },
      enabled: 'enabled',
      timeout: { at: 'requestTimeoutMs', as: 'milliseconds' },
      startupTimeout: { at: 'connectionTimeoutMs', as: 'milliseconds' },
      allow: ['toolFilter', 'include'],
      deny: ['toolFilter', 'exclude'],
    },
    transports: {
      key: 'transport',
      words: { stdio: [null, 'stdio'], http: ['streamable-http'], sse: ['sse', null] },
    },
    extra: { auth: 'plain' },
  },
  references: {
    leaves: ['command', 'args', 'env', 'cwd', 'url', 'headers', 'scopes'],
    // `$${NAME}` is the text `${NAME}`.
    expands: /\$?\$\{[A-Z_][A-Z0-9_]{0,500}\}/g,
    env: `\${NAME}`,
  },
  names: { charset: anyName },
  others: [{ path: '{home}/.clawdbot/clawdbot.json', role: 'stale', why: 'where it stood under an older name' }],
  notes: {
    restart: 'the gateway reads its file again by itself; else `openclaw gateway restart`',
    know: [
      'a variable that is not set stays as it is written; older versions then do not read the file at all',
      'a part of the file may stand in another that `$include` names; that one is not followed',
      '`openclaw mcp` writes the file anew',
    ],
  },
  oddities: authOauth,
};
