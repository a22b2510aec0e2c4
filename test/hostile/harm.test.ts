// Time to harm: nothing that somebody else wrote, a repository or a host's file, hangs a command, runs code, reads what
// nobody asked for, or makes it write elsewhere than in its targets.

import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { codecs } from '../../src/formats/index.ts';
import { hosts } from '../../src/hosts/index.ts';
import { hasTopLevelKey } from '../../src/hosts/top-level.ts';
import { isLiteralSecret, isSecretArgument, isSecretUrl } from '../../src/secrets/sensitive.ts';
import { computing } from '../support/computing.ts';
import { removeHomes, scratchHome } from '../support/home.ts';
import { type HostileHome, hostileHome, removeHostileHomes, standing } from '../support/hostile-home.ts';

/** What a thing may take that takes milliseconds on a quiet machine. */
const most = 4000;

function inTime<Result>(name: string, act: () => Result): Result {
  const computed = computing();
  const result = act();
  assert.ok(computed() < most / 2, `${name} took ${computed()} ms`);
  return result;
}

function manifestWith(more: string, targets = 'cursor: {}'): string {
  return `version: 1\nname: orchard\nenvironment: main\nenvironments: { main: { servers: { docs: { command: docs } } } }\ntargets: { ${targets} }\n${more}`;
}

function homeWith(manifest: string, files: Readonly<Record<string, string>> = {}): HostileHome {
  const home = hostileHome();
  home.put('project/hatch.mcp.yaml', manifest);
  home.put('.cursor/mcp.json', '{}');
  for (const [name, text] of Object.entries(files)) home.put(name, text);
  return home;
}

// Patterns

const long = `x${'a'.repeat(180)}`;
for (const pattern of [
  '^(a|a)*$',
  '(a+)+$',
  '(x+x+)+y',
  '(.*a){20}',
  '(?:a?){90}a{90}',
  '([a-z]+)*=',
  'a*a*a*a*a*a*b',
]) {
  test(`the pattern ${pattern} does not hang: exit 65 in a rule, 64 on the command line, or an answer`, async () => {
    const server = `environments: { main: { servers: { ${long}: { command: docs } } } }\n`;
    const base = `version: 1\nname: orchard\nenvironment: main\n${server}targets: { cursor: {} }\n`;
    for (const key of ['include', 'exclude']) {
      const home = homeWith(`${base}rules: [{ to: [all], ${key}: ['${pattern}'] }]\n`);
      const computed = computing();
      assert.ok([0, 65].includes((await home.run('plan')).code));
      assert.ok(computed() < most);
    }
    const computed = computing();
    assert.ok([0, 64].includes((await homeWith(base).run('plan', '--pattern', pattern)).code));
    assert.ok(computed() < most);
  });
}

// Texts

const openings = [
  '${',
  '${env:',
  '${env:A:-',
  '${{',
  '{env:',
  '{file:',
  '$${',
  '-eyJ',
  'eyJaaaaaaaa',
  ':',
  'a:',
  'bearer ',
  '-----BEGIN ',
  '/*',
  '"\\',
  '\\"',
  "'",
  '%',
  '&a=',
  '@',
  '\u0000',
];

test('a long text made for a regular expression takes no longer than another', () => {
  const patterns = new Set(hosts.flatMap(({ references }) => (references === undefined ? [] : [references.expands])));
  for (const opening of openings) {
    const text = opening.repeat(Math.ceil(200_000 / opening.length));
    for (const value of [text, `a://${text}`]) {
      const name = JSON.stringify(value.slice(0, 20));
      inTime(`isLiteralSecret of ${name}`, () => isLiteralSecret('token', value));
      inTime(`isSecretUrl of ${name}`, () => isSecretUrl(value));
      inTime(`isSecretArgument of ${name}`, () => isSecretArgument(['--token', value], 1));
      inTime(`hasTopLevelKey of ${name}`, () => hasTopLevelKey(`{${value}`, 'servers'));
      for (const expands of patterns) inTime(`${expands.source} in ${name}`, () => [...value.matchAll(expands)].length);
    }
  }
});

// Documents

const deep = 30_000;
const alias = (count: number) =>
  `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij']
    .slice(0, count)
    .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]\n`)
    .join('')}`;
const bombs: readonly (readonly [name: string, format: 'jsonc' | 'yaml' | 'toml', text: string])[] = [
  ['aliases of aliases', 'yaml', alias(9)],
  [
    'merges of merges',
    'yaml',
    `a: &a0 { x: 1 }\n${Array.from({ length: 60 }, (_, i) => `b${i}: &a${i + 1} { <<: [*a${i}, *a${i}], k${i}: 1 }\n`).join('')}`,
  ],
  ['an alias in its own anchor', 'yaml', 'a: &a [*a]\n'],
  ['lists in lists', 'yaml', `x: ${'['.repeat(deep)}${']'.repeat(deep)}\n`],
  ['lists in lists, never closed', 'yaml', `x: ${'['.repeat(deep)}`],
  ['lists in lists, by dashes', 'yaml', `x:\n  ${'- '.repeat(deep)}1\n`],
  ['maps in maps', 'yaml', `x: ${'{a: '.repeat(deep)}1${'}'.repeat(deep)}\n`],
  ['a huge key', 'yaml', `${'k'.repeat(3e6)}: 1\n`],
  ['lists in lists', 'jsonc', `{"x":${'['.repeat(deep)}${']'.repeat(deep)}}`],
  ['lists in lists, never closed', 'jsonc', '['.repeat(deep)],
  ['objects in objects', 'jsonc', `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`],
  ['a huge key', 'jsonc', `{"${'k'.repeat(3e6)}":1}`],
  ['comments only', 'jsonc', '/**/'.repeat(deep)],
  ['lists in lists', 'toml', `x = ${'['.repeat(deep)}${']'.repeat(deep)}\n`],
  ['a key of many parts', 'toml', `a${'.a'.repeat(deep)} = 1\n`],
  ['a key of many parts, with blanks', 'toml', `a${' . a'.repeat(deep)} = 1\n`],
  ['a header of many parts', 'toml', `[a${'.a'.repeat(deep)}]\nb = 1\n`],
  ['a key of many parts in braces', 'toml', `x = {a${'.a'.repeat(deep)} = 1}\n`],
  ['tables in tables', 'toml', `x = ${'{a = '.repeat(deep)}1${'}'.repeat(deep)}\n`],
  ['a huge key', 'toml', `${'k'.repeat(3e5)} = 1\n`],
];
const places = {
  jsonc: ['cursor', '.cursor/mcp.json'],
  yaml: ['goose', '.config/goose/config.yaml'],
  toml: ['codex', '.codex/config.toml'],
} as const;

for (const [name, format, text] of bombs) {
  test(`${format}: ${name} in a host's file is read in time or refused, and stays`, async () => {
    const [target, path] = places[format];
    const home = homeWith(manifestWith('', `${target}: {}`), { [path]: text });
    const computed = computing();
    const { code, stderr } = await home.run('apply', '--auto-approve');
    assert.ok(computed() < most, `${computed()} ms`);
    assert.ok(code === 0 || code === 3, stderr.slice(0, 500));
    const after = home.read(path).toString();
    assert.ok(code === 3 ? after === text : after.includes(text.trimEnd().slice(0, -1)));
  });

  if (format === 'toml') continue;
  test(`${format}: ${name} in a manifest is an error in time`, async () => {
    const home = homeWith('');
    const file = format === 'yaml' ? 'project/hatch.mcp.yaml' : 'project/hatch.mcp.json';
    home.put(file, text);
    const computed = computing();
    const { code, stderr } = await home.run('validate', home.at(file), '--json');
    assert.ok(computed() < most, `${computed()} ms`);
    assert.is(code, 65, stderr.slice(0, 500));
    assert.ok(stderr.length < 100_000);
  });
}

test('a manifest of 5 MB is refused at once', async () => {
  const home = homeWith(manifestWith(`x-notes: "${'n'.repeat(5e6)}"\n`));
  const computed = computing();
  const { code, stderr } = await home.run('plan');
  assert.is(code, 65);
  assert.match(stderr, 'larger than 1 MB');
  assert.ok(computed() < 1000);
});

test('3,000 servers are planned, written, found in sync and rolled back in time', async () => {
  const servers = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`s${i}`, { command: `c${i}` }]));
  const home = homeWith('');
  home.put(
    'project/hatch.mcp.json',
    JSON.stringify({
      version: 1,
      name: 'orchard',
      environment: 'main',
      environments: { main: { servers } },
      targets: { cursor: {} },
    }),
  );
  const line = ['--manifest', 'hatch.mcp.json'];
  const computed = computing();
  assert.is((await home.run('apply', '--auto-approve', ...line)).code, 0);
  assert.is(Object.keys(JSON.parse(home.read('.cursor/mcp.json').toString()).mcpServers).length, 3000);
  assert.is((await home.run('plan', '--exit-code', ...line)).code, 0);
  assert.is((await home.run('rollback', '--auto-approve', ...line)).code, 0);
  assert.is(home.read('.cursor/mcp.json').toString(), '{}');
  // About 1.5 s alone, more than 15 s when any step looks at all servers for each of them.
  assert.ok(computed() < 8000, `${computed()} ms`);
});

test('a file of 10 MB around our place is edited, every byte around it kept', async () => {
  const notes = JSON.stringify(Array.from({ length: 5000 }, (_, i) => `${i} ${'z'.repeat(2000)}`));
  const text = `{"notes":${notes},"mcpServers":{}}`;
  const home = homeWith(manifestWith(''), { '.cursor/mcp.json': text });
  const computed = computing();
  assert.is((await home.run('apply', '--auto-approve')).code, 0);
  assert.ok(
    home.read('.cursor/mcp.json').toString() ===
      text.replace('"mcpServers":{}', '"mcpServers":{"docs":{"command":"docs"}}'),
  );
  assert.ok(computed() < 5000, `${computed()} ms`);
});

// Names

const names = [
  '..',
  '.',
  '../up',
  'a/b',
  'a\\b',
  '/etc/x',
  '~',
  'C:x',
  'a\u0000b',
  'a\nb',
  'a\u001b[2Jb',
  '\u202eb',
  '',
  ' ',
  '-x',
  '.hidden',
  'x.',
  `${'n'.repeat(101)}`,
  '__proto__',
  'con/..',
];

for (const where of ['owner', 'environment', 'target', 'group'] as const) {
  test(`no ${where} has a name that leads elsewhere, hides or is too long`, async () => {
    for (const name of names) {
      const said = JSON.stringify(name);
      const text = {
        owner: manifestWith('').replace('name: orchard', `name: ${said}`),
        environment: manifestWith('')
          .replace('environment: main', `environment: ${said}`)
          .replace('{ main:', `{ ${said}:`),
        target: manifestWith('', `cursor: {}, ${said}: { type: cursor, path: x.json }`),
        group: manifestWith(`groups: { ${said}: [cursor] }\n`),
      }[where];
      const home = homeWith(text);
      const before = standing(home.path);
      const { code, stdout, stderr } = await home.run('apply', '--auto-approve');
      assert.is(code, 65, `${said}: ${stdout}`);
      for (const character of ['\u0000', '\u001b', '\u202e'])
        assert.not.ok((stdout + stderr).includes(character), said);
      assert.equal(standing(home.path), before);
    }
  });
}

test('a server in a folder of files is one file in that folder, whatever it is called', async () => {
  const odd = [
    '..',
    '.',
    '../up',
    '../../../../etc/x',
    'a/b',
    'a\\b',
    '/etc/x',
    '~',
    'C:x',
    '\u202eb',
    '-x',
    '.hidden',
    'x.',
    'con',
    'NUL',
    '%2e%2e',
    'n'.repeat(200),
    '日'.repeat(200),
    'é b',
  ];
  for (const name of odd) {
    const home = homeWith('');
    const value = {
      version: 1,
      name: 'orchard',
      environment: 'main',
      environments: { main: { servers: { [name]: { command: 'docs' } } } },
      targets: { continue: { scope: 'project' } },
    };
    home.put('project/hatch.mcp.yaml', JSON.stringify(value));
    const before = Object.keys(standing(home.path, /^(\.hatch|project\/\.hatch)/));
    const { code, stdout, stderr } = await home.run('apply', '--auto-approve');
    assert.is(code, 0, `${name}: ${stderr}`);
    assert.not.match(stdout, /\u202e/);
    const made = Object.keys(standing(home.path, /^(\.hatch|project\/\.hatch)/)).filter(
      (path) => !before.includes(path),
    );
    assert.is(made.length, 1, made.join(' '));
    assert.match(made[0] ?? '', /^project\/\.continue\/mcpServers\/[^/.][^/]*\.yaml$/);
    assert.is((await home.run('plan', '--exit-code')).code, 0, name);
    assert.is((await home.run('destroy', '--auto-approve')).code, 0, name);
    assert.not.ok(existsSync(home.at(made[0] ?? '')), name);
  }
});

// A cloned repository

const stolen = '{"mcpServers":{"mine":{"command":"mine"}}}\n';
const recordOf = (file: string) =>
  `{"formatVersion":1,"owner":"orchard","manifest":"hatch.mcp.yaml","lines":[${JSON.stringify([file, 'servers', { container: { kind: 'map', path: ['mcpServers'] }, format: 'jsonc', host: 'cursor', scope: 'user', target: 'gone', created: true }])},${JSON.stringify([file, 'servers', 'mine', { origin: 'written' }])},${JSON.stringify([file, 'servers', 'mine', '/command', { value: 'mine' }])},[]]}`;
const inProject = 'cursor: { scope: project }';
const clones: readonly (readonly [string, string, (home: HostileHome) => void, number])[] = [
  [
    'a record that names a file above the repository',
    inProject,
    (home) => home.put('project/.hatch/state/orchard.json', recordOf('../.cursor/mcp.json')),
    5,
  ],
  [
    'a record that names a link out of the repository',
    inProject,
    (home) => {
      home.put('project/.hatch/state/orchard.json', recordOf('linked.json'));
      symlinkSync('../.cursor/mcp.json', home.at('project/linked.json'));
    },
    5,
  ],
  [
    'a record that is a link to a file that is not there yet',
    inProject,
    (home) => {
      home.put('project/.hatch/state/x', '');
      symlinkSync('../../../.profile', home.at('project/.hatch/state/orchard.json'));
    },
    5,
  ],
  [
    'a folder of records that is a link',
    inProject,
    (home) => symlinkSync(home.at('.cursor'), home.at('project/.hatch')),
    5,
  ],
  [
    'a target that is a link to the same file of the user',
    inProject,
    (home) => {
      home.put('project/.cursor/x', '');
      symlinkSync('../../.cursor/mcp.json', home.at('project/.cursor/mcp.json'));
    },
    5,
  ],
  [
    'a folder of a target that is a link',
    inProject,
    (home) => symlinkSync('../.cursor', home.at('project/.cursor')),
    5,
  ],
];

for (const [name, targets, plant, expected] of clones) {
  test(`a repository with ${name} reaches no file outside it: exit ${expected}`, async () => {
    const home = homeWith(manifestWith('', targets), { '.cursor/mcp.json': stolen });
    home.put('project/.git/config', '');
    plant(home);
    const before = standing(home.path, /^\.hatch/);
    for (const line of [
      ['apply', '--auto-approve'],
      ['destroy', '--auto-approve'],
      ['forget', '--all'],
      ['backup', 'restore', 'cursor', '--auto-approve'],
    ]) {
      const { code, stdout } = await home.run(...line);
      assert.is.not(code, 70, `${line}: ${stdout}`);
      if (line[0] === 'apply') assert.is(code, expected);
    }
    assert.equal(standing(home.path, /^\.hatch/), before);
  });
}

test('backups of a target that leads out of --root, or whose host is not declared, stay below it', async () => {
  const home = homeWith(manifestWith(''), { '.cursor/mcp.json': stolen });
  home.put(`root${home.path}/.codex/config.toml`, 'a = 1\n');
  home.put('.codex/config.toml', 'b = 2\n');
  assert.is((await home.run('backup', 'create', 'codex', '--root', '../root')).code, 0);
  home.put('.codex/config.toml', 'b = 3\n');
  home.put(`root${home.path}/.codex/config.toml`, 'a = 2\n');
  assert.is((await home.run('backup', 'restore', 'codex', '--root', '../root', '--auto-approve')).code, 0);
  assert.is(home.read('.codex/config.toml').toString(), 'b = 3\n');
  assert.is(home.read(`root${home.path}/.codex/config.toml`).toString(), 'a = 1\n');
});

test('nothing in a repository is run: what tools of this kind look for is neither loaded nor called', () => {
  const home = scratchHome();
  const trap = `require('node:fs').writeFileSync(${JSON.stringify(`${home.path}/caught`)}, __filename);`;
  const module = trap
    .replace("require('node:fs')", "(await import('node:fs'))")
    .replace('__filename', 'import.meta.url');
  for (const folder of [
    'project',
    'project/.config',
    'project/.hatch',
    'project/node_modules/hatch',
    '.config/hatch',
    '.config',
  ]) {
    for (const name of [
      'hatch.config',
      '.hatchrc',
      'hatch',
      'config',
      'hatchrc',
      'index',
      'hatch.mcp',
      'mcp',
      'cosmiconfig.config',
    ]) {
      for (const extension of ['js', 'cjs', 'ts']) home.write(`${folder}/${name}.${extension}`, trap);
      home.write(`${folder}/${name}.mjs`, module);
    }
  }
  home.write(
    'project/package.json',
    '{"type":"commonjs","cosmiconfig":{"searchPlaces":["hatch.config.js"]},"hatch":{},"main":"index.js"}',
  );
  home.write(
    'project/.config/config.yaml',
    'cosmiconfig: { searchPlaces: [hatch.config.js], mergeSearchPlaces: true }\n',
  );
  home.write('project/.env', 'NODE_OPTIONS=--require ./index.js\n');
  home.write('.cursor/mcp.json', '{}');
  home.write('project/hatch.mcp.yaml', manifestWith(''));
  for (const line of [['plan'], ['apply', '--auto-approve'], ['hosts'], ['status', '--json']])
    assert.is(home.run(...line).code, 0);
  home.write('project/hatch.mcp.yaml', '!!js/function "function () { }"\n');
  assert.is(home.run('validate').code, 65);
  assert.not.ok(existsSync(`${home.path}/caught`));
  assert.ok(readdirSync(`${home.path}/project/.config`).length > 20);
});

test('a link or a FIFO in place of a manifest or its overlay is an error that a person understands', async () => {
  const home = homeWith(manifestWith(''));
  symlinkSync('/etc', home.at('project/hatch.mcp.local.yaml'));
  const { code, stderr } = await home.run('plan');
  assert.ok(code !== 0 && code !== 70, `${code} ${stderr}`);
});

test('every codec of a host is among those that were bombed', () => {
  assert.equal([...new Set(bombs.map(([, format]) => codecs[format]))].length, new Set(Object.values(codecs)).size - 1);
});

test.after(() => {
  removeHostileHomes();
  removeHomes();
});
test.run();
