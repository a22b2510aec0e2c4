// Every command line of the older tool's tutorials, run as it stands there by a real shell, does what its text says.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { removeHomes } from '../support/home.ts';
import { checkEffect } from '../support/seed-effects.ts';
import { seedHome } from '../support/seed-home.ts';
import { runBlock, type SeedCall, seeds } from '../support/seeds.ts';

/** Lines that cannot run as they are written: which code they end with, and why. */
const impossible: Readonly<Record<string, { readonly code: number; readonly why: string }>> = {
  'mcp sync [SOURCE] [TARGET] [FILTERS] [OPTIONS]': {
    code: 64,
    why: 'the form of a command, with words that stand for others; no command to be typed',
  },
  'env use dev,staging,prod': {
    code: 64,
    why: 'the loop is to go over three environments, but a shell does not split a variable at its commas',
  },
};

/** What the tutorials show as the output of a line: its facts, which are also ours. */
const shown: Readonly<Record<string, { readonly servers: readonly string[]; readonly targets: readonly string[] }>> = {
  'mcp sync --from-env development --to-host claude-desktop': {
    servers: ['weather-toolkit', 'news-aggregator', 'file-manager', 'dev-logger'],
    targets: ['claude-desktop'],
  },
  'mcp sync --from-host claude-desktop --to-host cursor,vscode,lmstudio': {
    servers: ['weather-api', 'news-aggregator', 'file-manager', 'monitoring-tools'],
    targets: ['cursor', 'vscode', 'lmstudio'],
  },
};

const all = seeds();

const there = all.length > 0 ? test : test.skip;

there('the tutorials hold as many command lines as were counted by hand (HATCH_SEEDS says where they are)', () => {
  assert.equal(
    all.map(({ blocks }) => blocks.reduce((sum, { lines }) => sum + lines.length, 0)),
    [67, 42, 39, 4],
  );
});

const lineOf = ({ words }: SeedCall) => words.join(' ');

/** The source, the servers, a line for each target with how many it has, and the total, as the tutorial prints them. */
function checkShown(call: SeedCall): boolean {
  const facts = shown[lineOf(call)];
  if (facts === undefined) return false;
  const { servers, targets } = facts;
  for (const server of servers) assert.match(call.stdout, server);
  for (const target of targets) assert.match(call.stdout, new RegExp(`✓ +${target} +${servers.length} servers`));
  assert.match(call.stdout, `${servers.length * targets.length} servers synchronized from `);
  return true;
}

const logs = mkdtempSync(join(tmpdir(), 'hatch-seeds-'));
const seen = new Set<string>();

for (const [number, seed] of all.entries()) {
  test(`every command line of ${seed.name} works as its text says`, () => {
    const home = seedHome(number);
    const wrong: string[] = [];
    let isShown = false;
    for (const block of seed.blocks) {
      const calls = runBlock(home, block, logs);
      for (const { first, last, text } of block.lines) {
        const own = calls.filter(({ line }) => line >= first && line <= last);
        if (own.length === 0) wrong.push(`${first}: ${text}\n    was never called`);
      }
      for (const call of calls) {
        const known = impossible[lineOf(call)];
        try {
          if (known !== undefined) {
            seen.add(lineOf(call));
            assert.is(call.code, known.code, known.why);
          } else {
            checkEffect(call);
            // Only the first time as on the page: later ones find more.
            if (!isShown) isShown = checkShown(call);
          }
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          wrong.push(`${call.line}: hatch ${lineOf(call)}\n    ${why}\n${call.stdout}${call.stderr}`);
        }
      }
    }
    assert.is(wrong.join('\n\n'), '');
    assert.is(isShown, number === 0 || number === 2);
  });
}

there('no line is excused that is not there', () => {
  assert.equal([...seen].sort(), Object.keys(impossible).sort());
});

test.after(() => {
  rmSync(logs, { recursive: true, force: true });
  removeHomes();
});
test.run();
