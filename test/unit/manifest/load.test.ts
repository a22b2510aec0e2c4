// From text to the normal form: inheritance, variables, platforms, defaults, targets, rules, overlays.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadManifest } from '../../../src/manifest/load.ts';
import { parseManifest } from '../../../src/manifest/parse.ts';
import { HatchError } from '../../../src/model/errors.ts';
import type { Server } from '../../../src/model/server.ts';
import { load, manifestOf, manifestPath, overlayPath, show, withHead } from '../../support/manifests.ts';

const tour = `# yaml-language-server: $schema=./schema/manifest.schema.json
version: 1
name: acme-tools                 # the owner of what is applied
environment: development         # the current one, unless chosen otherwise
defaults: { onDrift: revert }

variables: { region: eu }        # \${var:region}; an environment or --var may override them

environments:
  base:
    servers:
      filesystem:
        command: npx
        args: [-y, "@modelcontextprotocol/server-filesystem", "\${home}/projects"]
  development:
    description: Verbose logging and experimental servers
    extends: base                # or a list; later wins; objects merge, lists replace
    servers:
      dev-logger:
        command: python
        args: [/path/to/logger.py]
        env: { LOG_LEVEL: debug, DEBUG: "true" }
      filesystem: null           # null at any depth removes what was inherited
  production:
    extends: base
    servers:
      github:
        url: https://api.githubcopilot.com/mcp/
        transport: http          # http (default for url) | sse | ws
        headers: { Authorization: "Bearer \${env:GITHUB_TOKEN}" }
        timeout: 30s
        tools: { deny: [delete_repo] }
        hosts: { codex: { required: true } }    # raw fields for one host, passed through; they win

targets:                         # host targets: name -> where. A known host id needs no declaration
  claude-code: { scope: project }
  staging-claude: { type: claude-code, path: ./staging/.mcp.json }
  dev1-cursor: { type: cursor, home: /home/dev1 }

groups:
  production-hosts: [claude-code, staging-claude]

rules:                           # filter rules: what goes where. One rule = one sync command kept in git
  - { environment: development, to: [dev1-cursor], include: "^dev-" }
  - { environment: production, to: [production-hosts], exclude: ["^legacy$", "^test-"] }
  - { target: claude-desktop, to: [vscode], servers: [weather-api, news-api] }   # host-to-host

moved: [{ from: weather, to: weather-toolkit }]
`;

test('the tour of the keys loads without a finding', () => {
  const { manifest, overlaid, findings } = load(tour);
  assert.equal(findings, []);
  assert.is(manifest, overlaid);
  assert.equal([...(manifest?.environments.keys() ?? [])], ['base', 'development', 'production']);
  assert.equal([...(manifest?.environments.get('development')?.servers.keys() ?? [])], ['dev-logger']);
  assert.equal(manifest?.environments.get('production')?.servers.get('github'), {
    name: 'github',
    server: {
      transport: 'http',
      url: 'https://api.githubcopilot.com/mcp/',
      headers: { Authorization: 'Bearer ${env:GITHUB_TOKEN}' },
      timeout: 30000,
      tools: { deny: ['delete_repo'] },
    },
    hosts: { codex: { required: true } },
    policies: {},
    protect: false,
    public: [],
    place: { file: manifestPath, line: 27, column: 7, pointer: '/environments/production/servers/github' },
  });
  assert.equal(
    manifest?.rules.map(({ index, to, include }) => [index, to, include]),
    [
      [1, ['dev1-cursor'], ['^dev-']],
      [2, ['claude-code', 'staging-claude'], []],
      [3, ['vscode'], []],
    ],
  );
  assert.equal(
    [...(manifest?.targets.values() ?? [])].map(({ name, type, scope, path, home, declared }) => [
      name,
      type,
      scope,
      path,
      home,
      declared,
    ]),
    [
      ['claude-code', 'claude-code', 'project', undefined, undefined, true],
      ['staging-claude', 'claude-code', undefined, './staging/.mcp.json', undefined, true],
      ['dev1-cursor', 'cursor', undefined, undefined, '/home/dev1', true],
      ['vscode', 'vscode', undefined, undefined, undefined, false],
      ['claude-desktop', 'claude-desktop', undefined, undefined, undefined, false],
    ],
  );
  assert.equal(manifest?.policies, { onDrift: 'revert' });
  assert.equal(manifest?.moved, [{ from: 'weather', to: 'weather-toolkit' }]);
});

test('a byte-order mark is no part of JSON', () => {
  const { parsed, findings } = parseManifest({ path: '/srv/hatch.mcp.json', text: '\uFEFF{ "version": 1 }' });
  assert.equal([parsed?.value, findings], [{ version: 1 }, []]);
});

test('JSON says the same as YAML, and so does CRLF with a byte-order mark', () => {
  const values = {
    version: 1,
    name: 'orchard',
    targets: { zed: {} },
    environments: { o: { servers: { pear: { command: 'npx' } } } },
  };
  const inYaml = manifestOf(
    'version: 1\nname: orchard\ntargets: { zed: {} }\nenvironments: { o: { servers: { pear: { command: npx } } } }\n',
  );
  const inJson = manifestOf(JSON.stringify(values));
  const inWindows = manifestOf(
    '\uFEFFversion: 1\r\nname: orchard\r\ntargets: { zed: {} }\r\nenvironments: { o: { servers: { pear: { command: npx } } } }\r\n',
  );
  for (const other of [inJson, inWindows]) {
    assert.equal(servers(other), servers(inYaml));
    assert.equal(
      other.rules.map(({ to }) => to),
      inYaml.rules.map(({ to }) => to),
    );
  }
});

/** Text of an environment's servers → the neutral server that comes of it. */
const neutral: readonly (readonly [string, string, Server])[] = [
  ['a command is stdio', '{ command: npx }', { transport: 'stdio', command: 'npx' }],
  ['a URL is http', '{ url: "https://pear.example" }', { transport: 'http', url: 'https://pear.example' }],
  ['milliseconds', '{ command: a, timeout: 500ms }', { transport: 'stdio', command: 'a', timeout: 500 }],
  [
    'minutes and fractions',
    '{ command: a, timeout: 2m, startupTimeout: 1.5s }',
    { transport: 'stdio', command: 'a', timeout: 120000, startupTimeout: 1500 },
  ],
  [
    'free keys stay behind',
    '{ command: a, x-note: b, tools: { allow: [c], x-why: d } }',
    { transport: 'stdio', command: 'a', tools: { allow: ['c'] } },
  ],
  ['nulls stay behind', '{ command: a, cwd: null, env: { B: null } }', { transport: 'stdio', command: 'a', env: {} }],
  [
    'variables are put in',
    '{ command: "${var:region}-${var:both}", args: ["$${var:region}"] }',
    { transport: 'stdio', command: 'eu-eu/${home}', args: ['$${var:region}'] },
  ],
  [
    'other references stay',
    '{ command: "${home}/${manifestDir}/${env:A:-b}/${file:c}" }',
    { transport: 'stdio', command: '${home}/${manifestDir}/${env:A:-b}/${file:c}' },
  ],
  [
    'the platform is put in',
    '{ command: a, platforms: { linux: { command: b } } }',
    { transport: 'stdio', command: 'b' },
  ],
];

for (const [says, text, expected] of neutral) {
  test(`a server in neutral form: ${says}`, () => {
    const manifest = manifestOf(
      withHead(
        `variables: { region: eu, both: "\${var:region}/\${home}" }\nenvironments:\n  orchard:\n    servers:\n      pear: ${text}\n`,
      ),
    );
    assert.equal(manifest.environments.get('orchard')?.servers.get('pear')?.server, expected);
  });
}

test('policies, protection and public pointers stand beside the server, host words become host ids', () => {
  const spec = manifestOf(
    withHead(
      'environments:\n  orchard:\n    servers:\n      pear: { command: npx, onDrift: ignore, references: inline, protect: true, public: [/env/A], hosts: { claude: { a: 1 } } }\n',
    ),
  )
    .environments.get('orchard')
    ?.servers.get('pear');
  assert.equal(spec?.policies, { onDrift: 'ignore', references: 'inline' });
  assert.equal([spec?.protect, spec?.public, spec?.hosts], [true, ['/env/A'], { 'claude-desktop': { a: 1 } }]);
});

const chain = `environments:
  base:
    variables: { region: us }
    servers: { pear: { command: pear, env: { A: base, B: base } }, plum: { command: plum } }
  loud:
    extends: base
    servers: { pear: { env: { A: loud } } }
  quiet:
    extends: base
    servers: { pear: { env: { C: "\${var:region}" } } }
  both:
    extends: [loud, quiet]
    variables: { region: mars }
    servers: { plum: null }
`;

test('of several parents the later wins, but no ancestor wins over what descends from it', () => {
  const both = manifestOf(withHead(`variables: { region: eu }\n${chain}`)).environments.get('both');
  assert.equal([...(both?.servers.keys() ?? [])], ['pear']);
  assert.equal(both?.servers.get('pear')?.server.env, { A: 'loud', B: 'base', C: 'mars' });
});

test('variables: the command line beats the environment, the environment its parents, these the manifest', () => {
  const text = withHead(`variables: { region: eu }\n${chain}`);
  const region = (name: string, variables?: Record<string, string>) =>
    manifestOf(text, { ...(variables && { variables }) })
      .environments.get(name)
      ?.servers.get('pear')?.server.env?.C;
  assert.equal([region('quiet'), region('both'), region('both', { region: 'moon' })], ['us', 'mars', 'moon']);
});

test('a variable of the command line that the manifest does not have is refused with the nearest', () => {
  try {
    load(withHead(chain), { variables: { regoin: 'x' } });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, HatchError);
    assert.equal([(error as HatchError).exit, (error as HatchError).hint], ['usage', 'did you mean `region`?']);
  }
});

test('an environment that can only be extended is left out with a note, unless something names it', () => {
  const text = `environments:
  mixin: { servers: { pear: { timeout: "\${var:wait}", env: { A: "\${var:level}" } } } }
  orchard:
    extends: mixin
    variables: { level: debug }
    servers: { pear: { command: npx } }
`.replace('timeout: "${var:wait}"', 'timeout: 3s');
  const { manifest, findings } = load(withHead(text));
  assert.equal([...(manifest?.environments.keys() ?? [])], ['orchard']);
  assert.equal(
    findings.map(({ severity, code }) => [severity, code]),
    [['note', 'environment-incomplete']],
  );
  assert.equal(manifest?.environments.get('orchard')?.servers.get('pear')?.server, {
    transport: 'stdio',
    command: 'npx',
    timeout: 3000,
    env: { A: 'debug' },
  });
  const rule = (environment: string) => `rules: [{ environment: ${environment}, to: all }]\n`;
  assert.ok(load(withHead(rule('orchard') + text)).manifest);
  for (const named of ['environment: mixin\n', rule('mixin')]) {
    const refused = load(withHead(named + text));
    assert.equal(refused.manifest, undefined);
    assert.equal(
      refused.findings.map(({ code }) => code),
      ['no-kind', 'unknown-variable'],
    );
  }
});

test('`servers:` with nothing below removes all that is inherited', () => {
  const { manifest } = load(withHead(`${chain}  none:\n    extends: base\n    servers:\n`));
  assert.equal([...(manifest?.environments.get('none')?.servers.keys() ?? [])], []);
});

test('without rules the current environment goes to all declared targets', () => {
  const { rules, hasRules } = manifestOf(withHead('environments: { orchard: {} }\n'));
  assert.equal(hasRules, false);
  assert.equal(rules, [
    {
      index: 0,
      environment: undefined,
      target: undefined,
      to: ['cursor', 'zed'],
      toAllFound: false,
      servers: undefined,
      include: [],
      exclude: [],
      mirror: false,
      place: { file: manifestPath },
    },
  ]);
});

test('a manifest without targets is an error, and still a manifest for commands that bring theirs', () => {
  const { manifest, findings } = load('version: 1\nname: orchard\n');
  assert.equal(
    findings.map(({ severity, code }) => [severity, code]),
    [['error', 'no-targets']],
  );
  assert.equal(
    manifest?.rules.map(({ to, toAllFound }) => [to, toAllFound]),
    [[[], true]],
  );
});

test('`to` is sorted, each once: targets, groups, `all`, and hosts by any of their words; a source is left out', () => {
  const { rules, targets, groups } = manifestOf(
    withHead(
      'groups: { desks: [claude, zed] }\nrules:\n  - { to: [vscode, desks, all, cursor] }\n  - { target: codex, to: [codex, vscode], mirror: true }\n',
    ),
  );
  assert.equal(
    rules.map(({ to }) => to),
    [['claude-desktop', 'cursor', 'vscode', 'zed'], ['vscode']],
  );
  assert.equal(groups.get('desks'), ['claude-desktop', 'zed']);
  assert.equal(
    [...targets.values()].filter(({ declared }) => !declared).map(({ name }) => name),
    ['vscode', 'codex', 'claude-desktop'],
  );
});

test('a target without content is declared; its paths take variables, and begin with `~` or the manifest', () => {
  const { targets } = manifestOf(
    'version: 1\nname: orchard\nvariables: { team: apple }\ntargets:\n  zed:\n  desk: { type: zed, path: "${home}/${var:team}.json" }\n  here: { type: zed, path: "${manifestDir}/x.json" }\n',
  );
  assert.equal(
    [...targets.values()].map(({ name, path, declared }) => [name, path, declared]),
    [
      ['zed', undefined, true],
      ['desk', '~/apple.json', true],
      ['here', './x.json', true],
    ],
  );
});

/** Path of a manifest → the folder that it speaks for. */
const folders: readonly (readonly [string, string])[] = [
  ['/srv/app/hatch.mcp.yaml', '/srv/app'],
  ['/srv/app/.hatch/mcp.yaml', '/srv/app'],
  ['/srv/app/.hatch/hatch.mcp.yaml', '/srv/app/.hatch'],
  ['/srv/app/mcp.yaml', '/srv/app'],
];

for (const [path, folder] of folders) {
  test(`${path} speaks for ${folder}`, () => {
    const { manifest } = loadManifest({ path, text: withHead('') }, { hostIds: ['cursor', 'zed'], platform: 'linux' });
    assert.is(manifest?.folder, folder);
  });
}

test('targets of one scope, with what belongs to it, are sound, and one rule is a rule', () => {
  const { targets, hasRules } = manifestOf(
    'version: 1\nname: orchard\ntargets:\n  cursor: { scope: user }\n  zed: { project: ./app }\n  desk: { type: zed, scope: project, project: ./b }\n  eve: { type: zed, scope: user, home: /home/eve }\nrules: [{ to: all }]\n',
  );
  assert.equal(
    [...targets.values()].map(({ scope, project, home }) => [scope, project, home]),
    [
      ['user', undefined, undefined],
      [undefined, './app', undefined],
      ['project', './b', undefined],
      ['user', undefined, '/home/eve'],
    ],
  );
  assert.ok(hasRules);
});

test('an overlay lies over the manifest for one of the two results, as an environment lies over its parent', () => {
  const main = withHead(
    'environments:\n  base: { servers: { pear: { command: pear, env: { A: "1" } }, plum: { command: plum } } }\n  orchard: { extends: base }\n',
  );
  const local =
    'environments:\n  orchard:\n    servers: { pear: { url: "https://pear.example" }, plum: null, fig: { command: fig } }\ntargets: { zed: null, vscode: {} }\n';
  const { manifest, overlaid, findings } = load(main, { local });
  assert.equal(findings, []);
  const extended = manifestOf(
    `${main}${local.slice('environments:\n'.length, local.indexOf('targets:')).replace('orchard:', 'mine:\n    extends: orchard')}`,
  );
  assert.equal(servers(manifest), { base: ['pear', 'plum'], orchard: ['pear', 'plum'] });
  assert.equal(
    [...(overlaid?.environments.get('orchard')?.servers.values() ?? [])].map(({ server }) => server),
    [...(extended.environments.get('mine')?.servers.values() ?? [])].map(({ server }) => server),
  );
  assert.equal(overlaid?.rules[0]?.to, ['cursor', 'vscode']);
  assert.equal(manifest?.rules[0]?.to, ['cursor', 'zed']);
  const places = ['pear', 'fig'].map((name) => overlaid?.environments.get('orchard')?.servers.get(name)?.place);
  assert.equal(
    places.map((place) => [place?.file, place?.line]),
    [
      [overlayPath, 3],
      [overlayPath, 3],
    ],
  );
});

test('faults of an overlay are told in its own file, and leave the manifest alone', () => {
  const { manifest, overlaid, findings } = load(withHead('environments: { orchard: {} }\n'), {
    local: 'name: other\nenvironments: { orchard: { server: {} } }\n',
  });
  assert.equal(findings.map(show), ['local-name 1:1 /name', 'unknown-key 2:28 /environments/orchard/server']);
  assert.equal(
    findings.map(({ place }) => place?.file),
    [overlayPath, overlayPath],
  );
  assert.ok(manifest);
  assert.equal(overlaid, undefined);
});

test('an overlay of a manifest with faults, and one that is no YAML, are told beside it', () => {
  const faulty = load(withHead('environments: { orchard: { server: {} } }\n'), {
    local: 'environments: { grove: {} }\n',
  });
  assert.equal(faulty.findings.map(show), ['unknown-key 4:28 /environments/orchard/server']);
  assert.equal([faulty.manifest, faulty.overlaid], [undefined, undefined]);
  const unreadable = load(withHead('environments: { orchard: {} }\n'), { local: 'environments: [\n' });
  assert.equal(
    unreadable.findings.map(({ code, place }) => [code, place?.file]),
    [['manifest-syntax', overlayPath]],
  );
  assert.ok(unreadable.manifest);
  assert.equal(unreadable.overlaid, undefined);
});

test('servers with something for one platform are told, inherited ones too', () => {
  const { byPlatform } = load(
    withHead(
      'environments:\n  base: { servers: { pear: { command: a, platforms: { win32: { command: b } } }, fig: { command: c } } }\n  orchard: { extends: base }\n',
    ),
  );
  assert.equal([...(byPlatform.get('orchard') ?? [])], ['pear']);
});

function servers(manifest: ReturnType<typeof load>['manifest']): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...(manifest?.environments ?? [])].map(([name, each]) => [name, [...each.servers.keys()]]),
  );
}

test.run();
