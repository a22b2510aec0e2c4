// Writes every file that is made from another one; `--check` writes nothing and exits 1 when one is stale.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifestTypes, manifestValidator } from './manifest.ts';
import { hostRegistry } from './registry.ts';

/** Path from the root of the project → the text that must stand there. The same on every machine. */
const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  'src/hosts/registry.generated.ts': hostRegistry,
  'src/manifest/types.generated.ts': manifestTypes,
  'src/manifest/validate.generated.ts': manifestValidator,
  // Only then: the pages read the register.
  'README.md': async () => (await import('./readme.ts')).pageWithHosts(),
  'docs/hosts.md': async () => (await import('./pairs.ts')).hostsPage(),
};

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, make] of Object.entries(generated)) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const text = await make();
  if (current(path) === text) continue;
  stale.push(name);
  if (!check) writeFileSync(path, text);
}
for (const name of stale) process.stdout.write(`${check ? 'stale' : 'written'}: ${name}\n`);
if (check && stale.length > 0) process.exitCode = 1;

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
