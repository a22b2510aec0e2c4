// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json } from '../../src/model/json.ts';
import { type MemorySystem, memorySystem, type Tree } from '../../src/system/memory.ts';
import type { Surroundings } from '../../src/system/system.ts';
import { hatch } from '../support/cli.ts';
import { faulty } from '../support/faulty-system.ts';

const claude = '/home/ada/.config/Claude/claude_desktop_config.json';
const cursor = '/home/ada/.cursor/mcp.json';
const mac: Partial<Surroundings> = { platform: 'darwin', home: '/Users/ada', cwd: '/Users/ada/work' };
const macClaude = '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json';
const windows: Partial<Surroundings> = {
  platform: 'win32',
  home: 'C:\\Users\\ada',
  cwd: 'C:\\work',
  uid: undefined,
};
const program = { text: '#!/bin/sh\n', mode: 0o755 };
const linux: Partial<Surroundings> = { cwd: '/home/ada/work' };

const servers = (entries: Json): string => JSON.stringify({ mcpServers: entries });

interface Row {
  readonly what: string;
  readonly tree: Tree;
  readonly around?: Partial<Surroundings>;
  /** All by default. */
  readonly hosts?: readonly string[];
  /** `code host/server line`, those that are not there left out. */
  readonly finds: readonly string[];
}

const rows: readonly Row[] = [
  {
    what: 'a file as it should be',
    tree: { [claude]: servers({ tides: { command: '/usr/bin/tides' } }), '/usr/bin/tides': program },
    finds: [],
  },
  {
    what: 'a trailing comma where the host takes strict JSON',
    tree: { [claude]: '{\n  "mcpServers": {\n  },\n}\n' },
    finds: ['host-ignores-file claude-desktop 3'],
  },
  {
    what: 'a comment where the host takes strict JSON',
    tree: { [claude]: '{\n  // mine\n  "mcpServers": {}\n}\n' },
    finds: ['host-ignores-file claude-desktop 2'],
  },
  {
    what: 'brackets, commas and slashes inside texts',
    tree: { [claude]: '{ "a": ",}", "b": "// no", "c": ["\\",]"], "mcpServers": {} }' },
    finds: [],
  },
  {
    what: 'comments where the host takes them',
    tree: { '/home/ada/.config/zed/settings.json': '{\n  // mine\n  "context_servers": {},\n}\n' },
    finds: [],
  },
  {
    what: 'a file that nobody can read',
    tree: { [cursor]: '{\n  "mcpServers": {,\n}\n' },
    finds: ['unreadable cursor 2'],
  },
  {
    what: "servers under another host's key",
    tree: { [cursor]: '{\n  "servers": { "tides": { "command": "tides" } }\n}\n' },
    finds: ['wrong-key cursor 2'],
  },
  {
    what: "another host's key that holds no servers",
    tree: { [cursor]: '{ "servers": { "region": "eu" }, "mcp": { "timeout": 3 } }' },
    finds: [],
  },
  {
    what: 'a program that nobody has',
    tree: { [cursor]: '{\n  "mcpServers": {\n    "tides": { "command": "tides-9" }\n  }\n}\n' },
    around: { ...linux, env: { PATH: '/usr/bin' } },
    finds: ['program-missing cursor/tides 3'],
  },
  {
    what: 'a program of a server that is off',
    tree: { '/home/ada/.codex/config.toml': '[mcp_servers.tides]\ncommand = "tides-9"\nenabled = false\n' },
    finds: [],
  },
  {
    what: 'a program whose name is a reference',
    tree: { [cursor]: servers({ tides: { command: '${env:TIDES}' } }) },
    finds: [],
  },
  {
    what: 'a program that only a shell finds, in an app of the desktop',
    tree: { [macClaude]: servers({ tides: { command: 'npx' } }), '/opt/homebrew/bin/npx': program },
    around: { ...mac, env: { PATH: '/opt/homebrew/bin:/usr/bin' } },
    finds: ['program-not-on-path claude-desktop/tides 1'],
  },
  {
    what: 'the same program, with a PATH of its own',
    tree: {
      [macClaude]: servers({ tides: { command: 'npx', env: { PATH: '/opt/homebrew/bin:/usr/bin' } } }),
      '/opt/homebrew/bin/npx': program,
    },
    around: { ...mac, env: {} },
    finds: [],
  },
  {
    what: 'the same program, in a host that a shell starts',
    tree: {
      '/Users/ada/.codex/config.toml': '[mcp_servers.tides]\ncommand = "npx"\n',
      '/opt/homebrew/bin/npx': program,
    },
    around: { ...mac, env: { PATH: '/opt/homebrew/bin:/usr/bin' } },
    finds: [],
  },
  {
    what: '`cmd` where there is none',
    tree: { [cursor]: servers({ tides: { command: 'cmd', args: ['/c', 'npx', 'tides'] } }) },
    finds: ['cmd-elsewhere cursor/tides 1'],
  },
  {
    what: '`cmd` without `/c` on Windows',
    tree: {
      'C:\\Users\\ada\\.cursor\\mcp.json': servers({ tides: { command: 'cmd', args: ['npx'] } }),
      'C:\\Windows\\cmd.exe': program,
    },
    around: { ...windows, env: { Path: 'C:\\Windows' } },
    finds: ['cmd-misplaced cursor/tides 1'],
  },
  {
    what: '`npx` without `cmd` on Windows, in a host that starts no scripts',
    tree: {
      'C:\\Users\\ada\\.claude.json': servers({ tides: { command: 'npx' } }),
      'C:\\nodejs\\npx.cmd': program,
    },
    around: { ...windows, env: { PATH: 'C:\\nodejs' } },
    finds: ['cmd-missing claude-code/tides 1'],
  },
  {
    what: 'a literal secret',
    tree: {
      [cursor]: servers({
        tides: { url: 'https://tides.example/mcp', headers: { Authorization: 'Bearer k3y-9f8a7b6c5d' } },
      }),
    },
    finds: ['literal-secret cursor/tides 1'],
  },
  {
    what: 'an entry that makes the host give up its whole file',
    tree: { '/home/ada/.codex/config.toml': '[mcp_servers.tides]\nurl = "https://tides.example"\ncwd = "/x"\n' },
    finds: ['entry-fatal codex/tides 1'],
  },
  {
    what: 'a name that the host keeps for itself',
    tree: { '/home/ada/.claude.json': servers({ workspace: { type: 'http', url: 'https://tides.example/mcp' } }) },
    finds: ['name-reserved claude-code/workspace 1'],
  },
  {
    what: 'a URL without the word that the host needs',
    tree: { '/home/ada/.claude.json': servers({ tides: { url: 'https://tides.example/mcp' } }) },
    finds: ['entry-unreadable claude-code/tides 1'],
  },
  {
    what: 'servers of a project, which wait for trust',
    hosts: ['claude-code'],
    tree: { '/home/ada/work/.mcp.json': servers({ tides: { type: 'http', url: 'https://tides.example/mcp' } }) },
    finds: ['needs-trust claude-code 0'],
  },
];

for (const { what, tree, around = linux, hosts = [], finds } of rows) {
  test(`${what}: ${finds.length === 0 ? 'nothing to mend' : finds.map((one) => one.split(' ')[0]).join(', ')}`, async () => {
    const { stdout, stderr, code } = await hatch(memorySystem(tree, around), ['doctor', ...hosts, '--json']);
    const report = JSON.parse(stdout);
    const found = report.findings
      .filter(
        ({ severity, code: one }: { severity: string; code: string }) => severity !== 'note' || one === 'needs-trust',
      )
      .map((one: { code: string; target: string; server?: string; place?: { line?: number } }) =>
        [one.code, [one.target, one.server].filter(Boolean).join('/'), one.place?.line ?? 0].join(' '),
      );
    assert.equal(found, finds, stderr);
    for (const one of report.findings)
      assert.ok(one.hint && one.place?.file, `${one.code} says not where, or not what to do`);
    const isGrave = report.findings.some(({ severity }: { severity: string }) => severity === 'error');
    assert.is(code, isGrave ? 1 : 0);
  });
}

test('every place that was looked at is shown, with why one was chosen', async () => {
  const tree = {
    '/home/ada/.config/opencode/opencode.json': '{}',
    '/home/ada/.config/opencode/opencode.jsonc': '{ "mcp": {} }',
  };
  const { stdout } = await hatch(memorySystem(tree), ['doctor', 'opencode']);
  assert.match(stdout, /opencode\.jsonc {2}0 servers, exists and holds the servers/);
  assert.match(stdout, /opencode\.json {2}exists too; the host may read it beside/);
  assert.match(stdout, /\[second-file\]/);
});

test('two installations of one app are a question that only a person can answer', async () => {
  const folder = (id: string) =>
    `C:\\Users\\ada\\AppData\\Local\\Packages\\Claude_${id}\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json`;
  const system = memorySystem({ [folder('a1')]: '{}', [folder('b2')]: '{}' }, windows);
  const { stdout, code } = await hatch(system, ['doctor', 'claude-desktop']);
  assert.match(stdout, /\[host-ambiguous\]/);
  assert.is(code, 1);
});

test('a run that was cut off is told until the next writing command ends it', async () => {
  const path = '/home/ada/work/hatch.mcp.yaml';
  const manifest =
    'version: 1\nname: orchard\nenvironments: { main: { servers: { docs: { command: docs } } } }\ntargets: { cursor: {} }\n';
  const told: boolean[] = [];
  for (let at = 0; ; at += 1) {
    const system = memorySystem({ [path]: manifest, [cursor]: '{}' }, { ...linux, env: { HATCH_MANIFEST: path } });
    const { code } = await hatch(faulty(system, { at, kind: 'crash-after' }), ['apply', '--auto-approve']);
    if (code === 0) break;
    assert.ok(at < 500, 'the apply never comes to its end');
    system.kill();
    const next = system.fork();
    const isOpen = Object.keys(next.tree()).some((name) => name.endsWith('.open/journal.jsonl'));
    const { stdout } = await hatch(next, ['doctor', '--json']);
    const codes = JSON.parse(stdout).findings.map((one: { code: string }) => one.code);
    assert.is(codes.includes('unfinished-run'), isOpen, `after call ${at}`);
    told.push(isOpen);
  }
  assert.ok(told.includes(true) && told.includes(false));
});

const textOf = (system: MemorySystem, path: string) => Buffer.from(system.read(path) ?? []).toString('utf8');

test('what can be mended safely is shown, mended in one run, and the run undone', async () => {
  const text =
    '\uFEFF{\r\n  "mcpServers": {\r\n    "tides": { "command": "tides", "args": ["a,]",], },\r\n  },\r\n}\r\n';
  const system = memorySystem({ [claude]: text, [cursor]: '{ "mcpServers": {}, }' }, { env: {} });
  const refused = await hatch(system, ['doctor', '--fix']);
  assert.is(refused.code, 1);
  assert.match(refused.stdout, /takes commas away/);
  assert.is(textOf(system, claude), text);
  const mended = await hatch(system, ['doctor', '--fix', '--auto-approve']);
  assert.is(mended.code, 0, mended.stderr);
  assert.is(
    textOf(system, claude),
    '\uFEFF{\r\n  "mcpServers": {\r\n    "tides": { "command": "tides", "args": ["a,]"] }\r\n  }\r\n}\r\n',
  );
  assert.is(textOf(system, cursor), '{ "mcpServers": {} }');
  assert.match((await hatch(system, ['doctor', '--fix', '--auto-approve'])).stdout, /No changes/);
  assert.is((await hatch(system, ['rollback', '--auto-approve'])).code, 0);
  assert.is(textOf(system, claude), text);
});

test('the digest of a mending is that of the bytes it leads to', async () => {
  const digestFor = async (text: string) => {
    const { stdout } = await hatch(memorySystem({ [claude]: text }), ['doctor', '--fix']);
    return /sha256:\w+/.exec(stdout)?.[0];
  };
  assert.is(await digestFor('{"a":1,}'), await digestFor('{"a":1,}'));
  assert.is.not(await digestFor('{"a":1,}'), await digestFor('{"a":2,}'));
});

test.run();
