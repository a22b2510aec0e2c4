// The register of hosts: every descriptor in the folder of known hosts, by what its module exports.

import { readdirSync } from 'node:fs';
import type { Host } from '../src/hosts/host.ts';

const folder = new URL('../src/hosts/known/', import.meta.url);

/** The text of the register, hosts in the order of their ids. Throws where two hosts claim one word. */
export async function hostRegistry(): Promise<string> {
  const found: { readonly name: string; readonly file: string; readonly host: Host }[] = [];
  for (const file of readdirSync(folder).sort()) {
    const module: Readonly<Record<string, unknown>> = await import(new URL(file, folder).href);
    for (const [name, value] of Object.entries(module)) if (isHost(value)) found.push({ name, file, host: value });
  }
  refuseSharedWords(found.map(({ host }) => host));
  const files = [...new Set(found.map(({ file }) => file))];
  const namesIn = (file: string) =>
    found
      .filter((one) => one.file === file)
      .map(({ name }) => name)
      .sort();
  const sorted = [...found].sort((a, b) => (a.host.id < b.host.id ? -1 : 1));
  return [
    '// Generated from the folder of known hosts by `npm run generate`. Every host, in the order of their ids.',
    '',
    "import type { Host } from './host.ts';",
    ...files.map((file) => importLine(namesIn(file), `./known/${file}`)),
    '',
    'export const hosts: readonly Host[] = [',
    ...sorted.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

function isHost(value: unknown): value is Host {
  return typeof value === 'object' && value !== null && 'id' in value && 'scopes' in value && 'names' in value;
}

function importLine(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';`;
  return line.length <= 120 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}

function refuseSharedWords(hosts: readonly Host[]): void {
  const owners = new Map<string, string>();
  for (const { id, aliases } of hosts) {
    for (const word of [id, ...aliases]) {
      const owner = owners.get(word);
      if (owner !== undefined) throw new Error(`\`${word}\` means both ${owner} and ${id}`);
      owners.set(word, id);
    }
  }
}
