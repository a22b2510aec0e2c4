// A host that rewrites its file is met in the middle: whatever one look at the file shows, blank or half of it, nothing of
// others is lost, and our part is written as soon as the file is whole.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { codecs } from '../../src/formats/index.ts';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { hatch, type Placed } from '../support/cli.ts';
import { type PlaceName, places } from '../support/machine.ts';
import { backupFiles } from '../support/transactions.ts';

const manifest = (place: PlaceName, command: string) =>
  `version: 1\nname: orchard\nenvironment: main\nenvironments: { main: { servers: { docs: { command: ${command} } } } }\ntargets: { ${place}: {} }\n`;

/** The whole file, and half of it: cut off within a line, and where what is left is still valid. */
const files: Readonly<Partial<Record<PlaceName, readonly [whole: string, halves: readonly string[]]>>> = {
  cursor: [
    '{\n  "theme": "One",\n  "mcpServers": {\n    "own": { "command": "own" }\n  }\n}\n',
    ['', '{\n  "theme": "One",\n  "mcpSer', '\n'],
  ],
  codex: [
    'model = "o3"\n\n[mcp_servers.own]\ncommand = "own"\n\n[tui]\ntheme = "One"\n',
    ['', 'model = "o3"\n\n[mcp_ser', 'model = "o3"\n', 'model = "o3"\n\n[mcp_servers.own]\ncommand = "own"\n'],
  ],
  goose: [
    'extensions:\n  own:\n    type: stdio\n    name: own\n    enabled: true\n    cmd: own\n    args: []\ntheme: One\n',
    ['', 'extensions:\n  own:\n    type: "std', 'extensions:\n  own:\n    type: stdio\n'],
  ],
};

interface Met {
  readonly system: MemorySystem & Placed;
  /** How often the file was read. */
  readonly reads: () => number;
}

const line = ['apply', '--auto-approve'];

/** A machine with that file, on which an earlier apply has written our server, which is to be another one by now. */
async function machineWith(place: PlaceName, whole: string): Promise<MemorySystem & Placed> {
  const manifestPath = '/home/ada/work/hatch.mcp.yaml';
  const system = memorySystem(
    { [manifestPath]: manifest(place, 'docs'), [places[place].file]: whole },
    { cwd: '/home/ada/work', env: { HATCH_MANIFEST: manifestPath } },
  );
  assert.is((await hatch(system, line)).code, 0);
  system.put(manifestPath, manifest(place, 'docs-2'));
  return system;
}

/**
 * The machine, but the host begins to rewrite the file right before it is read for the `at`th time, and has the rest of
 * it on the disk after so many moments.
 */
function meeting(system: MemorySystem & Placed, path: string, half: string, at: number, moments: number): Met {
  let reads = 0;
  let left = 0;
  let found = '';
  return {
    reads: () => reads,
    system: {
      ...system,
      read: (asked) => {
        if (asked === path) {
          if (reads === at) {
            found = new TextDecoder().decode(system.read(path));
            system.put(path, half);
            left = moments;
          }
          reads += 1;
        }
        return system.read(asked);
      },
      pause: async (milliseconds) => {
        await system.pause(milliseconds);
        if (milliseconds === 0 || left === 0) return;
        left -= 1;
        if (left === 0) system.put(path, found);
      },
    },
  };
}

for (const [place, [whole, halves]] of Object.entries(files) as [PlaceName, readonly [string, readonly string[]]][]) {
  for (const half of halves) {
    // What is valid is taken for whole a moment after it was written.
    const moments = isValid(place, half) ? 1 : half === '' ? 30 : 4;
    test(`${place}: whenever the file is met as ${JSON.stringify(half)}, what others have in it stays`, async () => {
      const path = places[place].file;
      const textIn = (system: MemorySystem, name: string) => new TextDecoder().decode(system.read(name));
      const start = await machineWith(place, whole);
      const count = meeting(start, path, half, -1, moments);
      const before = textIn(start, path);
      assert.is((await hatch(count.system, line)).code, 0);
      const looks = count.reads();
      const wanted = textIn(start, path);
      for (let look = 0; look < looks; look += 1) {
        const { system } = meeting(await machineWith(place, whole), path, half, look, moments);
        const { code, stdout, stderr } = await hatch(system, line);
        // The last looks come after our write: then a host may be said to have put its own back.
        assert.ok([0, 4, 10].includes(code), `look ${look}: ${stdout}${stderr}`);
        for (let i = 0; i < moments; i += 1) await system.pause(50);
        if (code === 4) {
          // Planned from a half that was valid, and met whole: nothing is written.
          assert.is(textIn(system, path), before, `look ${look} of ${looks}`);
          continue;
        }
        assert.is(textIn(system, path), wanted, `look ${look} of ${looks}: ${stdout}`);
        const copies = backupFiles(system).map((copy) => textIn(system, copy));
        assert.ok(copies.includes(before), `look ${look}: no backup of the whole file`);
      }
    });
  }
}

function isValid(place: PlaceName, text: string): boolean {
  try {
    codecs[places[place].format].read(text);
    return text !== '';
  } catch {
    return false;
  }
}

test('a file that stays blank is taken for blank in the end, and one that stays torn is a conflict', async () => {
  for (const [left, code] of [
    ['', 0],
    ['{', 3],
  ] as const) {
    const system = await machineWith('cursor', '{}');
    system.put(places.cursor.file, left);
    const ended = await hatch(system, line);
    assert.is(ended.code, code, ended.stderr);
    if (code === 3) assert.is(new TextDecoder().decode(system.read(places.cursor.file)), left);
  }
});

test.run();
