// Laws that hold for every host, with no line for any one of them.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { atOwnPlaces } from '../../src/hosts/also.ts';
import type { EncodeContext, Encoded, Satellites } from '../../src/hosts/api.ts';
import { allPlaces } from '../../src/hosts/fields.ts';
import { comparable, decode, encode, type Host, hosts, isServer, roleOf, switchedOff } from '../../src/hosts/index.ts';
import { leavesOf } from '../../src/hosts/tree.ts';
import { at, equal, isArray, isObject, type Json, type JsonObject, object, type Path } from '../../src/model/json.ts';
import { parsePointer } from '../../src/model/pointer.ts';
import { parseTemplate, printTemplate } from '../../src/model/reference.ts';
import type { Server } from '../../src/model/server.ts';
import { lawSeed } from '../support/laws.ts';
import { assertSameAgain } from '../support/same-again.ts';
import { context, home, manifestDir, merged, plainText, server, slimServer } from '../support/servers.ts';

const asked = process.env.HATCH_LAW_RUNS;
const runs = { seed: lawSeed, numRuns: Number(asked ?? 60) };

/** What a server means in one place: references to the machine as text, what is the same as nothing left out. */
function meaning(value: Json, { portable }: Pick<EncodeContext, 'portable'>): Json {
  if (typeof value === 'string') {
    const parts = parseTemplate(value).map((one) => {
      if (typeof one === 'string') return one;
      if (one.kind === 'file')
        return { ...one, path: one.path.startsWith('/') ? one.path : `${manifestDir}/${one.path}` };
      if (one.kind === 'home' && !portable) return home;
      return one.kind === 'manifestDir' && !portable ? manifestDir : one;
    });
    return printTemplate(merged(parts));
  }
  if (isArray(value)) return value.map((item) => meaning(item, { portable }));
  if (!isObject(value)) return value;
  const members = Object.entries(value)
    .map(([key, child]) => [key, meaning(child, { portable })] as const)
    .filter(([key, child]) => !isNothing(child) && !(key === 'enabled' && child === true));
  return object(members);
}

function isNothing(value: Json): boolean {
  return (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

function asJson(value: Server): JsonObject {
  return value as unknown as JsonObject;
}

function satellitesOf(encoded: Encoded): Satellites {
  return (id) =>
    object(
      encoded.satellites.filter(({ satellite }) => satellite === id).map(({ key, value }) => [key, value] as const),
    );
}

function isFree(encoded: Encoded): boolean {
  return !encoded.findings.some(({ severity }) => severity === 'error');
}

function forEveryHost(title: string, law: (host: Host) => void): void {
  for (const host of hosts.filter(({ byHand }) => byHand === undefined)) test(`${host.id}: ${title}`, () => law(host));
}

forEveryHost('what is encoded is decoded to the same server, or a finding says what was lost', (host) => {
  const numRuns = Number(asked ?? 200);
  let lossless = 0;
  fc.assert(
    fc.property(fc.oneof(server, slimServer), context, (wanted, surroundings) => {
      const encoded = encode(host, 'ivy-mill', wanted, surroundings);
      if (encoded.findings.length > 0 || encoded.inline.length > 0) return;
      lossless += 1;
      const { server: found } = decode(host, 'ivy-mill', encoded.entry, satellitesOf(encoded), surroundings);
      assert.equal(found && meaning(asJson(found), surroundings), meaning(asJson(wanted), surroundings));
    }),
    { ...runs, numRuns },
  );
  assert.ok(lossless > numRuns / 10, `only ${lossless} servers had no finding`);
});

forEveryHost('a finding that is only a note changes nothing but what it names', (host) => {
  fc.assert(
    fc.property(slimServer, context, (wanted, surroundings) => {
      const described = encode(host, 'ivy-mill', { ...wanted, description: 'of ivy' }, surroundings);
      const bare = encode(host, 'ivy-mill', wanted, surroundings);
      if (described.findings.some(({ severity }) => severity !== 'note')) return;
      assert.equal({ ...described.entry, description: undefined }, { ...bare.entry, description: undefined });
    }),
    runs,
  );
});

forEveryHost('every leaf that encoding writes is known, and sensitive where it should be', (host) => {
  const holds = {
    '/env': 'environment',
    '/headers': 'header',
    '/url': 'url',
    '/oauth/clientSecret': 'secret',
  } as const;
  fc.assert(
    fc.property(server, context, (wanted, surroundings) => {
      const { entry } = encode(host, 'ivy-mill', wanted, surroundings);
      for (const [path] of leavesOf(entry)) {
        if (path.length > 0) assert.ok(roleOf(host, path).known, `${path.join('/')} is not known`);
      }
      for (const [pointer, expected] of Object.entries(holds)) {
        const place = allPlaces(host).find(({ leaf }) => pointer.endsWith(leaf));
        if (place !== undefined) assert.is(roleOf(host, [...place.path, 'X']).holds, expected);
      }
    }),
    runs,
  );
});

forEveryHost('pointers of native and inline texts lead to texts of the entry', (host) => {
  fc.assert(
    fc.property(server, context, (wanted, surroundings) => {
      const { entry, native, inline } = encode(host, 'ivy-mill', wanted, surroundings);
      for (const pointer of [...native, ...inline]) {
        const text = at(entry, parsePointer(pointer));
        assert.type(text, 'string');
      }
      for (const pointer of inline) assert.not(native.includes(pointer));
    }),
    runs,
  );
});

forEveryHost('a portable entry names neither the home directory nor the folder of the manifest', (host) => {
  fc.assert(
    fc.property(server, context, (wanted, surroundings) => {
      const encoded = encode(host, 'ivy-mill', wanted, { ...surroundings, portable: true });
      if (!isFree(encoded)) return;
      assert.not.match(JSON.stringify(encoded), /hedwig-9f|quarry-71/);
      assert.is(encoded.inline.length, 0);
    }),
    runs,
  );
});

forEveryHost('an entry without an error never has both a command and a URL, whatever raw says', (host) => {
  const raw = fc.dictionary(fc.constantFrom('command', 'url', 'cmd', 'uri', 'type', 'env'), plainText, { maxKeys: 3 });
  const has = (entry: JsonObject, leaf: string) =>
    allPlaces(host).some((place) => place.leaf === leaf && at(atOwnPlaces(host, entry), place.path) !== undefined);
  fc.assert(
    fc.property(slimServer, raw, context, (wanted, own, surroundings) => {
      const encoded = encode(host, 'ivy-mill', { ...wanted, raw: own }, surroundings);
      if (isFree(encoded)) assert.not(has(encoded.entry, 'command') && has(encoded.entry, 'url'));
    }),
    runs,
  );
});

forEveryHost('raw wins, and what it replaces raises no finding', (host) => {
  const raw: JsonObject = { ivy: { deep: [1, null] }, 'dotted.key': 'x/~', __proto__x: true };
  fc.assert(
    fc.property(slimServer, context, (wanted, surroundings) => {
      const encoded = encode(host, 'ivy-mill', { ...wanted, raw }, surroundings);
      if (!isFree(encoded)) return;
      for (const [path, value] of leavesOf(raw)) assert.equal(at(encoded.entry, path), value);
    }),
    runs,
  );
});

forEveryHost('a name outside the charset, and a reserved one, is an error', (host) => {
  const plain: Server = { transport: 'stdio', command: 'ivy' };
  const surroundings = {
    platform: 'linux',
    home,
    manifestDir,
    portable: false,
    references: 'native',
    onUnsupported: 'error',
  } as const;
  const codesOf = (name: string) => encode(host, name, plain, surroundings).findings.map(({ code }) => code);
  fc.assert(
    fc.property(fc.string(), (name) => {
      assert.is(
        codesOf(name).includes('name-illegal'),
        !host.names.charset.test(name) && !host.names.reserved?.includes(name),
      );
    }),
    runs,
  );
  for (const name of host.names.reserved ?? []) assert.equal(codesOf(name), ['name-reserved']);
  assert.equal(codesOf('ivy-mill'), []);
});

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;

forEveryHost('comparing is stable: once is as often, and equal values give equal results', (host) => {
  const paths: readonly Path[] = [
    ...allPlaces(host).map(({ path }) => path),
    [host.entry.transports.key ?? 'ivy'],
    ...(host.entry.defaults ?? []).map(([path]) => path),
  ];
  const words_ = Object.values(host.entry.transports.words).flat();
  const value = fc.oneof(
    json,
    fc.constantFrom(null, true, false, ...words_, ...(host.entry.defaults ?? []).map(([, assumed]) => assumed)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), value, (path, given) => {
      const once = comparable(host, path, given);
      assert.equal(comparable(host, path, once), once);
      assert.ok(equal(comparable(host, path, structuredClone(given) as Json), once));
    }),
    runs,
  );
});

forEveryHost('a switched-off entry decodes to a server that is off, and is otherwise the same', (host) => {
  fc.assert(
    fc.property(slimServer, context, (wanted, surroundings) => {
      const encoded = encode(host, 'ivy-mill', wanted, { ...surroundings, references: 'native' });
      const off = switchedOff(host, 'ivy-mill', encoded.entry);
      if (!isFree(encoded) || off === undefined) return;
      const both = { ...encoded, satellites: [...encoded.satellites, ...off.satellites] };
      const on = decode(host, 'ivy-mill', encoded.entry, satellitesOf(encoded), surroundings).server;
      assert.equal(decode(host, 'ivy-mill', off.entry, satellitesOf(both), surroundings).server, {
        ...on,
        enabled: false,
      });
    }),
    runs,
  );
});

const unknown = fc.dictionary(fc.constantFrom('ivy', 'link', 'a.b', 'tools', 'oauth', 'source', 'settings'), json, {
  maxKeys: 2,
});
const mess = fc.oneof(
  json,
  fc.constantFrom('${HOME}', '${userHome}/x', '{env:K9}', '${input:k}', '${K9:-d}', '$K9', 'K9', 1500, -1, 0.5),
);

forEveryHost('an entry with anything in its fields is given again by what it was decoded to', (host) => {
  const places = [
    ...allPlaces(host).map(({ path }) => path),
    ...Object.keys(host.entry.extra ?? {}).map((key) => [key]),
    ...(host.entry.also ?? []).map(([path]) => path),
  ];
  const fields = fc.array(fc.tuple(fc.constantFrom(...places), mess), { maxLength: 4 });
  let read = 0;
  fc.assert(
    fc.property(slimServer, context, unknown, fields, (wanted, surroundings, more, odd) => {
      const encoded = encode(host, 'ivy-mill', wanted, { ...surroundings, references: 'native' });
      if (!isFree(encoded)) return;
      const start: JsonObject = { ...encoded.entry, ...more };
      const entry = odd.reduce((under, [path, value]) => put(under, path, value), start);
      read += isServer(host, entry) ? 1 : 0;
      assertSameAgain(host, 'ivy-mill', entry, satellitesOf(encoded), surroundings.portable);
    }),
    { ...runs, numRuns: Number(asked ?? 200) },
  );
  assert.ok(read > 20, `only ${read} entries were servers`);
});

function put(root: JsonObject, [key = '', ...rest]: Path, value: Json): JsonObject {
  const child = root[key];
  return { ...root, [key]: rest.length === 0 ? value : put(isObject(child) ? child : {}, rest, value) };
}

test.run();
