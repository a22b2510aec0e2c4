// A machine in memory with a manifest and hosts, driven through the verbs as a program would.

import { changeTree } from '../../src/formats/change.ts';
import type { Change } from '../../src/formats/codec.ts';
import { codecs } from '../../src/formats/index.ts';
import { render } from '../../src/formats/splice.ts';
import { at, type Json, type Path } from '../../src/model/json.ts';
import type { Plan } from '../../src/model/plan.ts';
import { type MemorySystem, memorySystem, type Tree } from '../../src/system/memory.ts';
import { apply } from '../../src/verbs/apply.ts';
import type { ApplyOptions, ApplyReport, PlanOptions } from '../../src/verbs/options.ts';
import { plan } from '../../src/verbs/plan.ts';
import { rollback } from '../../src/verbs/rollback.ts';

export const manifestPath = '/home/ada/work/hatch.mcp.json';

/** The hosts of the laws: every format and every kind of container. */
export const places = {
  cursor: { file: '/home/ada/.cursor/mcp.json', format: 'jsonc', path: ['mcpServers'] },
  zed: { file: '/home/ada/.config/zed/settings.json', format: 'jsonc', path: ['context_servers'] },
  codex: { file: '/home/ada/.codex/config.toml', format: 'toml', path: ['mcp_servers'] },
  goose: { file: '/home/ada/.config/goose/config.yaml', format: 'yaml', path: ['extensions'] },
} as const;

export type PlaceName = keyof typeof places;

export interface Machine {
  readonly system: MemorySystem;
  writeManifest(manifest: Json): void;
  plan(options?: PlanOptions): Promise<Plan>;
  apply(options?: PlanOptions, how?: Partial<ApplyOptions>): Promise<ApplyReport>;
  rollback(run?: string, options?: PlanOptions): Promise<ApplyReport>;
  /** The value of a host's servers; undefined where there are none. */
  servers(place: PlaceName): Json | undefined;
  /** As a rude program would edit the file. */
  edit(place: PlaceName, path: Path, change: Change): void;
  /** Path → text of every file that is not ours. */
  hostFiles(): Readonly<Record<string, string>>;
}

export function machine(tree: Tree): Machine {
  const system = memorySystem(tree, { cwd: '/home/ada/work' });
  const ports = { system, surroundings: system.surroundings };
  const text = (path: string) => {
    const bytes = system.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const options = (given: PlanOptions = {}): PlanOptions => ({ manifest: manifestPath, ...given });
  const how = { autoApprove: true, maxDeletes: 1000, allowEmpty: true, command: 'hatch' };
  return {
    system,
    writeManifest: (manifest) => system.put(manifestPath, JSON.stringify(manifest, null, 2)),
    plan: (given) => plan(ports, options(given)),
    apply: (given, more) => apply(ports, options(given), { ...how, ...more }),
    rollback: (run, given) => rollback(ports, run, options(given), how),
    servers: (place) => {
      const { file, format, path } = places[place];
      const found = text(file);
      return found === undefined ? undefined : at(codecs[format].read(found).value, path);
    },
    edit: (place, path, change) => {
      const { file, format, path: top } = places[place];
      const codec = codecs[format];
      system.put(file, render(codec, text(file) ?? '', changeTree([[[...top, ...path], change]])));
    },
    hostFiles: () =>
      Object.fromEntries(
        Object.entries(system.tree()).filter(([path]) => !path.includes('.hatch') && path !== manifestPath),
      ),
  };
}
