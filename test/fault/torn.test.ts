// A host that rewrites its file is met in the middle: whatever one look at the file shows, blank or half of it, nothing of
// others is lost, and our part is written as soon as the file is whole.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
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

/**
 * A machine on which the host begins to rewrite the file right before it is read for the `at`th time, and has the rest
 * of it on the disk some 20 ms later.
 */
function machineOf(place: PlaceName, whole: string, half: string, at: number): Met {
  const path = places[place].file;
  const system = memorySystem(
    { '/home/ada/work/hatch.mcp.yaml': manifest(place, 'docs'), [path]: whole },
    { cwd: '/home/ada/work', env: { HATCH_MANIFEST: '/home/ada/work/hatch.mcp.yaml' } },
  );
  let reads = 0;
  let isWhole = true;
  let found = whole;
  return {
    reads: () => reads,
    system: {
      ...system,
      read: (asked) => {
        if (asked === path) {
          if (reads === at) {
            found = new TextDecoder().decode(system.read(path));
            system.put(path, half);
            isWhole = false;
          }
          reads += 1;
        }
        return system.read(asked);
      },
      pause: async (milliseconds) => {
        await system.pause(milliseconds);
        if (isWhole || milliseconds === 0) return;
        system.put(path, found);
        isWhole = true;
      },
    },
  };
}

for (const [place, [whole, halves]] of Object.entries(files) as [PlaceName, readonly [string, readonly string[]]][]) {
  for (const half of halves) {
    test(`${place}: whenever the file is met as ${JSON.stringify(half)}, what others have in it stays`, async () => {
      const line = ['apply', '--auto-approve'];
      const { file } = places[place];
      const count = machineOf(place, whole, half, -1);
      assert.is((await hatch(count.system, line)).code, 0);
      const looks = count.reads();
      const wanted = new TextDecoder().decode(count.system.read(file));
      for (let look = 0; look < looks; look += 1) {
        const { system } = machineOf(place, whole, half, look);
        const { code, stdout, stderr } = await hatch(system, line);
        // The last looks come after our write: then a host may be said to have put its own back.
        assert.ok([0, 10].includes(code), `look ${look}: ${stdout}${stderr}`);
        await system.pause(50);
        const text = new TextDecoder().decode(system.read(file));
        assert.is(text, wanted, `look ${look} of ${looks}: ${stdout}`);
        const copies = backupFiles(system).map((copy) => new TextDecoder().decode(system.read(copy)));
        assert.ok(copies.includes(whole), `look ${look}: no backup of the whole file`);
      }
    });
  }
}

test('a file that stays blank is taken for blank in the end, and one that stays torn is a conflict', async () => {
  for (const [left, code] of [
    ['', 0],
    ['{', 3],
  ] as const) {
    const { system } = machineOf('cursor', left, left, -1);
    const ended = await hatch(system, ['apply', '--auto-approve']);
    assert.is(ended.code, code, ended.stderr);
    if (code === 3) assert.is(new TextDecoder().decode(system.read(places.cursor.file)), left);
  }
});

test.run();
