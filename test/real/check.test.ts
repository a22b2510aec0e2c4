// `check` with real processes and sockets: the reference servers of the protocol, and servers without manners. Whatever
// they do, the report is true and nothing of them runs afterwards.

import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isArray, isObject, type JsonObject } from '../../src/model/json.ts';
import { assertCode, type Home, removeHomes, report, scratchHome } from '../support/home.ts';
import { processesWith } from '../support/processes-left.ts';
import { assertEnd, start } from '../support/real-processes.ts';
import { rudeWeb, type Web } from '../support/rude-web.ts';

const rude = fileURLToPath(new URL('../support/rude-server.mjs', import.meta.url));
const reference = (name: string) =>
  fileURLToPath(import.meta.resolve(`@modelcontextprotocol/${name}/package.json`)).replace(
    'package.json',
    'dist/index.js',
  );
const everything = reference('server-everything');
const filesystem = reference('server-filesystem');

/** Every process that a test starts through us carries it. */
const mark = 'TIDE_MARK';
const token = 'ghp_k3pDn0tT0BeSeenBy4nyone';

let home: Home;
let web: Web;
const others: ChildProcess[] = [];

test.before(async () => {
  home = scratchHome();
  web = await rudeWeb();
});

test.after(() => {
  web.close();
  for (const child of others) child.kill('SIGKILL');
  removeHomes();
});

/** The manifest with these servers, each in the manifest's own words. */
function manifest(servers: Readonly<Record<string, unknown>>, more = ''): void {
  const text = Object.entries(servers).map(([name, server]) => `      ${name}: ${JSON.stringify(server)}`);
  const head = ['version: 1', 'name: harbour', 'environments:', '  port:', '    servers:'];
  home.write('project/hatch.mcp.yaml', [...head, ...text, more || 'targets: { cursor: {} }', ''].join('\n'));
}

function server(manners: string): JsonObject {
  return { command: 'node', args: [rude, manners] };
}

/** Marks what is started from now on; other runs of these tests may be under way. Gives the mark. */
function marked(run: string): string {
  home.env[mark] = `${run}-${process.pid}-${Date.now()}`;
  return `${mark}=${home.env[mark]}`;
}

/** Runs `check --json` and gives the servers of the report by name, and how it ended. */
async function check(run: string, ...words: readonly string[]) {
  const value = marked(run);
  const ended = await start(home, ['mcp', 'check', '--json', ...words]).ended;
  const code = ended.code ?? -1;
  const { result, findings } = report({ ...ended, code });
  const servers = isObject(result) && isArray(result.servers) ? (result.servers as readonly JsonObject[]) : [];
  const left = processesWith(value);
  return { code, findings, left, ended, servers: new Map(servers.map((one) => [String(one.server), one])) };
}

/** The end of a long report is enough. */
const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 500) ?? '';

type Expected = readonly [state: string, reason: RegExp, more?: JsonObject];

const greeted = { protocol: '2025-06-18', name: 'tide-tables', version: '2.3.1', tools: ['high_water', 'low_water'] };
const programs: Readonly<Record<string, Expected>> = {
  polite: ['ok', /^$/, greeted],
  older: ['ok', /^$/, { ...greeted, protocol: '2024-11-05' }],
  banner: ['ok', /standard output what is no message: `Tide tables, at your service`/, greeted],
  stubborn: ['ok', /^$/, greeted],
  family: ['ok', /^$/, greeted],
  daemon: ['ok', /^$/, greeted],
  flood: ['ok', /^$/, greeted],
  unheard: ['bad-handshake', /1999-12-31/],
  closed: ['crashed', /ended with exit code 0 before it answered/],
  broken: ['crashed', /exit code 7/, { stderr: ['Error: the token ‹secret› is not valid'] }],
  killed: ['crashed', /ended by SIGSEGV/],
  orphaning: ['crashed', /ended with exit code 0/],
  refusing: ['bad-handshake', /not on a Sunday/],
  toolless: ['bad-handshake', /initialize went well, tools\/list failed: the tools are at sea/],
  nonsense: ['bad-handshake', /answers wrongly/],
};

test('whatever programs do, each is told as it is, secrets are masked, and nothing of them runs afterwards', async () => {
  home.env.ADMIRALTY_TOKEN = token;
  const servers = Object.keys(programs).map((name) => [name, server(name)]);
  manifest(Object.fromEntries(servers));
  const { code, left, servers: said, ended } = await check('programs', '--jobs', '6');
  for (const [name, [state, reason, more = {}]] of Object.entries(programs)) {
    const one = said.get(name) ?? {};
    assert.is(one.state, state, shown(one));
    assert.match(String(one.reason ?? ''), reason, name);
    for (const [key, value] of Object.entries(more)) assert.equal(one[key], value, `${name} ${key}`);
  }
  assert.is(code, 1);
  assert.equal(left, []);
  assert.not.ok(`${ended.stdout}${ended.stderr}`.includes(token));
});

test('who never answers is waited for as long as is said, and killed although it will not go', async () => {
  manifest({ mute: server('mute'), endless: server('endless'), chatter: server('chatter') });
  const { left, servers: said } = await check('silence', '--timeout', '1200ms');
  assert.is(said.get('mute')?.reason, 'no answer within 1.2 s');
  assert.is(said.get('endless')?.state, 'timed-out');
  assert.match(String(said.get('chatter')?.reason), /no answer within 1.2 s; .*`still waiting for the tide`/);
  assert.is(said.get('chatter')?.state, 'bad-handshake');
  assert.equal(left, []);
});

const addresses: Readonly<Record<string, Expected>> = {
  login: ['needs-login', /401/],
  forbidden: ['needs-login', /403/],
  absent: ['bad-handshake', /404: no such page/],
  broken: ['crashed', /503: low water/],
  page: ['bad-handshake', /text\/html/],
  elsewhere: ['bad-handshake', /302.*tides\.example/],
  silent: ['timed-out', /no answer within 1.5 s/],
  cut: ['unreachable', /the connection was cut off/],
  echo: ['bad-handshake', /400: bad header: Bearer ‹secret›/],
};

test('whatever addresses answer, each is told as it is, over either transport', async () => {
  home.env.ADMIRALTY_TOKEN = token;
  const headers = { Authorization: 'Bearer ${env:ADMIRALTY_TOKEN}' };
  const all = Object.keys(addresses).flatMap((name) => [
    [name, { url: web.url(name), headers }],
    [`${name}-sse`, { url: web.url(name), headers, transport: 'sse' }],
  ]);
  manifest({ ...Object.fromEntries(all), closed: { url: `http://127.0.0.1:${await freePort()}/mcp` } });
  const { servers: said, ended } = await check('addresses', '--timeout', '1500ms', '--jobs', '20');
  for (const [name, [state, reason]] of Object.entries(addresses)) {
    assert.is(said.get(name)?.state, state, shown(said.get(name)));
    assert.match(String(said.get(name)?.reason), reason, shown(said.get(name)));
    // An event stream shows less of what went wrong.
    assert.is(said.get(`${name}-sse`)?.state, state, shown(said.get(`${name}-sse`)));
  }
  assert.is(said.get('closed')?.state, 'unreachable');
  assert.not.ok(`${ended.stdout}${ended.stderr}`.includes(token));
});

test('the reference servers answer over stdio, streamable HTTP and SSE, and a wrong transport is told', async () => {
  const [http, sse] = [await freePort(), await freePort()];
  await Promise.all([listen('streamableHttp', http), listen('sse', sse)]);
  manifest({
    files: { command: 'node', args: [filesystem, '${manifestDir}'] },
    all: { command: 'node', args: [everything] },
    web: { url: `http://127.0.0.1:${http}/mcp` },
    stream: { url: `http://127.0.0.1:${sse}/sse`, transport: 'sse' },
    mistaken: { url: `http://127.0.0.1:${sse}/sse` },
    taken: { url: `http://127.0.0.1:${http}/mcp`, transport: 'sse' },
  });
  const { code, servers: said, left } = await check('reference');
  for (const name of ['files', 'all', 'web', 'stream']) {
    const { state, tools, protocol } = said.get(name) ?? {};
    assert.is(state, 'ok', shown(said.get(name)));
    assert.ok(isArray(tools) && tools.length > 5);
    assert.match(String(protocol), /^20\d\d-/);
  }
  assert.is(said.get('files')?.name, 'secure-filesystem-server');
  assert.is(said.get('mistaken')?.state, 'wrong-transport');
  assert.is(said.get('mistaken')?.hint, 'write `transport: sse`');
  assert.is(said.get('taken')?.state, 'wrong-transport');
  assert.is(code, 1);
  assert.equal(left, []);
});

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends a check at once, with its code, and with all that it started`, async () => {
    manifest({
      mute: server('mute'),
      family: server('family'),
      stubborn: server('stubborn'),
      daemon: server('daemon'),
    });
    const value = marked(signal);
    const running = start(home, ['check', '--json']);
    while (processesWith(value).length < 5) await setTimeout(20);
    await setTimeout(150);
    running.child.kill(signal);
    const ended = assertEnd(await running.ended, expected);
    assert.equal(processesWith(value), []);
    assert.ok(ended.took < 5000);
    report({ ...ended, code: expected });
  });
}

test('a terminal that is closed takes along what was started', async () => {
  manifest({ mute: server('mute'), family: server('family') });
  const value = marked('hangup');
  const running = start(home, ['check']);
  while (processesWith(value).length < 4) await setTimeout(20);
  running.child.kill('SIGHUP');
  await running.ended;
  await setTimeout(50);
  assert.equal(processesWith(value), []);
});

test('`apply --check` writes what answers, and nothing at all where one does not', async () => {
  manifest({ polite: server('polite'), closed: server('closed') });
  const value = marked('apply');
  const before = home.leaves();
  const { code, stderr } = home.run('apply', '--auto-approve', '--create', '--check', '--timeout', '3s');
  assert.is(code, 5, stderr);
  assert.match(stderr, /cursor\/closed {2}error: ended with exit code 0 before it answered {2}\[check-crashed\]/);
  assert.equal([...home.leaves('.')].length, [...before].length);
  manifest({ polite: server('polite') });
  assertCode(home.run('apply', '--auto-approve', '--create', '--check'), 0);
  assert.match(home.read('.cursor/mcp.json'), /polite/);
  // What does not change is not started again.
  home.write(
    'project/hatch.mcp.yaml',
    home.read('project/hatch.mcp.yaml').replace('version: 1', 'version: 1\nx-note: still'),
  );
  assertCode(home.run('apply', '--auto-approve', '--check', '--timeout', '1ms'), 0);
  assert.equal(processesWith(value), []);
});

test('`sync --check` gives what answers to a host, and nothing at all where one does not', () => {
  manifest({ polite: server('polite'), refusing: server('refusing') });
  const value = marked('sync');
  const before = home.leaves('.');
  const line = ['sync', '--from-env', 'port', '--to-host', 'windsurf', '--create', '--auto-approve', '--check'];
  const { code, stderr } = home.run(...line, '--timeout', '3s');
  assert.is(code, 5, stderr);
  assert.match(stderr, /windsurf\/refusing {2}error: .*not on a Sunday.* {2}\[check-bad-handshake\]/);
  assert.equal(home.leaves('.'), before);
  assertCode(home.run(...line, '--servers', 'polite'), 0);
  const written = [...home.leaves('.').keys()].filter((path) => !before.has(path) && path.endsWith('mcp_config.json'));
  assert.is(written.length, 1);
  assert.equal(processesWith(value), []);
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts the reference server as a web server, and waits until it listens. */
async function listen(transport: string, port: number): Promise<void> {
  const env = { PATH: process.env.PATH, PORT: String(port) };
  const child = spawn(process.execPath, [everything, transport], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  others.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (bytes) => /on port/.test(String(bytes)) && resolve());
    child.on('exit', () => reject(new Error(`${transport} did not start`)));
  });
}

test.run();
