// From the name of a package to the server in a host, locked: the commands on a machine in memory, the registries beside it.

import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { at, get, type Json, type JsonObject } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/target.ts';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { hatch, type Placed, type Shown, type Terminal } from '../support/cli.ts';
import {
  hexOf,
  imageManifest,
  integrityOf,
  packument,
  pythonPages,
  registryPages,
  type Web,
  web,
} from '../support/web.ts';
import { zip } from '../support/zip.ts';

const manifestPath = '/home/ada/work/hatch.mcp.yaml';
const lockPath = '/home/ada/work/hatch.mcp.lock.yaml';
const cursorPath = '/home/ada/.cursor/mcp.json';

const manifest = `version: 1
name: acme-tools
environment: development
environments:
  # what we work with
  development:
    servers:
      tracker:
        command: tracker   # by hand
  production: {}
targets:
  cursor: {}
`;

const weather: JsonObject = {
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  name: 'io.github.acme/weather',
  description: 'Forecasts for orchards',
  version: '1.4.2',
  packages: [
    {
      registryType: 'npm',
      registryBaseUrl: 'https://registry.npmjs.org',
      identifier: '@acme/weather',
      version: '1.4.2',
      runtimeHint: 'npx',
      transport: { type: 'stdio' },
      packageArguments: [
        { type: 'positional', value: 'serve' },
        { type: 'named', name: '--units', default: 'metric', choices: ['metric', 'imperial'] },
        {
          type: 'positional',
          valueHint: 'directory',
          description: 'Where forecasts are kept',
          isRequired: true,
          format: 'filepath',
        },
        { type: 'named', name: '--verbose', format: 'boolean' },
      ],
      environmentVariables: [
        { name: 'WEATHER_TOKEN', description: 'From weather.example', isRequired: true, isSecret: true },
        {
          name: 'WEATHER_REGION',
          value: '{region}-central',
          variables: { region: { description: 'Of the orchard', default: 'eu' } },
        },
        { name: 'WEATHER_LOG' },
      ],
    },
  ],
  remotes: [
    {
      type: 'streamable-http',
      url: 'https://{tenant}.weather.example/mcp',
      variables: { tenant: { description: 'Your tenant', isRequired: true } },
      headers: [
        { name: 'Authorization', value: 'Bearer {token}', variables: { token: { isRequired: true, isSecret: true } } },
      ],
    },
  ],
};

interface Machine {
  readonly system: MemorySystem;
  readonly web: Web;
  /** With the network. */
  online(line: string, terminal?: Terminal): Promise<Shown>;
  /** Any question to another machine is an error. */
  offline(line: string): Promise<Shown>;
  text(path: string): string;
}

function machine(
  pages: Parameters<typeof web>[0] = {},
  {
    text = manifest,
    env = {},
    files = {},
  }: { text?: string; env?: Record<string, string>; files?: Record<string, string> } = {},
): Machine {
  const system = memorySystem(
    { ...(text === '' ? {} : { [manifestPath]: text }), [cursorPath]: '{}\n', ...files },
    { cwd: '/home/ada/work', env: { ...(text !== '' && { HATCH_MANIFEST: manifestPath }), ...env } },
  );
  const net = web(pages);
  return {
    system,
    web: net,
    online: (line, terminal) => hatch({ ...system, network: net } as Placed, line.split(' '), terminal),
    offline: (line) => hatch(system, line.split(' ')),
    text: (path) => system.tree()[path] ?? '',
  };
}

function assertCode(shown: Shown, code: number): Shown {
  assert.is(shown.code, code, `${shown.stdout}${shown.stderr}`);
  return shown;
}

const everything = { 'registry.npmjs.org/@acme%2fweather': packument('@acme/weather', ['1.0.0', '1.4.2', '2.0.0']) };
const official = registryPages('registry.modelcontextprotocol.io', [weather]);

const inCursor = (machine: Machine, name: string): Json | undefined =>
  at(JSON.parse(machine.text(cursorPath)) as Json, ['mcpServers', name]);

test('a package of npm is added, locked, planned and applied; the manifest keeps its comments and its look', async () => {
  const one = machine(everything);
  assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
  assert.is(
    one.text(manifestPath),
    manifest.replace('# by hand\n', '# by hand\n      weather:\n        package: npm:@acme/weather@^1\n'),
  );
  assert.is(
    one.text(lockPath).replace(/^#.*\n/gm, ''),
    `lockVersion: 1
packages:
  npm:@acme/weather@^1:
    version: "1.4.2"
    source: https://registry.npmjs.org
    resolved: npm:@acme/weather@1.4.2
    integrity: ${integrityOf('@acme/weather@1.4.2')}
    server:
      transport: stdio
      command: npx
      args:
        - -y
        - "@acme/weather@1.4.2"
`,
  );
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(inCursor(one, 'weather'), { command: 'npx', args: ['-y', '@acme/weather@1.4.2'] });
  assertCode(await one.offline('plan --exit-code'), 0);
});

test('a server of a registry brings its arguments, variables and what it asks for', async () => {
  const one = machine({ ...everything, ...official });
  const { stdout } = assertCode(
    await one.online('package add io.github.acme/weather@^1.4 --with directory=${home}/orchard'),
    0,
  );
  assert.match(stdout, 'Added: weather to development, from io.github.acme/weather@^1.4 (1.4.2)');
  // Nobody is asked; the secret is written as a reference.
  assert.match(one.text(manifestPath), 'env:\n          WEATHER_TOKEN: ${env:WEATHER_TOKEN}');
  assert.match(one.text(lockPath), integrityOf('@acme/weather@1.4.2'));
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(inCursor(one, 'weather'), {
    command: 'npx',
    args: ['-y', '@acme/weather@1.4.2', 'serve', '--units', 'metric', '/home/ada/orchard'],
    env: { WEATHER_REGION: 'eu-central', WEATHER_TOKEN: '${env:WEATHER_TOKEN}' },
  });
});

test('what a package needs and nobody gives stops that server at plan time, in its own words', async () => {
  const one = machine({ ...everything, ...official });
  const added = assertCode(await one.online('package add io.github.acme/weather'), 0);
  assert.match(added.stdout, 'the package needs the argument `directory`: Where forecasts are kept');
  const { stdout } = assertCode(await one.offline('plan'), 0);
  assert.match(stdout, /needs the argument `directory`: Where forecasts are kept {2}\[input-missing\]/);
  assertCode(await one.offline('apply --auto-approve'), 3);
  assert.is(inCursor(one, 'weather'), undefined);
  assert.match(
    assertCode(await one.offline('validate'), 0).stdout,
    'warning: the package needs the argument `directory`',
  );
});

test('on a terminal it asks for what is missing, and proposes a reference for a secret', async () => {
  const one = machine({ ...everything, ...official });
  const { screen } = assertCode(
    await one.online('package add io.github.acme/weather', { answers: ['', '/srv/orchard'] }),
    0,
  );
  assert.match(screen, 'directory (Where forecasts are kept) [skip]');
  assert.match(screen, 'WEATHER_TOKEN (From weather.example; a secret: give a reference) [${env:WEATHER_TOKEN}]');
  assert.match(one.text(manifestPath), 'with:\n          directory: /srv/orchard');
});

const withWeather = (more = '') =>
  manifest.replace('# by hand\n', `# by hand\n      weather:\n        package: io.github.acme/weather\n${more}`);

/** The manifest has the server, and its lock the package; nothing that it needs is given. */
async function unconfigured(more?: string): Promise<Machine> {
  const one = machine({ ...everything, ...official }, { text: withWeather(more) });
  assertCode(await one.online('package sync'), 0);
  return one;
}

test('configure asks at a terminal for what the package of a server needs, and again where an answer cannot be', async () => {
  const one = await unconfigured('        with: { units: imperial }\n');
  const answers = ['hunter2hunter2', '', '/srv/orchard', 'y'];
  const { screen } = assertCode(await hatch(one.system, ['configure', 'weather', '--host', 'cursor'], { answers }), 0);
  assert.match(screen, 'directory (Where forecasts are kept) [skip]');
  assert.match(
    screen,
    '  a secret is not written into the manifest: give a reference\n' +
      'WEATHER_TOKEN (From weather.example; a secret: give a reference) [${env:WEATHER_TOKEN}]',
  );
  assert.is(
    one.text(manifestPath),
    withWeather(
      '        with: { units: imperial, directory: /srv/orchard }\n        env: { WEATHER_TOKEN: "${env:WEATHER_TOKEN}" }\n',
    ),
  );
  assert.equal(inCursor(one, 'weather'), {
    command: 'npx',
    args: ['-y', '@acme/weather@1.4.2', 'serve', '--units', 'imperial', '/srv/orchard'],
    env: { WEATHER_REGION: 'eu-central', WEATHER_TOKEN: '${env:WEATHER_TOKEN}' },
  });
  // What is there by now is not asked for again.
  const again = await hatch(one.system, ['configure', 'weather', '--host', 'cursor', '--env', 'LOG=1'], {
    answers: ['y'],
  });
  assert.not.match(assertCode(again, 0).screen, '[skip]');
});

test('where nobody can answer, configure says what to pass, takes it with --with, and puts a reference for a secret', async () => {
  const one = await unconfigured();
  const line = 'configure weather --host cursor --auto-approve';
  const before = one.text(manifestPath);
  const { stderr } = assertCode(await one.offline(line), 3);
  assert.match(stderr, "`hatch configure weather --host HOST --with 'directory=…'`");
  assert.is(one.text(manifestPath), before);
  assertCode(await one.offline(`${line} --with directory=/srv`), 0);
  assert.match(one.text(manifestPath), 'with:\n          directory: /srv\n');
  assert.equal(at(inCursor(one, 'weather'), ['env', 'WEATHER_TOKEN']), '${env:WEATHER_TOKEN}');
});

const refusedByConfigure: readonly (readonly [more: string, code: number, says: string])[] = [
  ['--with WEATHER_TOKEN=hunter2hunter2', 5, 'is a secret, and a manifest holds none'],
  ['--env WEATHER_TOKEN=hunter2hunter2', 5, 'is a secret, and a manifest holds none'],
  ['--with directry=/srv', 64, 'did you mean `directory`?'],
];

for (const [more, code, says] of refusedByConfigure) {
  test(`configure weather ${more.replace(/hunter2/g, '*')} → ${code}, and nothing is written`, async () => {
    const one = await unconfigured();
    const before = one.system.tree();
    const { stderr } = assertCode(await one.offline(`configure weather --host cursor --auto-approve ${more}`), code);
    assert.ok(stderr.includes(says), stderr);
    assert.not.match(stderr, 'hunter2');
    assert.equal(one.system.tree(), before);
  });
}

test('configure takes --with only for a server that comes from a package, and another command drops all of that', async () => {
  const one = await unconfigured('        with: { directory: /srv }\n        env: { WEATHER_TOKEN: "${env:T}" }\n');
  const line = 'configure tracker --host cursor --auto-approve --with directory=/srv';
  assert.match(assertCode(await one.offline(line), 64).stderr, 'tracker comes from no package');
  assertCode(await one.offline('configure weather --host cursor --auto-approve --command forecast'), 0);
  assert.equal(inCursor(one, 'weather'), { command: 'forecast', env: { WEATHER_TOKEN: '${env:T}' } });
});

test('an address with a part that nobody gives stops its server alone, and shows the part', async () => {
  const one = machine(official, { text: withWeather().replace('acme/weather', 'acme/weather#remote') });
  assertCode(await one.online('package sync'), 0);
  const { stdout } = assertCode(await one.offline('plan'), 0);
  assert.match(stdout, /url +"https:\/\/{tenant}\.weather\.example\/mcp"/);
  assert.match(stdout, 'the package needs a value for `tenant`: Your tenant');
  assert.match(stdout, '+ tracker');
});

test('a literal is never written for a secret', async () => {
  const one = machine({ ...everything, ...official });
  const before = one.text(manifestPath);
  const { stderr } = assertCode(
    await one.online('package add io.github.acme/weather --with directory=/x --with WEATHER_TOKEN=hunter2hunter2'),
    5,
  );
  assert.match(stderr, 'a manifest holds none');
  assert.not.match(stderr, 'hunter2');
  assert.is(one.text(manifestPath), before);
  assert.is(one.text(lockPath), '');
});

test('a remote server of a registry is reached at its address, with its headers', async () => {
  const one = machine({ ...everything, ...official });
  assertCode(await one.online('package add io.github.acme/weather#remote --name far --with tenant=orchard'), 0);
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(inCursor(one, 'far'), {
    url: 'https://orchard.weather.example/mcp',
    headers: { Authorization: 'Bearer ${env:TOKEN}' },
  });
});

test('what stands beside `package:` lies over it: env merges, args stand in for defaults behind what is fixed', async () => {
  const one = machine({ ...everything, ...official });
  one.system.put(
    manifestPath,
    manifest.replace(
      '# by hand\n',
      `# by hand
      weather:
        package: io.github.acme/weather
        args: [--units, imperial, /srv]
        env: { WEATHER_TOKEN: "\${env:T}", WEATHER_REGION: us, MORE: "1" }
        description: ours
`,
    ),
  );
  assertCode(await one.online('package sync'), 0);
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(inCursor(one, 'weather'), {
    command: 'npx',
    args: ['-y', '@acme/weather@1.4.2', 'serve', '--units', 'imperial', '/srv'],
    env: { WEATHER_REGION: 'us', WEATHER_TOKEN: '${env:T}', MORE: '1' },
  });
});

test('a Python package, an image and what cannot be pinned each say what they are', async () => {
  const image = imageManifest('2.1');
  const digest = `sha256:${hexOf(image)}`;
  const one = machine({
    ...pythonPages('mcp-clock', ['0.9.0', '1.2.0', '1.3.0rc1']),
    'registry-1.docker.io/v2/mcp/notes/manifests/2.1': (_url: URL, headers: Readonly<Record<string, string>>) =>
      headers.authorization === 'Bearer anonymous'
        ? { status: 200, headers: { 'docker-content-digest': digest }, body: image }
        : {
            status: 401,
            headers: { 'www-authenticate': 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"' },
          },
    'auth.docker.io/token': { token: 'anonymous' },
    'ghcr.io/v2/acme/closed/manifests/1': { status: 403 },
  });
  assertCode(await one.online('package add pypi:mcp-clock>=0.9'), 0);
  assertCode(await one.online('package add oci:mcp/notes:2.1'), 0);
  assert.match(
    assertCode(await one.online('package add oci:ghcr.io/acme/closed:1'), 0).stdout,
    "Not pinned: the image's registry answers 403 without a login.",
  );
  one.system.put(
    manifestPath,
    one
      .text(manifestPath)
      .replace('package: oci:mcp/notes:2.1', 'package: oci:mcp/notes:2.1\n        env: { NOTES: "/n" }'),
  );
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(inCursor(one, 'mcp-clock'), { command: 'uvx', args: ['mcp-clock@1.2.0'] });
  assert.equal(inCursor(one, 'notes'), {
    command: 'docker',
    args: ['run', '-i', '--rm', '-e', 'NOTES', `mcp/notes:2.1@${digest}`],
    env: { NOTES: '/n' },
  });
});

test('a range without a lock is an error that names the command; one exact version is started as it stands', async () => {
  const one = machine(everything);
  const set = (reference: string) =>
    one.system.put(
      manifestPath,
      manifest.replace('# by hand\n', `# by hand\n      weather: { package: "${reference}" }\n`),
    );
  set('npm:@acme/weather@^1');
  const { stderr } = assertCode(await one.offline('plan'), 65);
  assert.match(stderr, /hatch\.mcp\.yaml:10:18 .*`npm:@acme\/weather@\^1` is.*\[package-unlocked\]/);
  assert.match(stderr, 'run `hatch package sync`');
  set('npm:@acme/weather@1.4.2');
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(inCursor(one, 'weather'), { command: 'npx', args: ['-y', '@acme/weather@1.4.2'] });
  assert.match((await one.offline('package list')).stdout, 'not locked, one version');
});

test('a lock that does not fit the range is an error, and sync mends it', async () => {
  const one = machine(everything);
  assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
  one.system.put(lockPath, one.text(lockPath).replace('version: "1.4.2"', 'version: "2.0.0"'));
  assert.match(assertCode(await one.offline('plan'), 65).stderr, 'the lock has 2.0.0 for `npm:@acme/weather@^1`');
  assertCode(await one.online('package sync'), 0);
  assertCode(await one.offline('plan'), 0);
});

const halves: readonly (readonly [says: string, before: string | RegExp, after: string])[] = [
  ['another version', 'version: "1.4.2"', 'version: "1.0.0"'],
  ['another package', 'resolved: npm:@acme/weather@1.4.2', 'resolved: npm:@evil/weather@1.4.2'],
  ['another one that is started', '- "@acme/weather@1.4.2"', '- "@evil/weather@1.4.2"'],
];

for (const [says, before, after] of halves) {
  test(`a lock in which somebody wrote ${says} stops the plan and --frozen, and sync mends it`, async () => {
    const one = machine(everything);
    assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
    const lock = one.text(lockPath);
    one.system.put(lockPath, lock.replace(before, after));
    assert.match(assertCode(await one.offline('plan'), 65).stderr, 'disagrees with itself');
    assertCode(await one.offline('package sync --frozen'), 5);
    assertCode(await one.online('package sync'), 0);
    assert.is(one.text(lockPath), lock);
  });
}

test('sync writes once, asks nothing for what is locked, and drops what nobody uses', async () => {
  const one = machine({ ...everything, ...pythonPages('mcp-clock', ['1.2.0']) });
  assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
  const asked = one.web.asked.length;
  const before = one.text(lockPath);
  assert.match(assertCode(await one.offline('package sync'), 0).stdout, 'says what the manifest asks for: 1 package.');
  assert.is(one.text(lockPath), before);
  assert.is(one.web.asked.length, asked);
  one.system.put(
    manifestPath,
    manifest.replace('# by hand\n', '# by hand\n      clock: { package: "pypi:mcp-clock" }\n'),
  );
  const { stdout } = assertCode(await one.online('package sync'), 0);
  assert.match(stdout, /^ {2}- npm:@acme\/weather@\^1 +nobody uses it\n {2}\+ pypi:mcp-clock +1\.2\.0$/m);
  assert.not.match(one.text(lockPath), '@acme/weather');
});

test('the order in which packages are added does not show in the lock', async () => {
  const lines = [
    'package add npm:@acme/weather@^1',
    'package add pypi:mcp-clock',
    'package add io.github.acme/weather --name w2',
  ];
  const locks: string[] = [];
  for (const order of [lines, [...lines].reverse()]) {
    const one = machine({ ...everything, ...official, ...pythonPages('mcp-clock', ['1.2.0']) });
    for (const line of order) assertCode(await one.online(line), 0);
    locks.push(one.text(lockPath));
  }
  assert.is(locks[0], locks[1]);
});

test('--frozen changes nothing, asks nobody, and refuses where the lock would change', async () => {
  const one = machine(everything);
  assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
  assertCode(await one.offline('package sync --frozen'), 0);
  one.system.put(manifestPath, one.text(manifestPath).replace('@^1', '@^2'));
  const tree = one.system.tree();
  assert.match(assertCode(await one.offline('package sync --frozen'), 5).stderr, 'npm:@acme/weather@^2');
  assert.equal(one.system.tree(), tree);
});

test('update shows old and new, asks, and stays within the range', async () => {
  const one = machine(everything);
  assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
  assert.match(assertCode(await one.online('package update'), 0).stdout, 'Nothing is newer within its range');
  one.web.put('registry.npmjs.org/@acme%2fweather', packument('@acme/weather', ['1.4.2', '1.5.0', '2.0.0']));
  assert.match((await one.online('package list --outdated')).stdout, /1\.4\.2 +1\.5\.0 +outdated/);
  const before = one.text(lockPath);
  assert.match(assertCode(await one.online('package update'), 1).stderr, '1.4.2 → 1.5.0');
  assert.match(assertCode(await one.online('package update weather', { answers: ['n'] }), 1).screen, '1.4.2 → 1.5.0');
  assert.is(one.text(lockPath), before);
  assertCode(await one.online('package update weather', { answers: ['y'] }), 0);
  assert.match(one.text(lockPath), 'version: "1.5.0"');
  assert.match(one.text(manifestPath), 'npm:@acme/weather@^1');
});

test('the same version with another hash is refused, and nothing is written', async () => {
  const one = machine(everything);
  assertCode(await one.online('package add npm:@acme/weather@1.4.2'), 0);
  const before = one.system.tree();
  const dist = { integrity: integrityOf('something else') };
  one.web.put('registry.npmjs.org/@acme%2fweather', { versions: { '1.4.2': { dist } }, 'dist-tags': {} });
  assert.match(
    assertCode(await one.online('package update --auto-approve'), 5).stderr,
    'has another hash than the lock says',
  );
  assert.equal(one.system.tree(), before);
});

test('what is locked stays locked when another environment takes the same package', async () => {
  const one = machine(everything);
  assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
  one.web.put('registry.npmjs.org/@acme%2fweather', packument('@acme/weather', ['1.4.2', '1.5.0']));
  const before = one.text(lockPath);
  assertCode(await one.offline('package add npm:@acme/weather@^1 -e production'), 0);
  assert.is(one.text(lockPath), before);
});

test('remove takes the server out of manifest and lock; what others use stays locked', async () => {
  const one = machine(everything);
  assertCode(await one.online('package add npm:@acme/weather@^1'), 0);
  assertCode(await one.online('package add npm:@acme/weather@^1 -e production --name prod-weather'), 0);
  assertCode(await one.offline('package remove weather'), 0);
  assert.match(one.text(lockPath), '@acme/weather');
  assertCode(await one.offline('package remove prod-weather -e production'), 0);
  assert.match(one.text(lockPath), 'packages: {}');
  assert.match(assertCode(await one.offline('package remove tracker'), 64).stderr, 'that server comes from no package');
});

test('list and show say what is there without asking anyone', async () => {
  const one = machine({ ...everything, ...official });
  assertCode(await one.online('package add io.github.acme/weather --with directory=/srv'), 0);
  const { stdout } = assertCode(await one.offline('package list'), 0);
  assert.match(
    stdout,
    /^\* development +weather +io\.github\.acme\/weather +1\.4\.2 +locked +registry\.modelcontextprotocol\.io$/m,
  );
  const rows = get(
    JSON.parse((await one.offline('package list --json')).stdout) as Json,
    'result',
  ) as readonly JsonObject[];
  assert.is(rows[0]?.state, 'locked');
  const shown = assertCode(await one.offline('package show weather'), 0).stdout;
  assert.match(shown, /started by +npx -y @acme\/weather@1\.4\.2 serve --units <units> <directory> --verbose/);
  assert.match(shown, /env\.WEATHER_TOKEN +required, secret +From weather\.example/);
});

test('search reads every page of every registry, and a folder of server.json files is one too', async () => {
  const many = Array.from({ length: 75 }, (_, i) => ({
    ...weather,
    name: `io.github.acme/weather-${String(i).padStart(2, '0')}`,
  }));
  const one = machine(registryPages('mcp.acme.example', many, { size: 20, base: 'v0' }), {
    env: { HATCH_REGISTRY: './registry,https://mcp.acme.example' },
    files: {
      '/home/ada/work/registry/own.json': JSON.stringify({ ...weather, name: 'com.acme/weather', version: '0.1.0' }),
    },
  });
  const { stdout } = assertCode(await one.online('package search weather --limit 100'), 0);
  assert.is(stdout.trim().split('\n').length, 76);
  assert.match(stdout, /^com\.acme\/weather +0\.1\.0/m);
  assert.match(stdout, 'io.github.acme/weather-74');
});

test('a short name is found in the registries of the manifest, and the full one is written', async () => {
  const text = `${manifest}registries: [./registry]\n`;
  const files = { '/home/ada/work/registry/weather/server.json': JSON.stringify(weather) };
  const one = machine(everything, { text, files });
  assertCode(await one.online('package add weather --with directory=/srv'), 0);
  assert.match(one.text(manifestPath), 'package: io.github.acme/weather\n');
  assert.match(assertCode(await one.online('package add whether'), 1).stderr, 'nothing is called `whether`');
});

test('a short name from the public registry is only taken after a question', async () => {
  const one = machine({ ...everything, ...official });
  const { stderr } = assertCode(await one.online('package add weather'), 5);
  assert.match(stderr, 'hatch package add io.github.acme/weather');
  assert.is(one.text(manifestPath), manifest);
  const { screen } = assertCode(await one.online('package add weather', { answers: ['y', '', '/srv'] }), 0);
  assert.match(screen, 'Do you mean io.github.acme/weather (Forecasts for orchards)? [y/N]');
});

test('without any manifest the personal one comes into being, and is named', async () => {
  const one = machine(everything, { text: '' });
  const { stdout } = assertCode(await one.online('package add npm:@acme/weather'), 0);
  assert.match(stdout, 'New: ~/.config/hatch/hatch.mcp.yaml, the personal manifest.');
  assert.match(one.text('/home/ada/.config/hatch/hatch.mcp.yaml'), 'package: npm:@acme/weather');
  assert.match(one.text('/home/ada/.config/hatch/hatch.mcp.lock.yaml'), 'version: "2.0.0"');
});

const bundled = zip([
  {
    name: 'manifest.json',
    text: JSON.stringify({
      name: 'kiln',
      version: '0.2.0',
      server: {
        type: 'node',
        mcp_config: { command: 'node', args: ['${__dirname}/server/index.js'], env: { KEY: '${user_config.key}' } },
      },
      user_config: { key: { type: 'string', sensitive: true, required: true, title: 'The key' } },
    }),
  },
  { name: 'server/', text: '' },
  { name: 'server/index.js', text: 'started();\n' },
]);
const bundleAddress = 'https://kiln.example/kiln.mcpb';

test('a bundle is fetched, unpacked under its hash, and started from there; on another machine sync brings it', async () => {
  const one = machine({ 'kiln.example/kiln.mcpb': bundled });
  assertCode(await one.online(`package add mcpb:${bundleAddress}`), 0);
  const folder = `/home/ada/.hatch/packages/${createHash('sha256').update(bundled).digest('hex')}`;
  assert.is(one.text(`${folder}/server/index.js`), 'started();\n');
  assert.match(one.text(lockPath), '${input:bundle}/server/index.js');
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(inCursor(one, 'kiln'), {
    command: 'node',
    args: [`${folder}/server/index.js`],
    env: { KEY: '${env:KEY}' },
  });
  const other = machine(
    { 'kiln.example/kiln.mcpb': bundled },
    { text: one.text(manifestPath), files: { [lockPath]: one.text(lockPath) } },
  );
  assert.match(assertCode(await other.offline('plan'), 65).stderr, 'is not unpacked on this machine');
  assertCode(await other.online('package sync --frozen'), 0);
  assert.is(other.text(lockPath), one.text(lockPath));
  assertCode(await other.offline('plan'), 0);
});

const everywhere = zip([
  {
    name: 'manifest.json',
    text: JSON.stringify({
      name: 'kiln',
      version: '0.2.0',
      server: {
        type: 'binary',
        mcp_config: {
          command: '${__dirname}/kiln',
          args: ['--root', '${HOME}'],
          env: { KEY: '${user_config.key}' },
          platform_overrides: {
            win32: { command: '${__dirname}/kiln.exe', args: [], env: { KEY: '${user_config.key}', DRIVE: 'C' } },
            darwin: { args: ['--quartz'] },
          },
        },
      },
      user_config: { key: { type: 'string', sensitive: true, required: true, title: 'The key' } },
    }),
  },
  { name: 'kiln', text: 'x' },
]);
const storedAt = (home: string) => `${home}/.hatch/packages/${createHash('sha256').update(everywhere).digest('hex')}`;
const key = { KEY: '${env:KEY}' };

const starts: readonly (readonly [platform: Platform, home: string, entry: JsonObject])[] = [
  ['linux', '/home/ada', { command: '/kiln', args: ['--root', '/home/ada'], env: key }],
  ['darwin', '/home/ada', { command: '/kiln', args: ['--quartz'], env: key }],
  ['win32', 'C:\\Users\\ada', { command: '/kiln.exe', env: { ...key, DRIVE: 'C' } }],
];

test('a bundle is started on each platform as it wants to be there, by one lock for all', async () => {
  const first = machine({ 'kiln.example/kiln.mcpb': everywhere });
  assertCode(await first.online(`package add mcpb:${bundleAddress}`), 0);
  const lock = first.text(lockPath);
  for (const [platform, home, { command, ...entry }] of starts) {
    const at = (path: string) => (platform === 'win32' ? path.replaceAll('/', '\\') : path);
    const work = at(`${home}/work`);
    const files = {
      [at(`${work}/hatch.mcp.yaml`)]: first.text(manifestPath),
      [at(`${work}/hatch.mcp.lock.yaml`)]: lock,
    };
    const cursor = at(`${home}/.cursor/mcp.json`);
    const system = memorySystem(
      { ...files, [cursor]: '{}\n' },
      { platform, home, cwd: work, env: { HATCH_MANIFEST: at(`${work}/hatch.mcp.yaml`) } },
    );
    const network = web({ 'kiln.example/kiln.mcpb': everywhere });
    assertCode(await hatch({ ...system, network } as Placed, ['package', 'sync', '--frozen']), 0);
    assertCode(await hatch(system, ['apply', '--auto-approve']), 0);
    const written = at(storedAt(home)) + at(String(command));
    const found = get(get(JSON.parse(system.tree()[cursor] ?? '') as Json, 'mcpServers'), 'kiln') as JsonObject;
    assert.equal({ ...found, command: at(String(found.command)) }, { ...entry, command: written });
    assert.is(system.tree()[at(`${work}/hatch.mcp.lock.yaml`)], lock);
  }
});

test('a bundle of a registry is checked by the hash that it gives, and asks for its variables too', async () => {
  const sha256 = createHash('sha256').update(bundled).digest('hex');
  const listedKiln = (fileSha256: string) =>
    registryPages('registry.modelcontextprotocol.io', [
      {
        name: 'com.acme/kiln',
        version: '0.2.0',
        packages: [
          {
            registryType: 'mcpb',
            identifier: bundleAddress,
            fileSha256,
            transport: { type: 'stdio' },
            environmentVariables: [{ name: 'KILN_ZONE', isRequired: true }, { name: 'KEY' }],
          },
        ],
      },
    ]);
  const one = machine({ 'kiln.example/kiln.mcpb': bundled, ...listedKiln(sha256) });
  assertCode(await one.online('package add com.acme/kiln --with KILN_ZONE=7'), 0);
  assertCode(await one.offline('apply --auto-approve'), 0);
  assert.equal(at(inCursor(one, 'kiln') ?? null, ['env']), { KILN_ZONE: '7', KEY: '${env:KEY}' });
  const other = machine({ 'kiln.example/kiln.mcpb': bundled, ...listedKiln('0'.repeat(64)) });
  const { stderr } = assertCode(await other.online('package add com.acme/kiln'), 5);
  assert.match(stderr, `is not what its publisher says: SHA-256 ${sha256}`);
});

test('a folder whose program takes no arguments is as it was locked', async () => {
  const files = {
    '/home/ada/work/kiln/manifest.json': JSON.stringify({ server: { mcp_config: { command: '${__dirname}/kiln' } } }),
  };
  const one = machine({}, { files });
  assertCode(await one.offline('package add ./kiln'), 0);
  assertCode(await one.offline('plan'), 0);
});

test('a bundle that was replaced is refused on the next machine', async () => {
  const one = machine({ 'kiln.example/kiln.mcpb': bundled });
  assertCode(await one.online(`package add mcpb:${bundleAddress}`), 0);
  const other = machine(
    {
      'kiln.example/kiln.mcpb': zip([
        { name: 'manifest.json', text: '{ "server": { "mcp_config": { "command": "sh" } } }' },
      ]),
    },
    { text: one.text(manifestPath), files: { [lockPath]: one.text(lockPath) } },
  );
  const before = other.system.tree();
  assert.match(assertCode(await other.online('package sync'), 5).stderr, 'has another hash than the lock says');
  assert.equal(other.system.tree(), before);
});

const wrong: readonly (readonly [line: string, code: number, says: string])[] = [
  ['package add', 64, 'PACKAGE'],
  ['package add cargo:weather', 64, '`cargo:` is no kind of package'],
  ['package add npm:@acme/absent', 1, 'there is no npm:@acme/absent in https://registry.npmjs.org'],
  ['package add npm:@acme/weather@^7', 1, 'no version of npm:@acme/weather is in the range `^7`'],
  ['package add npm:@acme/weather@nightly', 1, 'is no range of versions and no tag'],
  ['package add ./nothing', 1, 'there is no folder /home/ada/work/nothing'],
  ['package add mcpb:file:///etc/passwd', 64, 'a bundle is a file or an https address'],
  ['package add io.github.acme/absent', 1, 'no registry knows io.github.acme/absent'],
  ['package add npm:@acme/weather -e staging', 64, 'there is no environment `staging`'],
  ['package add npm:@acme/weather --name tracker', 5, '`development` has a server `tracker` already'],
  ['package add npm:@acme/weather --with colour=red', 64, 'asks for no `colour`'],
  ['package remove wether', 64, 'no package of `development` is called `wether`'],
  ['package update wether', 64, 'no server from a package is called `wether`'],
];

for (const [line, code, says] of wrong) {
  test(`${line} → ${code}, and nothing is written`, async () => {
    const one = machine({ ...everything, ...official });
    const before = one.system.tree();
    assert.ok(assertCode(await one.online(line), code).stderr.includes(says), (await one.online(line)).stderr);
    assert.equal(one.system.tree(), before);
  });
}

test.run();
