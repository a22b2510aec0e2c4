// The laws of inheritance: objects merge, lists replace, `null` removes, a kind drops the other kind.

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { foldServer } from '../../../src/manifest/merge.ts';
import { at, equal, isObject, type Json, type JsonObject, object, type Path } from '../../../src/model/json.ts';

const text = fc.stringMatching(/^[a-z]{1,6}$/);
const dictionary = fc.dictionary(fc.constantFrom('ASH', 'BEECH', 'constructor', 'ELM'), text, {
  maxKeys: 3,
  noNullPrototype: true,
});
const list = fc.array(text, { maxLength: 3 });
const stdio = fc.record(
  { command: text, args: list, env: dictionary, cwd: text, envFile: text },
  { requiredKeys: ['command'], noNullPrototype: true },
);
const common = fc.record(
  {
    timeout: text,
    tools: fc.record({ allow: list, deny: list }, { requiredKeys: [], noNullPrototype: true }),
    hosts: fc.dictionary(text, dictionary, { noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const server: fc.Arbitrary<JsonObject> = fc.tuple(stdio, common).map(([one, other]) => ({ ...one, ...other }));
/** No field that decides the kind. */
const partial: fc.Arbitrary<JsonObject> = server.map(({ command: _, ...rest }) => rest);

const settings = { seed: 71, numRuns: 300 };

test('what nothing is added to stays', () => {
  return fc.assert(
    fc.property(server, (one) => {
      assert.equal(foldServer([one], 'linux'), one);
      assert.equal(foldServer([one, {}], 'linux'), one);
    }),
    settings,
  );
});

test('a definition over itself says the same', () => {
  return fc.assert(
    fc.property(server, (one) => equal(foldServer([one, one], 'linux'), one)),
    settings,
  );
});

test('merging in steps or at once is the same', () => {
  return fc.assert(
    fc.property(server, partial, partial, (one, two, three) => {
      const inSteps = foldServer([foldServer([one, two], 'linux') ?? {}, three], 'linux');
      return equal(inSteps, foldServer([one, two, three], 'linux'));
    }),
    settings,
  );
});

test('every leaf that the nearer one gives stands, and every other is inherited', () => {
  return fc.assert(
    fc.property(server, partial, (one, two) => {
      const merged = foldServer([one, two], 'linux');
      for (const path of leaves(two)) assert.equal(at(merged, path), at(two, path));
      for (const path of leaves(one)) {
        if (at(two, path) === undefined) assert.equal(at(merged, path), at(one, path), path.join('.'));
      }
      for (const path of leaves(merged ?? {})) assert.ok([one, two].some((each) => at(each, path) !== undefined));
    }),
    settings,
  );
});

test('`null` removes just what it stands at, at any depth', () => {
  return fc.assert(
    fc.property(server, fc.nat(), (one, pick) => {
      const paths = nodes(one);
      const path = paths[pick % paths.length] ?? [];
      assert.equal(foldServer([one, nested(path, null)], 'linux'), without(one, path));
    }),
    settings,
  );
});

test('`null` for a server removes it, and what comes nearer begins anew', () => {
  return fc.assert(
    fc.property(server, server, (one, two) => {
      assert.equal(foldServer([one, null], 'linux'), undefined);
      assert.equal(foldServer([one, null, two], 'linux'), two);
    }),
    settings,
  );
});

test('a URL drops all that starts an inherited command, also the transport that goes with it', () => {
  const inherited = {
    command: 'npx',
    args: ['pear'],
    env: { A: 'b' },
    cwd: '/',
    envFile: '.env',
    transport: 'stdio',
    timeout: '3s',
  };
  assert.equal(foldServer([inherited, { url: 'https://pear.example' }], 'linux'), {
    timeout: '3s',
    url: 'https://pear.example',
  });
});

test('a command drops all that reaches an inherited URL', () => {
  const inherited = {
    url: 'https://pear.example',
    transport: 'sse',
    headers: { A: 'b' },
    oauth: { clientId: 'c' },
    enabled: false,
  };
  assert.equal(foldServer([inherited, { command: 'npx', env: { A: 'b' } }], 'linux'), {
    enabled: false,
    command: 'npx',
    env: { A: 'b' },
  });
});

test('another URL keeps the inherited transport and headers', () => {
  const inherited = { url: 'https://pear.example', transport: 'sse', headers: { A: 'b' } };
  assert.equal(foldServer([inherited, { url: 'https://plum.example' }], 'linux'), {
    ...inherited,
    url: 'https://plum.example',
  });
});

test('an override for this platform is a definition directly over its own, and any other says nothing', () => {
  return fc.assert(
    fc.property(server, partial, partial, (one, override, two) => {
      const written = { ...one, platforms: { linux: override, win32: { command: 'other' } } };
      assert.equal(foldServer([written, two], 'linux'), foldServer([one, override, two], 'linux'));
      assert.equal(foldServer([written, two], 'darwin'), foldServer([one, two], 'darwin'));
    }),
    settings,
  );
});

test('`null` within an override removes from the server on that platform', () => {
  const written = { command: 'npx', env: { A: '1', B: '2' }, platforms: { linux: { env: { A: null } } } };
  assert.equal(foldServer([written], 'linux'), { command: 'npx', env: { B: '2' } });
  assert.equal(foldServer([written], 'win32'), { command: 'npx', env: { A: '1', B: '2' } });
});

test('`null` for a platform, or for all, removes the inherited override', () => {
  const written = { command: 'npx', platforms: { win32: { command: 'npx.cmd' } } };
  assert.equal(foldServer([written, { platforms: { win32: null } }], 'win32'), { command: 'npx' });
  assert.equal(foldServer([written, { platforms: null }], 'win32'), { command: 'npx' });
  assert.equal(foldServer([written, { platforms: { linux: null } }], 'win32'), { command: 'npx.cmd' });
});

/** Paths of scalars, lists and empty objects. */
function leaves(value: Json, path: Path = []): readonly Path[] {
  if (!isObject(value) || Object.keys(value).length === 0) return path.length === 0 || isObject(value) ? [] : [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

function nodes(value: Json, path: Path = []): readonly Path[] {
  const below = isObject(value) ? Object.entries(value).flatMap(([key, member]) => nodes(member, [...path, key])) : [];
  return path.length === 0 ? below : [path, ...below];
}

function nested(path: Path, value: Json): Json {
  return path.reduceRight<Json>((inner, key) => object([[key, inner]]), value);
}

function without(value: JsonObject, [key = '', ...rest]: Path): JsonObject {
  return object(
    Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      if (name !== key) return [[name, member]];
      return rest.length === 0 || !isObject(member) ? [] : [[name, without(member, rest)]];
    }),
  );
}

test.run();
