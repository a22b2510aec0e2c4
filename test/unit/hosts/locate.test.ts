// Where each host keeps its servers, on every platform, and how one of several files is chosen.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Located, LocateRequest } from '../../../src/hosts/api.ts';
import { findHost, hostIds, hosts, locate } from '../../../src/hosts/index.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Platform, Scope } from '../../../src/model/target.ts';
import { memorySystem } from '../../../src/system/memory.ts';

type Tree = NonNullable<Parameters<typeof memorySystem>[0]>;

interface Case extends Partial<Omit<LocateRequest, 'scope'>> {
  readonly tree?: Tree;
}

const homes = { darwin: '/Users/ida', linux: '/home/ida', win32: 'C:\\Users\\ida' } as const;
const projects = { darwin: '/Users/ida/reef', linux: '/home/ida/reef', win32: 'D:\\reef' } as const;

function place(id: string, scope: Scope, { tree = {}, ...given }: Case = {}): Located | Finding {
  const host = findHost(id);
  if (host === undefined) throw new Error(`no host ${id}`);
  const platform = given.platform ?? 'linux';
  const home = homes[platform];
  const request = { scope, platform, home, variables: {}, project: projects[platform], path: undefined, ...given };
  return locate(host, request, memorySystem(tree, { platform, home, cwd: home }));
}

function found(id: string, scope: Scope, given: Case = {}): Located {
  const located = place(id, scope, given);
  if ('code' in located) throw new Error(`${located.code}: ${located.message}`);
  return located;
}

const user: readonly (readonly [id: string, darwin: string, linux: string, win32: string])[] = [
  ['claude-code', '/Users/ida/.claude.json', '/home/ida/.claude.json', 'C:\\Users\\ida\\.claude.json'],
  [
    'claude-desktop',
    '/Users/ida/Library/Application Support/Claude/claude_desktop_config.json',
    '/home/ida/.config/Claude/claude_desktop_config.json',
    'C:\\Users\\ida\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
  ],
  [
    'crush',
    '/Users/ida/.config/crush/crush.json',
    '/home/ida/.config/crush/crush.json',
    'C:\\Users\\ida\\.config\\crush\\crush.json',
  ],
  [
    'hermes',
    '/Users/ida/.hermes/config.yaml',
    '/home/ida/.hermes/config.yaml',
    'C:\\Users\\ida\\AppData\\Local\\hermes\\config.yaml',
  ],
  [
    'qoder',
    '/Users/ida/.qoder/mcp.json',
    '/home/ida/.qoder/mcp.json',
    'C:\\Users\\ida\\AppData\\Roaming\\Qoder\\SharedClientCache\\mcp.json',
  ],
  [
    'trae-cn',
    '/Users/ida/Library/Application Support/Trae CN/User/mcp.json',
    '/home/ida/.config/Trae CN/User/mcp.json',
    'C:\\Users\\ida\\AppData\\Roaming\\Trae CN\\User\\mcp.json',
  ],
  ['codex', '/Users/ida/.codex/config.toml', '/home/ida/.codex/config.toml', 'C:\\Users\\ida\\.codex\\config.toml'],
  [
    'continue',
    '/Users/ida/.continue/config.yaml',
    '/home/ida/.continue/config.yaml',
    'C:\\Users\\ida\\.continue\\config.yaml',
  ],
  [
    'copilot-eclipse',
    '/Users/ida/.config/github-copilot/eclipse/mcp.json',
    '/home/ida/.config/github-copilot/eclipse/mcp.json',
    'C:\\Users\\ida\\AppData\\Roaming\\github-copilot\\eclipse\\mcp.json',
  ],
  [
    'copilot-jetbrains',
    '/Users/ida/.config/github-copilot/intellij/mcp.json',
    '/home/ida/.config/github-copilot/intellij/mcp.json',
    'C:\\Users\\ida\\AppData\\Local\\github-copilot\\intellij\\mcp.json',
  ],
  ['cursor', '/Users/ida/.cursor/mcp.json', '/home/ida/.cursor/mcp.json', 'C:\\Users\\ida\\.cursor\\mcp.json'],
  [
    'devin',
    '/Users/ida/.config/devin/mcp_config.json',
    '/home/ida/.config/devin/mcp_config.json',
    'C:\\Users\\ida\\AppData\\Roaming\\devin\\mcp_config.json',
  ],
  [
    'goose',
    '/Users/ida/.config/goose/config.yaml',
    '/home/ida/.config/goose/config.yaml',
    'C:\\Users\\ida\\AppData\\Roaming\\Block\\goose\\config\\config.yaml',
  ],
  ['mistral-vibe', '/Users/ida/.vibe/config.toml', '/home/ida/.vibe/config.toml', 'C:\\Users\\ida\\.vibe\\config.toml'],
  [
    'opencode',
    '/Users/ida/.config/opencode/opencode.json',
    '/home/ida/.config/opencode/opencode.json',
    'C:\\Users\\ida\\.config\\opencode\\opencode.json',
  ],
  [
    'vscode',
    '/Users/ida/Library/Application Support/Code/User/mcp.json',
    '/home/ida/.config/Code/User/mcp.json',
    'C:\\Users\\ida\\AppData\\Roaming\\Code\\User\\mcp.json',
  ],
  [
    'vscode-insiders',
    '/Users/ida/Library/Application Support/Code - Insiders/User/mcp.json',
    '/home/ida/.config/Code - Insiders/User/mcp.json',
    'C:\\Users\\ida\\AppData\\Roaming\\Code - Insiders\\User\\mcp.json',
  ],
  [
    'vscodium',
    '/Users/ida/Library/Application Support/VSCodium/User/mcp.json',
    '/home/ida/.config/VSCodium/User/mcp.json',
    'C:\\Users\\ida\\AppData\\Roaming\\VSCodium\\User\\mcp.json',
  ],
  [
    'zed',
    '/Users/ida/.config/zed/settings.json',
    '/home/ida/.config/zed/settings.json',
    'C:\\Users\\ida\\AppData\\Roaming\\Zed\\settings.json',
  ],
];

for (const [id, ...paths] of user) {
  test(`${id}: the user file is where the host looks for it on each platform`, () => {
    const platforms: readonly Platform[] = ['darwin', 'linux', 'win32'];
    assert.equal(
      platforms.map((platform) => found(id, 'user', { platform }).path),
      paths,
    );
  });
}

const project: readonly (readonly [id: string, linux: string, win32: string])[] = [
  ['claude-code', '/home/ida/reef/.mcp.json', 'D:\\reef\\.mcp.json'],
  ['codex', '/home/ida/reef/.codex/config.toml', 'D:\\reef\\.codex\\config.toml'],
  ['continue', '/home/ida/reef/.continue/mcpServers', 'D:\\reef\\.continue\\mcpServers'],
  ['cursor', '/home/ida/reef/.cursor/mcp.json', 'D:\\reef\\.cursor\\mcp.json'],
  ['mistral-vibe', '/home/ida/reef/.vibe/config.toml', 'D:\\reef\\.vibe\\config.toml'],
  ['opencode', '/home/ida/reef/opencode.json', 'D:\\reef\\opencode.json'],
  ['vscode', '/home/ida/reef/.vscode/mcp.json', 'D:\\reef\\.vscode\\mcp.json'],
  ['zed', '/home/ida/reef/.zed/settings.json', 'D:\\reef\\.zed\\settings.json'],
];

for (const [id, linux, win32] of project) {
  test(`${id}: the project file lies in the project, and its symbol begins with it`, () => {
    assert.is(found(id, 'project').path, linux);
    assert.is(found(id, 'project', { platform: 'win32' }).path, win32);
    assert.is(found(id, 'project', { platform: 'win32' }).symbolic, linux.replace('/home/ida/reef', '{project}'));
    assert.is(found(id, 'project').present, true);
  });
}

test('a scope that the host does not have is a finding that names the one it has', () => {
  for (const id of ['claude-desktop', 'goose']) {
    const finding = place(id, 'project');
    assert.ok('code' in finding);
    assert.is('code' in finding && finding.code, 'scope-unsupported');
    assert.is('code' in finding && finding.hint, 'scope: user');
  }
});

test('a host that is not written says what to do by hand', () => {
  const finding = place('raycast', 'user');
  assert.is('code' in finding && finding.code, 'host-by-hand');
  assert.match('message' in finding ? finding.message : '', 'Install Server');
});

const moved: readonly (readonly [id: string, variable: string, value: string, path: string])[] = [
  ['amp', 'AMP_SETTINGS_FILE', '/opt/a.json', '/opt/a.json'],
  ['openclaw', 'OPENCLAW_CONFIG_PATH', '/opt/o.json', '/opt/o.json'],
  ['openclaw', 'OPENCLAW_STATE_DIR', '/opt/o', '/opt/o/openclaw.json'],
  ['claude-code', 'CLAUDE_CONFIG_DIR', '/opt/c', '/opt/c/.claude.json'],
  ['cline', 'CLINE_DATA_DIR', '/opt/l', '/opt/l/settings/cline_mcp_settings.json'],
  ['cline', 'CLINE_DIR', '/opt/l', '/opt/l/data/settings/cline_mcp_settings.json'],
  ['cline', 'CLINE_MCP_SETTINGS_PATH', '/opt/l/mcp.json', '/opt/l/mcp.json'],
  ['codex', 'CODEX_HOME', '/opt/x', '/opt/x/config.toml'],
  ['continue', 'CONTINUE_GLOBAL_DIR', '/opt/n', '/opt/n/config.yaml'],
  ['gemini-cli', 'GEMINI_CLI_HOME', '/opt/m', '/opt/m/.gemini/settings.json'],
  ['goose', 'GOOSE_PATH_ROOT', '/opt/g', '/opt/g/config/config.yaml'],
  ['goose', 'XDG_CONFIG_HOME', '/opt/d', '/opt/d/goose/config.yaml'],
  ['kiro', 'KIRO_HOME', '/opt/o', '/opt/o/settings/mcp.json'],
  ['mistral-vibe', 'VIBE_HOME', '/opt/v', '/opt/v/config.toml'],
  ['opencode', 'XDG_CONFIG_HOME', '/opt/d', '/opt/d/opencode/opencode.json'],
  ['vscode', 'VSCODE_PORTABLE', '/opt/p', '/opt/p/user-data/User/mcp.json'],
  ['vscode', 'XDG_CONFIG_HOME', '/opt/d', '/opt/d/Code/User/mcp.json'],
  ['zed', 'XDG_CONFIG_HOME', '/opt/d', '/opt/d/zed/settings.json'],
];

for (const [id, variable, value, path] of moved) {
  test(`${id}: ${variable} moves the user file, even where the usual one is there`, () => {
    const usual = found(id, 'user').path;
    assert.is(found(id, 'user', { variables: { [variable]: value }, tree: { [usual]: '{}' } }).path, path);
    assert.is(found(id, 'user', { variables: { [variable]: '' } }).path, usual);
    assert.is(found(id, 'user', { variables: { [variable]: 'not/absolute' } }).path, usual);
  });
}

const several: readonly (readonly [title: string, id: string, scope: 'user' | 'project', tree: Tree, path: string])[] =
  [
    [
      'the settings that hold the key with a dot win',
      'amp',
      'user',
      { '/home/ida/.config/amp/settings.json': '{}', '/home/ida/.config/amp/settings.jsonc': '{"amp.mcpServers":{}}' },
      '/home/ida/.config/amp/settings.jsonc',
    ],
    [
      'the file that it shares is taken where its own is not there',
      'copilot-cli',
      'project',
      { '/home/ida/reef/.mcp.json': '{}' },
      '/home/ida/reef/.mcp.json',
    ],
    [
      'an older home counts where it is there',
      'forge',
      'user',
      { '/home/ida/forge/.mcp.json': '' },
      '/home/ida/forge/.mcp.json',
    ],
  ];

for (const [title, id, scope, tree, path] of several) {
  test(`${id}: ${title}`, () => assert.is(found(id, scope, { tree }).path, path));
}

test('variables of Windows move folders without regard to case', () => {
  const variables = { AppData: 'E:\\Roaming' };
  assert.is(found('zed', 'user', { platform: 'win32', variables }).path, 'E:\\Roaming\\Zed\\settings.json');
});

test('symbols are the same on every platform, and full where a path lies elsewhere', () => {
  assert.is(found('cursor', 'user', { platform: 'win32' }).symbolic, '{home}/.cursor/mcp.json');
  assert.is(found('cursor', 'user', { platform: 'darwin' }).symbolic, '{home}/.cursor/mcp.json');
  assert.is(found('codex', 'user', { variables: { CODEX_HOME: '/opt/x' } }).symbolic, '/opt/x/config.toml');
});

const roaming = 'C:\\Users\\ida\\AppData\\Roaming\\Claude\\claude_desktop_config.json';
const packaged = (id: string) =>
  `C:\\Users\\ida\\AppData\\Local\\Packages\\Claude_${id}\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json`;
const folderOf = (id: string) => `C:\\Users\\ida\\AppData\\Local\\Packages\\Claude_${id}\\Settings\\settings.dat`;

const desktop: readonly (readonly [title: string, tree: Tree, path: string])[] = [
  ['the packaged file wins over the classic one', { [packaged('a1')]: '{}', [roaming]: '{}' }, packaged('a1')],
  ['the classic file is taken where the package has none', { [folderOf('a1')]: '', [roaming]: '{}' }, roaming],
  ['a package without any file is where the file comes into being', { [folderOf('a1')]: '' }, packaged('a1')],
  [
    'two packaged files are no choice beside a classic one',
    { [packaged('a1')]: '', [packaged('b2')]: '', [roaming]: '' },
    roaming,
  ],
  ['without package and file it is the classic place', {}, roaming],
];

for (const [title, tree, path] of desktop) {
  test(`Claude Desktop on Windows: ${title}`, () => {
    assert.is(found('claude-desktop', 'user', { platform: 'win32', tree }).path, path);
  });
}

test('Claude Desktop on Windows: two packages and nothing else is a finding that names both', () => {
  for (const tree of [
    { [packaged('a1')]: '', [packaged('b2')]: '' },
    { [folderOf('a1')]: '', [folderOf('b2')]: '' },
  ]) {
    const finding = place('claude-desktop', 'user', { platform: 'win32', tree });
    assert.is('code' in finding && finding.code, 'host-ambiguous');
    assert.match('code' in finding ? finding.message : '', /Claude_a1.*Claude_b2/);
  }
});

test('a host that has no file on this platform is a note, so that a manifest can be shared', () => {
  const host = findHost('cursor');
  const user = host?.scopes.user;
  if (host === undefined || user === undefined) throw new Error('no Cursor');
  const macOnly = { ...host, scopes: { user: { ...user, files: [{ darwin: '{home}/.cursor/mcp.json' }] } } };
  const request = { scope: 'user', home: '/home/ida', variables: {}, project: '/home/ida', path: undefined } as const;
  const codeOn = (platform: 'linux' | 'darwin') => {
    const finding = locate(macOnly, { ...request, platform }, memorySystem());
    return 'code' in finding ? `${finding.severity} ${finding.code}` : finding.path;
  };
  assert.is(codeOn('linux'), 'note host-not-here');
  assert.is(codeOn('darwin'), '/home/ida/.cursor/mcp.json');
});

const [plain, commented] = ['/home/ida/reef/opencode.json', '/home/ida/reef/opencode.jsonc'];
const twins: readonly (readonly [title: string, tree: Tree, path: string])[] = [
  ['one that exists is taken', { [commented]: '{}' }, commented],
  [
    'the one that holds the servers is taken',
    { [plain]: '{"model":"x"}', [commented]: '{/*"a*/"mcp"/*:*/ : {}}' },
    commented,
  ],
  [
    'a key further down or in a comment does not count',
    { [plain]: '{"x":{"mcp":1},//"mcp":\n}', [commented]: "{'mcp':{}}" },
    commented,
  ],
  ['where both hold them it is the first', { [plain]: '{"mcp":{}}', [commented]: '{"mcp":{}}' }, plain],
  ['where none holds them it is the first', { [plain]: '{}', [commented]: '{"a":"mcp"}' }, plain],
];

for (const [title, tree, path] of twins) {
  test(`of two files side by side ${title}`, () => assert.is(found('opencode', 'project', { tree }).path, path));
}

const [home2, home1] = ['/home/ida/.gemini/config/mcp_config.json', '/home/ida/.gemini/antigravity/mcp_config.json'];
const homesOfAntigravity: readonly (readonly [title: string, tree: Tree, path: string])[] = [
  ['without any file it is that of version 2', {}, home2],
  ['the older one is taken where it is the only one', { [home1]: '{"mcpServers":{}}' }, home1],
  ['of both it is that of version 2', { [home1]: '{"mcpServers":{}}', [home2]: '{"mcpServers":{}}' }, home2],
];

for (const [title, tree, path] of homesOfAntigravity) {
  test(`of the two homes of Antigravity: ${title}`, () => assert.is(found('antigravity', 'user', { tree }).path, path));
}

test('an extension is found in the storage of the editor that has it', () => {
  const path = '/home/ida/.config/VSCodium/User/globalStorage/zoocodeorganization.zoo-code/settings/mcp_settings.json';
  assert.is(found('zoo-code', 'user', { tree: { [path]: '{}' } }).path, path);
  const installed = { '/home/ida/.vscode/extensions/zoocodeorganization.zoo-code-3.60.1/package.json': '{}' };
  assert.is(found('zoo-code', 'user', { tree: installed }).present, true);
  assert.is(found('roo-code', 'user', { tree: installed }).present, false);
});

test('every place that was looked at is told, with the reason', () => {
  const { candidates } = found('opencode', 'project', { tree: { [plain]: '{}', [commented]: '{"mcp":{}}' } });
  assert.equal(
    candidates.map(({ symbolic, exists, reason }) => [symbolic, exists, reason]),
    [
      ['{project}/opencode.json', true, `exists too; the host may read it beside ${commented}`],
      ['{project}/opencode.jsonc', true, 'exists and holds the servers'],
    ],
  );
});

test('a host is present where there is evidence of it, and only there', () => {
  assert.is(found('cursor', 'user').present, false);
  assert.is(found('cursor', 'user', { tree: { '/home/ida/.cursor/extensions.json': '' } }).present, true);
  assert.is(found('goose', 'user', { tree: { '/home/ida/.config/goose/config.yaml': '' } }).present, true);
  assert.is(
    found('codex', 'user', { variables: { CODEX_HOME: '/opt/x' }, tree: { '/opt/x/auth.json': '' } }).present,
    true,
  );
  assert.is(
    found('claude-desktop', 'user', { platform: 'darwin', tree: { '/Applications/Claude.app/Contents/a': '' } })
      .present,
    true,
  );
});

test('a file that the user names is taken as it is, with the containers of its host', () => {
  const located = found('vscode', 'user', { path: '/srv/team/mcp.json' });
  assert.is(located.path, '/srv/team/mcp.json');
  assert.is(located.present, true);
  assert.equal(located.placement, { kind: 'file', container: { kind: 'map', path: ['servers'] } });
  assert.equal(located.satellites, { inputs: { kind: 'array', path: ['inputs'], key: 'id' } });
  assert.is(found('claude-desktop', 'project', { path: '/srv/team/desktop.json' }).format, 'json');
});

test('a folder holds one file for each server, which begins with what the host asks of it', () => {
  const { placement, format } = found('continue', 'project');
  assert.is(format, 'yaml');
  assert.is(placement.kind, 'folder');
  if (placement.kind !== 'folder') return;
  assert.equal(placement.fresh('tide {name}'), { name: 'tide {name}', version: '0.0.1', schema: 'v1' });
  assert.equal(placement.container, { kind: 'array', path: ['mcpServers'], key: 'name' });
  assert.is(found('continue', 'project', { path: '/srv/one.yml' }).placement.kind, 'file');
  assert.is(found('continue', 'project', { path: '/srv/many' }).placement.kind, 'folder');
});

test('ids and aliases are unique words, and each finds its host', () => {
  assert.is(new Set(hostIds()).size, hostIds().length);
  for (const host of hosts) for (const word of [host.id, ...host.aliases]) assert.is(findHost(word), host);
  assert.is(findHost('Claude'), undefined);
  assert.equal(
    hosts.map(({ id }) => id),
    hosts.map(({ id }) => id).sort(),
  );
});

test.run();
