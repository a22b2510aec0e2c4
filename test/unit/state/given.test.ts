// What the rules give to a target, what they may not, and what stays where a source has it no longer.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json } from '../../../src/model/json.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Tree } from '../../../src/system/memory.ts';
import { machine, places } from '../../support/machine.ts';

const cursorHere = '/home/ada/work/.cursor/mcp.json';
const npx = { command: 'npx' };
const secret = { command: 'npx', env: { API_KEY: 'a b c' } };

function manifest(servers: Json, targets: Json, rules?: Json): Json {
  const written = { version: 1, name: 'reef', environments: { all: { servers } }, targets };
  return rules === undefined ? written : ({ ...written, rules } as Json);
}

async function planOf(given: Json, tree: Tree = {}): Promise<Plan> {
  const ada = machine({ '/home/ada/work/.git/config': '', [cursorHere]: '{}\n', ...tree });
  ada.writeManifest(given);
  return ada.plan();
}

/** `target/server code`, or `target code`, of what is said; notes left out. */
function said(plan: Plan): readonly string[] {
  const findings = plan.targets.flatMap(({ name, entries, findings: own }) => [
    ...own.map((finding) => ({ ...finding, at: name })),
    ...entries.flatMap((entry) => entry.findings.map((finding) => ({ ...finding, at: `${name}/${entry.name}` }))),
  ]);
  return findings.filter(({ severity }) => severity !== 'note').map(({ at, code }) => `${at} ${code}`);
}

const home = (servers: Json) => ({ [places.zed.file]: JSON.stringify({ context_servers: servers }) });
const copy = { target: 'zed', to: ['cursor'] };
const cursor = { scope: 'project' };

const rows: Readonly<Record<string, readonly [given: Json, tree: Tree, said: readonly string[]]>> = {
  'a resolved secret never goes into the repository': [
    manifest(
      { tides: { command: 'npx', env: { K: '${env:HOME_KEY:-x}' } } },
      { cursor: { ...cursor, references: 'inline' } },
    ),
    {},
    ['cursor/tides reference-unsupported', 'cursor/tides secret-in-repository'],
  ],
  'nor does one that another host holds': [
    manifest({}, { cursor, zed: {} }, [copy]),
    home({ tides: secret }),
    ['cursor/tides secret-in-repository'],
  ],
  'what holds none is copied': [manifest({}, { cursor, zed: {} }, [copy]), home({ tides: npx }), []],
  'a file of the repository is the same on every platform': [
    manifest({ tides: { ...npx, platforms: { win32: { command: 'npx.cmd' } } } }, { cursor }),
    {},
    ['cursor/tides machine-dependent'],
  ],
  'one name may not come in two forms': [
    manifest({ tides: { command: 'uvx' } }, { cursor, zed: {} }, [copy, { environment: 'all', to: ['cursor'] }]),
    home({ tides: npx }),
    ['cursor defined-twice'],
  ],
  'but twice in one form': [
    manifest({ tides: npx }, { cursor, zed: {} }, [copy, { environment: 'all', to: ['cursor'] }]),
    home({ tides: npx }),
    [],
  ],
  'what only one host understands is not copied to another, and said': [
    manifest({}, { cursor, zed: {} }, [copy]),
    home({ tides: { ...npx, panel: 'left' } }),
    ['cursor/tides field-not-carried'],
  ],
};

for (const [name, [given, tree, expected]] of Object.entries(rows)) {
  test(name, async () => assert.equal(said(await planOf(given, tree)), expected));
}

test('what only one host understands is not written to another', async () => {
  const tree = home({ tides: { ...npx, panel: 'left' } });
  const { targets } = await planOf(manifest({}, { cursor, zed: {} }, [copy]), tree);
  assert.equal(
    targets.flatMap(({ entries }) => entries.map(({ edit }) => edit)),
    [{ kind: 'add', value: npx }],
  );
});

/** What is planned for the copy once its source has changed. */
async function afterwards(rule: Json, source: string): Promise<readonly string[]> {
  const ada = machine({ '/home/ada/work/.git/config': '', [cursorHere]: '{}\n', ...home({ tides: npx, reef: npx }) });
  ada.writeManifest(manifest({}, { cursor, zed: {} }, [rule]));
  await ada.apply();
  ada.system.put(places.zed.file, source);
  const { targets } = await ada.plan();
  return targets
    .filter(({ name }) => name === 'cursor')
    .flatMap(({ entries }) => entries.map((e) => `${e.name} ${e.verdict}`));
}

const mirror = { ...copy, mirror: true };
const lost = JSON.stringify({ context_servers: { tides: npx } });

for (const [what, rule, source, expected] of [
  ['what is gone from a source stays', copy, lost, ['reef in-sync', 'tides in-sync']],
  ['under `mirror` it goes', mirror, lost, ['reef prune', 'tides in-sync']],
  ['a torn source changes nothing', mirror, '{ "context_servers": {', ['reef in-sync', 'tides in-sync']],
] as const) {
  test(what, async () => assert.equal(await afterwards(rule, source), expected));
}

test.run();
