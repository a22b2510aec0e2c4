// What is written for each host, place by place: words of its own, templates, findings.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EncodeContext, Encoded } from '../../../src/hosts/api.ts';
import { encode, findHost } from '../../../src/hosts/index.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Server } from '../../../src/model/server.ts';

const usual: EncodeContext = {
  platform: 'linux',
  home: '/home/ida',
  manifestDir: '/srv/reef',
  portable: false,
  references: 'native',
  onUnsupported: 'error',
};

function write(id: string, server: Server, context: Partial<EncodeContext> = {}): Encoded {
  const host = findHost(id);
  if (host === undefined) throw new Error(`no host ${id}`);
  return encode(host, 'buoy', server, { ...usual, ...context });
}

const run = (more: Partial<Server> = {}): Server => ({ transport: 'stdio', command: 'buoy', ...more });
const reach = (more: Partial<Server> = {}): Server => ({ transport: 'http', url: 'https://buoy.example', ...more });
const codes = ({ findings }: Encoded) => findings.map(({ code, severity }) => `${severity} ${code}`);

test('a name is written as it is, whatever it means to who replaces texts', () => {
  const goose = findHost('goose');
  assert.is(goose && encode(goose, "a$&b$'", run(), usual).entry.name, "a$&b$'");
});

const bearer = reach({ headers: { Authorization: 'Bearer ${env:BUOY}' } });
const shapes: readonly (readonly [title: string, id: string, server: Server, entry: JsonObject])[] = [
  ['no type for a program', 'claude-code', run({ args: ['-v'] }), { command: 'buoy', args: ['-v'] }],
  [
    'variables in braces',
    'claude-code',
    reach({ headers: { A: 'Bearer ${env:B}', C: '${env:D:-e f}' } }),
    { type: 'http', url: 'https://buoy.example', headers: { A: 'Bearer ${B}', C: '${D:-e f}' } },
  ],
  [
    'a question for a secret in a header',
    'vscode',
    bearer,
    { type: 'http', url: 'https://buoy.example', headers: { Authorization: 'Bearer ${input:BUOY}' } },
  ],
  [
    'variables of the editor',
    'vscode',
    run({ env: { A: '${env:B}' } }),
    { type: 'stdio', command: 'buoy', env: { A: '${env:B}' } },
  ],
  [
    'variables of the editor in headers too',
    'cursor',
    bearer,
    { url: 'https://buoy.example', headers: { Authorization: 'Bearer ${env:BUOY}' } },
  ],
  ['the name of a bearer variable', 'codex', bearer, { url: 'https://buoy.example', bearer_token_env_var: 'BUOY' }],
  [
    'names of variables for whole headers',
    'codex',
    reach({ headers: { 'X-A': '${env:A}', 'X-B': 'b' } }),
    { url: 'https://buoy.example', http_headers: { 'X-B': 'b' }, env_http_headers: { 'X-A': 'A' } },
  ],
  [
    'names of variables that are passed on',
    'codex',
    run({
      env: { A: '${env:A}', B: 'b' },
      timeout: 1500,
      startupTimeout: 20_000,
      tools: { deny: ['x'], autoApprove: ['y'] },
    }),
    {
      command: 'buoy',
      env: { B: 'b' },
      tool_timeout_sec: 1.5,
      startup_timeout_sec: 20,
      disabled_tools: ['x'],
      env_vars: ['A'],
      tools: { y: { approval_mode: 'approve' } },
    },
  ],
  ['whole seconds', 'zed', run({ timeout: 30_000, enabled: false }), { command: 'buoy', enabled: false, timeout: 30 }],
  [
    'members without which an entry is not read',
    'goose',
    run({ env: { A: '${env:A}' } }),
    { type: 'stdio', enabled: true, name: 'buoy', cmd: 'buoy', args: [], env_keys: ['A'] },
  ],
  [
    'names of the variables in headers',
    'goose',
    bearer,
    {
      type: 'streamable_http',
      enabled: true,
      name: 'buoy',
      uri: 'https://buoy.example',
      headers: { Authorization: 'Bearer ${BUOY}' },
      description: '',
      env_keys: ['BUOY'],
    },
  ],
  [
    'command and arguments in one list',
    'opencode',
    run({ args: ['-v', '{env}'], env: { A: '${env:A}', F: '${file:keys/f}' } }),
    { type: 'local', command: ['buoy', '-v', '{env}'], environment: { A: '{env:A}', F: '{file:/srv/reef/keys/f}' } },
  ],
  [
    'scopes as words',
    'opencode',
    reach({ oauth: { clientId: 'c', scopes: ['a', 'b'] } }),
    { type: 'remote', url: 'https://buoy.example', oauth: { clientId: 'c', scope: 'a b' } },
  ],
  [
    'secrets, and headers further down',
    'continue',
    bearer,
    {
      type: 'streamable-http',
      url: 'https://buoy.example',
      requestOptions: { headers: { Authorization: 'Bearer ${{ secrets.BUOY }}' } },
    },
  ],
  [
    'the usual header and form of a token left out',
    'mistral-vibe',
    bearer,
    { transport: 'streamable-http', url: 'https://buoy.example', api_key_env: 'BUOY' },
  ],
  [
    'a command in quotes where it is more than one plain word',
    'mistral-vibe',
    run({ command: "${home}/it's" }),
    { transport: 'stdio', command: `'/home/ida/it'"'"'s'` },
  ],
  [
    'another header and form of a token',
    'mistral-vibe',
    reach({ headers: { 'X-K': 'v1 ${env:K}', B: 'b' }, enabled: false }),
    {
      transport: 'streamable-http',
      url: 'https://buoy.example',
      headers: { B: 'b' },
      disabled: true,
      api_key_env: 'K',
      api_key_header: 'X-K',
      api_key_format: 'v1 {token}',
    },
  ],
  ['another member for the URL of SSE', 'qwen-code', reach({ transport: 'sse' }), { url: 'https://buoy.example' }],
  ['the member for the URL of HTTP', 'qwen-code', reach(), { httpUrl: 'https://buoy.example' }],
  [
    'the name of a bearer variable, and other headers',
    'kimi-code',
    reach({ headers: { authorization: 'Bearer ${env:BUOY}', A: 'b' } }),
    { url: 'https://buoy.example', headers: { A: 'b' }, bearerTokenEnvVar: 'BUOY' },
  ],
  [
    'the word without which its OAuth settings count for nothing',
    'hermes',
    reach({ oauth: { clientId: 'b', scopes: ['read', 'write'] } }),
    { url: 'https://buoy.example', auth: 'oauth', oauth: { client_id: 'b', scope: 'read write' } },
  ],
  [
    'variables as a shell has them',
    'crush',
    run({ args: ['${env:A}', '${env:B:-c d}'] }),
    { type: 'stdio', command: 'buoy', args: ['${A}', '${B:-c d}'] },
  ],
  [
    'the list that stands for the transport',
    'openhands-toml',
    reach(),
    { list: 'shttp_servers', url: 'https://buoy.example' },
  ],
  ['a second word for the same', 'openclaw', reach(), { transport: 'streamable-http', url: 'https://buoy.example' }],
  ['all tools by name', 'copilot-cli', run(), { type: 'stdio', command: 'buoy', tools: ['*'] }],
  [
    'some tools by name',
    'copilot-cli',
    run({ tools: { allow: ['lower'] } }),
    { type: 'stdio', command: 'buoy', tools: ['lower'] },
  ],
];

for (const [title, id, server, entry] of shapes) {
  test(`${id} gets ${title}`, () => {
    const encoded = write(id, server);
    assert.equal(encoded.entry, entry);
    assert.equal(codes(encoded), []);
  });
}

test('a member that raw gives at its second place is not written at its own', () => {
  const encoded = write('windsurf', reach({ headers: { A: '${env:B:-no word for it}' }, raw: { url: 'https://own' } }));
  assert.equal(encoded.entry.url, 'https://own');
  assert.not('serverUrl' in encoded.entry);
  assert.equal(codes(write('windsurf', run({ raw: { url: 'https://own' } }))), ['error entry-mixed']);
});

const refused: readonly (readonly [id: string, server: Server, code: string, context?: Partial<EncodeContext>])[] = [
  ['claude-desktop', reach(), 'error transport-unsupported'],
  ['codex', reach({ transport: 'sse' }), 'error transport-unsupported'],
  ['cursor', reach({ transport: 'ws' }), 'error transport-unsupported'],
  ['codex', reach({ transport: 'ws' }), 'error transport-unsupported', { onUnsupported: 'bridge' }],
  ['claude-desktop', run({ cwd: '/x' }), 'error field-unsupported'],
  ['claude-desktop', run({ cwd: '/x' }), 'warning field-unsupported', { onUnsupported: 'warn' }],
  ['claude-desktop', run({ description: 'x' }), 'note field-unsupported'],
  ['claude-desktop', run({ enabled: false }), 'error field-unsupported'],
  ['zed', run({ timeout: 1500 }), 'error field-unsupported'],
  ['claude-code', run({ timeout: 500 }), 'error field-unsupported'],
  ['goose', run({ tools: { allow: [] } }), 'error field-unsupported'],
  ['goose', run({ env: { PATH: '/x' } }), 'warning field-unsupported'],
  ['claude-desktop', run({ env: { A: '${env:A}' } }), 'error reference-unsupported'],
  ['codex', run({ env: { A: '${env:B}' } }), 'error reference-unsupported'],
  ['codex', run({ args: ['${env:A}'] }), 'error reference-unsupported'],
  ['codex', reach({ headers: { Authorization: 'Basic ${env:A}' } }), 'error reference-unsupported'],
  ['cursor', reach({ env: { A: 'a' } }), 'error field-unsupported'],
  ['cursor', run({ headers: { A: 'a' } }), 'error field-unsupported'],
  ['cursor', run({ args: ['${env:A:-b}'] }), 'error reference-unsupported'],
  ['claude-code', run({ args: ['${file:/x}'] }), 'error reference-unsupported'],
  [
    'claude-code',
    run({ args: ['${env:A}${file:/x}'] }),
    'error machine-dependent',
    { portable: true, references: 'inline' },
  ],
  ['zed', run({ env: { A: '${env:A}' } }), 'error reference-unsupported', { portable: true, references: 'inline' }],
  ['claude-code', run({ args: ['${home}/x'] }), 'error machine-dependent', { portable: true }],
  ['claude-code', run({ args: ['${env:A:-${b}'] }), 'error reference-unsupported'],
  ['zed', run({ cwd: '${manifestDir}' }), 'error field-unsupported', { portable: true }],
  ['opencode', run({ cwd: '${manifestDir}' }), 'error machine-dependent', { portable: true }],
  ['claude-code', run({ args: ['$${HOME}'] }), 'error literal-expanded'],
  ['claude-code', run({ args: ['$${HOME}${file:/x}'] }), 'error literal-expanded', { references: 'inline' }],
  ['opencode', run({ args: ['{env:HOME}'] }), 'error literal-expanded'],
  ['vscode', run({ args: ['$${userHome}'] }), 'error literal-expanded'],
  ['goose', reach({ headers: { A: '$B' } }), 'error literal-expanded'],
  ['continue', run({ args: ['$${{ secrets.X }}'] }), 'error literal-expanded'],
  ['codex', reach({ raw: { env: { A: 'a' } } }), 'error entry-fatal'],
  ['codex', reach({ raw: { bearer_token: 'a' } }), 'error entry-fatal'],
  ['codex', run({ raw: { startup_timeout_sec: -1 } }), 'error entry-fatal'],
  ['zed', run({ raw: { url: 'https://x' } }), 'error entry-mixed'],
  ['qwen-code', run({ raw: { url: 'https://x' } }), 'error entry-mixed'],
  ['copilot-cli', run({ tools: { allow: ['*'] } }), 'error field-unsupported'],
  ['deepagents', run({ tools: { allow: ['a'], deny: ['b'] } }), 'error entry-fatal'],
  ['deepagents', run({ tools: { deny: [] } }), 'error entry-fatal'],
  ['gordon', run(), 'error host-by-hand'],
  ['openclaw', run({ args: ['${env:lower}'] }), 'error reference-unsupported'],
  ['openclaw', run({ args: ['$${NOT_THIS}'] }), 'error literal-expanded'],
  ['hermes', run({ args: ['${env:userHome}'] }), 'error reference-unsupported'],
  ['crush', run({ args: ['${env:A:-`date`}'] }), 'error reference-unsupported'],
  ['crush', run({ args: ['$(date)'] }), 'error literal-expanded'],
  ['crush', run({ timeout: 1500 }), 'error field-unsupported'],
  ['warp', run({ args: ['{{port}}'] }), 'error literal-expanded'],
  ['amp', run({ env: { A: '${env:A}' } }), 'error reference-unsupported'],
  ['rovo-dev', run({ enabled: false }), 'error field-unsupported'],
  ['opencode', reach({ transport: 'sse' }), 'note transport-merged'],
];

for (const [id, server, code, context] of refused) {
  test(`${id} with ${JSON.stringify({ ...server, command: undefined, url: undefined, ...context })} is ${code}`, () => {
    assert.equal(codes(write(id, server, context)), [code]);
  });
}

test('text that this host does not expand stays as it is', () => {
  assert.equal(write('claude-desktop', run({ args: ['$${HOME}', '{env:X}', '$X'] })).entry.args, [
    '${HOME}',
    '{env:X}',
    '$X',
  ]);
  assert.equal(write('vscode', run({ args: ['$${HOME}'] })).entry.args, ['${HOME}']);
});

test('what the host cannot expand stays a template where it may be resolved, with its pointer', () => {
  const encoded = write('zed', run({ args: ['-k', 'k=${env:A:-b}$${x}'], env: { 'T/1': '${file:t}' } }), {
    references: 'inline',
  });
  assert.equal(encoded.entry, { command: 'buoy', args: ['-k', 'k=${env:A:-b}$${x}'], env: { 'T/1': '${file:t}' } });
  assert.equal(encoded.inline, ['/args/1', '/env/T~11']);
  assert.equal(codes(encoded), []);
});

test('what the host can expand is not resolved, though it might be', () => {
  const encoded = write('claude-code', run({ env: { A: '${env:A}', B: '${file:b}' } }), { references: 'inline' });
  assert.equal(encoded.entry.env, { A: '${A}', B: '${file:b}' });
  assert.equal([encoded.native, encoded.inline], [['/env/A'], ['/env/B']]);
});

test('the home directory is written out on this machine and in words of the host in the repository', () => {
  const server = run({ args: ['${home}/a', '${manifestDir}/b'] });
  assert.equal(write('cursor', server).entry.args, ['/home/ida/a', '/srv/reef/b']);
  assert.equal(write('cursor', server, { portable: true }).entry.args, ['${userHome}/a', '${workspaceFolder}/b']);
});

test('a project below the folder of the manifest finds its way back', () => {
  const deep = { portable: true, project: '/srv/reef/packages/a' };
  assert.equal(write('vscode', run({ args: ['${manifestDir}/b'] }), deep).entry.args, ['${workspaceFolder}/../../b']);
});

test('a question that is asked stands beside the servers, once for each variable', () => {
  const { satellites } = write('vscode', reach({ headers: { A: '${env:K}', B: 'x ${env:L}' } }));
  const question = (key: string) => ({
    satellite: 'inputs',
    key,
    value: { type: 'promptString', description: key, password: true },
  });
  assert.equal(satellites, [question('K'), question('L')]);
});

test('tool lists of opencode stand beside the servers, an allow list with all other tools off', () => {
  const { satellites, findings } = write('opencode', run({ tools: { allow: ['a'], deny: ['b'] } }));
  assert.equal(
    satellites.map(({ satellite, key, value }) => [satellite, key, value]),
    [
      ['tools', 'buoy_*', false],
      ['tools', 'buoy_a', true],
      ['tools', 'buoy_b', false],
    ],
  );
  assert.equal(findings, []);
});

test('a bridge reaches a remote server through a program, its variables in the environment', () => {
  const server = reach({ transport: 'sse', headers: { A: 'Bearer ${env:K}', B: 'b' }, timeout: 5000 });
  const encoded = write('zed', server, { onUnsupported: 'bridge', references: 'inline' });
  assert.equal(encoded.entry, {
    command: 'npx',
    args: [
      '-y',
      'mcp-remote',
      'https://buoy.example',
      '--transport',
      'sse-only',
      '--header',
      'A: Bearer ${K}',
      '--header',
      'B: b',
    ],
    env: { K: '${env:K}' },
    timeout: 5,
  });
  assert.equal(encoded.inline, ['/env/K']);
});

test('a bridge on Windows says that npx is a script there', () => {
  const encoded = write('claude-desktop', reach(), { onUnsupported: 'bridge', platform: 'win32' });
  assert.equal(codes(encoded), ['note bridge-needs-shell']);
  assert.equal(encoded.entry.args, ['-y', 'mcp-remote', 'https://buoy.example']);
});

test('raw replaces leaves, keeps the others, and takes back what could not be said', () => {
  const raw = { oauth: { callbackPort: 7 }, headers: { A: '${B}' } };
  const encoded = write('claude-code', reach({ oauth: { clientId: 'c' }, headers: { A: '$${x}', C: 'c' }, raw }));
  assert.equal(encoded.entry.oauth, { clientId: 'c', callbackPort: 7 });
  assert.equal(encoded.entry.headers, { A: '${B}', C: 'c' });
  assert.equal(codes(encoded), []);
});

test.run();
