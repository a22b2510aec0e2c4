// Finding the manifest: where it is looked for, whose it may be, and that nothing in a project's folder is ever run.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findManifest, findOverlay, personalManifest, repositoryOf } from '../../../src/manifest/locate.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { memorySystem, type Tree } from '../../../src/system/memory.ts';
import { nodeSystem } from '../../../src/system/node.ts';
import type { Surroundings } from '../../../src/system/system.ts';

const text = 'version: 1\nname: orchard\n';

/** Runs with a folder of its own, in which `home` is the home directory, and with the working directory `cwd` in it. */
async function inFolder(
  files: Readonly<Record<string, string>>,
  cwd: string,
  body: (folder: string, surroundings: Surroundings) => Promise<void>,
): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hatch-locate-')));
  const before = process.cwd();
  try {
    for (const [name, content] of Object.entries({ 'home/.keep': '', [`${cwd}/.keep`]: '', ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    process.chdir(join(folder, cwd));
    const uid = process.getuid?.();
    await body(folder, { platform: 'linux', home: join(folder, 'home'), cwd: join(folder, cwd), env: {}, uid });
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}

/** Files, working directory → the manifest that is found, from the folder on. */
const found: readonly (readonly [string, readonly string[], string, string | undefined])[] = [
  [
    'in the working directory',
    ['home/a/b/hatch.mcp.yaml', 'home/a/hatch.mcp.yaml'],
    'home/a/b',
    'home/a/b/hatch.mcp.yaml',
  ],
  ['further up', ['home/a/hatch.mcp.yaml'], 'home/a/b/c', 'home/a/hatch.mcp.yaml'],
  ['not above the repository', ['home/a/hatch.mcp.yaml', 'home/a/b/.git/HEAD'], 'home/a/b/c', undefined],
  [
    'at the root of the repository, also of a worktree',
    ['home/a/b/hatch.mcp.yaml', 'home/a/b/.git'],
    'home/a/b/c',
    'home/a/b/hatch.mcp.yaml',
  ],
  ['not in the home directory', ['home/hatch.mcp.yaml'], 'home/a', undefined],
  ['not in the home directory itself', ['home/hatch.mcp.yaml'], 'home', undefined],
  ['not in a home directory that is a repository', ['home/hatch.mcp.yaml', 'home/.git/HEAD'], 'home/a', undefined],
  ['outside the home up to the top', ['hatch.mcp.yaml'], 'srv/a/b', 'hatch.mcp.yaml'],
  ['the personal one at last', ['home/.config/hatch/hatch.mcp.yaml'], 'home/a', 'home/.config/hatch/hatch.mcp.yaml'],
  [
    'a project before the personal one',
    ['home/.config/hatch/hatch.mcp.yaml', 'home/a/hatch.mcp.yml'],
    'home/a',
    'home/a/hatch.mcp.yml',
  ],
  ['as JSON', ['home/a/hatch.mcp.json'], 'home/a', 'home/a/hatch.mcp.json'],
  ['in `.hatch`', ['home/a/.hatch/mcp.yaml'], 'home/a/b', 'home/a/.hatch/mcp.yaml'],
  [
    'in the order of preference',
    ['home/a/.hatch/mcp.yaml', 'home/a/hatch.mcp.json', 'home/a/hatch.mcp.yml'],
    'home/a',
    'home/a/hatch.mcp.yml',
  ],
];

for (const [says, files, cwd, expected] of found) {
  test(`a manifest is found ${says}`, () =>
    inFolder(Object.fromEntries(files.map((name) => [name, text])), cwd, async (folder, surroundings) => {
      const source = await findManifest(nodeSystem(), surroundings, undefined);
      assert.equal(source, expected === undefined ? undefined : { path: join(folder, expected), text });
    }));
}

test('an empty manifest is found, not passed over for one further up', () =>
  inFolder(
    { 'home/a/hatch.mcp.yaml': text, 'home/a/b/hatch.mcp.yaml': '' },
    'home/a/b',
    async (folder, surroundings) => {
      const source = await findManifest(nodeSystem(), surroundings, undefined);
      assert.equal(source, { path: join(folder, 'home/a/b/hatch.mcp.yaml'), text: '' });
    },
  ));

/** Traps that were sprung. cosmiconfig loads them by `import()`, so they run a little later. */
const executed: string[] = [];
(globalThis as { orchardTrap?: (name: string) => void }).orchardTrap = (name) => executed.push(name);
const trap = (name: string) =>
  `globalThis.orchardTrap(${JSON.stringify(name)}); module.exports = { searchPlaces: ['evil.js'] };`;
const moduleTrap = (name: string) => `globalThis.orchardTrap(${JSON.stringify(name)}); export default {};`;

const traps: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['.config/config.js', { '.config/config.js': trap('config.js') }],
  ['.config/config.cjs', { '.config/config.cjs': trap('config.cjs') }],
  ['.config/config.mjs', { '.config/config.mjs': moduleTrap('config.mjs') }],
  ['.config/config.ts', { '.config/config.ts': moduleTrap('config.ts') }],
  [
    '.config/config.yaml that names a script',
    { '.config/config.yaml': "cosmiconfig: { searchPlaces: ['evil.js'] }", 'evil.js': trap('evil.js') },
  ],
  [
    'package.json with a key for cosmiconfig',
    { 'package.json': '{ "cosmiconfig": { "searchPlaces": ["evil.js"] } }', 'evil.js': trap('evil.js') },
  ],
  ['a manifest that imports a script', { 'hatch.mcp.yaml': '$import: ./evil.js\n', 'evil.js': trap('evil.js') }],
  ['a manifest with a tag', { 'hatch.mcp.yaml': 'a: !!js/function "orchardTrap()"\n' }],
  [
    'scripts named as manifests',
    { 'hatch.config.js': trap('hatch.config.js'), '.hatchrc': trap('rc'), 'hatch.mcp.js': trap('hatch.mcp.js') },
  ],
];

for (const [says, files] of traps) {
  test(`nothing is run by finding: ${says}`, () => {
    const content = { 'hatch.mcp.yaml': text, ...files };
    return inFolder(
      Object.fromEntries(Object.entries(content).map(([name, each]) => [`home/a/${name}`, each])),
      'home/a',
      async (folder, surroundings) => {
        const source = await findManifest(nodeSystem(), surroundings, undefined);
        assert.equal(source, { path: join(folder, 'home/a/hatch.mcp.yaml'), text: content['hatch.mcp.yaml'] });
        await delay(50);
        assert.equal(executed, []);
        assert.is(process.cwd(), join(folder, 'home/a'));
      },
    );
  });
}

test('the traps are live: cosmiconfig built where they stand does run them', () =>
  inFolder({ 'home/a/.config/config.cjs': trap('config.cjs') }, 'home/a', async () => {
    const { cosmiconfigSync } = await import('cosmiconfig');
    cosmiconfigSync('hatch', { searchPlaces: ['hatch.mcp.yaml'] });
    for (let i = 0; i < 100 && executed.length === 0; i++) await delay(10);
    assert.equal(executed.splice(0), ['config.cjs']);
  }));

test('a home directory that is written through a link is still the home directory', () =>
  inFolder({ 'home/hatch.mcp.yaml': text, 'home/.git/HEAD': text }, 'home/a', async (folder, surroundings) => {
    symlinkSync(join(folder, 'home'), join(folder, 'link'));
    const linked = { ...surroundings, home: join(folder, 'link') };
    assert.is(await findManifest(nodeSystem(), linked, undefined), undefined);
    assert.is(repositoryOf(nodeSystem(), linked, join(folder, 'home/a')), undefined);
  }));

const ada: Surroundings = { platform: 'linux', home: '/home/ada', cwd: '/home/ada/orchard', env: {}, uid: 1000 };
const inOrchard = async () => '/home/ada/orchard/hatch.mcp.yaml';

async function refusal(tree: Tree, named?: string): Promise<HatchError | undefined> {
  try {
    await findManifest(memorySystem(tree, ada), ada, named, inOrchard);
    return undefined;
  } catch (error) {
    assert.instance(error, HatchError);
    return error as HatchError;
  }
}

test("another user's manifest is refused, unless it is named", async () => {
  const theirs: Tree = { '/home/ada/orchard/hatch.mcp.yaml': { text, uid: 1001 } };
  const error = await refusal(theirs);
  assert.is(error?.exit, 'refused');
  assert.match(error?.message ?? '', 'belongs to another user (uid 1001)');
  assert.match(error?.hint ?? '', '--manifest /home/ada/orchard/hatch.mcp.yaml');
  assert.is(await refusal(theirs, 'hatch.mcp.yaml'), undefined);
});

test("a link of ours to another user's manifest is refused", async () => {
  const error = await refusal({
    '/home/eve/hatch.mcp.yaml': { text, uid: 1001 },
    '/home/ada/orchard/hatch.mcp.yaml': { link: '/home/eve/hatch.mcp.yaml' },
  });
  assert.is(error?.exit, 'refused');
});

test('where there are no numeric users nobody is refused', async () => {
  const system = memorySystem({ '/home/ada/orchard/hatch.mcp.yaml': { text, uid: 1001 } }, ada);
  const source = await findManifest(system, { ...ada, uid: undefined }, undefined, inOrchard);
  assert.is(source?.text, text);
});

test('a named manifest is read without a search; a folder means the one in it', async () => {
  const system = memorySystem({ '/srv/a/.hatch/mcp.yaml': text, '/srv/b.yaml': text }, ada);
  const search = async () => assert.unreachable('searched');
  const named = async (name: string) => (await findManifest(system, ada, name, search as never))?.path;
  assert.is(await named('/srv/b.yaml'), '/srv/b.yaml');
  assert.is(await named('../../../srv/b.yaml'), '/srv/b.yaml');
  assert.is(await named('/srv/a'), '/srv/a/.hatch/mcp.yaml');
  for (const missing of ['/srv/c.yaml', '/srv'])
    assert.is((await refusal({ '/srv/b.yaml': text }, missing))?.exit, 'usage');
});

test('a manifest that is no UTF-8 is invalid', async () => {
  const error = await refusal({ '/home/ada/orchard/hatch.mcp.yaml': new Uint8Array([0x6e, 0xff, 0xfe]) });
  assert.is(error?.exit, 'manifest-invalid');
});

test("an overlay lies beside its manifest, and is nobody else's", () => {
  const beside = '/home/ada/orchard/hatch.mcp.local.yaml';
  const manifest = '/home/ada/orchard/hatch.mcp.yaml';
  assert.is(findOverlay(memorySystem({}, ada), ada, manifest), undefined);
  assert.equal(findOverlay(memorySystem({ [beside]: 'a: b' }, ada), ada, manifest), { path: beside, text: 'a: b' });
  assert.throws(
    () => findOverlay(memorySystem({ [beside]: { text: '', uid: 1001 } }, ada), ada, manifest),
    /another user/,
  );
});

test('a folder into which we may not look holds no repository; any other failure is told', () => {
  const failing = (code: string) => ({
    ...memorySystem({ '/srv/.git/HEAD': '' }, ada),
    stat: (path: string) => {
      throw Object.assign(new Error(path), { code });
    },
  });
  assert.is(repositoryOf(failing('EACCES'), ada, '/srv/a'), undefined);
  assert.throws(() => repositoryOf(failing('EIO'), ada, '/srv/a'), '/home/ada');
});

/** Surroundings → where the personal manifest is. */
const personal: readonly (readonly [string, Partial<Surroundings>, string])[] = [
  ['usually', {}, '/home/ada/.config/hatch/hatch.mcp.yaml'],
  ['where XDG says', { env: { XDG_CONFIG_HOME: '/etc/ada' } }, '/etc/ada/hatch/hatch.mcp.yaml'],
  [
    'not where XDG says by a relative path',
    { env: { XDG_CONFIG_HOME: 'conf' } },
    '/home/ada/.config/hatch/hatch.mcp.yaml',
  ],
  ['on macOS', { platform: 'darwin', home: '/Users/ada' }, '/Users/ada/.config/hatch/hatch.mcp.yaml'],
  [
    'on Windows',
    { platform: 'win32', home: 'C:\\Users\\ada', env: { AppData: 'D:\\Roaming' } },
    'D:\\Roaming\\hatch\\hatch.mcp.yaml',
  ],
  [
    'on Windows without a variable',
    { platform: 'win32', home: 'C:\\Users\\ada' },
    'C:\\Users\\ada\\AppData\\Roaming\\hatch\\hatch.mcp.yaml',
  ],
];

for (const [says, surroundings, expected] of personal) {
  test(`the personal manifest ${says}`, () => assert.is(personalManifest({ ...ada, ...surroundings }), expected));
}

/** Tree, folder → repository. */
const repositories: readonly (readonly [string, Tree, string, string | undefined])[] = [
  [
    'the nearest',
    { '/home/ada/a/.git/HEAD': '', '/home/ada/a/b/.git': 'gitdir: x' },
    '/home/ada/a/b/c',
    '/home/ada/a/b',
  ],
  ['the folder itself', { '/home/ada/a/.git/HEAD': '' }, '/home/ada/a', '/home/ada/a'],
  ['never the home directory', { '/home/ada/.git/HEAD': '' }, '/home/ada/a', undefined],
  ['never above it', { '/home/.git/HEAD': '', '/.git/HEAD': '' }, '/home/ada/a', undefined],
  ['never above it, seen from beside', { '/home/.git/HEAD': '', '/.git/HEAD': '' }, '/home/eve', undefined],
  ['anywhere else', { '/srv/.git/HEAD': '' }, '/srv/a', '/srv'],
  ['none', {}, '/srv/a', undefined],
];

for (const [says, tree, folder, expected] of repositories) {
  test(`a repository is ${says}`, () => assert.is(repositoryOf(memorySystem(tree, ada), ada, folder), expected));
}

test.run();
