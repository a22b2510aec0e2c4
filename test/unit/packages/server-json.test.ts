// What the descriptors of packages become: server.json of today and of before, and the files of a folder.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { describeFolder } from '../../../src/packages/folder.ts';
import { parseReference, serverNameOf } from '../../../src/packages/reference.ts';
import { describeServer, waysOf } from '../../../src/packages/server-json.ts';
import { memorySystem } from '../../../src/system/memory.ts';

const base = { name: 'io.github.acme/kiln', description: 'Fires pots', version: '1.0.0' };
const npm = { registryType: 'npm', identifier: '@acme/kiln', version: '1.2.0', transport: { type: 'stdio' } };

/** Package as described → the command line that comes of it. */
const lines: readonly (readonly [says: string, value: JsonObject, command: string, args: Json])[] = [
  ['npm by npx', npm, 'npx', ['-y', '@acme/kiln@1.2.0']],
  ['npm by bunx', { ...npm, runtimeHint: 'bunx' }, 'bunx', ['@acme/kiln@1.2.0']],
  ['npm by a program that does not run npm', { ...npm, runtimeHint: 'bash' }, 'npx', ['-y', '@acme/kiln@1.2.0']],
  [
    'an option that stands there anyway',
    { ...npm, runtimeArguments: [{ type: 'positional', value: '-y' }] },
    'npx',
    ['-y', '@acme/kiln@1.2.0'],
  ],
  ['PyPI by uvx', { ...npm, registryType: 'pypi', identifier: 'acme-kiln' }, 'uvx', ['acme-kiln@1.2.0']],
  [
    'PyPI by pipx',
    { ...npm, registryType: 'pypi', identifier: 'acme-kiln', runtimeHint: 'pipx' },
    'pipx',
    ['run', 'acme-kiln==1.2.0'],
  ],
  ['NuGet', { ...npm, registryType: 'nuget', identifier: 'Acme.Kiln' }, 'dnx', ['Acme.Kiln@1.2.0', '--yes', '--']],
  [
    'an image, with a mount that is asked for',
    {
      registryType: 'oci',
      identifier: 'ghcr.io/acme/kiln:1.2.0',
      transport: { type: 'stdio' },
      runtimeArguments: [
        {
          type: 'named',
          name: '--mount',
          value: 'type=bind,src={source},dst=/data',
          variables: { source: { isRequired: true, format: 'filepath' } },
        },
      ],
    },
    'docker',
    [
      'run',
      '-i',
      '--rm',
      ['-e', '${input:*}'],
      ['--mount', 'type=bind,src=${input:source},dst=/data'],
      'ghcr.io/acme/kiln:1.2.0',
    ],
  ],
  [
    'an image of before October 2025',
    { registry_type: 'oci', registry_base_url: 'https://docker.io', identifier: 'acme/kiln', version: '1.2.0' },
    'docker',
    ['run', '-i', '--rm', ['-e', '${input:*}'], 'acme/kiln:1.2.0'],
  ],
  [
    'arguments of every kind',
    {
      ...npm,
      packageArguments: [
        { type: 'positional', value: 'serve {not} {known}', variables: { known: { value: 'here' } } },
        { type: 'named', name: '--port=', default: '80' },
        { type: 'named', name: '--loud', format: 'boolean' },
        { type: 'positional', valueHint: 'folder', isRepeated: true },
        { type: 'positional' },
      ],
    },
    'npx',
    [
      '-y',
      '@acme/kiln@1.2.0',
      'serve {not} here',
      '--port=${input:port}',
      '--loud${when:loud}',
      '${input:folder}',
      '${input:argument 5}',
    ],
  ],
];

for (const [says, value, command, args] of lines) {
  test(`a server.json with ${says} is started by ${command}`, () => {
    const { server } = describeServer({ ...base, packages: [value] });
    assert.equal([server.command, server.args], [command, args]);
  });
}

test('inputs keep their words, and the default of a secret is dropped', () => {
  const environmentVariables = [
    { name: 'KILN_KEY', description: 'From  the\tshop', isRequired: true, isSecret: true, default: 'abc' },
    { name: 'KILN_HEAT', default: '900', choices: ['900', '1200'], format: 'number' },
    {
      name: 'KILN_URL',
      value: 'https://{room}.kiln.example',
      variables: { room: { description: 'Which one', isRequired: true } },
    },
    { name: 'KILN_MODE', value: 'slow' },
  ];
  const { server, inputs } = describeServer({ ...base, packages: [{ ...npm, environmentVariables }] });
  assert.equal(server.env, {
    KILN_KEY: '${input:KILN_KEY}',
    KILN_HEAT: '${input:KILN_HEAT}',
    KILN_URL: 'https://${input:room}.kiln.example',
    KILN_MODE: 'slow',
  });
  assert.equal(inputs, [
    { name: 'KILN_KEY', kind: 'env', required: true, secret: true, description: 'From the shop' },
    {
      name: 'KILN_HEAT',
      kind: 'env',
      required: false,
      secret: false,
      default: '900',
      choices: ['900', '1200'],
      format: 'number',
    },
    { name: 'room', kind: 'option', required: true, secret: false, description: 'Which one' },
  ]);
});

test('the names of before September 2025 mean the same', () => {
  const old = {
    registry_type: 'npm',
    identifier: '@acme/kiln',
    version: '1.2.0',
    runtime_hint: 'bunx',
    package_arguments: [{ type: 'positional', value_hint: 'folder', is_required: true }],
    environment_variables: [{ name: 'KILN_KEY', is_secret: true }],
  };
  const now = {
    ...npm,
    runtimeHint: 'bunx',
    packageArguments: [{ type: 'positional', valueHint: 'folder', isRequired: true }],
    environmentVariables: [{ name: 'KILN_KEY', isSecret: true }],
  };
  assert.equal(describeServer({ ...base, packages: [old] }), describeServer({ ...base, packages: [now] }));
});

test('of several ways the first that a host can use is taken, or the one that is named', () => {
  const packages = [
    { ...npm, registryType: 'cargo' },
    { ...npm, transport: { type: 'streamable-http', url: 'http://localhost:{port}' } },
    { ...npm, registryType: 'pypi', identifier: 'acme-kiln' },
    npm,
  ];
  const remotes = [
    { type: 'sse', url: 'https://kiln.example/sse' },
    { type: 'streamable-http', url: 'https://kiln.example/mcp' },
  ];
  const document = { ...base, packages, remotes };
  assert.equal(waysOf(document), ['pypi', 'npm', 'sse', 'http']);
  assert.is(describeServer(document).server.command, 'uvx');
  assert.is(describeServer(document, 'npm').server.command, 'npx');
  assert.equal(describeServer(document, 'remote').server, { transport: 'sse', url: 'https://kiln.example/sse' });
  assert.equal(describeServer(document, 'http').server, { transport: 'http', url: 'https://kiln.example/mcp' });
  assert.throws(() => describeServer(document, 'oci'), /is not offered as `oci`/);
});

const folder = '/home/ada/work/kiln';
const described = (files: Readonly<Record<string, string>>) => {
  const system = memorySystem(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
  );
  return describeFolder(system, folder, '${manifestDir}/kiln');
};

const bundle = {
  manifest_version: '0.3',
  name: 'kiln',
  version: '0.2.0',
  description: 'Fires pots',
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: {
      command: 'node',
      args: ['${__dirname}/server/index.js', '--root=${user_config.roots}', '${HOME}/x'],
      env: { KILN_KEY: '${user_config.key}', HEAT: '${user_config.heat}', ODD: '${unknown}' },
    },
  },
  user_config: {
    roots: { type: 'directory', title: 'Roots', multiple: true, required: true, default: ['${HOME}/Desktop'] },
    key: { type: 'string', title: 'Key', sensitive: true, required: true },
    heat: { type: 'number', title: 'Heat', default: 900 },
  },
};

/** Descriptor → command, args, env, version. */
const folders: readonly (readonly [says: string, files: Readonly<Record<string, string>>, wanted: Json])[] = [
  [
    'a package.json with a bin',
    {
      'package.json': JSON.stringify({
        name: '@acme/kiln',
        version: '0.2.0',
        bin: { other: 'o.js', kiln: './dist/kiln.js' },
      }),
    },
    { command: 'node', args: ['${manifestDir}/kiln/dist/kiln.js'], version: '0.2.0' },
  ],
  [
    'a pyproject.toml with scripts',
    {
      'pyproject.toml':
        '[project]\nname = "acme_kiln"\nversion = "0.2.0"\n[project.scripts]\nother = "a:b"\nacme-kiln = "kiln:main"\n',
    },
    { command: 'uv', args: ['run', '--directory', '${manifestDir}/kiln', 'acme-kiln'], version: '0.2.0' },
  ],
  [
    'the manifest.json of a bundle',
    { 'manifest.json': JSON.stringify(bundle), 'package.json': JSON.stringify({ name: 'kiln', bin: 'wrong.js' }) },
    {
      command: 'node',
      args: ['${manifestDir}/kiln/server/index.js', '--root=${input:roots}', '${home}/x'],
      env: { KILN_KEY: '${input:key}', HEAT: '${input:heat}', ODD: '$${unknown}' },
      version: '0.2.0',
    },
  ],
  [
    'the hatch_metadata.json of the older tool',
    {
      'hatch_metadata.json': JSON.stringify({
        name: 'kiln',
        version: '0.2.0',
        entry_point: { mcp_server: 'mcp_server.py', hatch_mcp_server: 'h.py' },
      }),
    },
    { command: 'python', args: ['${manifestDir}/kiln/mcp_server.py'], version: '0.2.0' },
  ],
  [
    'the hatch_metadata.json of before',
    { 'hatch_metadata.json': JSON.stringify({ name: 'kiln', version: '0.2.0', entry_point: 'server.py' }) },
    { command: 'python', args: ['${manifestDir}/kiln/server.py'], version: '0.2.0' },
  ],
  [
    'a server.json alone',
    { 'server.json': JSON.stringify({ ...base, packages: [npm] }) },
    { command: 'npx', args: ['-y', '@acme/kiln@1.2.0'], version: '1.0.0' },
  ],
  [
    'a server.json beside a package.json, which says what is asked for',
    {
      'package.json': JSON.stringify({ name: '@acme/kiln', bin: './kiln.js' }),
      'server.json': JSON.stringify({
        ...base,
        packages: [
          {
            ...npm,
            packageArguments: [{ type: 'positional', valueHint: 'folder' }],
            environmentVariables: [{ name: 'KILN_KEY' }],
          },
        ],
      }),
    },
    {
      command: 'node',
      args: ['${manifestDir}/kiln/kiln.js', '${input:folder}'],
      env: { KILN_KEY: '${input:KILN_KEY}' },
      version: '1.0.0',
    },
  ],
];

for (const [says, files, wanted] of folders) {
  test(`a folder with ${says} is started from the manifest's folder`, () => {
    const { server, version } = described(files);
    const { transport, ...rest } = server;
    assert.is(transport, 'stdio');
    assert.equal({ ...rest, version }, wanted);
  });
}

test('variables of a server.json are asked for on every platform of the bundle beside it, arguments by the bundle alone', () => {
  const overrides = {
    win32: { command: 'kiln.exe', args: ['--win'], env: { DRIVE: 'C' } },
    darwin: { command: 'kiln' },
  };
  const config = { command: 'node', args: ['k.js'], platform_overrides: overrides };
  const asking = {
    registryType: 'mcpb',
    identifier: 'https://kiln.example/kiln.mcpb',
    transport: { type: 'stdio' },
    packageArguments: [{ type: 'positional', valueHint: 'room', isRequired: true }],
    environmentVariables: [{ name: 'KEY', isRequired: true, isSecret: true }],
  };
  const { server, inputs } = described({
    'manifest.json': JSON.stringify({ name: 'kiln', version: '0.2.0', server: { type: 'node', mcp_config: config } }),
    'server.json': JSON.stringify({ name: 'io.github.acme/kiln', version: '0.2.0', packages: [asking] }),
  });
  const env = { KEY: '${input:KEY}' };
  assert.equal(server, {
    transport: 'stdio',
    command: 'node',
    args: ['k.js'],
    env,
    platforms: {
      darwin: { command: 'kiln' },
      win32: { command: 'kiln.exe', args: ['--win'], env: { ...env, DRIVE: 'C' } },
    },
  });
  assert.equal(
    inputs.map(({ name }) => name),
    ['KEY'],
  );
});

test('a bundle of uv needs no command of its own', () => {
  const manifest = { name: 'kiln', version: '0.2.0', server: { type: 'uv', entry_point: 'src/kiln.py' } };
  const { server } = described({ 'manifest.json': JSON.stringify(manifest), 'src/kiln.py': '' });
  const args = ['run', '--quiet', '--directory', '${manifestDir}/kiln', 'src/kiln.py'];
  assert.equal(server, { transport: 'stdio', command: 'uv', args });
});

test('the options of a bundle are inputs, with their defaults in the words of the manifest', () => {
  const { inputs } = described({ 'manifest.json': JSON.stringify(bundle) });
  assert.equal(inputs, [
    {
      name: 'roots',
      kind: 'option',
      required: true,
      secret: false,
      description: 'Roots',
      default: '${home}/Desktop',
      format: 'filepath',
    },
    { name: 'key', kind: 'option', required: true, secret: true, description: 'Key' },
    {
      name: 'heat',
      kind: 'option',
      required: false,
      secret: false,
      description: 'Heat',
      default: '900',
      format: 'number',
    },
  ]);
});

const references: readonly (readonly [text: string, kind: string, server: string])[] = [
  ['./tools/kiln', 'folder', 'kiln'],
  ['../kiln/', 'folder', 'kiln'],
  ['~/kiln', 'folder', 'kiln'],
  ['C:\\tools\\kiln', 'folder', 'C:\\tools\\kiln'],
  ['npm:@acme/kiln@^1.2', 'npm', 'kiln'],
  ['npm:kiln', 'npm', 'kiln'],
  ['pypi:acme-kiln==1.2', 'pypi', 'acme-kiln'],
  ['pypi:kiln[fast]>=1,<2', 'pypi', 'kiln'],
  ['oci:ghcr.io/acme/kiln:1.2', 'oci', 'kiln'],
  ['oci:localhost:5000/kiln:1', 'oci', 'kiln'],
  ['mcpb:https://kiln.example/d/kiln-1.mcpb?x', 'mcpb', 'kiln-1'],
  ['io.github.acme/kiln@^1#pypi', 'registry', 'kiln'],
  ['kiln@1.0', 'short', 'kiln'],
];

for (const [text, kind, server] of references) {
  test(`${text} is of the kind ${kind}, and its server is called ${server}`, () => {
    const reference = parseReference(text);
    assert.is(reference.kind, kind);
    assert.is(
      serverNameOf(reference, (path) => path.replace(/\/$/, '').split('/').at(-1) ?? ''),
      server,
    );
  });
}

for (const text of [
  '',
  ' ',
  '-rf',
  'npm:',
  'npm:-rf',
  'npm:a@b c;d',
  'npm:@a',
  'cargo:a',
  'a/b/c',
  'oci:',
  'oci:A B',
  'pypi:-e',
  'npm:${var:x}',
  'a#b',
  'https://x',
  'a\nb',
]) {
  test(`${JSON.stringify(text)} is no package, and the error says what is one`, () => {
    assert.throws(
      () => parseReference(text),
      (error: { exit?: string; hint?: string }) => error.exit === 'usage' && /npm:NAME/.test(error.hint ?? ''),
    );
  });
}

test.run();
