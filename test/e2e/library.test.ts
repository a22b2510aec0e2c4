// The package as it is published, used by a program in another folder: its types hold, and it does what README says.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Runs it, and gives what it printed. Throws with all of that where it fails. */
function run(
  cwd: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  const ran = spawnSync(command, args, { cwd, env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${ran.status}\n${ran.stdout}\n${ran.stderr}`);
  return ran.stdout;
}

/** A folder with the packed package in its node_modules, and nothing else but the types of Node. */
function consumer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hatch-consumer-'));
  run(root, process.execPath, ['scripts/build.mjs']);
  const packed = run(root, 'npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    HOME: folder,
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const installed = join(folder, 'node_modules', 'hatch-mcp');
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  run(folder, 'tar', ['-xzf', filename]);
  run(folder, 'mv', ['package', installed]);
  symlinkSync(join(root, 'node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const compilerOptions = { strict: true, target: 'ES2022', module: 'NodeNext', noEmit: false, types: ['node'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  return folder;
}

/** The program of the page's section. */
function programOf(page: string): string {
  const [, code] = /## From a program\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(page) ?? [];
  if (code === undefined) throw new Error('README.md has no program');
  return code;
}

test('the packed package type-checks and runs in another folder, as README shows it', () => {
  const folder = consumer();
  try {
    const home = join(folder, 'home');
    mkdirSync(join(home, '.cursor'), { recursive: true });
    const file = join(home, '.cursor', 'mcp.json');
    const before = '{ "mcpServers": { "figma": { "url": "http://127.0.0.1:3845/mcp" } } }\n';
    writeFileSync(file, before);
    writeFileSync(
      join(folder, 'hatch.mcp.yaml'),
      'version: 1\nname: orchard\nenvironment: dev\nenvironments: { dev: { servers: { tide: { command: tide-mcp } } } }\ntargets: { cursor: {} }\n',
    );
    writeFileSync(join(folder, 'readme.ts'), programOf(read('README.md')));
    writeFileSync(join(folder, 'consumer.ts'), read('test/support/library-consumer.txt'));
    run(folder, process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
    const env = { HOME: home, HATCH_HOME: join(home, '.hatch') };
    assert.equal(JSON.parse(run(folder, process.execPath, ['consumer.js'], env)), {
      backedUp: before.length,
      missing: 'there is no file',
      listed: ['handed over'],
      wrote: true,
      putBack: true,
      goneAgain: true,
      rejected: 'the operation failed',
      restored: true,
      cleaned: [true, true],
      changes: [true, false],
      rolledBack: true,
      exit: 'usage',
    });
    assert.is(readFileSync(file, 'utf8'), before);
    assert.match(run(folder, process.execPath, ['readme.js'], env), /cursor\/tide/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
