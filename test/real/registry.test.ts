// A registry and a mirror of npm on loopback, asked by the program itself: once to lock, and never again.

import { createServer, type Server } from 'node:http';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertCode, type Home, removeHomes, scratchHome } from '../support/home.ts';
import { start } from '../support/real-processes.ts';
import { integrityOf, packument, registryPages, type Web, web } from '../support/web.ts';

const tides = {
  name: 'io.github.kelp/tide-tables',
  description: 'Tides of any harbour',
  version: '2.3.1',
  packages: [{ registryType: 'npm', identifier: '@kelp/tide-tables', version: '2.3.1', transport: { type: 'stdio' } }],
};

const manifest = `version: 1
name: harbour
environments: { port: { servers: {} } }
targets: { cursor: {} }
`;

let home: Home;
let server: Server;
let pages: Web;
let address: string;

test.before(async () => {
  home = scratchHome();
  home.write('project/hatch.mcp.yaml', manifest);
  pages = web();
  server = createServer((request, response) => {
    void pages
      .get({ url: `${address}${request.url}`, headers: {}, limit: 1_000_000, timeout: 1000 })
      .then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const bound = server.address();
  const host = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  address = `http://${host}`;
  for (const [at, answer] of Object.entries(registryPages(host, [tides]))) pages.put(at, answer);
  pages.put(`${host}/@kelp%2ftide-tables`, packument('@kelp/tide-tables', ['2.3.0', '2.3.1']));
  home.env.HATCH_REGISTRY = address;
  home.env.npm_config_registry = address;
});

test.after(() => {
  server.close();
  removeHomes();
});

async function run(line: string, code: number): Promise<string> {
  const ended = await start(home, line.split(' ')).ended;
  const { stdout } = assertCode({ ...ended, code: ended.code ?? -1 }, code);
  return stdout;
}

test('a server is found in a registry and locked with the hash of its package', async () => {
  assert.match(await run('package search tide', 0), /io\.github\.kelp\/tide-tables +2\.3\.1/);
  await run('package add io.github.kelp/tide-tables@^2', 0);
  const lock = home.read('project/hatch.mcp.lock.yaml');
  assert.ok(lock.includes(integrityOf('@kelp/tide-tables@2.3.1')), lock);
  assert.ok(pages.asked.length > 1);
});

test('what is locked is listed, shown, planned, written and held to with nobody asked', async () => {
  const asked = pages.asked.length;
  assert.match(await run('package list', 0), /tide-tables .*2\.3\.1 +locked/);
  assert.match(await run('package show tide-tables', 0), /npx -y @kelp\/tide-tables@2\.3\.1/);
  assert.match(await run('package sync --frozen', 0), /says what the manifest asks for/);
  await run('plan --create', 0);
  await run('apply --create --auto-approve', 0);
  assert.match(home.read('.cursor/mcp.json'), /@kelp\/tide-tables@2\.3\.1/);
  assert.is(pages.asked.length, asked);
});

test('a new version is told and locked when it is asked for', async () => {
  const { host } = new URL(address);
  const [next] = tides.packages.map((one) => ({
    ...tides,
    version: '2.4.0',
    packages: [{ ...one, version: '2.4.0' }],
  }));
  for (const [at, answer] of Object.entries(registryPages(host, [tides, next ?? tides]))) pages.put(at, answer);
  pages.put(`${host}/@kelp%2ftide-tables`, packument('@kelp/tide-tables', ['2.3.1', '2.4.0']));
  assert.match(await run('package update --auto-approve', 0), /2\.3\.1 → 2\.4\.0/);
});

test.run();
