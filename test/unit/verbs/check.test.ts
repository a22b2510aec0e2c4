// What `check` would start, as a host would: programs found on its PATH, variables and files resolved. Nothing runs here.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Server } from '../../../src/model/server.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { type ApproachContext, approachOf } from '../../../src/verbs/approach.ts';
import { readEnvFile, startable } from '../../../src/verbs/launching.ts';

const program = { text: '', mode: 0o755 };
const system = memorySystem(
  {
    '/home/ada/.local/bin/uvx': program,
    '/usr/bin/node': program,
    '/home/ada/harbour/tide.env': 'export TIDE_UNIT="metre" # of Brest\nTIDE_KEY=lim9pet-and-7whelk\n',
  },
  {
    home: '/home/ada',
    cwd: '/home/ada/harbour',
    env: { PATH: '/home/ada/.local/bin:/usr/bin', TIDE: 'high', NEAP: '1' },
  },
);
const context = (more: Partial<ApproachContext> = {}): ApproachContext => ({
  reader: system,
  surroundings: system.surroundings,
  home: '/home/ada',
  manifestDir: '/home/ada/harbour',
  cwd: '/home/ada/harbour',
  asApplication: false,
  ...more,
});
const stdio = (server: Partial<Server>): Server => ({ transport: 'stdio', command: 'uvx', ...server });

test('a program is started with this shell’s variables and its own, references resolved', () => {
  const { approach } = approachOf(
    stdio({ args: ['${home}/tides', '${env:TIDE}'], env: { UNIT: '${env:X:-foot}' } }),
    context(),
  );
  assert.ok(approach?.transport === 'stdio');
  assert.equal(approach.args, ['/home/ada/tides', 'high']);
  assert.equal([approach.env.UNIT, approach.env.NEAP, approach.cwd], ['foot', '1', '/home/ada/harbour']);
});

test('an application of the desktop has neither a shell’s PATH nor its variables', () => {
  const asApp = context({ asApplication: true });
  const { probe } = approachOf(stdio({}), asApp);
  assert.is(probe?.state, 'not-found');
  assert.is(probe?.hint, 'write its whole path: /home/ada/.local/bin/uvx');
  const { approach } = approachOf(stdio({ command: 'node' }), asApp);
  assert.ok(approach?.transport === 'stdio');
  assert.is(approach.env.NEAP, undefined);
  assert.match(approach.env.PATH ?? '', /^\/usr\/local\/sbin:/);
});

test('variables come from an `envFile` too, under its own', () => {
  const { approach, secrets } = approachOf(stdio({ envFile: 'tide.env', env: { TIDE_UNIT: 'foot' } }), context());
  assert.ok(approach?.transport === 'stdio');
  assert.equal([approach.env.TIDE_UNIT, approach.env.TIDE_KEY], ['foot', 'lim9pet-and-7whelk']);
  assert.ok(secrets.some((secret) => secret.hideIn('key lim9pet-and-7whelk') === 'key ‹secret›'));
});

const untried: readonly [string, Server, string, RegExp][] = [
  [
    'a variable without a value',
    stdio({ env: { A: '${env:NOWHERE}' } }),
    'unresolved',
    /\$\{env:NOWHERE\} has no value/,
  ],
  ['an `envFile` that is gone', stdio({ envFile: 'low.env' }), 'unresolved', /low\.env is not there/],
  ['a folder that is gone', stdio({ cwd: '/srv/tides' }), 'not-found', /the folder \/srv\/tides/],
  ['a program that is gone', stdio({ command: '/opt/tides/serve' }), 'not-found', /there is no `\/opt\/tides\/serve`/],
  ['a name that no PATH has', stdio({ command: 'tided' }), 'not-found', /`tided` is not on the PATH/],
  ['a server that is switched off', stdio({ enabled: false }), 'skipped', /switched off/],
  ['a WebSocket', { transport: 'ws', url: 'wss://tides.example' }, 'skipped', /WebSocket/],
  ['an address that is none', { transport: 'http', url: 'tides' }, 'unreachable', /no address/],
];

for (const [what, server, state, reason] of untried) {
  test(`${what} is told without starting anything`, () => {
    const { probe, approach } = approachOf(server, context());
    assert.is(approach, undefined);
    assert.is(probe?.state, state);
    assert.match(probe?.reason ?? '', reason);
  });
}

test('a `.env` file is read as shells read it', () => {
  const text = 'A=1\n# B=2\n export C = \'x # y\'\nD="a\\nb" # c\nE=a b # c\nF=\nnot a line\nG=a#b';
  assert.equal(readEnvFile(text), { A: '1', C: 'x # y', D: 'a\nb', E: 'a b', F: '', G: 'a#b' });
});

test('on Windows a batch file goes through the command processor, with nothing left for it to expand', () => {
  const windows = { platform: 'win32' as const, env: { comspec: 'C:\\Windows\\System32\\cmd.exe' } };
  const exe = startable('C:\\node.exe', 'node', ['a b'], windows);
  assert.equal(exe, { command: 'C:\\node.exe', args: ['a b'] });
  const { command, args } = startable('C:\\npm\\npx.cmd', 'npx', ['-y', 'tides & calc', '%PATH%'], windows);
  assert.is(command, 'C:\\Windows\\System32\\cmd.exe');
  assert.equal(args.slice(0, 3), ['/d', '/s', '/c']);
  assert.not.match(args[3] ?? '', /(?<!\^)[&%]/);
});

test.run();
