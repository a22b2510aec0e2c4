// What commands save: the manifest then says just that, its comments stay, and nothing else in it has changed.

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { editManifest, type ManifestEdit } from '../../../src/manifest/edit.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { load, manifestOf, manifestPath } from '../../support/manifests.ts';

const before = `version: 1
name: orchard # the owner
environment: grove
targets: { cursor: {}, zed: {} }

environments:
  # what all have
  base:
    servers:
      pear: # the old one
        # why: speed
        command: pear # here
        env: { A: "1", B: "2" }
  grove:
    extends: base
    servers:
      plum: { command: plum }
`;

function edited(edits: readonly ManifestEdit[], text = before): string {
  return editManifest({ path: manifestPath, text }, edits);
}

/** Edits → lines that go, lines that come. */
const rows: readonly (readonly [string, readonly ManifestEdit[], readonly string[], readonly string[]])[] = [
  [
    'a new server follows its siblings',
    [{ kind: 'set-server', environment: 'grove', name: 'fig', server: { command: 'fig', args: ['-q'] } }],
    [],
    ['      fig: { command: fig, args: [-q] }'],
  ],
  [
    'a server that changes keeps what did not change, and its comments',
    [
      {
        kind: 'set-server',
        environment: 'base',
        name: 'pear',
        server: { command: 'pear', env: { A: '1', B: '3' }, cwd: '/' },
      },
    ],
    ['        env: { A: "1", B: "2" }'],
    ['        env: { A: "1", B: "3" }', '        cwd: /'],
  ],
  [
    'a server that is there alone goes',
    [{ kind: 'remove-server', environment: 'grove', name: 'plum' }],
    ['      plum: { command: plum }'],
    ['    servers: {}'],
  ],
  [
    'a server that is inherited is taken off by null',
    [{ kind: 'remove-server', environment: 'grove', name: 'pear' }],
    [],
    ['      pear: null'],
  ],
  [
    'what is not there need not go',
    [
      { kind: 'remove-server', environment: 'grove', name: 'fig' },
      { kind: 'remove-environment', name: 'glade' },
    ],
    [],
    [],
  ],
  [
    'an environment',
    [{ kind: 'set-environment', name: 'glade', environment: { extends: 'grove' } }],
    [],
    ['  glade:', '    extends: grove'],
  ],
  ['the current environment', [{ kind: 'set-current', name: 'base' }], ['environment: grove'], ['environment: base']],
  [
    'a target',
    [{ kind: 'set-target', name: 'vscode', target: { scope: 'project' } }],
    ['targets: { cursor: {}, zed: {} }'],
    ['targets: { cursor: {}, zed: {}, vscode: { scope: project } }'],
  ],
];

for (const [says, edits, gone, come] of rows) {
  test(`saved: ${says}`, () => {
    const after = edited(edits).split('\n');
    const lines = before.split('\n');
    assert.equal(
      lines.filter((line) => !after.includes(line)),
      gone,
    );
    assert.equal(
      after.filter((line) => !lines.includes(line)).map((line) => line.trim()),
      come.map((line) => line.trim()),
    );
  });
}

const onlyPlum: ManifestEdit = { kind: 'add-rule', rule: { to: ['vscode'], servers: ['plum'] } };
const flow = (text: string) => manifestOf(text).rules.map(({ to, servers }) => [to, servers]);

test('the first rule comes after the implied one, so that nothing else changes', () => {
  const after = edited([onlyPlum]);
  assert.equal(flow(after), [...flow(before), [['vscode'], ['plum']]]);
  assert.ok(after.startsWith(before), 'it is appended');
});

test('a further rule is appended alone', () => {
  const twice = edited([onlyPlum, { kind: 'add-rule', rule: { to: 'all', include: '^p' } }], edited([onlyPlum]));
  assert.equal(flow(twice), [
    ...flow(before),
    [['vscode'], ['plum']],
    [['vscode'], ['plum']],
    [['cursor', 'zed'], undefined],
  ]);
});

test('a target that is added with the first rule does not get what the implied rule gives', () => {
  const after = edited([{ kind: 'set-target', name: 'vscode', target: {} }, onlyPlum]);
  assert.equal(flow(after), [
    [['cursor', 'zed'], undefined],
    [['vscode'], ['plum']],
  ]);
});

test('what is saved besides leaves the implied rule as it is', () => {
  const fig: ManifestEdit = { kind: 'set-server', environment: 'grove', name: 'fig', server: { command: 'fig' } };
  assert.match(
    edited([fig, { kind: 'set-target', name: 'zed', target: { scope: 'user' } }, onlyPlum]),
    /to:\s*(- |\[)all/,
  );
});

test('without a declared target there is no implied rule to write out', () => {
  const text = 'version: 1\nname: orchard\nenvironments: { grove: { servers: { plum: { command: plum } } } }\n';
  assert.equal(flow(edited([onlyPlum], text)), [[['vscode'], ['plum']]]);
});

const starts: readonly string[] = [
  'version: 1\nname: orchard\n',
  'version: 1\nname: orchard\nenvironments:\n',
  'version: 1\nname: orchard\nenvironments:\n  grove:\n',
  'version: 1\nname: orchard\nenvironments:\n  grove:\n    servers:\n      # none yet\n',
  'version: 1\r\nname: orchard\r\nenvironments:\r\n  grove:\r\n    servers: {}\r\n',
  '\uFEFFversion: 1\nname: orchard\n',
  '{"version": 1, "name": "orchard"}',
  '{\n\t"version": 1,\n\t"name": "orchard",\n\t"environments": { "grove": null }\n}\n',
];

for (const text of starts) {
  test(`a first server and target come into ${JSON.stringify(text)}`, () => {
    const source = { path: text.startsWith('{') ? manifestPath.replace('.yaml', '.json') : manifestPath, text };
    const after = editManifest(source, [
      { kind: 'set-server', environment: 'grove', name: 'plum', server: { command: 'plum' } },
      { kind: 'set-target', name: 'zed', target: {} },
    ]);
    const { manifest, findings } = load(after);
    assert.equal(findings, []);
    assert.equal([...(manifest?.environments.get('grove')?.servers.keys() ?? [])], ['plum']);
    assert.equal(after.includes('\r\n'), text.includes('\r\n'));
    assert.equal(after.startsWith('\uFEFF'), text.startsWith('\uFEFF'));
    assert.ok(!text.includes('#') || after.includes('# none yet'));
  });
}

test('a server that is saved reads back as it was saved, and another save of it changes nothing', () => {
  const word = fc.stringMatching(/^[ -~]{0,12}$/);
  const server: fc.Arbitrary<JsonObject> = fc.record(
    {
      command: fc.stringMatching(/^[!-~]{1,12}$/),
      args: fc.array(word, { maxLength: 3 }),
      env: fc.dictionary(fc.constantFrom('A', 'B', 'C'), word, { noNullPrototype: true }),
      enabled: fc.boolean(),
    },
    { requiredKeys: ['command'], noNullPrototype: true },
  );
  return fc.assert(
    fc.property(server, server, (one, two) => {
      const save = (each: JsonObject, text: string) =>
        edited([{ kind: 'set-server', environment: 'grove', name: 'fig', server: each }], text);
      const twice = save(two, save(one, before));
      assert.is(save(two, twice), twice);
      const escaped = JSON.stringify(two).replaceAll('${', '$');
      if (escaped === JSON.stringify(two)) {
        const { transport: _, ...read } = manifestOf(twice).environments.get('grove')?.servers.get('fig')?.server ?? {};
        assert.equal(read, two);
      }
      assert.is(
        twice.split('\n').filter((line) => before.includes(line)).length >= before.split('\n').length - 1,
        true,
      );
    }),
    { seed: 71, numRuns: 60 },
  );
});

test.run();
