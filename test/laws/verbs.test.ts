// The laws of the verbs over random manifests, hosts' files and rude edits, on a machine in memory: the whole way, from
// the manifest's text to the files. The oracle looks at plain values and knows nothing of the planner.

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HatchError } from '../../src/model/errors.ts';
import { equal, isObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { openConflicts } from '../../src/model/plan.ts';
import { lawSeed } from '../support/laws.ts';
import { type Machine, machine, type PlaceName, places } from '../support/machine.ts';

/** Each takes tens of milliseconds: the engine's own laws have the many cases. */
const runs = Number(process.env.HATCH_LAW_RUNS ?? 20);
const parameters = { numRuns: runs, seed: lawSeed, endOnFailure: false };

const serverNames = ['weather', 'news-desk', 'tide_tables', 'zz9'];
const someName = fc.constantFrom(...serverNames);
const somePlace = fc.constantFrom(...(Object.keys(places) as PlaceName[]));
const word = fc.constantFrom('npx', 'uvx', 'weather-server', '/opt/tides/bin/serve', 'a b', '');
const server = fc.record(
  {
    command: fc.constantFrom('npx', 'uvx', 'node'),
    args: fc.array(word, { maxLength: 3 }),
    env: fc.dictionary(fc.constantFrom('LOG_LEVEL', 'REGION', 'MODE'), fc.constantFrom('debug', 'info', 'eu'), {
      maxKeys: 2,
    }),
  },
  { requiredKeys: ['command', 'args'] },
);
const servers = fc.dictionary(someName, server, { maxKeys: 3 });
const manifest = fc
  .record({ one: servers, two: servers, targets: fc.uniqueArray(somePlace, { minLength: 1, maxLength: 4 }) })
  .map(({ one, two, targets }) => ({
    version: 1,
    name: 'law-abiding',
    environment: 'one',
    environments: { one: { servers: one }, two: { servers: two } },
    targets: Object.fromEntries(targets.map((target) => [target, {}])),
  }));

/** What a person or a program does to a host's file behind our back. */
type Rude =
  | { readonly kind: 'field'; readonly place: PlaceName; readonly name: string; readonly value: string }
  | { readonly kind: 'foreign-field'; readonly place: PlaceName; readonly name: string }
  | { readonly kind: 'foreign-entry'; readonly place: PlaceName }
  | { readonly kind: 'remove'; readonly place: PlaceName; readonly name: string };
const rude: fc.Arbitrary<Rude> = fc.oneof(
  fc.record({
    kind: fc.constant('field' as const),
    place: somePlace,
    name: someName,
    value: fc.constantFrom('deno', 'bun'),
  }),
  fc.record({ kind: fc.constant('foreign-field' as const), place: somePlace, name: someName }),
  fc.record({ kind: fc.constant('foreign-entry' as const), place: somePlace }),
  fc.record({ kind: fc.constant('remove' as const), place: somePlace, name: someName }),
);

const tree = {
  [places.cursor.file]: '{\n  // of Ada\n  "mcpServers": {\n    "own": { "command": "own", "x": 1 } // hers\n  }\n}\n',
  [places.zed.file]: '// Zed\n{\n  "theme": "One",\n  "context_servers": {},\n}\n',
  [places.codex.file]: 'model = "o3" # m\n\n[mcp_servers.own] # hers\ncommand = "own"\nx = 1\n\n# the end\n',
  [places.goose.file]:
    'GOOSE_MODEL: x # y\nextensions:\n  developer:\n    type: builtin\n    name: developer\n    enabled: true\n',
};

function behave(ada: Machine, act: Rude): void {
  const all = ada.servers(act.place);
  const commandKey = act.place === 'goose' ? 'cmd' : 'command';
  if (act.kind === 'foreign-entry') {
    const value = act.place === 'goose' ? { type: 'stdio', name: 'theirs', cmd: 'x', args: [] } : { command: 'theirs' };
    ada.edit(act.place, ['theirs'], { kind: 'set', value });
    return;
  }
  if (!isObject(all) || !isObject(all[act.name])) return;
  if (act.kind === 'remove') ada.edit(act.place, [act.name], { kind: 'remove' });
  else if (act.kind === 'field') ada.edit(act.place, [act.name, commandKey], { kind: 'set', value: act.value });
  else ada.edit(act.place, [act.name, 'panelState'], { kind: 'set', value: 'open' });
}

/** Everything in the files that the manifest has nothing to say about: entries and fields of others. */
function foreign(ada: Machine): JsonObject {
  const found: Record<string, Json> = {};
  for (const place of Object.keys(places) as PlaceName[]) {
    const all = ada.servers(place);
    for (const [name, entry] of isObject(all) ? Object.entries(all) : []) {
      if (!serverNames.includes(name)) found[`${place}/${name}`] = entry;
      else if (isObject(entry) && entry.panelState !== undefined)
        found[`${place}/${name}/panelState`] = entry.panelState;
    }
  }
  return found;
}

function law(
  says: string,
  body: (ada: Machine, first: JsonObject, second: JsonObject, acts: readonly Rude[]) => Promise<void>,
): void {
  test(says, async () => {
    const property = fc.asyncProperty(
      manifest,
      manifest,
      fc.array(rude, { maxLength: 4 }),
      async (first, second, acts) => {
        const ada = machine(tree);
        ada.writeManifest(first as unknown as Json);
        await body(ada, first as unknown as JsonObject, second as unknown as JsonObject, acts);
      },
    );
    await fc.assert(property, parameters);
  });
}

law('after apply the next plan is empty, and another apply writes nothing', async (ada, _first, second, acts) => {
  await ada.apply();
  for (const act of acts) behave(ada, act);
  ada.writeManifest(second as Json);
  await ada.apply({ skipConflicts: true });
  const next = await ada.plan();
  const { add, update, remove, drift } = next.counts;
  assert.equal(
    { add, update, remove, drift, recorded: next.counts.recorded },
    { add: 0, update: 0, remove: 0, drift: 0, recorded: 0 },
  );
  const before = ada.system.tree();
  assert.is((await ada.apply({ skipConflicts: true })).run, undefined);
  assert.equal(ada.system.tree(), before);
});

law('what is desired stands in the file, unless a conflict about it is open', async (ada, first, second, acts) => {
  await ada.apply();
  for (const act of acts) behave(ada, act);
  ada.writeManifest(second as Json);
  const { plan } = await ada.apply({ skipConflicts: true });
  const open = new Set(
    plan.targets.flatMap((target) =>
      target.entries.filter(({ conflict }) => conflict !== undefined).map(({ name }) => `${target.name}/${name}`),
    ),
  );
  const { environments, targets } = second as unknown as {
    environments: { one: { servers: JsonObject } };
    targets: JsonObject;
  };
  for (const place of Object.keys(targets) as PlaceName[]) {
    const all = ada.servers(place);
    for (const [name, wanted] of Object.entries(environments.one.servers)) {
      if (open.has(`${place}/${name}`)) continue;
      const entry = isObject(all) ? all[name] : undefined;
      assert.ok(isObject(entry), `${place}/${name}`);
      const env = place === 'goose' ? 'envs' : 'env';
      const { command, args, env: values } = wanted as { command: string; args: Json; env?: JsonObject };
      assert.is(entry[place === 'goose' ? 'cmd' : 'command'], command);
      assert.equal(entry.args ?? [], args);
      for (const [key, value] of Object.entries(values ?? {})) assert.is((entry[env] as JsonObject)[key], value);
    }
  }
  assert.ok(first);
});

law(
  'entries of others are untouched, and so are their fields in entries that stay',
  async (ada, _first, second, acts) => {
    await ada.apply();
    for (const act of acts) behave(ada, act);
    const before = foreign(ada);
    ada.writeManifest(second as Json);
    await ada.apply({ skipConflicts: true });
    const after = foreign(ada);
    for (const [what, value] of Object.entries(before)) {
      const [place, name] = what.split('/') as [PlaceName, string];
      const all = ada.servers(place);
      const isGone = isObject(all) && all[name] === undefined && serverNames.includes(name);
      if (!isGone) assert.ok(equal(after[what], value), what);
    }
  },
);

law('rollback gives the bytes back, and the run after it is the same again', async (ada, _first, second, acts) => {
  await ada.apply();
  for (const act of acts) behave(ada, act);
  ada.writeManifest(second as Json);
  const before = ada.hostFiles();
  const { run } = await ada.apply({ skipConflicts: true });
  const after = ada.hostFiles();
  if (run === undefined || !run.files.some(({ role }) => role === 'target')) return;
  await ada.rollback(run.id);
  assert.equal(ada.hostFiles(), before);
  await ada.apply({ skipConflicts: true, again: true });
  assert.equal(ada.hostFiles(), after);
});

law('everything taken off again leaves the first bytes', async (ada) => {
  const before = ada.hostFiles();
  await ada.apply();
  ada.writeManifest({
    version: 1,
    name: 'law-abiding',
    environments: { none: { servers: {} } },
    targets: { cursor: {} },
  });
  await ada.apply();
  assert.equal(ada.hostFiles(), before);
});

law('the digest does not depend on the order of keys, and planning writes nothing', async (ada, first) => {
  const before = ada.system.tree();
  const { digest } = await ada.plan();
  const reversed = (value: Json): Json =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, member]) => [key, reversed(member)]),
        )
      : value;
  assert.equal(ada.system.tree(), before);
  ada.writeManifest(reversed(first as Json));
  assert.is((await ada.plan()).digest, digest);
});

law('an unanswered conflict stops everything', async (ada, _first, second, acts) => {
  await ada.apply();
  for (const act of acts) behave(ada, act);
  ada.writeManifest(second as Json);
  if (openConflicts(await ada.plan()).length === 0) return;
  const before = ada.system.tree();
  try {
    await ada.apply();
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof HatchError && error.exit === 'conflicts', String(error));
  }
  assert.equal(withoutLocks(ada.system.tree()), withoutLocks(before));
});

function withoutLocks(found: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(found).filter(([path]) => !path.includes('/locks')));
}

test.run();
