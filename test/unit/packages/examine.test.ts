// What a folder says of the server in it: one table of folders that are well made, one of faults.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readFolder } from '../../../src/packages/examine/folder.ts';
import { memorySystem } from '../../../src/system/memory.ts';

const folder = '/srv/tide-tables';

function read(files: Readonly<Record<string, unknown>>) {
  const tree = Object.entries(files).map(([name, content]) => [
    `${folder}/${name}`,
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  ]);
  return readFolder(memorySystem(Object.fromEntries(tree)), folder);
}

const packageJson = { name: '@kelp/tide-tables', version: '2.3.1', bin: { 'tide-tables': './dist/serve.js' } };
const serverJson = {
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  name: 'io.github.kelp/tide-tables',
  description: 'Tides of any harbour',
  version: '2.3.1',
  packages: [
    {
      registryType: 'npm',
      identifier: '@kelp/tide-tables',
      version: '2.3.1',
      transport: { type: 'stdio' },
      environmentVariables: [
        { name: 'ADMIRALTY_TOKEN', description: 'Token of the tide service', isRequired: true, isSecret: true },
        { name: 'TIDE_UNIT', default: 'metre', choices: ['metre', 'foot'] },
      ],
      packageArguments: [{ type: 'positional', valueHint: 'harbour', value: 'Brest' }],
    },
  ],
  remotes: [
    { type: 'streamable-http', url: 'https://{region}.tides.example/mcp', variables: { region: { isRequired: true } } },
  ],
};
const bundle = {
  manifest_version: '0.3',
  name: 'tide-tables',
  version: '2.3.1',
  description: 'Tides of any harbour',
  author: { name: 'Kelp' },
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: {
      command: 'node',
      args: ['${__dirname}/server/index.js', '${user_config.harbour}'],
      env: { ADMIRALTY_TOKEN: '${user_config.token}' },
    },
  },
  user_config: {
    harbour: { type: 'string', title: 'Harbour', default: 'Brest' },
    token: { type: 'string', title: 'Token', sensitive: true, required: true },
  },
};
const pyproject = `[project]
name = "tide-tables"
version = "2.3.1"

[project.scripts]
tide-tables = "tide_tables.serve:main"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`;
const metadata = {
  package_schema_version: '1.2.1',
  name: 'tide_tables',
  version: '2.3.1',
  description: 'Tides of any harbour',
  tags: ['sea'],
  author: { name: 'Kelp' },
  license: { name: 'MIT' },
  entry_point: { mcp_server: 'mcp_server.py', hatch_mcp_server: 'hatch_mcp_server.py' },
  dependencies: { python: [{ name: 'requests', version_constraint: '>=2.28.0', package_manager: 'pip' }] },
};

const wellMade: readonly [string, Readonly<Record<string, unknown>>, string, readonly string[]][] = [
  [
    'package.json',
    { 'package.json': packageJson, 'dist/serve.js': '' },
    '@kelp/tide-tables',
    ['node ${__dirname}/dist/serve.js'],
  ],
  [
    'server.json beside package.json',
    { 'server.json': serverJson, 'package.json': packageJson, 'dist/serve.js': '' },
    'io.github.kelp/tide-tables',
    ['node ${__dirname}/dist/serve.js', 'npm @kelp/tide-tables@2.3.1', 'http https://{region}.tides.example/mcp'],
  ],
  [
    'manifest.json of a bundle',
    { 'manifest.json': bundle, 'package.json': { name: 'tides', version: '1.0.0' }, 'server/index.js': '' },
    'tide-tables',
    ['node ${__dirname}/server/index.js ${user_config.harbour}'],
  ],
  [
    'pyproject.toml',
    { 'pyproject.toml': pyproject, 'src/tide_tables/serve.py': '' },
    'tide-tables',
    ['uv run --directory ${__dirname} tide-tables'],
  ],
  [
    'hatch_metadata.json',
    { 'hatch_metadata.json': metadata, 'mcp_server.py': '', 'hatch_mcp_server.py': '' },
    'tide_tables',
    ['python ${__dirname}/mcp_server.py'],
  ],
];

for (const [kind, files, name, launches] of wellMade) {
  test(`a folder with ${kind} is read without a finding`, () => {
    const found = read(files);
    assert.equal(found?.findings, []);
    assert.is(found?.name, name);
    assert.is(found?.version, '2.3.1');
    const said = found?.launches.map((launch) => {
      if (launch.kind === 'command') return [launch.command, ...launch.args].join(' ');
      if (launch.kind === 'package') return `${launch.registryType} ${launch.identifier}@${launch.version}`;
      return `${launch.transport.type} ${launch.transport.url}`;
    });
    assert.equal(said, launches);
  });
}

test('own code is given what the server.json beside it asks for', () => {
  const found = read({ 'server.json': serverJson, 'package.json': packageJson, 'dist/serve.js': '' });
  const [own] = found?.launches ?? [];
  assert.ok(own?.kind === 'command');
  assert.equal(
    own.environmentVariables.map(({ name, isRequired, isSecret, choices }) => [name, isRequired, isSecret, choices]),
    [
      ['ADMIRALTY_TOKEN', true, true, []],
      ['TIDE_UNIT', false, false, ['metre', 'foot']],
    ],
  );
  assert.equal(own.packageArguments[0]?.value, 'Brest');
});

test('a folder without a description is none, and other programs’ files are not read as ours', () => {
  assert.is(read({ 'README.md': '# Tides' }), undefined);
  assert.is(read({ 'manifest.json': { manifest_version: 3, name: 'An extension', version: '1.0' } }), undefined);
  assert.is(read({ 'server.json': { port: 8080 } }), undefined);
});

/** The member at `path` replaced; undefined removes it. */
function but<T>(value: T, path: readonly (string | number)[], next: unknown): T {
  const copy = structuredClone(value);
  const last = path.at(-1) as string;
  const holder = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>(
      (node, key) => node[key] as Record<string, unknown>,
      copy as Record<string, unknown>,
    );
  if (next === undefined) delete holder[last];
  else holder[last] = next;
  return copy;
}

const code = { 'dist/serve.js': '', 'server/index.js': '', 'mcp_server.py': '', 'hatch_mcp_server.py': '' };
const env = ['packages', 0, 'environmentVariables'];
const faults: readonly [string, string, Readonly<Record<string, unknown>>][] = [
  ['entry-point-missing at package.json:5', 'a bin that is not there', { 'package.json': packageJson }],
  ['wrong-form at package.json:2', 'a name in capitals', { 'package.json': but(packageJson, ['name'], 'Tide') }],
  [
    'wrong-form at package.json:3',
    'a version that is a range',
    { 'package.json': but(packageJson, ['version'], '^2') },
  ],
  [
    'entry-point-outside at package.json:5',
    'a bin outside',
    { 'package.json': but(packageJson, ['bin', 'tide-tables'], '../serve.js') },
  ],
  [
    'entry-point-name at package.json:5',
    'a bin that is an option',
    { 'package.json': but(packageJson, ['bin', 'tide-tables'], '--eval=1') },
  ],
  [
    'entry-point-name at pyproject.toml:6',
    'a script that is an option',
    { 'pyproject.toml': pyproject.replace('tide-tables = "tide', '"--with=kelp" = "tide') },
  ],
  ['package-syntax at package.json:1', 'broken JSON beside a bundle', { 'manifest.json': bundle, 'package.json': '{' }],
  ['no-entry-point at package.json:1', 'no bin', { 'package.json': but(packageJson, ['bin'], undefined) }],
  ['package-syntax at package.json:1', 'broken JSON', { 'package.json': '{ "name": ' }],
  [
    'duplicate-key at package.json:1',
    'a key twice',
    { 'package.json': '{ "name": "a", "name": "b", "version": "1.0.0", "bin": "dist/serve.js" }' },
  ],
  [
    'wrong-form at server.json:3',
    'a name without a namespace',
    { 'server.json': but(serverJson, ['name'], 'tide-tables') },
  ],
  ['missing-key at server.json:1', 'no description', { 'server.json': but(serverJson, ['description'], undefined) }],
  [
    'too-long at server.json:4',
    'a long description',
    { 'server.json': but(serverJson, ['description'], 'tide '.repeat(30)) },
  ],
  ['version-range at server.json:5', 'the latest', { 'server.json': but(serverJson, ['version'], 'latest') }],
  [
    'secret-default at server.json:20',
    'a secret with a default',
    { 'server.json': but(serverJson, [...env, 0, 'default'], 'correct-horse') },
  ],
  [
    'secret-default at server.json:23',
    'a token as the value of a variable',
    { 'server.json': but(serverJson, [...env, 1], { name: 'GH_TOKEN', value: `ghp_${'k3'.repeat(12)}` }) },
  ],
  [
    'wrong-value at server.json:23',
    'a default that is no choice',
    { 'server.json': but(serverJson, [...env, 1, 'default'], 'fathom') },
  ],
  [
    'duplicate-name at server.json:21',
    'a variable twice',
    { 'server.json': but(serverJson, [...env, 1, 'name'], 'ADMIRALTY_TOKEN') },
  ],
  [
    'older-spelling at server.json:36',
    'an older spelling',
    {
      'server.json': but(
        but(serverJson, ['packages', 0, 'registryType'], undefined),
        ['packages', 0, 'registry_type'],
        'npm',
      ),
    },
  ],
  [
    'missing-key at server.json:31',
    'an argument without value or hint',
    { 'server.json': but(serverJson, ['packages', 0, 'packageArguments', 0], { type: 'positional' }) },
  ],
  [
    'wrong-form at server.json:42',
    'a remote without an address',
    { 'server.json': but(serverJson, ['remotes', 0, 'url'], 'tides.example') },
  ],
  [
    'version-differs at package.json:3',
    'two versions',
    { 'server.json': serverJson, 'package.json': but(packageJson, ['version'], '2.4.0') },
  ],
  [
    'name-differs at package.json:2',
    'two names',
    { 'server.json': serverJson, 'package.json': but(packageJson, ['name'], '@kelp/tides') },
  ],
  [
    'unknown-name at manifest.json:16',
    'a setting that is not declared',
    { 'manifest.json': but(bundle, ['user_config', 'harbour'], undefined) },
  ],
  [
    'secret-default at manifest.json:19',
    'a secret in a bundle',
    { 'manifest.json': but(bundle, ['server', 'mcp_config', 'env', 'ADMIRALTY_TOKEN'], 'correct-horse') },
  ],
  [
    'entry-point-missing at manifest.json:11',
    'no server in a bundle',
    { 'manifest.json': but(bundle, ['server', 'entry_point'], 'server/main.js') },
  ],
  ['entry-point-missing at pyproject.toml:6', 'a script without its module', { 'pyproject.toml': pyproject }],
  [
    'wrong-form at pyproject.toml:6',
    'a script that is a path',
    { 'pyproject.toml': pyproject.replace('tide_tables.serve:main', './serve.py') },
  ],
  [
    'no-build-system at pyproject.toml:5',
    'no build system',
    { 'pyproject.toml': pyproject.split('[build-system]')[0], 'tide_tables/serve.py': '' },
  ],
  [
    'wrong-form at hatch_metadata.json:3',
    'a name with a dash',
    { 'hatch_metadata.json': but(metadata, ['name'], 'tide-tables') },
  ],
  [
    'entry-point-missing at hatch_metadata.json:16',
    'an entry point that is not there',
    { 'hatch_metadata.json': but(metadata, ['entry_point', 'mcp_server'], 'serve.py') },
  ],
];

for (const [expected, what, files] of faults) {
  test(`${what} is found at its place`, () => {
    const lacks = expected.startsWith('entry-point-missing');
    const found = read({ ...(lacks ? {} : code), ...files });
    const said = (found?.findings ?? []).map(
      ({ code: each, place }) => `${each} at ${place?.file.split('/').at(-1)}:${place?.line}`,
    );
    assert.ok(said.includes(expected), `${expected} is not among ${said.join(', ')}`);
    assert.ok(!JSON.stringify(found?.findings).match(/correct-horse|k3k3/));
  });
}

test.run();
