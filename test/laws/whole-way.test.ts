// The whole way for every host on every platform: a server comes to the file of a real-looking home, stays, and goes.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { codecs, decodeText } from '../../src/formats/index.ts';
import { readEntries } from '../../src/formats/place.ts';
import { splitMark } from '../../src/formats/splice.ts';
import { type Host, hosts, locate } from '../../src/hosts/index.ts';
import type { Platform } from '../../src/model/target.ts';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { pathsOf } from '../../src/system/paths.ts';
import { apply } from '../../src/verbs/apply.ts';
import { plan } from '../../src/verbs/plan.ts';

const homes: Readonly<Record<Platform, string>> = {
  linux: '/home/ada',
  darwin: '/Users/ada',
  win32: 'C:\\Users\\ada',
};
/** Which of a host's fixtures is tried where. */
const tried: readonly (readonly [Platform, string])[] = [
  ['linux', 'odd'],
  ['darwin', 'basic'],
  ['win32', 'with-comments'],
];
const how = { autoApprove: true, allowEmpty: true, maxDeletes: 9, command: 'hatch' };

function fixtureOf(host: Host, name: string): Uint8Array {
  const twin = hosts.find(({ source }) => source.docs === host.source.docs) ?? host;
  const folder = fileURLToPath(new URL(`../../fixtures/hosts/${twin.id}/`, import.meta.url));
  const file = existsSync(folder) ? readdirSync(folder).find((one) => one.startsWith(`${name}.`)) : undefined;
  if (file === undefined) throw new Error(`${host.id} has no fixture ${name}`);
  return readFileSync(`${folder}${file}`);
}

function manifestFor(host: Host, scope: string, withServer: boolean): string {
  const tides = Object.hasOwn(host.entry.transports.words, 'stdio')
    ? { command: 'tides', args: ['--region', 'eu'] }
    : { url: 'https://tides.example/mcp' };
  return JSON.stringify({
    version: 1,
    name: 'harbour',
    environments: { main: { servers: withServer ? { 'ivy-tides': tides } : {} } },
    targets: { [host.id]: { scope } },
  });
}

/** Every entry of the file but ours. */
function others(system: MemorySystem, host: Host, scope: 'user' | 'project', path: string) {
  const place = host.scopes[scope];
  const bytes = system.read(path);
  if (place === undefined || bytes === undefined) return [];
  const document = codecs[place.format].read(splitMark(decodeText(bytes)).body);
  return [...readEntries(document, place.container)]
    .filter(([name]) => name !== 'ivy-tides')
    .map(([name, { value }]) => [name, value]);
}

for (const host of hosts.filter(({ byHand, scopes }) => byHand === undefined && Object.keys(scopes).length > 0)) {
  test(`${host.id}: what comes changes nothing else, the next plan is empty, and what goes leaves every byte`, async () => {
    for (const [platform, fixture] of tried) {
      const { join } = pathsOf(platform);
      const home = homes[platform];
      const project = join(home, 'reef');
      const scope = host.scopes.user === undefined ? 'project' : 'user';
      const manifest = join(home, 'reef', 'hatch.mcp.json');
      const around = { platform, home, cwd: project, env: {}, uid: platform === 'win32' ? undefined : 1000 };
      const located = locate(
        host,
        { scope, platform, home, variables: {}, project, path: undefined },
        memorySystem({}, around),
      );
      if ('severity' in located) throw new Error(`${host.id} on ${platform}: ${located.message}`);
      assert.ok(pathsOf(platform).isAbsolute(located.path) && located.path.startsWith(home), located.path);
      assert.is(located.path.includes('/'), platform !== 'win32', located.path);
      // In a folder each server has its own file.
      const path = located.placement.kind === 'folder' ? join(located.path, 'own.yaml') : located.path;
      const system = memorySystem(
        { [path]: fixtureOf(host, fixture), [manifest]: manifestFor(host, scope, true) },
        around,
      );
      const ports = { system, surroundings: system.surroundings };
      const before = {
        bytes: system.read(path),
        tree: Object.keys(system.tree()),
        others: others(system, host, scope, path),
      };
      const what = `${platform} ${fixture}`;

      const { run } = await apply(ports, { manifest }, how);
      assert.ok(run, `${what}: nothing was written`);
      assert.equal(others(system, host, scope, path), before.others, what);
      const next = await plan(ports, { manifest });
      const { add, update, remove, conflicts, drift } = next.counts;
      assert.equal(
        { add, update, remove, conflicts, drift },
        { add: 0, update: 0, remove: 0, conflicts: 0, drift: 0 },
        what,
      );

      system.put(manifest, manifestFor(host, scope, false));
      await apply(ports, { manifest }, how);
      assert.equal(Buffer.from(system.read(path) ?? []), Buffer.from(before.bytes ?? []), what);
      const left = Object.keys(system.tree()).filter((one) => !one.includes('.hatch') && !before.tree.includes(one));
      assert.equal(left, [], what);
    }
  });
}

test.run();
