// `npm run bench`: how long a person waits for `hatch plan`, and what single steps cost. Prints medians beside the goals.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createBackup, listBackups, restoreChange } from '../src/apply/backup.ts';
import { stage } from '../src/apply/replace-file.ts';
import { findHost, hostIds } from '../src/hosts/index.ts';
import { loadManifest } from '../src/manifest/load.ts';
import { parseManifest } from '../src/manifest/parse.ts';
import { nodeSystem } from '../src/system/node.ts';
import { furnish } from './house.ts';
import { median, type Row, table, time, warm } from './measure.ts';

const runs = 31;
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const example = fileURLToPath(new URL('../hatch.mcp.example.yaml', import.meta.url));

process.stdout.write(`Node ${process.version}, medians of ${runs} runs\n\n${table([...starting(), ...steps()])}`);

/** `hatch plan` and `node -e 0` by turns, so that both see the same machine. */
function starting(): readonly Row[] {
  const house = furnish(bin);
  try {
    const run = (args: readonly string[]) =>
      time(() => {
        const { status, stderr } = spawnSync(process.execPath, args, { cwd: house.folder, env: house.env });
        if (status !== 0) throw new Error(String(stderr));
      });
    const pairs = Array.from({ length: runs + 3 }, () => [run([bin, 'plan']), run(['-e', '0'])] as const).slice(3);
    const plan = median(pairs.map(([ours]) => ours));
    const nothing = median(pairs.map(([, theirs]) => theirs));
    process.stdout.write(`hatch plan ${plan.toFixed(1)} ms, node -e 0 ${nothing.toFixed(1)} ms\n`);
    return [{ what: 'hatch plan at rest, 10 hosts of 20, to node -e 0', median: plan / nothing, goal: 1.8, unit: '×' }];
  } finally {
    house.remove();
  }
}

/** In this process, on a real disk. */
function steps(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'hatch-bench-'));
  try {
    return [...backups(folder), validating()];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function backups(folder: string): readonly Row[] {
  const system = nodeSystem();
  const original = join(folder, 'settings.json');
  const bytes = Buffer.from(JSON.stringify({ text: 'x'.repeat(5000) }));
  writeFileSync(original, bytes);
  const copy = (label: string) => createBackup(system, folder, { label, original, bytes, mode: 0o644 });
  const temporary = join(folder, '.settings.json.tmp');
  const made = copy('cursor');
  const restore = () => {
    const back = restoreChange(system, made, original).render(undefined);
    if (back === undefined) throw new Error('there is no backup');
    stage(system, temporary, back, 0o644, undefined);
    system.rename(temporary, original);
    system.syncFolder(folder);
    if (!readFileSync(original).equals(bytes)) throw new Error('what was restored is not what was backed up');
  };
  const backUp: Row = { what: 'back up 5 KB', median: warm(() => copy('cursor'), 100), goal: 2, unit: 'ms' };
  const putBack: Row = { what: 'restore 5 KB, verified', median: warm(restore, 100), goal: 3, unit: 'ms' };
  for (let i = 0; i < 100; i++) copy('zed');
  const list = () => {
    if (listBackups(system, folder, 'zed').length !== 100) throw new Error('there should be 100 backups');
  };
  return [backUp, putBack, { what: 'list 100 backups', median: warm(list), goal: 1, unit: 'ms' }];
}

/** What comes after parsing: form, names, references, inheritance. */
function validating(): Row {
  const source = { path: example, text: readFileSync(example, 'utf8') };
  const words = { hostIds: hostIds(), hostIdOf: (word: string) => findHost(word)?.id, platform: 'linux' } as const;
  const load = () => {
    if (loadManifest(source, words).manifest === undefined) throw new Error('the example is not valid');
  };
  const parsing = warm(() => parseManifest(source), 500);
  const what = `validate the example, parsed in ${parsing.toFixed(2)} ms`;
  return { what, median: warm(load, 500) - parsing, goal: 0.5, unit: 'ms' };
}
