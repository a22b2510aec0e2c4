// Whatever stands in a target's place: what an unattended apply makes of it, its exit code, and which bytes are there
// afterwards. One table; all that a row does not name is as it was, and nothing is left lying about.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import process from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemError } from '../../src/system/memory-disk.ts';
import { type HostileHome, hostileHome, removeHostileHomes, standing, type Twist } from '../support/hostile-home.ts';

const file = '.cursor/mcp.json';
const start = '{"mcpServers":{"own":{"command":"own"}}}\n';
const added = '{"mcpServers":{"own":{"command":"own"},"docs":{"command":"docs"}}}\n';
const fresh = '{\n  "mcpServers": {\n    "docs": {\n      "command": "docs"\n    }\n  }\n}\n';

function manifestWith(targets: string): string {
  return `version: 1\nname: orchard\nenvironment: main\nenvironments: { main: { servers: { docs: { command: docs } } } }\ntargets: { ${targets} }\n`;
}

const many = Array.from({ length: 10_000 }, (_, i) => `"s${i}":{"command":"c${i}"}`).join();
const crowded = `{"mcpServers":{${many}}}\n`;
const fifty = JSON.stringify(Array.from({ length: 25_000 }, (_, i) => `${i} ${'z'.repeat(2000)}`));

interface Row {
  readonly name: string;
  /** What stands there. */
  readonly arrange: (home: HostileHome) => unknown;
  readonly code: number;
  /** What is printed, somewhere. */
  readonly says?: string;
  /** Path → what stands there afterwards. */
  readonly after?: Readonly<Record<string, string | undefined>>;
  readonly targets?: string;
  readonly words?: readonly string[];
  /** Where the disk itself cannot be had so: root may do everything. */
  readonly twist?: Twist;
  /** Between `plan --out` and the `apply` of that plan. */
  readonly meanwhile?: (home: HostileHome) => void;
  readonly also?: (home: HostileHome) => unknown;
}

type Step = (home: HostileHome) => unknown;

const put =
  (text: string | Uint8Array, name = file): Step =>
  (home) =>
    home.put(name, text);
const folder =
  (name = '.cursor'): Step =>
  (home) =>
    mkdirSync(home.at(name), { recursive: true });
/** As `ln -s`: the text may begin with `~/`. */
const link =
  (to: string, name = file): Step =>
  (home) => {
    mkdirSync(dirname(home.at(name)), { recursive: true });
    symlinkSync(to.replace('~/', `${home.path}/`), home.at(name));
  };
const hardLink: Step = (home) => linkSync(home.at(file), home.at('second'));
const mode =
  (bits: number): Step =>
  (home) =>
    chmodSync(home.at(file), bits);
const steps =
  (...all: readonly Step[]): Step =>
  (home) => {
    for (const step of all) step(home);
  };

const rows: readonly Row[] = [
  // Links
  {
    name: 'a link',
    arrange: steps(put(start, 'dotfiles/cursor.json'), link('../dotfiles/cursor.json')),
    code: 0,
    after: { 'dotfiles/cursor.json': added },
  },
  {
    name: 'a chain of links, relative and absolute',
    arrange: steps(
      put(start, 'dotfiles/cursor.json'),
      link('dotfiles/cursor.json', 'middle'),
      link('~/middle', 'first'),
      link('../first'),
    ),
    code: 0,
    after: { 'dotfiles/cursor.json': added },
  },
  {
    name: 'a link to a file that is not there, in a folder that is',
    arrange: steps(folder('dotfiles'), link('../dotfiles/cursor.json')),
    code: 0,
    after: { dotfiles: undefined, 'dotfiles/cursor.json': fresh },
  },
  {
    name: 'a link into a folder that is not there',
    arrange: link('/no/such/disk/cursor.json'),
    code: 5,
    says: 'but /no/such/disk is not there',
  },
  {
    name: 'a chain of links to a file that is not there',
    arrange: steps(folder('dotfiles'), link('dotfiles/cursor.json', 'middle'), link('~/middle')),
    code: 0,
    after: { dotfiles: undefined, 'dotfiles/cursor.json': fresh },
  },
  {
    name: 'a chain of links into a folder that is not there',
    arrange: steps(link('/no/such/disk/cursor.json', 'middle'), link('~/middle')),
    code: 5,
    says: 'but /no/such/disk is not there',
  },
  {
    name: 'a link to a folder',
    arrange: steps(folder('dotfiles'), link('../dotfiles')),
    code: 3,
    says: 'is a folder',
  },
  {
    name: 'a loop of links',
    arrange: steps(link('other'), link('mcp.json', '.cursor/other')),
    code: 5,
    says: 'is a loop of symbolic links',
  },
  {
    name: 'a folder that is a link',
    arrange: steps(put(start, 'dotfiles/mcp.json'), link('dotfiles', '.cursor')),
    code: 0,
    after: { 'dotfiles/mcp.json': added },
  },
  {
    name: 'a folder below --root that is a link out of it',
    arrange: (home) => steps(put(start, 'elsewhere/mcp.json'), link('~/elsewhere', `root${home.path}/.cursor`))(home),
    words: ['--root', '../root'],
    code: 5,
    says: 'leads through a link to',
  },
  {
    name: 'a file below --root beside one of the same name at home',
    arrange: (home) => steps(put(start), put(start, `root${home.path}/${file}`))(home),
    words: ['--root', '../root'],
    code: 0,
    also: (home) => assert.is(home.read(`root${home.path}/${file}`).toString(), added),
  },
  {
    name: 'a hard link',
    arrange: steps(put(start), hardLink),
    code: 5,
    says: 'it has 2 names (hard links)',
  },
  {
    name: 'a hard link, with inPlace',
    arrange: steps(put(start), hardLink),
    targets: 'cursor: { inPlace: true }',
    code: 0,
    after: { [file]: added, second: added },
    also: (home) => assert.is(statSync(home.at(file)).ino, statSync(home.at('second')).ino),
  },

  // Kinds, modes and owners
  {
    name: 'a read-only file',
    arrange: steps(put(start), mode(0o444)),
    code: 5,
    says: 'it is read-only',
    also: (home) => assert.is(statSync(home.at(file)).mode & 0o777, 0o444),
  },
  {
    name: 'a read-only file, with inPlace',
    arrange: steps(put(start), mode(0o444)),
    targets: 'cursor: { inPlace: true }',
    code: 5,
    says: 'it is read-only',
  },
  {
    name: 'a folder in which nothing may be created (a wrapper refuses: root may)',
    arrange: put(start),
    twist: (system) => ({ create: refusing(system.create, 'EACCES') }),
    code: 7,
    says: 'permission denied (EACCES)',
  },
  {
    name: 'a read-only file system (a wrapper refuses)',
    arrange: put(start),
    twist: (system) => ({ create: refusing(system.create, 'EROFS'), overwrite: refusing(system.overwrite, 'EROFS') }),
    code: 7,
    says: 'the file system is read-only (EROFS)',
  },
  {
    name: 'the file of another user who cannot be kept as its owner (a wrapper refuses: root may)',
    arrange: put(start),
    twist: (system) => ({
      stat: (path) => {
        const stat = system.stat(path);
        return stat && path.endsWith(`/${file}`) ? { ...stat, uid: 4242 } : stat;
      },
      setOwner: (path) => {
        throw systemError('EPERM', path);
      },
    }),
    code: 7,
    says: 'cannot be given to user 4242, who owns the file it replaces',
  },
  ...(process.getuid?.() === 0
    ? [
        {
          name: 'the file of another user, written by root',
          arrange: steps(put(start), (home: HostileHome) => chownSync(home.at(file), 4242, 4243)),
          code: 0,
          after: { [file]: added },
          also: (home: HostileHome) => {
            const { uid, gid } = statSync(home.at(file));
            assert.equal([uid, gid], [4242, 4243]);
          },
        },
      ]
    : []),
  {
    name: 'a FIFO',
    arrange: steps(folder(), (home) => execFileSync('mkfifo', [home.at(file)])),
    code: 3,
    says: 'is no ordinary file',
    also: (home) => assert.ok(lstatSync(home.at(file)).isFIFO()),
  },
  {
    name: 'a socket',
    arrange: async (home) => {
      folder()(home);
      const server = createServer();
      await new Promise<void>((done) => server.listen(home.at('.cursor/s'), done));
      // Closing removes the name that it listened at, not this one.
      renameSync(home.at('.cursor/s'), home.at(file));
      await new Promise((done) => server.close(done));
    },
    code: 3,
    says: 'ENXIO',
    also: (home) => assert.ok(lstatSync(home.at(file)).isSocket()),
  },
  { name: 'a folder', arrange: folder(file), code: 3, says: 'is a folder' },
  {
    name: 'a file where its folder should be',
    arrange: put('mine', '.cursor'),
    code: 7,
    says: 'a file stands where a folder is needed',
  },

  {
    name: 'nothing, under a name that is longer than any can be',
    arrange: folder(),
    targets: `cursor: { path: ~/.cursor/${'n'.repeat(300)}.json }`,
    code: 7,
    says: 'the name is too long (ENAMETOOLONG)',
  },

  // Bytes
  { name: 'no bytes', arrange: put(''), code: 0, after: { [file]: fresh } },
  { name: 'a byte-order mark', arrange: put(`\ufeff${start}`), code: 0, after: { [file]: latin(`\ufeff${added}`) } },
  { name: 'a byte-order mark alone', arrange: put('\ufeff'), code: 0, after: { [file]: latin(`\ufeff${fresh}`) } },
  {
    name: 'CRLF',
    arrange: put('{\r\n  "mcpServers": {\r\n    "own": { "command": "own" }\r\n  }\r\n}\r\n'),
    code: 0,
    after: {
      [file]:
        '{\r\n  "mcpServers": {\r\n    "own": { "command": "own" },\r\n    "docs": { "command": "docs" }\r\n  }\r\n}\r\n',
    },
  },
  { name: 'NUL bytes behind the end', arrange: put(`${start}\0\0`), code: 3, says: 'unexpected character' },
  { name: 'NUL bytes alone, as after a power cut', arrange: put('\0'.repeat(64)), code: 3, says: 'cannot be read' },
  {
    name: 'invalid UTF-8',
    arrange: put(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    code: 3,
    says: 'it is not UTF-8',
  },
  { name: 'UTF-16', arrange: put(Buffer.from(`\ufeff${start}`, 'utf16le')), code: 3, says: 'it is not UTF-8' },
  { name: 'half of it', arrange: put(start.slice(0, 30)), code: 3, says: 'the text ends too early' },
  { name: 'a merge left undone', arrange: put(`<<<<<<< HEAD\n${start}`), code: 3, says: 'unexpected character' },
  {
    name: 'the same key twice on the path',
    arrange: put('{"mcpServers":{},"mcpServers":{"own":{"command":"own"}}}'),
    code: 3,
    says: 'the key /mcpServers stands twice',
  },
  {
    name: 'the same key twice within an entry',
    arrange: put('{"mcpServers":{"own":{"command":"a","command":"b"}}}'),
    code: 3,
    says: 'the key /mcpServers/own/command stands twice',
  },
  {
    name: 'the same key twice elsewhere',
    arrange: put('{"x":1,"x":2,"mcpServers":{}}'),
    code: 0,
    says: 'the key `x` stands twice',
    after: { [file]: '{"x":1,"x":2,"mcpServers":{"docs":{"command":"docs"}}}' },
  },
  ...['[]', '"text"', '7', '{"mcpServers":[]}', '{"mcpServers":"text"}'].map(
    (text): Row => ({ name: `${text} where servers should be`, arrange: put(text), code: 3, says: 'is not an object' }),
  ),
  {
    name: 'a name that is the prototype’s',
    arrange: put('{"__proto__":{"x":1},"mcpServers":{"__proto__":{"command":"own"},"constructor":{"command":"c"}}}'),
    code: 0,
    after: {
      [file]:
        '{"__proto__":{"x":1},"mcpServers":{"__proto__":{"command":"own"},"constructor":{"command":"c"},"docs":{"command":"docs"}}}',
    },
    also: async (home) => {
      await home.run('backup', 'create', 'cursor');
      const text = home.read(file);
      home.put(file, '{}');
      for (const line of [
        'status',
        'backup restore cursor --auto-approve',
        'plan --exit-code',
        'explain cursor/constructor',
      ]) {
        const { code, stderr } = await home.run(...line.split(' '));
        assert.is(code, 0, `${line}: ${stderr}`);
      }
      assert.equal(home.read(file), text);
    },
  },
  {
    name: 'nesting of 400 levels elsewhere',
    arrange: put(`{"x":${'['.repeat(400)}${']'.repeat(400)},"mcpServers":{}}`),
    code: 0,
    after: { [file]: `{"x":${'['.repeat(400)}${']'.repeat(400)},"mcpServers":{"docs":{"command":"docs"}}}` },
  },
  {
    name: 'nesting of 100,000 levels',
    arrange: put(`{"x":${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
    code: 3,
    says: 'nested deeper',
  },

  {
    name: '10,000 servers of others',
    arrange: put(crowded),
    code: 0,
    after: { [file]: crowded.replace(/\}\}\n$/, ',"docs":{"command":"docs"}}}\n') },
  },
  {
    name: '50 MB around our place',
    arrange: put(`{"notes":${fifty},"mcpServers":{}}`),
    code: 0,
    also: (home) => {
      const wanted = `{"notes":${fifty},"mcpServers":{"docs":{"command":"docs"}}}`;
      assert.ok(home.read(file).equals(Buffer.from(wanted)));
      // The comparison of the whole home would print it all.
      home.put(file, '');
    },
    after: { [file]: '' },
  },

  // Between plan and apply
  {
    name: 'a file that was changed at our entry since the plan',
    arrange: put(start),
    meanwhile: (home) => home.put(file, added.replace('"docs"}', '"theirs"}')),
    code: 4,
    after: { [file]: added.replace('"docs"}', '"theirs"}') },
  },
  {
    name: 'a file that was changed elsewhere since the plan',
    arrange: put(start),
    meanwhile: (home) => home.put(file, start.replace('{"mcp', '{"theme":"dark","mcp')),
    code: 0,
    after: { [file]: added.replace('{"mcp', '{"theme":"dark","mcp') },
  },
  {
    name: 'a file that came since the plan, with our entry in it',
    arrange: folder(),
    meanwhile: (home) => home.put(file, added),
    code: 4,
    after: { '.cursor': undefined, [file]: added },
  },
  {
    name: 'a file that became unreadable since the plan',
    arrange: put(start),
    meanwhile: (home) => home.put(file, '{'),
    code: 4,
    after: { [file]: '{' },
  },
  {
    name: 'a file that went since the plan, its folder still there',
    arrange: put(start),
    meanwhile: (home) => rmSync(home.at(file)),
    code: 0,
    after: { [file]: fresh },
  },
  {
    name: 'a file whose folder went since the plan',
    arrange: put(start),
    meanwhile: (home) => rmSync(home.at('.cursor'), { recursive: true }),
    code: 4,
    after: { [file]: undefined },
  },
  {
    name: 'a file that became a link elsewhere since the plan',
    arrange: put(start),
    meanwhile: (home) => {
      home.put('elsewhere.json', start.replace('own', 'other'));
      rmSync(home.at(file));
      symlinkSync('../elsewhere.json', home.at(file));
    },
    code: 0,
    after: { [file]: '-> ../elsewhere.json', 'elsewhere.json': added.replace('own', 'other') },
  },

  // Several targets
  {
    name: 'two targets in one place',
    arrange: put(start),
    targets: 'cursor: {}, again: { type: cursor, path: ~/.cursor/mcp.json }',
    code: 0,
    after: { [file]: added },
  },
  {
    name: 'two targets in one place, one of them by a link',
    arrange: steps(put(start), link('.cursor/mcp.json', 'linked.json')),
    targets: 'cursor: {}, again: { type: cursor, path: ~/linked.json }',
    code: 0,
    after: { [file]: added },
  },
  {
    name: 'two targets in one file, in places of their own',
    arrange: put(start),
    targets: 'cursor: {}, beside: { type: zed, path: ~/.cursor/mcp.json }',
    code: 0,
    after: {
      [file]: added
        .replace('}}\n', '},"context_servers":{"docs":{"command":"docs"}}}\n')
        .replace('"docs"}}}\n', '"docs"}}}\n'),
    },
  },
  {
    name: 'two targets in one file, in places of their own, one of them by a link',
    arrange: steps(put(start), link('.cursor/mcp.json', 'linked.json')),
    targets: 'cursor: {}, beside: { type: zed, path: ~/linked.json }',
    code: 0,
    after: { [file]: added.replace('}}\n', '},"context_servers":{"docs":{"command":"docs"}}}\n') },
  },
];

/** As `standing` gives a text. */
function latin(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function refusing<Rest extends unknown[]>(act: (path: string, ...rest: Rest) => void, code: string) {
  return (path: string, ...rest: Rest): void => {
    if (path.includes('/.cursor/')) throw systemError(code, path);
    act(path, ...rest);
  };
}

const ours = /^(project|\.hatch)/;

for (const row of rows) {
  test(`${row.name}: exit ${row.code}`, async () => {
    const home = hostileHome({}, row.twist);
    home.put('project/hatch.mcp.yaml', manifestWith(row.targets ?? 'cursor: {}'));
    await row.arrange(home);
    if (row.meanwhile !== undefined) await home.run('plan', '--out', 'plan.json');
    const before = standing(home.path, ours);
    row.meanwhile?.(home);
    const words = row.meanwhile === undefined ? ['--auto-approve', ...(row.words ?? [])] : ['plan.json'];
    const { code, stdout, stderr } = await home.run('apply', ...words);
    assert.is(code, row.code, stdout + stderr);
    if (row.says !== undefined) assert.match(stdout + stderr, row.says);
    await row.also?.(home);
    const wanted = Object.entries({ ...before, ...row.after }).filter(([, text]) => text !== undefined);
    const skip = row.words === undefined ? ours : /^(project|\.hatch|root)/;
    const kept = wanted.filter(([path]) => !skip.test(path)).sort(([a], [b]) => (a < b ? -1 : 1));
    assert.equal(
      Object.entries(standing(home.path, skip)).sort(([a], [b]) => (a < b ? -1 : 1)),
      kept,
    );
    if (code !== 0)
      assert.equal(
        Object.keys(standing(home.path, /^$/)).filter((path) => /\.tmp$|\.open\//.test(path)),
        [],
      );
  });
}

test.after(removeHostileHomes);
test.run();
