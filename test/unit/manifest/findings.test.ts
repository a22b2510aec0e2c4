// Every kind of finding: its code, the exact place, what was expected, and what to type instead.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { load, show, withHead } from '../../support/manifests.ts';

interface Row {
  readonly says: string;
  /** Lines after the head, the first of them is line 4. */
  readonly text: string;
  /** `code line:column pointer` for each, in order. */
  readonly at: readonly string[];
  /** Parts of message and hint, in the same order; a text that must stand in them. */
  readonly words?: readonly string[];
}

const server = (lines: string) =>
  `environments:\n  orchard:\n    servers:\n      pear:\n        command: npx\n${lines}`;

const form: readonly Row[] = [
  {
    says: 'an unknown key of a server, with the nearest one',
    text: 'environments:\n  orchard:\n    servers:\n      pear:\n        comand: npx\n',
    at: ['unknown-key 8:9 /environments/orchard/servers/pear/comand'],
    words: ['did you mean `command`?'],
  },
  {
    says: 'an unknown key at the root',
    text: 'enviroments: {}\n',
    at: ['unknown-key 4:1 /enviroments'],
    words: ['did you mean `environments`?'],
  },
  {
    says: "another tool's key at the root",
    text: 'mcpServers: {}\n',
    at: ['unknown-key 4:1 /mcpServers'],
    words: ['servers stand under `environments:`'],
  },
  {
    says: "another tool's key of a server",
    text: server('        disabled: true\n'),
    at: ['unknown-key 9:9 /environments/orchard/servers/pear/disabled'],
    words: ['enabled: false'],
  },
  {
    says: 'a file that includes another',
    text: '$import: ./evil.js\n',
    at: ['unknown-key 4:1 /$import'],
    words: ['cannot include'],
  },
  {
    says: 'a number as the value of a variable',
    text: server('        env: { PORT: 8080 }\n'),
    at: ['wrong-type 9:16 /environments/orchard/servers/pear/env/PORT'],
    words: ['must be a text, not a number'],
  },
  {
    says: 'a boolean as an argument',
    text: server('        args: [-y, true]\n'),
    at: ['wrong-type 9:20 /environments/orchard/servers/pear/args/1'],
    words: ['item 2 of `args` must be a text, not a boolean'],
  },
  {
    says: 'a list where a mapping belongs',
    text: 'groups: [pear]\n',
    at: ['wrong-type 4:1 /groups'],
    words: ['must be a mapping (`key: value`), not a list'],
  },
  {
    says: 'a duration without unit',
    text: server('        timeout: "30"\n'),
    at: ['wrong-form 9:9 /environments/orchard/servers/pear/timeout'],
    words: ['`timeout` must be a duration with its unit, such as `30s`'],
  },
  {
    says: 'a number as a duration',
    text: server('        timeout: 30\n'),
    at: ['wrong-type 9:9 /environments/orchard/servers/pear/timeout'],
    words: ['quote it'],
  },
  {
    says: 'a value that is none of the choices, with the nearest one',
    text: 'defaults: { onDrift: rever }\n',
    at: ['wrong-value 4:13 /defaults/onDrift'],
    words: ['`onDrift` must be `revert` or `report` or `ignore` did you mean `revert`?'],
  },
  {
    says: 'a policy that belongs to targets only',
    text: 'defaults: { exclusive: true }\n',
    at: ['unknown-key 4:13 /defaults/exclusive'],
  },
  {
    says: 'a name that is a trap of JavaScript',
    text: 'environments:\n  __proto__:\n    servers: {}\n  constructor: {}\n',
    at: ['forbidden-name 5:3 /environments/__proto__', 'forbidden-name 7:3 /environments/constructor'],
    words: ['`__proto__` cannot be a name'],
  },
  {
    says: 'a variable named like a trap of JavaScript',
    text: server('        env: { toString: x }\n'),
    at: ['forbidden-name 9:16 /environments/orchard/servers/pear/env/toString'],
  },
  {
    says: 'a group that is called `all`',
    text: 'groups: { all: [cursor] }\n',
    at: ['forbidden-name 4:11 /groups/all'],
  },
  {
    says: 'a name that is no file name',
    text: 'environments:\n  a/b: {}\n',
    at: ['forbidden-name 5:3 /environments/a~1b'],
    words: ['a name here is letters, digits'],
  },
  {
    says: 'a rule without destination',
    text: 'rules:\n  - include: pear\n',
    at: ['missing-key 5:5 /rules/0'],
    words: ['`to` is missing in item 1 of `rules`'],
  },
  { says: 'rules that are none', text: 'rules: []\n', at: ['empty-list 4:1 /rules'] },
  {
    says: 'a URL that is none',
    text: 'environments:\n  orchard:\n    servers:\n      pear:\n        url: example.com\n',
    at: ['wrong-form 8:9 /environments/orchard/servers/pear/url'],
    words: ['begins with `https://`'],
  },
  {
    says: 'a header that would smuggle in another',
    text: 'environments:\n  orchard:\n    servers:\n      pear:\n        url: https://pear.example\n        headers: { X-One: "a\\r\\nX-Two: b" }\n',
    at: ['wrong-form 9:20 /environments/orchard/servers/pear/headers/X-One'],
  },
  { says: 'a key that stands twice', text: 'groups: {}\ngroups: {}\n', at: ['duplicate-key 5:1 /groups'] },
];

const names: readonly Row[] = [
  {
    says: 'an unknown current environment',
    text: 'environment: orchid\nenvironments: { orchard: {} }\n',
    at: ['unknown-environment 4:1 /environment'],
    words: ['did you mean `orchard`?'],
  },
  {
    says: 'an unknown environment in `extends`, alone and in a list',
    text: 'environments:\n  orchard: { extends: bas }\n  base: { extends: [orchard2, tree] }\n',
    at: [
      'unknown-environment 5:14 /environments/orchard/extends',
      'unknown-environment 6:21 /environments/base/extends/0',
      'unknown-environment 6:31 /environments/base/extends/1',
    ],
    words: ['did you mean `base`?', 'did you mean `orchard`?', 'known here: `base`, `orchard`'],
  },
  {
    says: 'an unknown environment in a rule, also one that every object has',
    text: 'environments: { orchard: {} }\nrules:\n  - { environment: toString, to: all }\n',
    at: ['unknown-environment 6:7 /rules/0/environment'],
  },
  {
    says: 'environments that extend one another',
    text: 'environments:\n  one: { extends: two }\n  two: { extends: three }\n  three: { extends: one }\n',
    at: [
      'extends-cycle 5:10 /environments/one/extends',
      'extends-cycle 6:10 /environments/two/extends',
      'extends-cycle 7:12 /environments/three/extends',
    ],
    words: ['one → two → three → one'],
  },
  {
    says: 'a cycle, not what leads into it',
    text: 'environments:\n  zero: { extends: one }\n  one: { extends: two }\n  two: { extends: one }\n',
    at: ['extends-cycle 6:10 /environments/one/extends', 'extends-cycle 7:10 /environments/two/extends'],
  },
  {
    says: 'a rule for an unknown target, with the nearest target, host or group',
    text: 'groups: { desks: [cursr] }\nrules:\n  - { to: [desk, vscod] }\n  - { to: zeed }\n',
    at: [
      'unknown-target 4:19 /groups/desks/0',
      'unknown-target 6:12 /rules/0/to/0',
      'unknown-target 6:18 /rules/0/to/1',
      'unknown-target 7:7 /rules/1/to',
    ],
    words: ['did you mean `cursor`?', 'did you mean `desks`?', 'did you mean `vscode`?', 'did you mean `zed`?'],
  },
  {
    says: 'a group within a group',
    text: 'groups: { desks: [cursor], all-desks: [desks] }\n',
    at: ['unknown-target 4:40 /groups/all-desks/0'],
    words: ['a group holds targets and hosts only'],
  },
  {
    says: 'a group as a source',
    text: 'groups: { desks: [cursor] }\nrules: [{ target: desks, to: zed }]\n',
    at: ['unknown-target 5:11 /rules/0/target'],
    words: ['copies from one target'],
  },
  {
    says: 'an unknown host of a server',
    text: server('        hosts: { codx: { required: true } }\n'),
    at: ['unknown-host 9:18 /environments/orchard/servers/pear/hosts/codx'],
    words: ['did you mean `codex`?'],
  },
  {
    says: 'an unknown server of an environment',
    text: `${server('')}rules:\n  - { environment: orchard, to: all, servers: [peer] }\n`,
    at: ['unknown-server 10:48 /rules/0/servers/0'],
    words: ['there is no server `peer` in `orchard` did you mean `pear`?'],
  },
  {
    says: 'a server that no environment has',
    text: `${server('')}rules:\n  - { to: all, servers: peer }\n`,
    at: ['unknown-server 10:16 /rules/0/servers'],
    words: ['in any environment'],
  },
  {
    says: 'a group with the name of a host',
    text: 'groups: { vscode: [zed] }\n',
    at: ['name-taken 4:11 /groups/vscode'],
  },
  {
    says: 'a pattern that is no regular expression',
    text: 'rules:\n  - { to: all, include: ["^pear", "(" ] }\n',
    at: ['bad-pattern 5:35 /rules/0/include/1'],
    words: ['Unterminated group'],
  },
];

const rules: readonly Row[] = [
  {
    says: 'a rule with two sources',
    text: 'environments: { orchard: {} }\nrules:\n  - { environment: orchard, target: vscode, to: zed }\n',
    at: ['two-sources 6:29 /rules/0/target'],
  },
  {
    says: 'a mirror of an environment',
    text: 'rules:\n  - { to: all, mirror: true }\n',
    at: ['mirror-without-target 5:16 /rules/0/mirror'],
  },
  {
    says: 'a source that another rule writes, also under its other name',
    text: 'rules:\n  - { to: [claude-desktop] }\n  - { target: claude, to: [zed] }\n',
    at: ['fed-source 6:7 /rules/1/target'],
    words: ['rule 1 writes to it'],
  },
  {
    says: 'a rule that copies a target to itself',
    text: 'rules:\n  - { target: zed, to: [zed] }\n',
    at: ['source-only 5:20 /rules/0/to'],
  },
  {
    says: 'a server with a command and a URL',
    text: server('        url: https://pear.example\n'),
    at: ['two-kinds 9:9 /environments/orchard/servers/pear/url'],
  },
  {
    says: 'a server with neither',
    text: 'environments:\n  orchard:\n    servers:\n      pear: { env: { A: b } }\n',
    at: ['no-kind 7:7 /environments/orchard/servers/pear'],
  },
  {
    says: 'fields of the other kind',
    text: server('        headers: { X-One: one }\n        transport: sse\n'),
    at: [
      'kind-mismatch 9:9 /environments/orchard/servers/pear/headers',
      'kind-mismatch 10:9 /environments/orchard/servers/pear/transport',
    ],
  },
  {
    says: 'an unknown kind of reference',
    text: server('        args: ["${vault:pear}"]\n'),
    at: ['bad-reference 9:16 /environments/orchard/servers/pear/args/0'],
    words: ['`${vault:…}` is no reference (character 1) references are `${env:NAME}`'],
  },
  {
    says: 'a reference without end',
    text: server('        cwd: "a/${home"\n'),
    at: ['bad-reference 9:9 /environments/orchard/servers/pear/cwd'],
    words: ['(character 3)'],
  },
  {
    says: 'an unknown variable',
    text: `variables: { region: eu }\n${server('        cwd: "${var:regoin}"\n')}`,
    at: ['unknown-variable 10:9 /environments/orchard/servers/pear/cwd'],
    words: ['did you mean `region`?'],
  },
  {
    says: 'a variable made from itself, once, at its definition',
    text: `variables: { one: "\${var:two}", two: "\${var:one}" }\n${server('        cwd: "${var:one}"\n')}`,
    at: ['variable-cycle 4:14 /variables/one', 'variable-cycle 4:33 /variables/two'],
    words: ['one → two → one'],
  },
  {
    says: 'a reference of unknown kind within a variable, at its definition',
    text: `variables: { one: "\${secret:two}" }\n${server('        cwd: "${var:one}"\n')}`,
    at: ['bad-reference 4:14 /variables/one'],
  },
  {
    says: 'a wrong value of an environment that wins over a right one',
    text: `environments:\n  base: { variables: { one: two } }\n  orchard: { extends: base, variables: { one: "\${x}" } }\n`,
    at: ['bad-reference 6:42 /environments/orchard/variables/one'],
  },
  {
    says: 'a reference within a default',
    text: server('        cwd: "${env:DIR:-${home}}"\n'),
    at: ['bad-reference 9:9 /environments/orchard/servers/pear/cwd'],
    words: ['a default cannot hold another reference'],
  },
  { says: 'a move to itself', text: 'moved: [{ from: pear, to: pear }]\n', at: ['moved-nowhere 4:11 /moved/0/from'] },
  {
    says: 'a server that moves twice',
    text: 'moved: [{ from: pear, to: quince }, { from: pear, to: plum }]\n',
    at: ['moved-twice 4:39 /moved/1/from'],
  },
  {
    says: 'a moved server that is still there',
    text: `${server('')}moved: [{ from: pear, to: quince }]\n`,
    at: ['moved-still-there 9:11 /moved/0/from'],
  },
  {
    says: 'a secret that is written out, without showing it',
    text: server('        env: { API_TOKEN: tok-8f2k }\n'),
    at: ['literal-credential 9:16 /environments/orchard/servers/pear/env/API_TOKEN'],
    words: ['${env:API_TOKEN}'],
  },
  {
    says: 'a secret in a default of a reference',
    text: server('        env: { API_TOKEN: "${env:T:-tok-8f2k}" }\n'),
    at: ['literal-credential 9:16 /environments/orchard/servers/pear/env/API_TOKEN'],
  },
  {
    says: 'a secret after a flag, and on another platform',
    text: server('        args: [--token, tok-8f2k]\n        platforms: { win32: { env: { PASSWORD: hunter22 } } }\n'),
    at: [
      'literal-credential 9:25 /environments/orchard/servers/pear/args/1',
      'literal-credential 10:38 /environments/orchard/servers/pear/platforms/win32/env/PASSWORD',
    ],
  },
  {
    says: 'a `null` that removes nothing',
    text: `${server('      paer: null\n')}`,
    at: ['removes-nothing 9:7 /environments/orchard/servers/paer'],
  },
];

const targets: readonly Row[] = [
  {
    says: 'a target of an unknown host',
    text: 'targets: { cursr: {} }\n',
    at: ['unknown-host 3:12 /targets/cursr'],
    words: ['did you mean `cursor`?'],
  },
  {
    says: 'a target of an unknown type',
    text: 'targets: { desk: { type: cursr } }\n',
    at: ['unknown-host 3:20 /targets/desk/type'],
  },
  {
    says: 'a path and a home',
    text: 'targets: { zed: { path: ./zed.json, home: /home/eve } }\n',
    at: ['target-conflict 3:37 /targets/zed/home'],
  },
  {
    says: 'a home and a project',
    text: 'targets: { zed: { scope: project, home: /home/eve } }\n',
    at: ['target-conflict 3:35 /targets/zed/home'],
  },
  {
    says: 'a project for the user scope',
    text: 'targets: { zed: { scope: user, project: ./app } }\n',
    at: ['target-conflict 3:32 /targets/zed/project'],
  },
  {
    says: 'a path with a reference that has no meaning there',
    text: 'targets: { zed: { path: "${env:HOME}/zed.json" } }\n',
    at: ['bad-reference 3:19 /targets/zed/path'],
  },
  {
    says: 'a target with the name of another host',
    text: 'targets: { zed: { type: cursor } }\n',
    at: ['host-name-taken 3:12 /targets/zed'],
  },
  { says: 'no target at all', text: 'environments: {}\n', at: ['no-targets 1:1 '] },
  { says: '`all` without a target', text: 'rules: [{ to: [cursor, all] }]\n', at: ['no-targets 3:11 /rules/0/to'] },
  {
    says: 'a group with the name of a target',
    text: 'targets: { desk: { type: zed } }\ngroups: { desk: [cursor] }\n',
    at: ['name-taken 4:11 /groups/desk'],
  },
];

const tables: Readonly<Record<string, readonly [readonly Row[], (text: string) => string]>> = {
  form: [form, withHead],
  names: [names, withHead],
  rules: [rules, withHead],
  targets: [targets, (text) => `version: 1\nname: orchard\n${text}`],
};

for (const [table, [rows, wrap]] of Object.entries(tables)) {
  for (const { says, text, at, words = [] } of rows) {
    test(`${table}: ${says} is found where it stands`, () => {
      const { findings } = load(wrap(text));
      assert.equal(findings.map(show), at);
      for (const [i, part] of words.entries()) {
        const { message, hint } = findings[i] ?? { message: '' };
        assert.ok(`${message} ${hint}`.includes(part), `${message} ${hint}`);
      }
      const said = JSON.stringify(findings);
      for (const secret of ['tok-8f2k', 'hunter22']) assert.not.ok(said.includes(secret), 'a secret is shown');
    });
  }
}

test('all errors are told at once, those of form and those of names', () => {
  const { findings, manifest } = load(
    withHead(
      'environment: nowhere\ncolour: red\nenvironments:\n  orchard:\n    servers:\n      pear: { comand: npx }\n      plum: { cmmand: npx }\nrules:\n  - { to: [cursr], inclde: x }\n',
    ),
  );
  assert.equal(manifest, undefined);
  assert.equal(findings.map(show), [
    'unknown-environment 4:1 /environment',
    'unknown-key 5:1 /colour',
    'unknown-key 9:15 /environments/orchard/servers/pear/comand',
    'unknown-key 10:15 /environments/orchard/servers/plum/cmmand',
    'unknown-target 12:12 /rules/0/to/0',
    'unknown-key 12:20 /rules/0/inclde',
  ]);
});

test('what is only the consequence of another fault is not told', () => {
  const { findings } = load(
    withHead(
      'environments:\n  base: { servers: { pear: { comand: npx } } }\n  orchard:\n    extends: base\n    servers: { pear: { env: { A: b } } }\n',
    ),
  );
  assert.equal(findings.map(show), ['unknown-key 5:30 /environments/base/servers/pear/comand']);
});

test('beside a fault of one server those of all others are told', () => {
  const { findings } = load(
    withHead(
      'environments:\n  orchard:\n    servers:\n      pear: { comand: npx }\n      plum: {}\nmoved: [{ from: plum, to: plum }]\n',
    ),
  );
  assert.equal(findings.map(show), [
    'unknown-key 7:15 /environments/orchard/servers/pear/comand',
    'no-kind 8:7 /environments/orchard/servers/plum',
    'moved-nowhere 9:11 /moved/0/from',
  ]);
});

test('a rule with a destination of another kind does not hide the others', () => {
  const { findings } = load(withHead('rules:\n  - { to: 5 }\n  - { to: [cursr] }\n'));
  assert.equal(findings.map(show), ['wrong-type 5:7 /rules/0/to', 'unknown-target 6:12 /rules/1/to/0']);
});

test('variables that grow without bound are stopped', () => {
  const names = Array.from({ length: 40 }, (_, i) => `v${i}`);
  const variables = names.map((name, i) => `${name}: "${i === 0 ? 'x' : `\${var:v${i - 1}}`.repeat(2)}"`);
  const { findings } = load(
    withHead(`variables: { ${variables.join(', ')} }\n${server('        cwd: "${var:v39}"\n')}`),
  );
  assert.ok(findings.length > 0);
  assert.ok(findings.every(({ code, message }) => code === 'bad-reference' && message.includes('far too long')));
});

test('variables that are used a thousandfold and come to nothing cost nothing', () => {
  const names = Array.from({ length: 40 }, (_, i) => `v${i}`);
  const variables = names.map((name, i) => `${name}: "${i === 0 ? '' : `\${var:v${i - 1}}`.repeat(2)}"`);
  const before = performance.now();
  assert.equal(
    load(withHead(`variables: { ${variables.join(', ')} }\n${server('        cwd: "${var:v39}"\n')}`)).findings,
    [],
  );
  assert.ok(performance.now() - before < 1000);
});

test('a text that is no YAML is told with its place', () => {
  const { findings, manifest } = load('version: 1\nname: [\n');
  assert.equal(manifest, undefined);
  assert.equal(findings[0]?.code, 'manifest-syntax');
  assert.ok((findings[0]?.place?.line ?? 0) >= 2);
});

test('an empty manifest lacks its version and its name', () => {
  assert.equal(
    load('')
      .findings.slice(0, 2)
      .map(({ code, message }) => [code, message]),
    [
      ['missing-key', '`name` is missing in the manifest'],
      ['missing-key', '`version` is missing in the manifest'],
    ],
  );
});

test('a manifest beyond all measure is not parsed', () => {
  assert.equal(
    load(`# ${'x'.repeat(1_000_001)}`).findings.map(({ code }) => code),
    ['manifest-too-large'],
  );
});

test('a credential that is called public is none', () => {
  const text = server('        env: { TOKEN_KIND: opaque }\n        public: [/env/TOKEN_KIND]\n');
  assert.equal(load(withHead(text)).findings, []);
});

test('a literal that is no secret is none, whatever it is called', () => {
  const values = [
    'MAX_TOKENS: "4096"',
    'AUTH_ENABLED: "true"',
    'TOKEN_FILE: /run/pear',
    'AUTH_URL: https://pear.example',
    'API_TOKEN: "${env:T}"',
  ];
  assert.equal(load(withHead(server(`        env: { ${values.join(', ')} }\n`))).findings, []);
});

test.run();
