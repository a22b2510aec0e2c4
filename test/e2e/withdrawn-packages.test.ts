// Versions that were taken back: deleted from a registry, yanked from an index, called deprecated. Which one is locked
// instead, what is said, and what is refused.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { memorySystem } from '../../src/system/memory.ts';
import { hatch, type Placed } from '../support/cli.ts';
import { type Answer, integrityOf, listed, packument, pythonPages, web } from '../support/web.ts';

const manifestPath = '/home/ada/work/hatch.mcp.yaml';
const lockPath = '/home/ada/work/hatch.mcp.lock.yaml';
const manifest = 'version: 1\nname: acme\nenvironments: { main: { servers: {} } }\ntargets: { cursor: {} }\n';

const name = 'io.github.acme/kiln';
const server = (version: string): JsonObject => ({
  name,
  version,
  packages: [{ registryType: 'npm', identifier: '@acme/kiln', version, transport: { type: 'stdio' } }],
});

/** The official API's pages of one server, by its versions and what became of each; the last is called latest. */
function kiln(states: Readonly<Record<string, string>>): Readonly<Record<string, Answer>> {
  const all = Object.entries(states).map(([version, status]) => [version, listed(server(version), status)] as const);
  const at = `registry.modelcontextprotocol.io/v0.1/servers/${encodeURIComponent(name)}/versions`;
  return {
    [at]: { servers: all.map(([, each]) => each) },
    [`${at}/latest`]: all.at(-1)?.[1] ?? {},
    ...Object.fromEntries(all.map(([version, each]) => [`${at}/${version}`, each])),
    'registry.npmjs.org/@acme%2fkiln': npmKiln(['1.0.0', '1.1.0', '2.0.0']),
  };
}

function npmKiln(versions: readonly string[], deprecated: readonly string[] = []): Json {
  const of = (version: string): JsonObject => ({
    version,
    dist: { integrity: integrityOf(`@acme/kiln@${version}`) },
    ...(deprecated.includes(version) && { deprecated: 'it cracks pots' }),
  });
  return packument('@acme/kiln', versions, {
    versions: Object.fromEntries(versions.map((version) => [version, of(version)])),
  });
}

function clock(yanked: readonly string[]): Readonly<Record<string, Answer>> {
  const versions = ['1.0', '1.1', '1.2'];
  const pages = pythonPages('clock', versions) as Readonly<Record<string, JsonObject>>;
  const releases = versions.map((version) => [version, [{ filename: 'x', yanked: yanked.includes(version) }]] as const);
  const infos = versions.map((version) => {
    const at = `pypi.org/pypi/clock/${version}/json`;
    const info = { version, yanked: yanked.includes(version), yanked_reason: 'it runs backwards' };
    return [at, { ...pages[at], info }] as const;
  });
  return {
    ...pages,
    'pypi.org/pypi/clock/json': { ...pages['pypi.org/pypi/clock/json'], releases: Object.fromEntries(releases) },
    ...Object.fromEntries(infos),
  };
}

type Pages = Readonly<Record<string, Answer>>;
const npm = (deprecated: readonly string[]): Pages => ({
  'registry.npmjs.org/@acme%2fkiln': npmKiln(['1.0.0', '1.1.0'], deprecated),
});
const gone = { '1.0.0': 'active', '1.1.0': 'active', '2.0.0': 'deleted' };
const old = { '1.0.0': 'deprecated' };
const none = { '1.0.0': 'deleted', '1.1.0': 'deleted' };

/** What is added, from which pages → exit code, and what is said, or the version that is locked. */
const cases: readonly (readonly [reference: string, pages: Pages, code: number, says: string])[] = [
  [name, kiln(gone), 0, '(1.1.0)'],
  [`${name}@>=1`, kiln(gone), 0, '(1.1.0)'],
  [`${name}@2.0.0`, kiln(gone), 5, `${name} 2.0.0 was deleted from https://registry.modelcontextprotocol.io`],
  [name, kiln(none), 5, `${name} 1.1.0 was deleted from`],
  [`${name}@^1`, kiln(none), 5, `${name} 1.1.0 was deleted from`],
  [name, kiln(old), 0, `${name} 1.0.0 is called deprecated by its registry`],
  ['npm:@acme/kiln', npm(['1.1.0']), 0, '(1.0.0)'],
  ['npm:@acme/kiln@^1', npm(['1.1.0']), 0, '(1.0.0)'],
  ['npm:@acme/kiln@1.1.0', npm(['1.1.0']), 0, 'npm:@acme/kiln@1.1.0 is called deprecated: it cracks pots'],
  ['npm:@acme/kiln@^1', npm(['1.0.0', '1.1.0']), 0, 'npm:@acme/kiln@1.1.0 is called deprecated: it cracks pots'],
  ['pypi:clock', clock(['1.2']), 0, '(1.1)'],
  ['pypi:clock>=1.1', clock(['1.2']), 0, '(1.1)'],
  ['pypi:clock==1.2', clock(['1.2']), 0, 'pypi:clock==1.2 is called deprecated: it runs backwards'],
  ['pypi:clock>=1.2', clock(['1.2']), 1, 'no version of pypi:clock is in the range `>=1.2`'],
];

for (const [reference, pages, wanted, says] of cases) {
  test(`${reference} → ${says}`, async () => {
    const system = memorySystem(
      { [manifestPath]: manifest },
      { cwd: '/home/ada/work', env: { HATCH_MANIFEST: manifestPath } },
    );
    const shown = await hatch({ ...system, network: web(pages) } as Placed, ['package', 'add', reference]);
    const said = `${shown.stdout}${shown.stderr}`;
    assert.is(shown.code, wanted, said);
    assert.ok(said.includes(says), said);
    assert.is(system.tree()[lockPath] !== undefined, wanted === 0);
  });
}

test.run();
