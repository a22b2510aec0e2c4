// `init --from-hatch`: an older home becomes a manifest, nothing in it is lost, touched, or given away.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { memorySystem, type Tree } from '../../../src/system/memory.ts';
import { hatch } from '../../support/cli.ts';

const token = 'ghp_k3pDn0tT0BeSeenBy4nyone';
const weather = {
  name: 'weather_toolkit',
  version: '1.4.0',
  type: 'hatch',
  source: 'https://packages.example/weather_toolkit-v1.4.0.zip',
  installed_at: '2025-08-24T12:57:42.431051',
};
const server = {
  name: 'weather_toolkit',
  command: '/home/ada/miniforge3/envs/hatch_modeling/bin/python',
  args: ['/home/ada/.hatch/envs/modeling/weather_toolkit/mcp_server.py'],
  env: { LOG_LEVEL: 'debug', PRICE: 'in ${EUR}', API_TOKEN: token },
  url: null,
  trust: true,
};
const given = (written: string, config?: object) => ({
  config_path: '~/.cursor/mcp.json',
  configured_at: written,
  ...(config === undefined ? {} : { server_config: config }),
});

const environments = {
  default: { name: 'default', description: 'Default environment', created_at: '2025-07-02T08:15:03', packages: [] },
  modeling: {
    name: 'modeling',
    description: 'Tools for modeling',
    created_at: '2025-08-08T16:18:29',
    packages: [
      {
        ...weather,
        configured_hosts: {
          cursor: given('2025-09-21T10:00:00', server),
          vscode: given('2025-09-21T10:00:00', server),
        },
      },
      { name: 'base_pkg', version: '1.0.3', type: 'hatch', source: 'local' },
      { name: 'gone_pkg', version: '0.1.0', type: 'hatch', source: 'local' },
      {
        name: 'spying',
        version: '0.2.0',
        configured_hosts: {
          'claude-desktop': given('2025-09-01T10:00:00', { command: 'spy', args: ['--token', token] }),
        },
      },
    ],
    python_environment: true,
    python_env: {
      enabled: true,
      python_executable: '/home/ada/miniforge3/envs/hatch_modeling/bin/python',
      version: '3.12.11',
    },
  },
  staging: {
    name: 'staging',
    description: '',
    packages: [
      {
        ...weather,
        version: '1.5.0',
        configured_hosts: {
          cursor: given('2025-11-02T10:00:00', { command: 'python', args: ['weather.py'], disabled: true }),
          'claude-desktop': given('2025-11-02T10:00:00', { url: 'https://weather.example/sse', type: 'sse' }),
          notepad: given('2025-11-02T10:00:00'),
        },
      },
    ],
  },
};
const metadata = {
  package_schema_version: '1.2.1',
  name: 'base_pkg',
  version: '1.0.3',
  description: 'A base',
  tags: [],
  author: { name: 'Ada' },
  license: { name: 'MIT' },
  entry_point: 'mcp_server.py',
  dependencies: { python: [{ name: 'requests', version_constraint: '>=2.28.0' }] },
};

const tree: Tree = {
  '/home/ada/.hatch/envs/environments.json': JSON.stringify(environments, null, 2),
  '/home/ada/.hatch/envs/current_env': 'modeling\n',
  '/home/ada/.hatch/envs/modeling/base_pkg/hatch_metadata.json': JSON.stringify(metadata),
  '/home/ada/.hatch/envs/modeling/base_pkg/mcp_server.py': 'serve()\n',
  '/home/ada/work/README.md': '',
};
const machine = (more: Tree = {}) => memorySystem({ ...tree, ...more }, { home: '/home/ada', cwd: '/home/ada/work' });

const expected = `# Taken from the environments of the older tool, which are left as they are.
# Its packages are started where they lie; \`hatch check\` tells whether they answer.
version: 1
name: work
environment: modeling

environments:
  default:
    description: Default environment
    servers: {}
  modeling:
    description: Tools for modeling
    servers:
      # trust: true
      # env.API_TOKEN is not copied; \${env:API_TOKEN} could stand in its place
      # version 1.4.0, type hatch, source https://packages.example/weather_toolkit-v1.4.0.zip, installed_at 2025-08-24T12:57:42.431051
      # in cursor: config_path ~/.cursor/mcp.json, configured_at 2025-09-21T10:00:00
      # in vscode: config_path ~/.cursor/mcp.json, configured_at 2025-09-21T10:00:00
      weather_toolkit:
        command: "\${home}/miniforge3/envs/hatch_modeling/bin/python"
        args: ["\${home}/.hatch/envs/modeling/weather_toolkit/mcp_server.py"]
        env:
          LOG_LEVEL: debug
          PRICE: "in $\${EUR}"
      # version 1.0.3, type hatch, source local
      # needs { python: [{ name: requests, version_constraint: >=2.28.0 }] }
      base_pkg:
        command: "\${home}/miniforge3/envs/hatch_modeling/bin/python"
        args: ["\${home}/.hatch/envs/modeling/base_pkg/mcp_server.py"]
  staging:
    servers:
      # version 1.5.0, type hatch, source https://packages.example/weather_toolkit-v1.4.0.zip, installed_at 2025-08-24T12:57:42.431051
      # in cursor: config_path ~/.cursor/mcp.json, configured_at 2025-11-02T10:00:00
      # in claude-desktop: config_path ~/.cursor/mcp.json, configured_at 2025-11-02T10:00:00
      # in notepad: config_path ~/.cursor/mcp.json, configured_at 2025-11-02T10:00:00
      weather_toolkit:
        command: python
        args: [weather.py]
        enabled: false
`;

test('every environment, package and host of the older home is in the manifest, in its place or as a comment', async () => {
  const system = machine();
  const { code, stdout, stderr } = await hatch(system, ['init', '--from-hatch']);
  assert.is(code, 0, stderr);
  const text = system.tree()['/home/ada/work/hatch.mcp.yaml'] ?? '';
  assert.is(text.slice(0, expected.length), expected);
  for (const part of [
    'staging/weather_toolkit was another one in claude-desktop: { url: https://weather.example/sse, type: sse }',
    'modeling/weather_toolkit was given to cursor too, before that of staging',
    'modeling/gone_pkg: nothing says how it is started: its folder is gone',
    'modeling/spying: holds a literal secret in its arguments or address, which is not copied',
    'staging/weather_toolkit was given to notepad',
    'environment modeling: created_at 2025-08-08T16:18:29, python_environment true, python_env { enabled: true',
    '- { environment: modeling, to: [vscode], servers: [weather_toolkit] }',
    '- { environment: staging, to: [claude-desktop, cursor], servers: [weather_toolkit] }',
  ]) {
    assert.ok(text.includes(part), `${part} is not in\n${text}`);
  }
  assert.not.ok(`${text}${stdout}${stderr}`.includes(token));
});

test('what was written is a manifest that plans, and the older home is as it was', async () => {
  const system = machine();
  await hatch(system, ['init', '--from-hatch']);
  const { code, stderr } = await hatch(system, ['validate', 'hatch.mcp.yaml']);
  assert.is(code, 0, stderr);
  assert.is((await hatch(system, ['plan', '--create', '--manifest', 'hatch.mcp.yaml'])).code, 0);
  const after = system.tree();
  for (const [path, content] of Object.entries(tree)) assert.is(after[path], content);
});

test('another home is named by its folder, and a manifest that is there is not written over', async () => {
  const moved = Object.fromEntries(
    Object.entries(tree).map(([path, text]) => [path.replace('/.hatch/', '/old/'), text]),
  );
  const system = memorySystem(moved, { home: '/home/ada', cwd: '/home/ada/work' });
  assert.is((await hatch(system, ['init', '--from-hatch', '../old'])).code, 0);
  assert.match(system.tree()['/home/ada/work/hatch.mcp.yaml'] ?? '', /\$\{home\}\/old\/envs\/modeling\/base_pkg/);
  const again = await hatch(system, ['init', '--from-hatch', '../old']);
  assert.is(again.code, 5);
});

const faults: readonly [string, Tree, RegExp][] = [
  ['no older home', {}, /environments\.json is not there[\s\S]*--from-hatch DIR/],
  [
    'broken JSON',
    { '/home/ada/.hatch/envs/environments.json': '{ "default": ' },
    /cannot be read: it is no valid JSON/,
  ],
  ['a list', { '/home/ada/.hatch/envs/environments.json': '[]' }, /it holds no environments/],
];

for (const [what, files, said] of faults) {
  test(`${what} is said, and nothing is written`, async () => {
    const system = memorySystem({ ...files, '/home/ada/work/x': '' }, { home: '/home/ada', cwd: '/home/ada/work' });
    const { code, stderr } = await hatch(system, ['init', '--from-hatch']);
    assert.is(code, 1);
    assert.match(stderr, said);
    assert.is(system.tree()['/home/ada/work/hatch.mcp.yaml'], undefined);
  });
}

test('what a manifest cannot have as it was is there under a name it can have, or as a comment', async () => {
  const config = { command: 'node', type: 'sse', headers: { X: '1' } };
  const odd = {
    umgebung2: { packages: { oops: 1 } },
    größe: {
      name: 'size',
      packages: [
        { name: 'dial', version: '1', configured_hosts: { cursor: given('2025-11-02T10:00:00', config) } },
        { name: 'dial', version: '2' },
        { version: '3' },
      ],
    },
    constructor: {},
    環境: [1, 2],
  };
  const system = machine({
    '/home/ada/.hatch/envs/environments.json': JSON.stringify(odd),
    '/home/ada/.hatch/envs/current_env': 'größe',
  });
  const { code, stderr } = await hatch(system, ['init', '--from-hatch']);
  assert.is(code, 0, stderr);
  const text = system.tree()['/home/ada/work/hatch.mcp.yaml'] ?? '';
  assert.match(text, 'environment: gro-e\n');
  assert.match(text, /# headers: { X: 1 }\n(?: +#.*\n)* {6}dial:\n {8}command: node\n {2}constructor-2:\n/);
  const lines = [
    'environment umgebung2: more packages { oops: 1 }',
    'environment gro-e: called größe, name size, more packages [{ name: dial, version: 2 }, { version: 3 }]',
    'environment constructor-2: called constructor',
    'environment environment: called 環境, was [1, 2]',
  ];
  for (const line of lines) assert.ok(text.includes(`#   ${line}\n`), text);
});

test('an older home without packages becomes a manifest that plans too', async () => {
  const system = memorySystem(
    { '/home/ada/.hatch/envs/environments.json': '{"default": {"packages": []}}', '/home/ada/work/x': '' },
    { home: '/home/ada', cwd: '/home/ada/work' },
  );
  assert.is((await hatch(system, ['init', '--from-hatch'])).code, 0);
  assert.is((await hatch(system, ['plan', '--manifest', 'hatch.mcp.yaml'])).code, 0);
});

test.run();
