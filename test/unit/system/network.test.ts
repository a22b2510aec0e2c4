// The real network against a server on this machine: bounds of bytes and of time, redirects that are not followed, and the
// registry's API as a client sees it.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { JsonObject } from '../../../src/model/json.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { nodeNetwork } from '../../../src/system/network.ts';
import { hatch, type Placed } from '../../support/cli.ts';
import { packument, registryPages, web } from '../../support/web.ts';

const kiln: JsonObject = {
  name: 'io.github.acme/kiln',
  description: 'Fires pots',
  version: '1.0.0',
  packages: [{ registryType: 'npm', identifier: '@acme/kiln', version: '1.0.0', transport: { type: 'stdio' } }],
};
const more = Array.from({ length: 12 }, (_, i) => ({ ...kiln, name: `io.github.acme/kiln-${i}` }));

/** What stands on this machine for a while: odd answers, and the pages of a registry and of npm. */
const server: Server = createServer((request, response) => {
  const path = request.url ?? '/';
  if (path === '/huge') {
    const chunk = Buffer.alloc(100_000);
    response.on('error', () => undefined);
    const send = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', send);
    };
    send();
    return;
  }
  if (path === '/slow') return;
  if (path === '/moved') {
    response.writeHead(302, { location: 'file:///etc/passwd' }).end('elsewhere');
    return;
  }
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const pages = web({
    ...registryPages(`${host}/registry`, [...more, kiln], { size: 5 }),
    [`${host}/npm/@acme%2fkiln`]: packument('@acme/kiln', ['1.0.0']),
  });
  void pages
    .get({ url: `http://${host}${path}`, headers: {}, limit: 1e9, timeout: 0 })
    .then(({ status, headers, body }) => {
      response.writeHead(status, headers).end(body);
    });
});

const network = nodeNetwork();
let origin = '';
const get = (path: string, bounds: { limit?: number; timeout?: number } = {}) =>
  network.get({
    url: `${origin}${path}`,
    headers: { accept: 'application/json' },
    limit: 1_000_000,
    timeout: 5000,
    ...bounds,
  });

test.before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.after(() => {
  server.closeAllConnections();
  server.close();
});

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );
}

test('an answer without end is broken off', async () => {
  assert.match((await failureOf(get('/huge'))).message, 'more than 1000000 bytes');
});

test('an answer that does not come is not waited for', async () => {
  assert.is((await failureOf(get('/slow', { timeout: 50 }))).name, 'TimeoutError');
});

test('a redirect is an answer, and is not followed', async () => {
  const { status, headers } = await get('/moved');
  assert.equal([status, headers.location], [302, 'file:///etc/passwd']);
});

test('a registry and an npm mirror on another port are searched, added from and locked', async () => {
  const manifestPath = '/home/ada/work/hatch.mcp.yaml';
  const system = memorySystem(
    {
      '/home/ada/.cursor/mcp.json': '{}\n',
      [manifestPath]: 'version: 1\nname: acme\nenvironments: { main: {} }\ntargets: { cursor: {} }\n',
    },
    {
      cwd: '/home/ada/work',
      env: { HATCH_MANIFEST: manifestPath, HATCH_REGISTRY: `${origin}/registry`, npm_config_registry: `${origin}/npm` },
    },
  );
  const placed = { ...system, network } as Placed;
  const found = await hatch(placed, ['package', 'search', 'kiln']);
  assert.is(found.stdout.trim().split('\n').length, 13, found.stderr);
  const added = await hatch(placed, ['package', 'add', 'kiln']);
  assert.is(added.code, 0, added.stderr);
  assert.match(system.tree()[manifestPath] ?? '', 'package: io.github.acme/kiln');
  const plan = await hatch(system, ['plan']);
  assert.match(plan.stdout, '["-y", "@acme/kiln@1.0.0"]');
});

test.run();
