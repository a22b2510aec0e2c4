// The commands that only look, in one piece: they are called most, and one file starts faster than many.

import type { Execute } from './call.ts';
import { execute as drift } from './commands/drift.ts';
import { execute as explain } from './commands/explain.ts';
import { execute as plan } from './commands/plan.ts';
import { execute as status } from './commands/status.ts';
import { execute as validate } from './commands/validate.ts';
import { run, type World } from './run.ts';

const implementations: Readonly<Record<string, Execute>> = { drift, explain, plan, status, validate };

/** As the `main` of all commands, for a line that calls one of these. */
export function main(argv: readonly string[], world: World): Promise<number> {
  return run(argv, world, async (command) => implementations[command]);
}
