import fc from 'fast-check';
import fastJsonPatch from 'fast-json-patch';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { at, equal, isArray, isObject, type Json, type JsonObject, object } from '../../../src/model/json.ts';
import type { EntryPlan } from '../../../src/model/plan.ts';
import type { Container } from '../../../src/model/target.ts';
import { jsonPatches } from '../../../src/report/json-patch.ts';
import { adding, changing, entry, field, file, plan, removing, target } from '../../support/plans.ts';

const containers: readonly Container[] = [
  { kind: 'map', path: ['mcp', 'servers'] },
  { kind: 'array', path: ['mcpServers'], key: 'name' },
  { kind: 'names', path: ['mcp', 'excluded'] },
];

/** The map of entries as it stands in a document. */
function written(container: Container, entries: JsonObject): Json {
  const value: Json =
    container.kind === 'map'
      ? entries
      : Object.entries(entries).map(([name, one]) =>
          container.kind === 'names' ? name : { [container.key]: name, ...(one as JsonObject) },
        );
  return container.path.reduceRight<Json>((inner, key) => object([[key, inner]]), value);
}

/** The entries of a document, whatever their order. */
function read(container: Container, document: Json): JsonObject {
  const value = at(document, container.path);
  if (isObject(value)) return value;
  const items = isArray(value) ? value : [];
  return object(
    items.map((item) => {
      if (typeof item === 'string') return [item, true];
      const { name, ...rest } = item as { readonly name: string } & JsonObject;
      return [name, rest as Json];
    }),
  );
}

function patched(container: Container, document: Json | undefined, entries: readonly EntryPlan[]): Json {
  const made = plan([target('x', entries, { files: [file('/f', { containers: new Map([['servers', container]]) })] })]);
  const [first] = jsonPatches(made, () => document) as unknown as { patch: fastJsonPatch.Operation[] }[];
  const start: unknown = document === undefined ? null : JSON.parse(JSON.stringify(document));
  return fastJsonPatch.applyPatch(start, first?.patch ?? [], false, false).newDocument as Json;
}

const names = fc.constantFrom('a', 'b/c', 'm~n', '0', '-', 'github', 'zed');
const bodies = fc.record({ command: fc.constantFrom('npx', 'uvx'), env: fc.record({ X: fc.constantFrom('1', '2') }) });
const maps = fc.dictionary(names, bodies, { maxKeys: 5 });

for (const container of containers) {
  const plain = container.kind === 'names';
  test(`the patch carried out gives the planned document: ${container.kind}`, () => {
    const property = fc.property(maps, maps, fc.boolean(), (given, wanted, isThere) => {
      const before = object(isThere ? Object.entries(given) : []);
      const entries = [...new Set([...Object.keys(before), ...Object.keys(wanted)])].flatMap((name) => {
        const [old, next] = [before[name], wanted[name]];
        if (old === undefined && next !== undefined) return [entry(name, { edit: adding(plain ? true : next) })];
        if (next === undefined) return [entry(name, { edit: removing })];
        if (plain || equal(old, next)) return [];
        return [entry(name, { edit: changing({ '/command': next.command, '/env/X': next.env.X, '/new/deep': 1 }) })];
      });
      const document = isThere ? written(container, before) : undefined;
      const after = read(container, patched(container, document, entries));
      const expected = object(
        Object.entries(wanted).map(([name, next]) => {
          if (plain) return [name, true];
          const changed = before[name] !== undefined && !equal(before[name], next);
          return [name, changed ? { ...next, new: { deep: 1 } } : next];
        }),
      );
      if (entries.length > 0) assert.ok(equal(after, expected), JSON.stringify({ before, wanted, after }));
    });
    fc.assert(property, { seed: 11, numRuns: 150 });
  });
}

test('what may be seen is tested, what may not is neither tested nor shown', () => {
  const document = { mcp: { servers: { x: { url: 'old', headers: { A: 'hunter2' } } } } };
  const changed = entry('x', {
    edit: changing({ '/url': 'new', '/headers/A': 'hunter3' }),
    fields: [field('/url', 'old', 'new')],
    sensitive: new Set(['/headers/A']),
    guards: [
      { pointer: '/url', saw: 'old', sensitive: false, asApplied: false },
      { pointer: '/headers/A', saw: 'hunter2', sensitive: true, asApplied: false },
    ],
  });
  const [map] = containers;
  const made = plan([
    target('x', [changed], { files: [file('/f', { containers: new Map([['servers', map as Container]]) })] }),
  ]);
  assert.equal(
    jsonPatches(made, () => document),
    [
      {
        target: 'x',
        path: '/f',
        symbolic: '/f',
        patch: [
          { op: 'replace', path: '/mcp/servers/x/headers/A', value: '‹secret #1›' },
          { op: 'test', path: '/mcp/servers/x/url', value: 'old' },
          { op: 'replace', path: '/mcp/servers/x/url', value: 'new' },
        ],
      },
    ],
  );
});

test('in a list the name is tested before its index is used', () => {
  const document = { mcpServers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] };
  const list = containers[1] as Container;
  const files = [file('/f', { containers: new Map([['servers', list]]) })];
  const made = plan([target('x', [entry('a', { edit: removing }), entry('c', { edit: removing })], { files })]);
  const [first] = jsonPatches(made, () => document) as unknown as { patch: Json }[];
  assert.equal(first?.patch, [
    { op: 'test', path: '/mcpServers/2/name', value: 'c' },
    { op: 'remove', path: '/mcpServers/2' },
    { op: 'test', path: '/mcpServers/0/name', value: 'a' },
    { op: 'remove', path: '/mcpServers/0' },
  ]);
});

test('a file without changes is not read', () => {
  const made = plan([target('x', [entry('a', { verdict: 'unreadable', conflict: 'unreadable' })])]);
  assert.equal(
    jsonPatches(made, () => {
      throw new Error('read');
    }),
    [],
  );
});

test.run();
