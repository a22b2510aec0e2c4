// Each folder of fixtures/plans is a test: `home` with `before.yaml` applied to it and `edited` put over it, then the
// commands (an apply and a plan, unless `commands.txt` says others) with `hatch.mcp.yaml`. What they print is
// `transcript.txt`, what they leave is `after`. `UPDATE=1 npm test` writes both anew: read the difference.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { hatch } from '../support/cli.ts';
import { steadyRuns } from '../support/steady-runs.ts';

const plans = fileURLToPath(new URL('../../fixtures/plans/', import.meta.url));
const home = '/home/ada';
const manifest = `${home}/work/hatch.mcp.yaml`;
const usual = ['apply --auto-approve', 'plan'];
const isUpdate = process.env.UPDATE === '1';

/** Path below the folder, with `/` → text. */
type Files = Readonly<Record<string, string>>;

function filesIn(folder: string): Files {
  if (!existsSync(folder)) return {};
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}

/** All that is in the home directory but what is ours: our own data, and the manifest. */
function hostFiles(system: MemorySystem): Files {
  const files = Object.entries(system.tree()).map(([path, text]) => [path.slice(home.length + 1), text] as const);
  return Object.fromEntries(
    files.filter(([path, text]) => !/^\.hatch\/|^work\/hatch\.mcp\./.test(path) && text !== '(folder)'),
  );
}

async function play(folder: string): Promise<{ readonly transcript: string; readonly after: Files }> {
  const text = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
  const tree = Object.entries(filesIn(join(folder, 'home'))).map(([path, content]) => [`${home}/${path}`, content]);
  const system = memorySystem(Object.fromEntries(tree), { cwd: dirname(manifest), env: { HATCH_MANIFEST: manifest } });
  const before = text('before.yaml');
  if (before !== undefined) {
    system.put(manifest, before);
    const { code, stderr } = await hatch(system, ['apply', '--auto-approve']);
    assert.is(code, 0, stderr);
  }
  for (const [path, content] of Object.entries(filesIn(join(folder, 'edited')))) system.put(`${home}/${path}`, content);
  const overlay = text('hatch.mcp.local.yaml');
  system.put(manifest, text('hatch.mcp.yaml') ?? before ?? '');
  if (overlay !== undefined) system.put(`${dirname(manifest)}/hatch.mcp.local.yaml`, overlay);
  const commands = text('commands.txt')?.trimEnd().split('\n') ?? usual;
  const shown: string[] = [];
  for (const command of commands) {
    const { code, stdout, stderr } = await hatch(system, command.split(' '));
    shown.push(`$ hatch ${command}\n${stdout}${stderr}(exit ${code})\n`);
  }
  return { transcript: steadyRuns()(shown.join('\n')), after: hostFiles(system) };
}

function update(folder: string, transcript: string, after: Files): void {
  writeFileSync(join(folder, 'transcript.txt'), transcript);
  rmSync(join(folder, 'after'), { recursive: true, force: true });
  for (const [path, content] of Object.entries(after)) {
    mkdirSync(dirname(join(folder, 'after', path)), { recursive: true });
    writeFileSync(join(folder, 'after', path), content);
  }
}

for (const name of readdirSync(plans).sort()) {
  const folder = join(plans, name);
  test(`plays as written down: ${name.replaceAll('-', ' ')}`, async () => {
    const { transcript, after } = await play(folder);
    if (isUpdate) update(folder, transcript, after);
    assert.fixture(transcript, readFileSync(join(folder, 'transcript.txt'), 'utf8'));
    const expected = filesIn(join(folder, 'after'));
    assert.equal(Object.keys(after), Object.keys(expected));
    for (const [path, content] of Object.entries(expected)) assert.fixture(after[path] ?? '', content, path);
  });
}

test.run();
