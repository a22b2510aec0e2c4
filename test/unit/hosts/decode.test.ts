// What is read from each host's entries, and what stays in the host's own words.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { DecodeContext } from '../../../src/hosts/api.ts';
import { comparable, decode, findHost, type Host, isServer, roleOf, switchedOff } from '../../../src/hosts/index.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';

const usual: DecodeContext = { platform: 'linux', home: '/home/ida', manifestDir: '/srv/reef' };

function hostOf(id: string): Host {
  const host = findHost(id);
  if (host === undefined) throw new Error(`no host ${id}`);
  return host;
}

function read(id: string, entry: JsonObject, satellites: Readonly<Record<string, JsonObject>> = {}, context = usual) {
  return decode(hostOf(id), 'buoy', entry, (satellite) => satellites[satellite] ?? {}, context);
}

const question = { type: 'promptString', description: 'K', password: true };
const entries: readonly (readonly [
  title: string,
  id: string,
  entry: JsonObject,
  server: object,
  satellites?: Record<string, JsonObject>,
])[] = [
  [
    'text that looks like a variable is literal where nothing is expanded',
    'claude-desktop',
    { command: '${HOME}/b', env: {} },
    { transport: 'stdio', command: '$${HOME}/b' },
  ],
  [
    'variables become references',
    'claude-code',
    { type: 'streamable-http', url: '${U}/x', headers: { A: 'Bearer ${T:-n}' } },
    { transport: 'http', url: '${env:U}/x', headers: { A: 'Bearer ${env:T:-n}' } },
  ],
  [
    'fields that are not known stay',
    'claude-code',
    { command: 'b', alwaysLoad: true, env: { N: 1, S: 's' } },
    { transport: 'stdio', command: 'b', env: { S: 's' }, raw: { alwaysLoad: true, env: { N: 1 } } },
  ],
  [
    'a member at its second place is read, and stays there',
    'windsurf',
    { url: 'https://b/${env:K}', headers: { A: 'a' } },
    { transport: 'http', url: 'https://b/${env:K}', headers: { A: 'a' }, raw: { url: 'https://b/${env:K}' } },
  ],
  [
    'of a member at both of its places the one that is written counts, and both stay',
    'windsurf',
    { url: 'https://b', serverUrl: 'https://c' },
    { transport: 'http', url: 'https://c', raw: { url: 'https://b', serverUrl: 'https://c' } },
  ],
  [
    'a whole transport at its second place is read, and stays there',
    'cline',
    { transport: { type: 'sse', url: 'https://b', headers: { A: 'a' } }, timeout: 30 },
    {
      transport: 'sse',
      url: 'https://b',
      headers: { A: 'a' },
      timeout: 30000,
      raw: { transport: { type: 'sse', url: 'https://b', headers: { A: 'a' } } },
    },
  ],
  [
    'an older word for the transport is read, and stays',
    'cline',
    { url: 'https://b', transportType: 'http' },
    { transport: 'http', url: 'https://b', raw: { transportType: 'http' } },
  ],
  [
    'a question that we would ask becomes the variable',
    'vscode',
    { url: 'https://b', headers: { A: 'x ${input:K}' } },
    { transport: 'http', url: 'https://b', headers: { A: 'x ${env:K}' } },
    { inputs: { K: question } },
  ],
  [
    'a question of another kind stays in words of the host',
    'vscode',
    { url: 'https://b', headers: { A: 'x ${input:K}', B: 'b' } },
    { transport: 'http', url: 'https://b', headers: { B: 'b' }, raw: { headers: { A: 'x ${input:K}' } } },
    { inputs: { K: { ...question, description: 'Key' } } },
  ],
  [
    'names of variables become references',
    'codex',
    {
      url: 'https://b',
      bearer_token_env_var: 'T',
      env_http_headers: { X: 'Y' },
      tool_timeout_sec: 1.5,
      required: true,
    },
    {
      transport: 'http',
      url: 'https://b',
      headers: { Authorization: 'Bearer ${env:T}', X: '${env:Y}' },
      timeout: 1500,
      raw: { required: true },
    },
  ],
  [
    'seconds become milliseconds, and what is not whole stays',
    'zed',
    { command: 'b', timeout: 0.5 },
    { transport: 'stdio', command: 'b', raw: { timeout: 0.5 } },
  ],
  [
    'what the host writes by itself is not noteworthy',
    'goose',
    {
      type: 'stdio',
      name: 'buoy',
      enabled: true,
      cmd: 'b',
      args: [],
      envs: {},
      env_keys: ['K'],
      timeout: 300,
      bundled: null,
      description: null,
      available_tools: [],
    },
    { transport: 'stdio', command: 'b', env: { K: '${env:K}' }, timeout: 300_000 },
  ],
  [
    'one list becomes command and arguments',
    'opencode',
    { type: 'local', command: ['b', '-v', '{env:K}'], enabled: false },
    { transport: 'stdio', command: 'b', args: ['-v', '${env:K}'], enabled: false },
  ],
  [
    'a folder of the host is no variable',
    'hermes',
    { command: '${userHome}/b', args: ['${workspaceFolder}'] },
    {
      transport: 'stdio',
      command: '${home}/b',
      args: ['$${workspaceFolder}'],
      raw: { command: '${userHome}/b', args: ['${workspaceFolder}'] },
    },
  ],
  [
    'OAuth settings that the host passes over stay in its words',
    'hermes',
    { url: 'https://b', oauth: { client_id: 'c' } },
    { transport: 'http', url: 'https://b', raw: { oauth: { client_id: 'c' } } },
  ],
  [
    'an escaped variable stays in words of the host',
    'openclaw',
    { command: 'b', env: { A: '$${B}', C: '${C}' } },
    { transport: 'stdio', command: 'b', env: { C: '${env:C}' }, raw: { env: { A: '$${B}' } } },
  ],
  [
    'the list it stands in is the transport',
    'openhands-toml',
    { list: 'sse_servers', url: 'https://b', api_key: 'k' },
    { transport: 'sse', url: 'https://b', raw: { api_key: 'k' } },
  ],
  [
    'the name of a variable becomes a header',
    'kimi-code',
    { url: 'https://b', bearerTokenEnvVar: 'T' },
    { transport: 'http', url: 'https://b', headers: { Authorization: 'Bearer ${env:T}' } },
  ],
  [
    'lists of tools are gathered from beside the servers',
    'opencode',
    { type: 'remote', url: 'https://b' },
    { transport: 'http', url: 'https://b', tools: { allow: ['a'], deny: ['c'] } },
    { tools: { 'buoy_*': false, buoy_a: true, buoy_c: false, other_a: false } },
  ],
  [
    'a token has its usual header',
    'mistral-vibe',
    { transport: 'http', url: 'https://b', api_key_env: 'K', disabled: false },
    { transport: 'http', url: 'https://b', headers: { Authorization: 'Bearer ${env:K}' } },
  ],
  [
    'a quoted command is one word',
    'mistral-vibe',
    { transport: 'stdio', command: `'C:\\My Tools\\b.exe'`, args: ['-v'] },
    { transport: 'stdio', command: 'C:\\My Tools\\b.exe', args: ['-v'] },
  ],
  [
    'a command of several words is a command with arguments',
    'mistral-vibe',
    { transport: 'stdio', command: 'b --k "x \\"y" \\ z', args: ['-v'] },
    {
      transport: 'stdio',
      command: 'b',
      args: ['--k', 'x "y', ' z', '-v'],
      raw: { command: 'b --k "x \\"y" \\ z', args: ['-v'] },
    },
  ],
  [
    'a list of a command and arguments is one too',
    'mistral-vibe',
    { transport: 'stdio', command: ['b', '-v'] },
    { transport: 'stdio', command: 'b', args: ['-v'], raw: { command: ['b', '-v'], args: [] } },
  ],
  [
    'a bridge with more than we would write is a program',
    'claude-desktop',
    { command: 'npx', args: ['-y', 'mcp-remote', 'https://b', '--header', 'A: ${K}'], env: { K: 'k' } },
    {
      transport: 'stdio',
      command: 'npx',
      args: ['-y', 'mcp-remote', 'https://b', '--header', 'A: $${K}'],
      env: { K: 'k' },
    },
  ],
  [
    'a bridge without variables is the server behind it',
    'claude-desktop',
    { command: 'npx', args: ['-y', 'mcp-remote', 'https://b', '--transport', 'sse-only', '--header', 'A: b'] },
    { transport: 'sse', url: 'https://b', headers: { A: 'b' } },
  ],
  [
    'a bridge that expands what is not there is a program',
    'claude-desktop',
    { command: 'npx', args: ['-y', 'mcp-remote', 'https://b', '--header', 'A: ${K}'] },
    { transport: 'stdio', command: 'npx', args: ['-y', 'mcp-remote', 'https://b', '--header', 'A: $${K}'] },
  ],
  [
    'a reference in another hand is read, and stays as it is written',
    'continue',
    { command: 'b', env: { A: '${{secrets.K}}' } },
    { transport: 'stdio', command: 'b', env: { A: '${env:K}' }, raw: { env: { A: '${{secrets.K}}' } } },
  ],
  [
    'fields of the table and of oddities meet',
    'codex',
    {
      command: 'b',
      env: { A: 'a' },
      env_vars: ['K'],
      disabled_tools: ['x'],
      tools: { y: { approval_mode: 'approve' } },
    },
    { transport: 'stdio', command: 'b', env: { A: 'a', K: '${env:K}' }, tools: { deny: ['x'], autoApprove: ['y'] } },
  ],
  [
    'a form with two tokens is none of ours',
    'mistral-vibe',
    { transport: 'streamable-http', url: 'https://b', api_key_env: 'K', api_key_format: '{token}{token}' },
    { transport: 'http', url: 'https://b', raw: { api_key_env: 'K', api_key_format: '{token}{token}' } },
  ],
  [
    'a bridge on a host that needs none is a program',
    'cursor',
    { command: 'npx', args: ['-y', 'mcp-remote', 'https://b'] },
    { transport: 'stdio', command: 'npx', args: ['-y', 'mcp-remote', 'https://b'] },
  ],
];

for (const [title, id, entry, server, satellites] of entries) {
  test(`${id}: ${title}`, () => assert.equal(read(id, entry, satellites).server, server));
}

test('words for the workspace are the folder of the manifest in its repository only', () => {
  const entry = { command: '${workspaceFolder}/b' };
  assert.equal(read('vscode', entry, {}, { ...usual, portable: true }).server?.command, '${manifestDir}/b');
  const elsewhere = { ...usual, portable: true, project: '/srv/reef/packages/a' };
  assert.equal(read('vscode', entry, {}, elsewhere).server?.command, '$${workspaceFolder}/b');
  const { server, findings } = read('vscode', entry);
  assert.equal(server, { transport: 'stdio', command: '$${workspaceFolder}/b', raw: entry });
  assert.equal(
    findings.map(({ code }) => code),
    ['host-expression'],
  );
});

const others: readonly (readonly [id: string, entry: JsonObject, isServer: boolean, codes: readonly string[]])[] = [
  ['goose', { type: 'builtin', name: 'developer', enabled: true }, false, []],
  ['goose', { type: 'platform', name: 'todo', enabled: true }, false, []],
  ['goose', { type: 'sse', uri: 'https://b', name: 'b' }, true, ['entry-unreadable']],
  ['opencode', { enabled: false }, false, []],
  ['opencode', { type: 'local' }, true, ['entry-unreadable']],
  ['zed', { settings: { a: 1 } }, false, []],
  ['zed', { command: { path: 'b' } }, true, ['entry-unreadable']],
  ['claude-code', { link: 'https://b' }, false, []],
  ['claude-code', { url: 'https://b' }, true, ['entry-unreadable']],
  ['claude-code', { command: 'b', url: 'https://b' }, true, ['entry-unreadable']],
  ['codex', { command: 'b', bearer_token_env_var: 'K' }, true, ['entry-unreadable']],
];

for (const [id, entry, expected, codes] of others) {
  test(`${id}: ${JSON.stringify(entry)} is ${expected ? 'a server that cannot be read' : 'no server'}`, () => {
    const { server, findings } = read(id, entry);
    assert.is(isServer(hostOf(id), entry), expected);
    assert.is(server, undefined);
    assert.equal(
      findings.map(({ code }) => code),
      codes,
    );
  });
}

const alike: readonly (readonly [
  id: string,
  path: readonly string[],
  left: Json | undefined,
  right: Json | undefined,
])[] = [
  ['claude-code', ['type'], 'stdio', undefined],
  ['claude-code', ['type'], 'streamable-http', 'http'],
  ['vscode', ['type'], 'http', undefined],
  ['mistral-vibe', ['transport'], 'http', 'streamable-http'],
  ['mistral-vibe', ['disabled'], false, undefined],
  ['codex', ['enabled'], true, undefined],
  ['goose', ['description'], null, ''],
  ['cursor', ['env'], {}, undefined],
];
const unlike: typeof alike = [
  ['claude-code', ['type'], 'http', undefined],
  ['claude-code', ['type'], 'sse', 'http'],
  ['codex', ['enabled'], false, undefined],
  ['codex', ['enabled_tools'], [], undefined],
  ['cursor', ['ivy'], {}, undefined],
  ['cursor', ['env', 'A'], '', undefined],
];

for (const [cases, are] of [
  [alike, true],
  [unlike, false],
] as const) {
  for (const [id, path, left, right] of cases) {
    test(`${id}: ${path.join('.')} ${JSON.stringify(left)} and ${JSON.stringify(right)} are ${are ? 'alike' : 'different'}`, () => {
      const [one, other] = [left, right].map((value) => JSON.stringify(comparable(hostOf(id), path, value)));
      assert.is(one === other, are);
    });
  }
}

const roles: readonly (readonly [
  id: string,
  path: readonly string[],
  group: string | undefined,
  holds: string,
  known: boolean,
])[] = [
  ['cursor', ['command'], 'launch', 'plain', true],
  ['cursor', ['args', '2'], 'launch', 'arguments', true],
  ['opencode', ['command'], 'launch', 'arguments', true],
  ['opencode', ['environment', 'A'], undefined, 'environment', true],
  ['cursor', ['url'], 'endpoint', 'url', true],
  ['cursor', ['type'], 'endpoint', 'plain', true],
  ['continue', ['requestOptions', 'headers', 'A'], undefined, 'header', true],
  ['continue', ['requestOptions', 'timeout'], undefined, 'plain', false],
  ['continue', ['apiKey'], undefined, 'secret', false],
  ['cursor', ['auth', 'CLIENT_SECRET'], undefined, 'secret', true],
  ['codex', ['bearer_token_env_var'], undefined, 'plain', true],
  ['codex', ['bearer_token'], undefined, 'secret', false],
  ['goose', ['name'], undefined, 'plain', true],
  ['windsurf', ['url'], 'endpoint', 'url', true],
  ['cline', ['transport', 'env', 'A'], undefined, 'environment', true],
  ['cline-like', ['headers', 'A'], undefined, 'header', false],
  ['cursor', ['docker', 'environment', 'A'], undefined, 'environment', false],
];

for (const [id, path, group, holds, known] of roles) {
  test(`${id}: ${path.join('.')} holds ${holds} and is ${known ? 'known' : 'not known'}`, () => {
    const host = id === 'cline-like' ? hostOf('claude-desktop') : hostOf(id);
    assert.equal(roleOf(host, path), { group, holds, known });
  });
}

test('the off switch is the host own, and where there is none there is none', () => {
  assert.equal(switchedOff(hostOf('codex'), 'b', { command: 'b' }), {
    entry: { command: 'b', enabled: false },
    satellites: [],
  });
  assert.equal(switchedOff(hostOf('mistral-vibe'), 'b', { disabled: false, command: 'b' })?.entry, {
    disabled: true,
    command: 'b',
  });
  assert.is(switchedOff(hostOf('cursor'), 'b', { command: 'b' }), undefined);
});

test.run();
