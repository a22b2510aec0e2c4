// Random secrets at every place where one can stand: no output, record, journal, run or plan ever holds one. Only targets,
// their temporaries, the backups and the undo copies of an open run do, and nobody else may read what was resolved.

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commands } from '../../src/cli/declarations.ts';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { hatch } from '../support/cli.ts';
import { Crash, faulty } from '../support/faulty-system.ts';
import { type Canary, canariesIn, places, secretMachine } from '../support/hostile-secrets.ts';

const targets: readonly string[] = [places['claude-desktop'], places.cursor, places.codex, places.goose, places.zed];
const backup = /^\/home\/ada\/\.hatch\/mcp_host_config_backups\/[\w-]+\/mcp\.json\.[\w.-]+$/;
const undoCopy = /^\/home\/ada\/\.hatch\/runs\/[\w-]+\.open\/(before|next)-\d+$/;

/** Paths that hold what they must not, or may be read by others though they hold what was resolved or copied. */
function misplaced(system: MemorySystem, canaries: readonly Canary[]): readonly string[] {
  return Object.entries(system.tree()).flatMap(([path, text]) => {
    const held = canariesIn(text, canaries).filter(({ home }) => home !== path);
    const isTarget = targets.includes(path);
    const isTemporary = targets.some(
      (target) => path.startsWith(target.replace(/([^/]+)$/, '.$1.')) && path.endsWith('.tmp'),
    );
    const isCopy = backup.test(path) || undoCopy.test(path);
    if (held.length > 0 && !isTarget && !isTemporary && !isCopy) return [`${path} holds ${held[0]?.text}`];
    // A target may keep its mode until a value is resolved into it; a literal of the manifest is public in it already.
    const isPrivate = isCopy || held.some(({ home }) => home === 'environment' || home === places.file);
    const mode = system.stat(path)?.mode ?? 0;
    return isPrivate && (mode & 0o077) !== 0 ? [`${path} is ${mode.toString(8)}`] : [];
  });
}

const story = [
  'validate',
  'plan',
  'plan --format json-patch',
  'plan --take all --format json-patch',
  'plan --take all --out plan.json',
  'plan --format markdown',
  'plan --take all --format github',
  'show plan.json',
  'show plan.json --format markdown',
  'show plan.json --format junit',
  'status',
  'drift',
  'explain cursor/local',
  'explain codex/local',
  'explain claude-desktop/remote',
  'explain cursor/stranger',
  'explain cursor/client',
  'explain zed/known-client',
  'explain claude-desktop/client',
  'hosts',
  'hosts --verify',
  'doctor',
  'list servers',
  'list hosts',
  'show servers --host all',
  'show hosts',
  'discover servers',
  'discover hosts',
  'check',
  'create kit',
  'env list',
  'package list',
  'package show local',
  'package add npm:kiln --with key=value',
  'package sync',
  'package update',
  'package remove local',
  'package search kiln',
  'apply --auto-approve',
  'apply --auto-approve --take all',
  'apply --auto-approve --take all --externalize all',
  'plan',
  'status',
  'drift --format markdown',
  'drift accept --all',
  'watch --apply',
  'explain zed/remote',
  'explain goose/local',
  'drift',
  'history',
  'backup create all --name mine',
  'backup list',
  'init other.yaml --all --force',
  'adopt --all',
  'rollback --auto-approve',
  'rollback --auto-approve',
  'backup restore cursor --auto-approve',
  'backup restore goose --auto-approve',
  'sync --from-host cursor --to-host zed,codex --dry-run',
  'sync --from-host cursor --to-host zed,codex --auto-approve --skip-conflicts',
  'sync --from-env main --to-host goose --auto-approve --override --on-unsupported warn',
  'configure stranger --host cursor --env LOG_LEVEL=debug --command s --no-save --auto-approve',
  'configure local --host cursor --env LOG_LEVEL=debug --auto-approve --externalize all',
  'status',
  'remove server stranger --host all --dry-run',
  'remove server stranger --host all --auto-approve',
  'remove host zed --auto-approve',
  'env create spare',
  'env show main',
  'env remove spare',
  'destroy --auto-approve',
  'forget --all',
  'backup clean all --older-than-days 0 --auto-approve',
  'env use main',
  'env current',
  'unlock none',
  'doctor --fix --auto-approve',
] as const;

test('the story below tells of every command but those that only print what is built in', () => {
  const told = (path: readonly string[]) => story.some((line) => `${line} `.startsWith(`${path.join(' ')} `));
  assert.equal(
    commands.map(({ path }) => path).filter((path) => !told(path)),
    [['schema'], ['completion']],
  );
});

for (const [seed, format] of [
  [1, []],
  [2, ['--json']],
] as const) {
  test(`no command prints or leaves a secret (seed ${seed}${format.map((word) => ` ${word}`).join('')})`, async () => {
    const { system, canaries } = secretMachine(seed);
    let written = 0;
    for (const line of story) {
      const before = JSON.stringify(system.tree());
      const { code, stdout, stderr } = await hatch(system, [...line.split(' '), ...format]);
      assert.ok(code !== 70, stderr);
      assert.equal(canariesIn(stdout + stderr, canaries), [], line);
      assert.equal(misplaced(system, canaries), [], line);
      if (JSON.stringify(system.tree()) !== before) written += 1;
    }
    assert.ok(written >= 10, `only ${written} commands wrote anything`);
  });
}

test('a person who is asked sees no secret either', async () => {
  const { system, canaries } = secretMachine(4);
  const { screen } = await hatch(system, ['apply'], { answers: [...'tktktktktktktktkt', ...'yyyyyyyyyyyyy'] });
  assert.match(screen, 'literal');
  assert.equal(canariesIn(screen, canaries), []);
});

test('a run that is killed at any instant, and the one that recovers it, leave no secret where none may be', async () => {
  const line = ['apply', '--auto-approve', '--take', 'all', '--externalize', 'all'];
  const died = async (machine: MemorySystem, at: number) => {
    const system = faulty(machine, { at, kind: 'crash-after' });
    try {
      return (await hatch(system, line)).code !== 0;
    } catch (error) {
      if (error instanceof Crash) return true;
      throw error;
    }
  };
  let open = 0;
  for (let at = 0; ; at += 11) {
    const { system, canaries } = secretMachine(5);
    if (!(await died(system, at))) break;
    assert.equal(misplaced(system, canaries), [], `after call ${at}`);
    if (Object.keys(system.tree()).some((path) => path.endsWith('.tmp'))) open += 1;
    if (at % 22 !== 0) continue;
    const next = system.crash({ data: 'tear', names: 'keep' });
    assert.equal(misplaced(next, canaries), [], `after call ${at}, without power`);
    const { stdout, stderr } = await hatch(next, ['status', '--json']);
    await hatch(next, line);
    assert.equal(canariesIn(stdout + stderr, canaries), [], `after call ${at}`);
    assert.equal(misplaced(next, canaries), [], `after call ${at}, recovered`);
  }
  assert.ok(open > 3, `only ${open} instants with temporaries`);
});

const junk = [
  '',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '&',
  '*x',
  '!',
  '!!',
  '|',
  '>',
  ': ',
  ':',
  '#',
  '%',
  '`',
  ',',
  '=',
  '\n',
  '\t',
  '\0',
  '\\',
  '\\q',
  '\\u12',
  '? ',
  '---\n',
  '<<: ',
  '.',
  '/*',
  '//',
  '${',
  '}}',
  '::',
];

for (const place of [places.manifest, ...targets]) {
  test(`no message about a damaged ${place} quotes a secret`, async () => {
    const { system, canaries } = secretMachine(6);
    const text = new TextDecoder().decode(system.read(place));
    const spots = canaries.flatMap(({ text: canary }) => {
      const forms = [canary, JSON.stringify(canary).slice(1, -1)];
      const form = forms.find((one) => text.includes(one));
      const at = form === undefined ? -1 : text.indexOf(form);
      return form === undefined ? [] : [at, at + 1, at + form.length, at + form.length + 1];
    });
    const damage = fc.record({ at: fc.constantFrom(...spots), put: fc.constantFrom(...junk) });
    const lines = place === places.manifest ? ['validate', 'plan --json'] : ['plan --take all', 'status --json'];
    let refused = 0;
    for (const { at, put } of fc.sample(damage, { seed: 7, numRuns: 24 })) {
      const broken = text.slice(0, at) + put + (put === '' ? '' : text.slice(at));
      system.put(place, broken);
      for (const line of lines) {
        const impatient = { ...system, pause: async () => {} };
        const { code, stdout, stderr } = await hatch(impatient, line.split(' '));
        assert.ok(code !== 70, stderr);
        if (/unreadable|manifest-syntax/.test(stdout + stderr)) refused += 1;
        assert.equal(canariesIn(stdout + stderr, canaries), [], `${line} with ${JSON.stringify(put)} put in at ${at}`);
      }
    }
    assert.ok(refused > 10, `only ${refused} were not read`);
  });
}

for (const [name, text, secret] of [
  ['a name and its value without a blank between', 'headers: { X-Api-Key:"s3cret-S3CRET-01" }', 's3cret-S3CRET-01'],
  ['a block header', 'headers: { a: b }\n      X: |"s3cret-S3CRET-01"', 's3cret-S3CRET-01'],
  ['an alias', 'headers: { X-Api-Key: *s3cret-S3CRET-01 }', 's3cret-S3CRET-01'],
  ['a tag', 'headers: { X-Api-Key: !s3cret-S3CRET-01 }', 's3cret-S3CRET-01'],
  ['a tag without a suffix', 'headers: { X-Api-Key: !s3cret-S3CRET-01! }', 's3cret-S3CRET-01'],
  ['a list where names and values should be', 'headers: ["X-Api-Key: s3cret-S3CRET-01"]', 's3cret-S3CRET-01'],
] as const) {
  test(`a password that YAML takes for ${name} is not quoted`, async () => {
    const manifest = `version: 1\nname: orchard\nenvironments:\n  main:\n    servers:\n      a:\n        url: https://a.example\n        ${text}\ntargets: { cursor: {} }\n`;
    const env = { HATCH_MANIFEST: places.manifest };
    const { code, stdout, stderr } = await hatch(memorySystem({ [places.manifest]: manifest }, { env }), [
      'validate',
      '--json',
    ]);
    assert.is(code, 65, stdout);
    assert.not.match(stdout + stderr, secret);
  });
}

test('nothing resolved is written into the repository, not through a link into it either', async () => {
  const manifest = `version: 1\nname: orchard\nenvironments: { main: { servers: { a: { command: a, env: { A_TOKEN: "\${env:CANARY}" } } } } }\ntargets: { TARGET }\ndefaults: { references: inline }\n`;
  const rows = [
    ['claude-desktop: { path: ./claude.json }', {}, 'claude.json'],
    ['claude-desktop: {}', { [places['claude-desktop']]: { link: '/home/ada/work/claude.json' } }, 'claude.json'],
    [
      'claude-desktop: {}',
      { '/home/ada/.config/Claude': { link: '/home/ada/work/claude' }, '/home/ada/work/claude/x': '' },
      'claude/claude_desktop_config.json',
    ],
  ] as const;
  for (const [target, tree, file] of rows) {
    const env = { HATCH_MANIFEST: places.manifest, CANARY: 's3cret-S3CRET-01' };
    const system = memorySystem(
      {
        '/home/ada/work/.git/config': '',
        [places.manifest]: manifest.replace('TARGET', target),
        ...tree,
        [`/home/ada/work/${file}`]: '{}',
      },
      { cwd: '/home/ada/work', env },
    );
    const { code, stdout, stderr } = await hatch(system, ['apply', '--auto-approve']);
    assert.ok(code !== 0, stdout);
    assert.match(stdout + stderr, /secret-in-repository|is written into a file of the repository|never written/);
    assert.is(system.tree()[`/home/ada/work/${file}`], '{}');
  }
});

test('a rule of a repository does not fetch the secrets of a host into it', async () => {
  const source = (server: string) => ({
    [places.manifest]: `version: 1\nname: orchard\nenvironments: { main: { servers: {} } }\ntargets: { claude-desktop: {}, cursor: { scope: project } }\nrules: [{ target: claude-desktop, to: [cursor] }]\n`,
    '/home/ada/work/.git/config': '',
    [places['claude-desktop']]: `{"mcpServers":{"a":${server}}}`,
  });
  const rows = [
    ['{"command":"a","env":{"A_TOKEN":"hunter2-hunter2"}}', 3],
    ['{"command":"a","args":["--token","hunter2-hunter2"]}', 3],
    ['{"command":"a","args":["https://bob:hunter2-hunter2@a.example"]}', 3],
    ['{"command":"a","env":{"LOG_LEVEL":"debug"}}', 0],
  ] as const;
  for (const [server, expected] of rows) {
    const system = memorySystem(source(server), { cwd: '/home/ada/work', env: { HATCH_MANIFEST: places.manifest } });
    assert.is((await hatch(system, ['apply', '--auto-approve'])).code, expected, server);
    assert.not.match(system.tree()['/home/ada/work/.cursor/mcp.json'] ?? '', 'hunter2');
  }
});

test.run();
