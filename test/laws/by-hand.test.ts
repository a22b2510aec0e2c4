// The laws of the commands that write by hand, over random manifests and homes, through the command line on a machine
// in memory: what they touch is at rest afterwards or they said why not, and all else is as it was.

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { get, type Json, type JsonObject } from '../../src/model/json.ts';
import { hatch } from '../support/cli.ts';
import { faulty } from '../support/faulty-system.ts';
import { lawSeed } from '../support/laws.ts';
import { type Machine, machine, manifestPath, type PlaceName, places } from '../support/machine.ts';

const runs = Number(process.env.HATCH_LAW_RUNS ?? 12);
const parameters = { numRuns: runs, seed: lawSeed, endOnFailure: false, includeErrorInReport: true };

const hosts = Object.keys(places) as PlaceName[];
const someHost = fc.constantFrom(...hosts);
const someName = fc.constantFrom('weather', 'news-desk', 'tide_tables');
const server = fc.record(
  {
    command: fc.constantFrom('npx', 'uvx', 'node'),
    args: fc.array(fc.constantFrom('-y', 'serve', 'a b', ''), { maxLength: 2 }),
    env: fc.dictionary(fc.constantFrom('LOG_LEVEL', 'REGION'), fc.constantFrom('debug', 'eu'), { maxKeys: 2 }),
  },
  { requiredKeys: ['command', 'args'] },
);
const servers = fc.dictionary(someName, server, { maxKeys: 3 });
const rule = fc.record(
  {
    environment: fc.constantFrom('one', 'two'),
    to: fc.uniqueArray(someHost, { minLength: 1, maxLength: 2 }),
    servers: fc.uniqueArray(someName, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['environment', 'to'] },
);

/** Rules that give one target the same server from two environments are left out: they are an error of their own. */
const manifest = fc
  .record({ one: servers, two: servers, rules: fc.array(rule, { maxLength: 2 }), targets: fc.uniqueArray(someHost) })
  .map(({ one, two, rules, targets }) => {
    const fed = new Set<string>();
    const kept = rules
      .map(({ to, ...rest }) => {
        const free = to.filter((name) => !fed.has(name));
        for (const name of free) fed.add(name);
        const own = get({ one, two }, rest.environment) as JsonObject;
        const known = rest.servers?.filter((name) => Object.hasOwn(own, name));
        return { ...rest, to: free, ...(known && { servers: known }) };
      })
      .filter(({ to, servers: named }) => to.length > 0 && named?.length !== 0);
    return {
      version: 1,
      name: 'orchard',
      environment: 'one',
      environments: { one: { servers: one }, two: { servers: two } },
      targets: Object.fromEntries(['cursor', ...targets].map((name) => [name, {}])),
      ...(kept.length > 0 && { rules: kept }),
    };
  });

const tree = {
  [places.cursor.file]:
    '{\n  // of Ada\n  "mcpServers": {\n    "own": { "command": "own", "x": 1 }, // hers\n    "weather": { "command": "old", "args": ["gone"] }\n  }\n}\n',
  [places.zed.file]: '// Zed\n{\n  "theme": "One",\n  "context_servers": {},\n}\n',
  [places.codex.file]: '# Codex\nmodel = "o9"\n\n[mcp_servers.own]\ncommand = "own"\n',
  [places.goose.file]: '# Goose\nextensions:\n  own:\n    type: stdio\n    cmd: own\n',
};

/** A command line, with the servers and hosts that it may touch. */
interface Line {
  readonly args: readonly string[];
  readonly names: readonly string[];
  readonly hosts: readonly string[];
}

const syncLine: fc.Arbitrary<Line> = fc
  .record({
    from: fc.constantFrom(
      ['--from-env', 'one'],
      ['--from-env', 'two'],
      ['--from-host', 'zed'],
      ['--from-host', 'cursor'],
    ),
    to: fc.uniqueArray(someHost, { minLength: 1, maxLength: 3 }),
    pattern: fc.constantFrom(undefined, '^w', 'e'),
    more: fc.subarray(['--mirror', '--override', '--save']),
  })
  .map(({ from, to, pattern, more }) => {
    const hosts = to.filter((name) => name !== from[1]);
    return {
      args: ['mcp', 'sync', ...from, '--to-host', hosts.join(','), ...(pattern ? ['--pattern', pattern] : []), ...more],
      names: ['weather', 'news-desk', 'tide_tables', 'own'],
      hosts,
    };
  })
  .filter(({ hosts }) => hosts.length > 0);

const configureLine: fc.Arbitrary<Line> = fc
  .record({
    name: fc.constantFrom('weather', 'news-desk', 'own', 'brand-new'),
    hosts: fc.uniqueArray(someHost, { minLength: 1, maxLength: 2 }),
    fields: fc.constantFrom(
      ['--command', 'deno', '--args', '-A', '--env', 'REGION=us'],
      ['--env', 'REGION=us'],
      ['--command', 'bun', '--set', '/panel=open'],
    ),
    more: fc.subarray(['--no-save', '--override', '--environment=two']),
  })
  .map(({ name, hosts, fields, more }) => ({
    args: ['mcp', 'configure', name, '--host', hosts.join(','), ...fields, ...more],
    names: [name],
    hosts,
  }));

const removeLine: fc.Arbitrary<Line> = fc
  .record({
    name: fc.constantFrom('weather', 'own', undefined),
    hosts: fc.uniqueArray(someHost, { minLength: 1, maxLength: 3 }),
    more: fc.subarray(['--save']),
  })
  .map(({ name, hosts, more }) => ({
    args: [
      'mcp',
      'remove',
      ...(name === undefined ? ['host', hosts.join(',')] : ['server', name, '--host', hosts.join(',')]),
      ...more,
    ],
    names: name === undefined ? ['weather', 'news-desk', 'tide_tables', 'own'] : [name],
    hosts,
  }));

const lines = { sync: syncLine, configure: configureLine, remove: removeLine };

/** A machine with the manifest, applied or not. */
async function prepared(wanted: Json, applied: boolean): Promise<Machine> {
  const made = machine(tree);
  made.writeManifest(wanted);
  if (applied) await made.apply({ take: ['all'] });
  return made;
}

const given = (line: fc.Arbitrary<Line>) => fc.tuple(manifest, fc.boolean(), line);

/** What stands in a host's file beside these servers. */
function others(made: Machine, host: PlaceName, names: readonly string[]): Json {
  const found = Object.entries((made.servers(host) ?? {}) as JsonObject);
  return Object.fromEntries(found.filter(([name]) => !names.includes(name)));
}

for (const [command, line] of Object.entries(lines)) {
  test(`${command}: a dry run leaves the whole machine as it is, and so does a line that nobody approves`, async () => {
    const law = fc.asyncProperty(given(line), async ([wanted, applied, { args }]) => {
      const { system } = await prepared(wanted, applied);
      const before = system.tree();
      const dry = await hatch(system, [...args, '--dry-run', '--manifest', manifestPath]);
      assert.ok([0, 3, 64, 65].includes(dry.code), dry.stderr);
      assert.equal(system.tree(), before);
      await hatch(system, [...args, '--manifest', manifestPath]);
      const free = (all: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(all).filter(([path]) => !path.includes('/.hatch/')));
      assert.equal(free(system.tree()), free(before));
    });
    await fc.assert(law, parameters);
  });

  test(`${command}: afterwards nothing that it touched is pending, or it said so; all else is as it was`, async () => {
    const law = fc.asyncProperty(given(line), async ([wanted, applied, { args, names, hosts: touched }]) => {
      const made = await prepared(wanted, applied);
      const before = new Map(hosts.map((host) => [host, { all: made.servers(host), rest: others(made, host, names) }]));
      const ran = await hatch(made.system, [...args, '--auto-approve', '--json', '--manifest', manifestPath]);
      for (const host of hosts) {
        assert.equal(others(made, host, names), before.get(host)?.rest);
        if (!touched.includes(host) || ran.code !== 0) assert.equal(made.servers(host), before.get(host)?.all);
      }
      if (ran.code !== 0) {
        assert.ok([3, 5, 64, 65].includes(ran.code), ran.stderr);
        return;
      }
      const report = JSON.parse(ran.stdout) as JsonObject;
      const said = new Set(
        (report.findings as readonly JsonObject[])
          .filter(({ code }) => code === 'next-apply')
          .map(({ target, server }) => `${String(target)}/${String(server)}`),
      );
      const written = new Set(
        ((get(report.result as Json, 'plan') as JsonObject).targets as readonly JsonObject[]).flatMap((target) =>
          (target.entries as readonly JsonObject[])
            .filter(({ patch }) => Array.isArray(patch) && patch.length > 0)
            .map((entry) => `${String(target.name)}/${String(entry.name)}`),
        ),
      );
      const next = await made.plan();
      for (const target of next.targets) {
        for (const entry of target.entries) {
          const name = `${target.name}/${entry.name}`;
          const isPending = entry.edit !== undefined || (entry.conflict !== undefined && entry.answer === undefined);
          if (written.has(name)) assert.is(isPending, said.has(name), `${name} ${entry.verdict} ${[...said]}`);
        }
      }
      // Said again, it has nothing to do.
      const again = await hatch(made.system, [...args, '--auto-approve', '--json', '--manifest', manifestPath]);
      assert.ok(again.code === 0 || (command === 'remove' && again.code === 64), again.stderr);
      assert.is(get(JSON.parse(again.stdout).result, 'run'), undefined);
      if (command === 'remove' && args.includes('--save')) assert.equal([...said], []);
    });
    await fc.assert(law, parameters);
  });

  test(`${command}: if anything fails on the way, every file is as it was`, async () => {
    const law = fc.asyncProperty(given(line), fc.nat(60), async ([wanted, applied, { args }], at) => {
      const made = await prepared(wanted, applied);
      const before = made.hostFiles();
      const text = made.system.tree()[manifestPath];
      const system = faulty(made.system, { at, kind: 'fail', code: 'EIO' });
      const ran = await hatch(Object.assign(system, { surroundings: made.system.surroundings }), [
        ...args,
        '--auto-approve',
        '--manifest',
        manifestPath,
      ]);
      if (ran.code === 0 || system.calls.length <= at) return;
      assert.equal(made.hostFiles(), before);
      assert.is(made.system.tree()[manifestPath], text);
    });
    await fc.assert(law, parameters);
  });
}

test.run();
