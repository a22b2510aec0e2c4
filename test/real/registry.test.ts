// A registry and a mirror of npm on loopback, asked by the program itself: once to lock, and never again.

import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertCode, type Home, removeHomes, scratchHome } from '../support/home.ts';
import { type Loopback, loopback } from '../support/loopback.ts';
import { start } from '../support/real-processes.ts';
import { hexOf, imageManifest, integrityOf, packument, registryPages } from '../support/web.ts';

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
let served: Loopback;

test.before(async () => {
  home = scratchHome();
  home.write('project/hatch.mcp.yaml', manifest);
  served = await loopback();
  const { host, pages } = served;
  for (const [at, answer] of Object.entries(registryPages(host, [tides]))) pages.put(at, answer);
  pages.put(`${host}/@kelp%2ftide-tables`, packument('@kelp/tide-tables', ['2.3.0', '2.3.1']));
  home.env.HATCH_REGISTRY = `http://${host}`;
  home.env.npm_config_registry = `http://${host}`;
});

test.after(() => {
  served.close();
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
  assert.ok(served.pages.asked.length > 1);
});

test('what is locked is listed, shown, planned, written and held to with nobody asked', async () => {
  const asked = served.pages.asked.length;
  assert.match(await run('package list', 0), /tide-tables .*2\.3\.1 +locked/);
  assert.match(await run('package show tide-tables', 0), /npx -y @kelp\/tide-tables@2\.3\.1/);
  assert.match(await run('package sync --frozen', 0), /says what the manifest asks for/);
  await run('plan --create', 0);
  await run('apply --create --auto-approve', 0);
  assert.match(home.read('.cursor/mcp.json'), /@kelp\/tide-tables@2\.3\.1/);
  assert.is(served.pages.asked.length, asked);
});

test('an image is locked by its digest and started by it, until an update takes what its tag names by now', async () => {
  const { host } = served;
  const everything = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/package.json'));
  // Stands in for docker: the one image that there is, by the digest that was locked.
  const [first, second] = ['one', 'two'].map(imageManifest).map((body) => ({ body, digest: `sha256:${hexOf(body)}` }));
  const script = `#!/bin/sh\n[ "$*" = "run -i --rm ${host}/kelp/tides:1@${first?.digest}" ] || exit 125\n`;
  home.write('bin/docker', `${script}exec node '${everything.replace('package.json', 'dist/index.js')}'\n`);
  chmodSync(join(home.path, 'bin/docker'), 0o755);
  home.env.PATH = `${join(home.path, 'bin')}${delimiter}${process.env.PATH}`;
  served.put({ '/v2/kelp/tides/manifests/1': first?.body ?? {} });
  await run(`package add oci:${host}/kelp/tides:1`, 0);
  served.put({ '/v2/kelp/tides/manifests/1': second?.body ?? {} });
  await run('package sync', 0);
  assert.match(await run('check tides', 0), /✓ tides +stdio +ok/);
  await run('package update tides --auto-approve', 0);
  assert.match(home.read('project/hatch.mcp.lock.yaml'), `integrity: ${second?.digest}`);
});

test('a new version is told and locked when it is asked for', async () => {
  const { host, pages } = served;
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
