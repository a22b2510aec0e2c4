// What others changed is told without the manifest and without secrets, and becomes the manifest's where a person wants it.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { at, type Json } from '../../../src/model/json.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { hatch, type Shown } from '../../support/cli.ts';
import { isReport } from '../../support/home.ts';

const folder = '/home/ada/orchard';
const manifest = `version: 1
name: orchard
environment: dev
variables: { region: eu }
environments:
  base:
    servers:
      # what everybody needs
      almanac:
        command: npx # the runner
        args: [-y, "@guild/almanac@1", --region, "\${var:region}", "\${home}/tides"]
        env: { LEVEL: low, ALMANAC_TOKEN: "\${env:ALMANAC_TOKEN}" }
  dev:
    extends: base
    servers:
      # the one in the harbour
      gauge:
        command: gauge # beside the quay
        env:
          UNIT: metre # never feet
          DEPTH: "3"
      almanac: { env: { LEVEL: high } }
  wharf:
    servers:
      wharf: { url: "https://wharf.example/mcp" }
targets: { cursor: {}, zed: {} }
rules:
  - { to: [cursor, zed] }
  - { environment: wharf, to: [cursor] }
`;

const named = { HATCH_MANIFEST: `${folder}/hatch.mcp.yaml` };
const cursor = '/home/ada/.cursor/mcp.json';

async function applied(): Promise<MemorySystem> {
  const system = memorySystem(
    {
      [`${folder}/.git`]: { folder: 0o755 },
      [`${folder}/hatch.mcp.yaml`]: manifest,
      [cursor]: '{}\n',
      '/home/ada/.config/zed/settings.json': '{}\n',
    },
    { cwd: folder, env: { ALMANAC_TOKEN: 'canary0abcdef0123456789', ...named } },
  );
  const { code, stderr } = await hatch(system, ['apply', '--auto-approve', '--skip-conflicts']);
  assert.is(code, 0, stderr);
  return system;
}

function text(system: MemorySystem, path: string): string {
  return new TextDecoder().decode(system.read(path));
}

function edit(system: MemorySystem, path: string, before: string | RegExp, after: string): void {
  const now = text(system, path);
  assert.match(now, before);
  system.put(
    path,
    now.replace(before, () => after),
  );
}

/** Lines that only one of the manifests has. */
function changed(system: MemorySystem): readonly string[] {
  const [old, now] = [manifest, text(system, `${folder}/hatch.mcp.yaml`)].map((one) => one.split('\n'));
  return [
    ...(old ?? []).filter((line) => !now?.includes(line)).map((line) => `-${line.trim()}`),
    ...(now ?? []).filter((line) => !old?.includes(line)).map((line) => `+${line.trim()}`),
  ];
}

const accept = (system: MemorySystem, ...words: readonly string[]): Promise<Shown> =>
  hatch(system, ['drift', 'accept', ...words]);

test('drift needs no manifest, no valid one, no variable, and reads no file but hosts and records', async () => {
  const system = await applied();
  edit(system, cursor, '"metre"', '"foot"');
  const told = await hatch(system, ['drift', '--exit-code']);
  assert.is(told.code, 2);
  assert.match(told.stdout, /~ gauge {2}changed by others\n {6}\* env\.UNIT {2}"metre" → ‹secret #1›/);
  const within = (env: Readonly<Record<string, string>>) => ({
    ...system,
    surroundings: { ...system.surroundings, env },
  });
  const without: readonly (readonly [what: string, prepare: () => void])[] = [
    ['no variable', () => undefined],
    [
      'a manifest of an unknown environment',
      () => system.put(`${folder}/hatch.mcp.yaml`, `${manifest}environment: x\n`),
    ],
    ['a manifest that is no YAML', () => system.put(`${folder}/hatch.mcp.yaml`, 'a: [')],
    ['a manifest whose name leads elsewhere', () => system.put(`${folder}/hatch.mcp.yaml`, 'name: ../../orchard\n')],
    ['none', () => system.remove(`${folder}/hatch.mcp.yaml`)],
  ];
  for (const [what, prepare] of without) {
    prepare();
    const { code, stdout } = await hatch(within(what === 'none' ? {} : named), ['drift', '--exit-code']);
    assert.is(code, 2, what);
    assert.is(stdout, told.stdout, what);
  }
});

test('without a manifest every owner is compared, and what one wrote is not foreign to another', async () => {
  const system = await applied();
  system.put(
    '/home/ada/other/hatch.mcp.yaml',
    'version: 1\nname: other\nenvironments: { e: { servers: { tides: { command: tides } } } }\ntargets: { cursor: {} }\n',
  );
  assert.is((await hatch(system, ['apply', '--auto-approve', '--manifest', '/home/ada/other'])).code, 0);
  edit(system, cursor, /\{\n/, '{\n  "mcpServers2": {},\n');
  edit(system, cursor, '"tides"\n', '"ebb"\n');
  edit(system, cursor, '"almanac"', '"theirs": { "command": "theirs" },\n    "almanac"');
  const elsewhere = { ...system, surroundings: { ...system.surroundings, cwd: folder, env: {} } };
  const { code, stdout } = await hatch(elsewhere, ['drift', '--exit-code']);
  assert.is(code, 2);
  assert.match(stdout, '~ tides  changed by others');
  assert.match(stdout, 'Drift: 1 entry changed or removed by others. Not ours: 0 fields in our entries, 1 entry.');
});

test('a named manifest that is not there is a mistake', async () => {
  assert.is((await hatch(await applied(), ['drift', '--manifest', 'nowhere.yaml'])).code, 64);
});

test('drift is a report for runners too', async () => {
  const system = await applied();
  edit(system, cursor, '"metre"', '"foot"');
  assert.match(
    (await hatch(system, ['drift', '--format', 'junit'])).stdout,
    '<failure message="changed by others" type="drift">',
  );
  assert.match(
    (await hatch(system, ['drift', '--format', 'markdown'])).stdout,
    /\*\*⚠️ Changed by others[^*]*\*\* 1 of \d managed/,
  );
  const { stdout } = await hatch(system, ['drift', '--format', 'github', '--exit-code']);
  assert.match(stdout, /^::warning title=hatch%3A drift::cursor\/gauge: changed or removed by others/);
});

interface Case {
  readonly what: string;
  readonly edits: readonly (readonly [before: string | RegExp, after: string])[];
  readonly entry: string;
  readonly lines: readonly string[];
}

const accepted: readonly Case[] = [
  {
    what: 'one value, with the comments around it',
    edits: [['"DEPTH": "3"', '"DEPTH": "12"']],
    entry: 'cursor/gauge',
    lines: ['-DEPTH: "3"', '+DEPTH: "12"'],
  },
  {
    what: 'a command, beside its comment',
    edits: [['"command": "gauge"', '"command": "gauge-ng"']],
    entry: 'cursor/gauge',
    lines: ['-command: gauge # beside the quay', '+command: gauge-ng # beside the quay'],
  },
  {
    what: 'a field that went, with its own comment',
    edits: [[/\s*"UNIT": "metre",/, '']],
    entry: 'cursor/gauge',
    lines: ['-UNIT: metre # never feet'],
  },
  {
    what: 'an item of an inherited list, in the nearest environment; references stay references',
    edits: [['almanac@1', 'almanac@2']],
    entry: 'cursor/almanac',
    lines: [
      '-almanac: { env: { LEVEL: high } }',
      '+almanac: { env: { LEVEL: high }, args: [-y, "@guild/almanac@2", --region, "${var:region}", "${home}/tides"] }',
    ],
  },
  {
    what: 'an inherited field that went',
    edits: [[/,?\s*"args": \[[^\]]*\]/, '']],
    entry: 'cursor/almanac',
    lines: ['-almanac: { env: { LEVEL: high } }', '+almanac: { env: { LEVEL: high }, args: null }'],
  },
  {
    what: 'a server that was removed, where nobody else has it',
    edits: [[/,\s*"wharf": \{[^}]*\}/, '']],
    entry: 'cursor/wharf',
    lines: ['-wharf: { url: "https://wharf.example/mcp" }'],
  },
];

for (const { what, edits, entry, lines } of accepted) {
  test(`accepts ${what}`, async () => {
    const system = await applied();
    for (const [before, after] of edits) edit(system, cursor, before, after);
    const host = text(system, cursor);
    const { code, stdout, stderr } = await accept(system, entry);
    assert.is(code, 0, stderr);
    assert.match(stdout, 'Accepted: 1 entry in the manifest; no host was touched.');
    const own = changed(system).filter((line) => !/^[-+](servers:|wharf:)$/.test(line) && !/^\+.*\{\}$/.test(line));
    assert.equal(own, lines);
    assert.is(text(system, cursor), host);
    // It is as wanted from now on, and a rollback of it takes nothing off the host.
    assert.is((await hatch(system, ['plan', '--exit-code', '--host', 'cursor', '--skip-conflicts'])).code, 0, stdout);
    assert.match((await hatch(system, ['drift', '--host', 'cursor'])).stdout, 'No drift.');
  });
}

test('others that the next apply would change are named', async () => {
  const system = await applied();
  edit(system, cursor, '"DEPTH": "3"', '"DEPTH": "12"');
  const { stdout, code } = await accept(system, 'cursor/gauge', '--json');
  const document = JSON.parse(stdout) as Json;
  assert.ok(isReport(document), JSON.stringify(isReport.errors));
  assert.is(code, 0);
  assert.equal(at(document, ['result', 'also']), ['zed/gauge']);
  assert.equal(at(document, ['result', 'accepted']), [
    { environment: 'dev', fields: ['/env/DEPTH'], removed: false, server: 'gauge', target: 'cursor' },
  ]);
});

test('a literal secret is never copied: it is named with its reference, and stays in the host', async () => {
  const system = await applied();
  const token = 'sk-live-canary0123456789abcdef';
  edit(system, cursor, '"DEPTH": "3"', `"DEPTH": "4", "GAUGE_TOKEN": "x"`);
  edit(system, cursor, '"${env:ALMANAC_TOKEN}"', `"${token}"`);
  const only = await accept(system, 'cursor/almanac');
  assert.is(only.code, 1);
  assert.match(only.stderr, '/env/ALMANAC_TOKEN is a literal secret; it stays in the host');
  assert.match(only.stderr, 'the manifest keeps `${env:ALMANAC_TOKEN}`');
  edit(system, cursor, 'almanac@1', `almanac@1", "--api-key", "${token}`);
  assert.match((await accept(system, 'cursor/almanac')).stderr, '/args is a literal secret');
  edit(system, cursor, '"high"', '"low"');
  const { code, stdout } = await accept(system, '--all');
  assert.is(code, 0);
  assert.match(stdout, '~ cursor/almanac  env.LEVEL');
  assert.match(stdout, '~ cursor/gauge  env.DEPTH');
  assert.equal(changed(system).slice(2), ['+DEPTH: "4"', '+almanac: { env: { LEVEL: low } }']);
  for (const [path, content] of Object.entries(system.tree())) {
    assert.is(content.includes(token), path === cursor, path);
  }
  for (const said of [only, { stdout, stderr: '' }]) assert.not.match(said.stdout + said.stderr, token);
});

test('what cannot be accepted is refused, and the manifest stays as it is', async () => {
  const system = await applied();
  const cases: readonly (readonly [entry: string, code: number, says: string])[] = [
    ['cursor/gauge', 64, 'nobody changed cursor/gauge since the last apply'],
    ['cursor/nope', 64, 'nobody changed cursor/nope'],
  ];
  for (const [entry, code, says] of cases) {
    const shown = await accept(system, entry);
    assert.is(shown.code, code);
    assert.match(shown.stderr, says);
  }
  edit(system, cursor, /"gauge": \{[^}]*\}\s*\},?/, '');
  const shown = await accept(system, 'cursor/gauge');
  assert.is(shown.code, 1);
  assert.match(shown.stderr, 'other targets would lose it too');
  assert.match(shown.stderr, 'exclude: ["^gauge$"]');
  assert.is(text(system, `${folder}/hatch.mcp.yaml`), manifest);
  assert.is((await accept(system)).code, 64);
});

test('what the manifest says already is recorded', async () => {
  const system = await applied();
  edit(system, cursor, '"DEPTH": "3"', '"DEPTH": "12"');
  edit(system, `${folder}/hatch.mcp.yaml`, 'DEPTH: "3"', 'DEPTH: "12"');
  assert.match((await accept(system, '--all')).stdout, 'cursor/gauge  only recorded');
  assert.match((await accept(system, '--all')).stdout, 'No drift: there is nothing to accept.');
});

test.run();
