// A plan that was saved and approved: it goes to another machine with another home, it is applied as it was reviewed or
// not at all, and it holds no secret.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { at, type Json, object } from '../../src/model/json.ts';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { hatch, type Shown } from '../support/cli.ts';
import { isReport } from '../support/home.ts';

const manifest = `version: 1
name: orchard
environment: dev
environments:
  dev:
    servers:
      gauge: { command: gauge, env: { UNIT: metre } }
      wharf: { url: "https://wharf.example/mcp", headers: { Authorization: "Bearer \${env:WHARF_TOKEN}" } }
      almanac: { command: npx, args: [-y, almanac], env: { ALMANAC_TOKEN: "\${env:ALMANAC_TOKEN}" } }
targets:
  cursor: {}
  codex: { references: inline }
  vscode: {}
  goose: { create: true, references: inline }
`;
const cursorFile = `{ "mcpServers": { "theirs": { "command": "theirs" } }, "token": "canaryOfCursor0123456789" }\n`;
const canaries = ['canaryWharf0123456789abcdef', 'canaryAlmanac0123456789abcd', 'canaryOfCursor0123456789'];

/** A machine of its own: another home, another checkout, another key. */
function machine(user: string, more: Readonly<Record<string, string>> = {}, home = `/home/${user}`): MemorySystem {
  const folder = `${home}/src/orchard-${user}`;
  return memorySystem(
    {
      [`${folder}/.git`]: { folder: 0o755 },
      [`${folder}/hatch.mcp.yaml`]: manifest,
      [`${home}/.cursor/mcp.json`]: cursorFile,
      [`${home}/.codex/config.toml`]: 'model = "x"\n',
      [`${home}/.config/Code/User/mcp.json`]: '{}\n',
      ...more,
    },
    {
      home,
      cwd: folder,
      env: {
        HATCH_MANIFEST: `${folder}/hatch.mcp.yaml`,
        WHARF_TOKEN: canaries[0],
        ALMANAC_TOKEN: canaries[1],
      },
    },
  );
}

const at_ = (system: MemorySystem, path: string) => `${system.surroundings.home}/${path}`;
const text = (system: MemorySystem, path: string) => new TextDecoder().decode(system.read(path));
const own = (system: MemorySystem, name: string) => `${system.surroundings.cwd}/${name}`;

async function ok(system: MemorySystem, ...words: readonly string[]): Promise<Shown> {
  const shown = await hatch(system, words);
  assert.is(shown.code, 0, shown.stderr);
  return shown;
}

/** Plans on one machine, and takes the file to the other. */
async function carried(from: MemorySystem, to: MemorySystem, ...words: readonly string[]): Promise<void> {
  await ok(from, 'plan', '--out', 'plan.json', ...words);
  to.put(own(to, 'plan.json'), text(from, own(from, 'plan.json')));
}

function digest({ stdout }: Shown): string {
  return /sha256:[0-9a-f]{64}/.exec(stdout)?.[0] ?? '';
}

test('machines that would write the same have the same digest, and no key is shared', async () => {
  const [ada, ben] = [machine('ada'), machine('ben')];
  const first = digest(await ok(ada, 'plan'));
  assert.is(digest(await ok(ben, 'plan')), first);
  await ok(ada, 'apply', '--auto-approve');
  await ok(ben, 'apply', '--auto-approve');
  const keys = [ada, ben].map((system) => text(system, at_(system, '.hatch/state/key')));
  const changed = manifest.replace('metre', 'foot').replace('almanac]', 'almanac, --tides]');
  for (const system of [ada, ben]) system.put(own(system, 'hatch.mcp.yaml'), changed);
  const second = digest(await ok(ada, 'plan'));
  assert.is(digest(await ok(ben, 'plan')), second);
  assert.is.not(second, first);
  // The machines in memory draw the same numbers: another key must make no difference either.
  ben.put(at_(ben, '.hatch/state/key'), `other${keys[1]}`);
  const other = await hatch(ben, ['plan']);
  assert.match(other.stdout, 'Plan: ');
});

test('a plan goes to a machine with another home, and is applied there as it was reviewed', async () => {
  const [ada, ben] = [machine('ada'), machine('ben', {}, '/Users/Ben Smith')];
  await carried(ada, ben);
  const { stdout } = await ok(ben, 'apply', 'plan.json');
  assert.match(stdout, 'Applied: 12 added, 0 changed, 0 removed.');
  assert.match(text(ben, at_(ben, '.cursor/mcp.json')), '"wharf"');
  assert.is((await hatch(ben, ['plan', '--exit-code'])).code, 0);
});

test('in which order names were given changes no digest, and each consent and filter does', async () => {
  const ada = machine('ada');
  const plan = async (...words: readonly string[]) => digest(await ok(ada, 'plan', ...words));
  assert.is(await plan('--host', 'cursor,codex'), await plan('--host', 'codex', '--host', 'cursor'));
  assert.is(await plan('--take', 'a/b,c/d'), await plan('--take', 'c/d,a/b,c/d'));
  const different = [
    [],
    ['--host', 'cursor'],
    ['--servers', 'gauge'],
    ['--pattern', 'g'],
    ['--take', 'cursor/gauge'],
    ['--keep', 'cursor/gauge'],
    ['--skip-conflicts'],
    ['--again'],
    ['--externalize', 'cursor/gauge'],
  ];
  const digests = new Set<string>();
  for (const words of different) digests.add(await plan(...words));
  assert.is(digests.size, different.length);
});

/** What changes nothing about what would be written. */
const harmless: readonly (readonly [what: string, change: (system: MemorySystem) => void])[] = [
  [
    'a host that rewrote keys of its own',
    (system) => system.put(at_(system, '.cursor/mcp.json'), cursorFile.replace('"token"', '"theme": 1, "token"')),
  ],
  [
    'a server that somebody added for himself',
    (system) => system.put(at_(system, '.cursor/mcp.json'), cursorFile.replace('"theirs"', '"more": {}, "theirs"')),
  ],
  ['a comment in the manifest', (system) => system.put(own(system, 'hatch.mcp.yaml'), `# hello\n${manifest}`)],
  [
    'a secret that rotated',
    (system) => {
      Object.assign(system.surroundings.env, { ALMANAC_TOKEN: 'anotherCanary0123456789abc' });
    },
  ],
];

for (const [what, change] of harmless) {
  test(`what was approved is applied in spite of ${what}`, async () => {
    const system = machine('ada');
    await ok(system, 'plan', '--out', 'plan.json');
    const { digest: approved } = at(JSON.parse(text(system, own(system, 'plan.json'))), ['result']) as unknown as {
      digest: string;
    };
    change(system);
    await ok(system, 'apply', '--approve', approved);
    assert.is((await hatch(system, ['plan', '--exit-code'])).code, 0);
  });
}

/** What makes another plan of it. */
const stale: readonly (readonly [what: string, change: (system: MemorySystem) => void])[] = [
  ['another manifest', (system) => system.put(own(system, 'hatch.mcp.yaml'), manifest.replace('metre', 'foot'))],
  ['a server less', (system) => system.put(own(system, 'hatch.mcp.yaml'), manifest.replace(/ {6}gauge.*\n/, ''))],
  [
    'a server of that name in a host',
    (system) => system.put(at_(system, '.cursor/mcp.json'), cursorFile.replace('"theirs"', '"gauge"')),
  ],
  ['another owner', (system) => system.put(own(system, 'hatch.mcp.yaml'), manifest.replace('orchard', 'meadow'))],
];

for (const [what, change] of stale) {
  test(`what was approved is refused after ${what}, with the new difference, and nothing is written`, async () => {
    const system = machine('ada');
    await ok(system, 'plan', '--out', 'plan.json');
    const approved = String(at(JSON.parse(text(system, own(system, 'plan.json'))), ['result', 'digest']));
    change(system);
    const before = system.tree();
    for (const words of [['plan.json'], ['--approve', approved], ['plan.json', '--json']]) {
      const { code, stdout, stderr } = await hatch(system, ['apply', ...words]);
      assert.is(code, 4, stderr);
      assert.match(stderr, 'what was approved is no longer what would happen');
      assert.match(stderr, approved);
      if (!words.includes('--json')) assert.match(stdout, /^Plan: \d/m);
      else assert.is.not(at(JSON.parse(stdout), ['result', 'owner']), undefined);
    }
    assert.equal(system.tree(), before);
  });
}

test('on the machine that made it, a saved plan goes over no sensitive value that it has not seen', async () => {
  const literal =
    '{ "mcpServers": { "almanac": { "command": "npx", "args": ["-y", "almanac"], "env": { "ALMANAC_TOKEN": "canaryLiteral0123456789" } } } }\n';
  const consent = ['--take', 'all', '--externalize', 'all'];
  const made = async (user: string) => {
    const system = machine(user, { [`/home/${user}/.cursor/mcp.json`]: literal });
    await ok(system, 'apply', '--auto-approve', '--host', 'codex');
    await ok(system, 'plan', '--out', 'plan.json', ...consent);
    assert.not.match(text(system, own(system, 'plan.json')), 'canaryLiteral');
    return system;
  };
  const rotated = literal.replace('canaryLiteral', 'canaryRotated');
  const ada = await made('ada');
  ada.put(at_(ada, '.cursor/mcp.json'), rotated);
  const { code, stderr } = await hatch(ada, ['apply', 'plan.json']);
  assert.is(code, 4, stderr);
  assert.match(stderr, 'a sensitive value that the plan goes over is no longer what was there');
  assert.is(text(ada, at_(ada, '.cursor/mcp.json')), rotated);
  const ben = await made('ben');
  await ok(ben, 'apply', 'plan.json');
  assert.match(text(ben, at_(ben, '.cursor/mcp.json')), '"${env:ALMANAC_TOKEN}"');
});

test('a plan file holds no secret, is for its owner only, and says its format', async () => {
  const ada = machine('ada');
  await ok(ada, 'plan', '--out', 'plan.json', '--json');
  const saved = text(ada, own(ada, 'plan.json'));
  for (const canary of canaries) assert.not.match(saved, canary);
  assert.match(saved, '${env:WHARF_TOKEN}');
  assert.is(ada.stat(own(ada, 'plan.json'))?.mode, 0o600);
  assert.ok(isReport(JSON.parse(saved)), JSON.stringify(isReport.errors));
  assert.is(at(JSON.parse(saved), ['formatVersion']), 1);
});

test('a credential beside a reference is hidden as one that stands alone', async () => {
  const rest = {
    url: 'https://ada:sk-canaryBeside0123456789@wharf.example/mcp?page=${env:WHARF_TOKEN}',
    query: 'https://wharf.example/mcp?api_key=canaryBeside01&page=${env:WHARF_TOKEN}',
  };
  const servers = {
    user: { url: rest.url },
    query: { url: rest.query },
    header: { url: 'https://x.example', headers: { Cookie: 'sk-canaryBeside0123456789; ${env:WHARF_TOKEN}' } },
    argument: { command: 'x', args: ['sk-canaryBeside0123456789:${env:WHARF_TOKEN}'] },
  };
  const ada = machine('ada');
  const document = {
    version: 1,
    name: 'orchard',
    environments: { dev: { servers } },
    targets: { cursor: {}, goose: { create: true, references: 'inline' } },
  };
  ada.put(own(ada, 'hatch.mcp.yaml'), JSON.stringify(document));
  const shown = await ok(ada, 'plan', '--out', 'plan.json');
  assert.match(shown.stdout, '8 to add');
  const reports = await Promise.all(
    ['text', 'json', 'markdown', 'github', 'junit', 'sarif'].map((format) =>
      hatch(ada, ['show', 'plan.json', '--format', format]),
    ),
  );
  for (const text_ of [shown.stdout, text(ada, own(ada, 'plan.json')), ...reports.map(({ stdout }) => stdout)]) {
    assert.not.match(text_, 'canaryBeside');
  }
  await ok(ada, 'apply', 'plan.json');
  assert.match(text(ada, at_(ada, '.cursor/mcp.json')), rest.url);
  assert.is((await hatch(ada, ['plan', '--exit-code'])).code, 0);
});

test('`show` prints a saved plan as it was printed, on any machine, and reads nothing else', async () => {
  const [ada, ben] = [
    machine('ada', { '/home/ada/.cursor/mcp.json': cursorFile.replace('theirs', 'gauge') }),
    machine('ben'),
  ];
  const planned = await hatch(ada, ['plan', '--out', 'plan.json']);
  assert.is((await ok(ada, 'show', 'plan.json')).stdout, planned.stdout);
  for (const format of ['markdown', 'github', 'junit', 'sarif']) {
    const now = await ok(ada, 'plan', '--format', format);
    assert.is((await ok(ada, 'show', 'plan.json', '--format', format)).stdout, now.stdout, format);
  }
  const { stdout } = await ok(ada, 'show', 'plan.json', '--json');
  assert.ok(isReport(JSON.parse(stdout)), JSON.stringify(isReport.errors));
  const result = (json: string) => at(JSON.parse(json) as Json, ['result']);
  assert.equal(result(stdout), result(text(ada, own(ada, 'plan.json'))));
  const asked: string[] = [];
  ben.put('/tmp/plan.json', text(ada, own(ada, 'plan.json')));
  const watched = {
    ...ben,
    read: (path: string) => {
      asked.push(path);
      return ben.read(path);
    },
    list: () => assert.unreachable(),
  };
  assert.is((await hatch(watched as unknown as MemorySystem, ['show', '/tmp/plan.json'])).code, 0);
  assert.equal(asked, ['/tmp/plan.json']);
});

test('a file that is no saved plan is told so, wherever it is wrong', async () => {
  const ada = machine('ada');
  await ok(ada, 'plan', '--out', 'plan.json');
  const saved = JSON.parse(text(ada, own(ada, 'plan.json'))) as Json;
  const paths = pathsIn(saved, []).filter((path) => !['exit', 'command', 'inputs'].some((key) => path.includes(key)));
  // Every part is taken away once, and replaced once by what it cannot be.
  for (const path of paths.filter((_, i) => i % 7 === 0)) {
    for (const other of [undefined, 12.5]) {
      ada.put(own(ada, 'plan.json'), JSON.stringify(withOther(saved, path, other)));
      const { code, stderr } = await hatch(ada, ['show', 'plan.json']);
      assert.ok(code === 0 || code === 64, `${path.join('/')} → ${other}: ${code} ${stderr}`);
      if (code === 64) assert.match(stderr, 'plan.json is no saved plan: ');
    }
  }
  assert.is((await hatch(ada, ['show', 'nowhere.json'])).code, 64);
  assert.match((await hatch(ada, ['show'])).stderr, 'hatch show needs plan.json');
});

function pathsIn(value: Json, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsIn(member as Json, [...path, key]))];
}

function withOther(value: Json, [key, ...rest]: readonly string[], other: Json | undefined): Json {
  if (key === undefined) return other ?? null;
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, i) => {
      if (String(i) !== key) return [item];
      return rest.length === 0 && other === undefined ? [] : [withOther(item, rest, other)];
    });
  }
  return object(
    Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, member]) => {
      if (name !== key) return [[name, member] as const];
      return rest.length === 0 && other === undefined ? [] : [[name, withOther(member, rest, other)] as const];
    }),
  );
}

test.run();
