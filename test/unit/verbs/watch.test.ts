// A watcher on a machine in memory: what others do happens while it waits, and at the end a signal comes.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { at, type Json } from '../../../src/model/json.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { hatch, type Placed, type Shown } from '../../support/cli.ts';
import { isReport } from '../../support/home.ts';

const folder = '/home/ada/orchard';
const cursor = '/home/ada/.cursor/mcp.json';
const codex = '/home/ada/.codex/config.toml';
const manifest = `version: 1
name: orchard
environments: { e: { servers: { gauge: { command: gauge }, tides: { command: tides } } } }
targets: { cursor: {}, codex: {} }
`;

async function applied(): Promise<MemorySystem> {
  const system = memorySystem(
    { [`${folder}/hatch.mcp.yaml`]: manifest, [cursor]: '{}\n', [codex]: '' },
    { cwd: folder, env: { HATCH_MANIFEST: `${folder}/hatch.mcp.yaml` } },
  );
  const { code, stderr } = await hatch(system, ['apply', '--auto-approve']);
  assert.is(code, 0, stderr);
  return system;
}

type Act = () => void | Promise<void>;

/** Runs `hatch watch ARGS`; each act happens when it waits and has told all, then Ctrl-C. */
async function watched(system: MemorySystem, acts: readonly Act[], ...words: readonly string[]): Promise<Shown> {
  const left = [...acts];
  let calm = 0;
  const waiting: Placed = {
    ...system,
    pause: async (milliseconds) => {
      await system.pause(milliseconds);
      calm += 1;
      // So many looks that nothing is on its way any more.
      if (calm % 40 !== 0) return;
      const act = left.shift();
      if (act === undefined) system.signal('SIGINT');
      else await act();
    },
  };
  return hatch(waiting, ['watch', '--json', '--interval', '500ms', ...words]);
}

function eventsOf({ stdout }: Shown): readonly Json[] {
  const documents = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
  for (const document of documents) assert.ok(isReport(document), JSON.stringify(isReport.errors));
  return documents.map((document) => at(document, ['result']) as Json);
}

const kinds = (shown: Shown) => eventsOf(shown).map((event) => at(event, ['kind']));
const drifted = (event: Json | undefined) =>
  (at(event, ['drifted']) as unknown as readonly { readonly entry: string; readonly verdict: string }[]).map(
    ({ entry, verdict }) => `${entry} ${verdict}`,
  );

function text(system: MemorySystem, path: string): string {
  return new TextDecoder().decode(system.read(path));
}

const replace = (system: MemorySystem, path: string, before: string, after: string) => () =>
  system.put(path, text(system, path).replace(before, after));

/** As most programs save: another file takes the name. */
const renameOver = (system: MemorySystem, path: string, content: string) => () => {
  system.create(`${path}.tmp`, new TextEncoder().encode(content), 0o600);
  system.rename(`${path}.tmp`, path);
};

test('tells how it stands, then each difference once, and ends well on Ctrl-C', async () => {
  const system = await applied();
  const shown = await watched(system, [
    replace(system, cursor, '"gauge"\n', '"gauge-ng"\n'),
    // Not ours.
    replace(system, cursor, '{\n', '{\n  "theme": "dark",\n'),
    () => undefined,
    replace(system, cursor, '"gauge-ng"\n', '"gauge"\n'),
  ]);
  assert.is(shown.code, 0, shown.stderr);
  assert.equal(kinds(shown), ['no-drift', 'drift', 'no-drift', 'ended']);
  assert.equal(drifted(eventsOf(shown)[1]), ['cursor/gauge drift']);
});

test('a file may be renamed over, removed, made anew, and torn for a moment', async () => {
  const system = await applied();
  const whole = text(system, cursor);
  const shown = await watched(system, [
    renameOver(system, cursor, whole.replace('"tides"\n', '"ebb"\n')),
    () => system.remove(cursor),
    renameOver(system, cursor, whole),
    () => system.put(cursor, whole.slice(0, 20)),
    renameOver(system, cursor, whole),
  ]);
  assert.is(shown.code, 0, shown.stderr);
  assert.equal(kinds(shown), ['no-drift', 'drift', 'drift', 'no-drift', 'drift', 'no-drift', 'ended']);
  const events = eventsOf(shown);
  assert.equal(drifted(events[1]), ['cursor/tides drift']);
  assert.equal(drifted(events[2]), ['cursor/gauge host-reset', 'cursor/tides host-reset']);
});

test('a burst of hundreds of writes is one difference', async () => {
  const system = await applied();
  const whole = text(system, cursor);
  const shown = await watched(system, [
    () => {
      for (let i = 0; i < 300; i++) renameOver(system, cursor, whole.replace('"gauge"\n', `"gauge-${i}"\n`))();
    },
  ]);
  assert.equal(kinds(shown), ['no-drift', 'drift', 'ended']);
});

test('what apply writes elsewhere, a new server too, is no drift, and needs no manifest', async () => {
  const system = await applied();
  const shown = await watched(system, [
    async () => {
      const more = manifest.replace('tides: {', 'moon: { command: moon }, tides: {');
      system.put(`${folder}/hatch.mcp.yaml`, more);
      assert.is((await hatch(system.fork(), ['apply', '--auto-approve'])).code, 0);
    },
    () => system.put(`${folder}/hatch.mcp.yaml`, 'name: orchard\nbroken: ['),
    replace(system, codex, '"moon"', '"sun"'),
  ]);
  assert.equal(
    kinds(shown).filter((kind) => kind !== 'no-drift'),
    ['drift', 'ended'],
  );
});

test('with --apply it puts back what drifted and nothing else, and does not take its own writing for more', async () => {
  const system = await applied();
  const before = { cursor: text(system, cursor), codex: text(system, codex) };
  const shown = await watched(
    system,
    [
      // The manifest wants more by now: that is for an apply that somebody asks for.
      () => system.put(`${folder}/hatch.mcp.yaml`, manifest.replace('command: tides', 'command: tides-ng')),
      () => {
        replace(system, cursor, '"gauge"\n', '"gauge-ng"\n')();
        replace(system, codex, '"gauge"\n', '"gauge-ng"\n')();
      },
      () => system.remove(codex),
    ],
    '--apply',
    '--auto-approve',
  );
  assert.is(shown.code, 0, shown.stderr);
  assert.equal(
    kinds(shown).filter((kind) => kind !== 'no-drift'),
    ['drift', 'mended', 'mended', 'drift', 'mended', 'ended'],
  );
  assert.is(text(system, cursor), before.cursor);
  // A file that was lost comes back as it is wanted now.
  assert.match(text(system, codex), 'gauge');
});

test('whoever changes it again each time wins after three times, until it is quiet', async () => {
  const system = await applied();
  const again = replace(system, cursor, '"gauge"\n', '"gauge-ng"\n');
  const shown = await watched(system, [again, again, again, again, () => undefined], '--apply', '--auto-approve');
  assert.equal(
    kinds(shown).filter((kind) => kind !== 'no-drift' && kind !== 'drift'),
    ['mended', 'mended', 'mended', 'given-up', 'ended'],
  );
  assert.match(text(system, cursor), 'gauge-ng');
});

test('a conflict is left for a person, and is no reason to leave the rest', async () => {
  const system = await applied();
  system.put(`${folder}/hatch.mcp.yaml`, manifest.replace('command: gauge', 'command: gauge-1'));
  const shown = await watched(
    system,
    [
      () => {
        replace(system, cursor, '"gauge"\n', '"gauge-2"\n')();
        replace(system, cursor, '"tides"\n', '"ebb"\n')();
      },
    ],
    '--apply',
    '--auto-approve',
  );
  assert.match(text(system, cursor), 'gauge-2');
  assert.match(text(system, cursor), '"tides"\n');
  assert.equal(drifted(eventsOf(shown).at(-2)), ['cursor/gauge drift']);
});

test('it writes only where both are said, and says what is wrong in its line', async () => {
  const system = await applied();
  for (const [words, says] of [
    [['--apply'], 'watch --apply writes without a question'],
    [['--no-backup'], 'means nothing without --apply'],
    [['--interval', '10ms'], '--interval takes a time from 100ms on'],
    [['--interval', 'soon'], '--interval takes a time such as 30s, not soon'],
  ] as const) {
    const shown = await hatch(system, ['watch', ...words]);
    assert.is(shown.code, 64);
    assert.match(shown.stderr, says);
  }
});

test('a person reads a time and the difference', async () => {
  const system = await applied();
  replace(system, cursor, '"gauge"\n', '"gauge-ng"\n')();
  system.signal('SIGINT');
  const waiting: Placed = { ...system, interrupted: () => 'SIGINT' };
  const { stdout } = await hatch(waiting, ['watch']);
  assert.match(
    stdout,
    /^2026-01-02T03:\d\d:\d\dZ\ncursor {2}Cursor, user.*\n {2}~ gauge {2}changed by others\n[\s\S]*\n\n$/,
  );
});

test.run();
