import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hosts } from '../../../src/hosts/index.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { nodeSystem } from '../../../src/system/node.ts';
import { verifyHosts } from '../../../src/verbs/verify-hosts.ts';

const surroundings = { platform: 'linux', home: '/home/ada', cwd: '/home/ada/work', env: {}, uid: 1000 } as const;
const fixtures = fileURLToPath(new URL('../../../fixtures/hosts', import.meta.url));

test('every descriptor is true to the fixtures of its host', () => {
  const files = verifyHosts({ system: nodeSystem(), surroundings }, {}, [fixtures]);
  assert.equal(
    files.flatMap(({ findings }) => findings),
    [],
  );
  const checked = new Set(files.map(({ id }) => id));
  const own = hosts.filter(
    ({ source, id, byHand }) =>
      byHand === undefined && hosts.find(({ source: other }) => other.docs === source.docs)?.id === id,
  );
  assert.equal(
    own.filter(({ id }) => !checked.has(id)).map(({ id }) => id),
    [],
  );
});

test('the files of this machine are checked where they are, a torn one and one that nobody edits included', () => {
  const system = memorySystem({
    '/home/ada/.cursor/mcp.json': '{ "mcpServers": { "tides": { "command": "tides" } } }',
    '/home/ada/work/.cursor/mcp.json': '{ "mcpServers": ',
    '/home/ada/.codex/config.toml': '[mcp_servers]\ntides.command = "a"\ntides.args = []\n',
    '/home/ada/.config/zed/settings.json': '{ "a": 1, "a": 2, "context_servers": {}, "context_servers": {} }',
  });
  const found = verifyHosts({ system, surroundings }, {}, []).map(({ id, path, servers, findings }) => [
    id,
    path.replace('/home/ada/', ''),
    servers,
    findings.map(({ code, severity }) => `${severity} ${code}`),
  ]);
  assert.equal(found, [
    ['codex', '.codex/config.toml', 1, []],
    ['cursor', '.cursor/mcp.json', 1, []],
    ['cursor', 'work/.cursor/mcp.json', 0, ['warning unreadable']],
    ['zed', '.config/zed/settings.json', 0, ['warning unreadable']],
  ]);
});

test.run();
