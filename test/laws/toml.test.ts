// Laws of the TOML codec, over random documents and over the settings files of real users.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyChange, changeTree } from '../../src/formats/change.ts';
import { type Change, type Document, FormatError } from '../../src/formats/codec.ts';
import { applyEdits, render } from '../../src/formats/splice.ts';
import { toml } from '../../src/formats/toml.ts';
import { at, equal, get, isArray, isObject, type Json, type Path } from '../../src/model/json.ts';
import { documentLaws } from '../support/laws.ts';
import { pick, type Random } from '../support/random.ts';
import { realConfigs } from '../support/real-configs.ts';
import { tomlDocument } from '../support/toml-documents.ts';

interface Given {
  readonly text: string;
  readonly document: Document;
  readonly value: Json;
}

/** Most are short; one in sixteen is as long as what people have. */
function randomGiven(random: Random): Given {
  const text = tomlDocument(random, random(16) === 0 ? 4 : 2);
  const document = toml.read(text);
  return { text, document, value: document.value };
}

function edited(text: string, change: Change): string {
  return applyEdits(text, toml.edit(text, change));
}

/** Every path of the value, the root first. */
function pathsOf(value: Json, path: Path = []): Path[] {
  const keys = isArray(value) ? [...value.keys()].map(String) : isObject(value) ? Object.keys(value) : [];
  return [path, ...keys.flatMap((key) => pathsOf(get(value, key) as Json, [...path, key]))];
}

const newValues: readonly Json[] = [
  5,
  'plain',
  'two\nlines "q" \\ é',
  true,
  0.5,
  [],
  ['-y', 'p'],
  {},
  { A: '1' },
  { command: 'npx', args: ['-y'], env: { A: 'b' } },
  [{ name: 'n', env: { K: 'v' } }, { name: 'm' }],
  { deep: { er: { x: 1 } } },
  [[1], []],
  [1, { a: 1 }],
];

/** Adds a member to an object or an element to an array. */
function addition(random: Random, value: Json): [Path, Change] {
  const path = pick(
    random,
    pathsOf(value).filter((one) => typeof at(value, one) === 'object'),
  );
  const parent = at(value, path);
  const element = isArray(parent) && parent.length > 0 && parent.every(isObject);
  const added = element ? pick(random, newValues.filter(isObject)) : pick(random, newValues);
  const key = isArray(parent) ? String(parent.length) : pick(random, ['new', 'new key', 'new.er', '__proto__ ', 'é']);
  return [[...path, key], { kind: 'set', value: added }];
}

function replacement(random: Random, value: Json): [Path, Change] {
  const path = pick(random, pathsOf(value));
  const inTables = isArray(at(value, path.slice(0, -1)));
  const tables = path.length === 0 || (inTables && isObject(at(value, path)));
  return [path, { kind: 'set', value: pick(random, tables ? newValues.filter(isObject) : newValues) }];
}

function removal(random: Random, value: Json): [Path, Change] | undefined {
  const paths = pathsOf(value).slice(1);
  return paths.length === 0 ? undefined : [pick(random, paths), { kind: 'remove' }];
}

/** Equality, but that a container that was emptied may be gone, as no header names it any more. */
function same(actual: Json | undefined, wanted: Json | undefined, before: Json | undefined): boolean {
  if (actual === undefined && isHollow(wanted)) return Object.keys(before ?? {}).length > 0 || before === true;
  if (isArray(wanted) && isArray(actual)) {
    // Elements move up, so which was which is not known; any that has become hollow will do.
    return wanted.length === actual.length && wanted.every((one, i) => same(actual[i], one, true));
  }
  if (!isObject(wanted) || !isObject(actual)) return equal(actual, wanted);
  const keys = new Set([...Object.keys(wanted), ...Object.keys(actual)]);
  return [...keys].every((key) => {
    return same(get(actual, key), get(wanted, key), before === true ? true : get(before, key));
  });
}

function isHollow(value: Json | undefined): boolean {
  return (isObject(value) || isArray(value)) && Object.values(value).every(isHollow);
}

/** uvu's own equality takes a key `constructor` for the constructor. */
function agree(text: string): void {
  assert.ok(equal(toml.read(text).value, toml.reread(text)), text);
}

documentLaws(randomGiven, {
  'both readers agree on every document': ({ text, value }) => assert.ok(equal(value, toml.reread(text)), text),

  'an edit makes of the document what the change makes of its value': judgeEdit,

  'additions take nothing away, and their removal gives back every byte': (given, random) => {
    const { text, value } = given;
    const all = Array.from({ length: 1 + random(4) }, () => addition(random, value));
    const added = all.filter(([path], i) => !all.slice(0, i).some(([other]) => other.join('/') === path.join('/')));
    const edits = toml.edit(text, changeTree(added));
    for (const { start, end } of edits) assert.is(text.slice(start, end).trim(), '');
    const after = applyEdits(text, edits);
    if (added.some(([path]) => inHollow(given, path))) return;
    const back = edited(after, changeTree(added.map(([path]) => [path, { kind: 'remove' }])));
    assert.is(back, text, `${after}\n${JSON.stringify(added)}`);
  },

  'what was added together can go one by one, in any order': (given, random) => {
    const { text, value } = given;
    const all = Array.from({ length: 2 + random(2) }, () => addition(random, value));
    const added = all.filter(([path], i) => !all.slice(0, i).some(([other]) => other.join('/') === path.join('/')));
    if (added.some(([path]) => inHollow(given, path) || isArray(at(value, path.slice(0, -1))))) return;
    const after = edited(text, changeTree(added));
    const paths = added.map(([path]) => path).sort(() => random(3) - 1);
    const back = paths.reduce((now, path) => edited(now, changeTree([[path, { kind: 'remove' }]])), after);
    assert.is(back, text, `${after}\n${JSON.stringify(paths)}`);
  },

  'a single value set over another touches nothing else': ({ text, value, document }, random) => {
    const paths = pathsOf(value).filter((path) => typeof at(value, path) !== 'object');
    if (paths.length === 0) return;
    const path = pick(random, paths);
    const edits = toml.edit(text, changeTree([[path, { kind: 'set', value: 'pétanque' }]]));
    assert.equal(
      edits.map(({ start, end }) => text.slice(start, end)),
      [document.source(path)],
    );
  },

  'a removal loses no comment but those inside what goes and at the end of its last line': (given, random) => {
    const { text, value } = given;
    const found = removal(random, value);
    if (found === undefined) return;
    const after = edited(text, changeTree([found]));
    const lost = [...text.matchAll(/# c\d+\./g)].filter(([comment]) => !after.includes(comment));
    if (lost.length === 0) return;
    const may = loseable(given, found[0]);
    for (const { index, 0: comment } of lost) {
      assert.ok(may(index), `${text}\n=> ${comment} is lost by ${JSON.stringify(found[0])}\n${after}`);
    }
  },
});

function judgeEdit({ text, value }: Given, random: Random): void {
  const all = [addition, addition, replacement, removal]
    .map((make) => make(random, value))
    .filter((one) => one !== undefined);
  const some = all.filter((_, i) => i === 0 || random(2) === 0).slice(random(all.length));
  const clear = some.filter(
    ([path], i) => !some.some(([other], j) => j !== i && other.every((key, k) => path[k] === key)),
  );
  const change = changeTree(clear);
  const after = edited(text, change);
  const wanted = clear.length === 0 ? value : applyChange(value, change);
  assert.ok(same(toml.reread(after), wanted, value), `${text}\n=>\n${after}\n${JSON.stringify(clear)}`);
  agree(after);
  // The proof reads everything twice more: enough for some.
  if (random(8) === 0) assert.is(render(toml, text, change), after);
}

/** Whether a path leads into brackets with nothing but blanks inside, whose look is lost with the first member. */
function inHollow({ document }: Given, path: Path): boolean {
  return /^[{[]\s+[}\]]$/.test(document.source(path.slice(0, -1)) ?? '');
}

/** What the next header makes if nothing but comments stands above it; it may name a table a second time. */
function headerBelow(text: string, offset: number): Json {
  const lines = text.slice(text.indexOf('\n', offset) + 1).split('\n');
  const next = lines.find((line) => !/^\s*(?:#.*)?$/.test(line)) ?? '';
  try {
    return toml.read(next.trim()).value;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null; // A line from inside an array.
  }
}

/** The offsets of the comments that may go when what stands at `gone` goes. */
function loseable({ text, document, value }: Given, gone: Path): (offset: number) => boolean {
  const under = (path: Path) => gone.every((key, i) => path[i] === key);
  const above = (path: Path) => path.length < gone.length && path.every((key, i) => gone[i] === key);
  const places = pathsOf(value)
    .filter((path) => !above(path))
    .map((path) => ({ path, offset: document.locate(path)?.offset ?? 0, removed: under(path) }))
    .sort((left, right) => left.offset - right.offset);
  const names = gone.filter((_, i) => !isArray(at(value, gone.slice(0, i))));
  return (offset) => {
    const before = places.filter((place) => place.removed && place.offset < offset);
    if (before.length === 0) return false;
    if (places.find((place) => place.offset > offset)?.removed === true) return true;
    if (at(headerBelow(text, offset), names) !== undefined) return true;
    return before.some((place) => {
      const source = document.source(place.path) ?? '';
      const line = text.indexOf('\n', text.indexOf(source, place.offset) + source.length);
      return line === -1 || offset < line;
    });
  };
}

/** The value without what is at the path, which is that of a member. */
const server = { command: 'npx', args: ['-y', '@scope/server'], env: { TOKEN: 'abc', 'odd.key': '1' } };

/** Where the servers of a file stand, and the key under which a further one goes. */
function serversIn(host: string, value: Json): { place: Path; names: readonly string[]; further: string } {
  const servers = get(value, 'mcp_servers') ?? (host === 'codex' ? {} : []);
  const names = Object.keys(servers as object);
  return { place: ['mcp_servers'], names, further: isArray(servers) ? String(names.length) : 'new/server' };
}

for (const { host, name, text } of realConfigs().filter((one) => one.name.endsWith('.toml'))) {
  const { value } = toml.read(text);
  const { place, names, further } = serversIn(host, value);

  const check = (change: Change): string => {
    const after = edited(text, change);
    assert.ok(same(toml.reread(after), applyChange(value, change), value), after);
    assert.ok(equal(toml.read(after).value, toml.reread(after)));
    return after;
  };

  const checkBothWays = (path: Path, added: Json): void => {
    const after = check(changeTree([[path, { kind: 'set', value: added }]]));
    assert.is(edited(after, changeTree([[path, { kind: 'remove' }]])), text);
  };

  test(`${host}/${name}: a server comes and goes without a trace`, () => {
    const missing = host !== 'codex' && get(value, 'mcp_servers') === undefined;
    if (missing) checkBothWays(place, [server]);
    else checkBothWays([...place, further], server);
  });

  test(`${host}/${name}: a field of each table comes and goes without a trace`, () => {
    const tables = pathsOf(value).filter((path) => isObject(at(value, path)));
    for (const path of tables) checkBothWays([...path, 'added'], 'x');
    for (const path of tables) checkBothWays([...path, 'added.env'], { A: '1' });
  });

  test(`${host}/${name}: values can be set and removed`, () => {
    const paths = pathsOf(value).filter((path, i) => path.length > 0 && (path[0] === place[0] || i % 4 === 0));
    for (const path of paths) {
      check(changeTree([[path, { kind: 'remove' }]]));
      if (!isObject(at(value, path))) check(changeTree([[path, { kind: 'set', value: ['other'] }]]));
    }
  });

  test(`${host}/${name}: all servers can go at once, and no comment line with them but from inside`, () => {
    const gone = changeTree(names.map((one) => [[...place, one], { kind: 'remove' }]));
    if (names.length > 0) check(gone);
  });
}

test.run();
