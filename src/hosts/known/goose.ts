// Goose: servers are extensions, among extensions that are built in and must stay.

import type { Host } from '../host.ts';
import { gooseOddities } from './goose-oddities.ts';

export const goose: Host = {
  id: 'goose',
  title: 'Goose',
  aliases: [],
  source: {
    docs: 'https://block.github.io/goose/docs/getting-started/using-extensions',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: {
      files: [
        '{GOOSE_PATH_ROOT}/config/config.yaml',
        {
          darwin: '{config}/goose/config.yaml',
          linux: '{config}/goose/config.yaml',
          win32: '{appData}/Block/goose/config/config.yaml',
        },
      ],
      format: 'yaml',
      container: { kind: 'map', path: ['extensions'] },
    },
  },
  presence: [
    '{GOOSE_PATH_ROOT}',
    { darwin: '{config}/goose', linux: '{config}/goose', win32: '{appData}/Block/goose' },
  ],
  entry: {
    fields: {
      command: 'cmd',
      args: 'args',
      env: 'envs',
      url: 'uri',
      headers: 'headers',
      enabled: 'enabled',
      timeout: { at: 'timeout', as: 'whole-seconds' },
      allow: 'available_tools',
      description: 'description',
    },
    transports: { key: 'type', words: { stdio: ['stdio'], http: ['streamable_http'] } },
    always: { enabled: true, name: '{name}' },
    defaults: [
      [['description'], ''],
      [['env_keys'], []],
      [['available_tools'], []],
    ],
    extra: { env_keys: 'plain' },
  },
  references: {
    leaves: ['headers'],
    expands: /\$\{\s{0,50}[A-Za-z_]\w{0,500}\s{0,50}\}|\$[A-Za-z_]\w*/g,
    env: `\${NAME}`,
  },
  names: { charset: /^[a-z0-9_-]+$/ },
  notes: { restart: 'start a new session', know: ['values of `env_keys` come from the keyring or the surroundings'] },
  oddities: gooseOddities,
};
