// The laws of the engine, over random files, manifests and rude edits: one host's file from its text to its next text,
// without a disk. The oracle reads plain values by the second parser, and knows nothing of plans.

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../src/formats/change.ts';
import type { Change } from '../../src/formats/codec.ts';
import { codecs } from '../../src/formats/index.ts';
import { applyEdits } from '../../src/formats/splice.ts';
import { comparable, findHost, type Host } from '../../src/hosts/index.ts';
import { at, equal, isArray, isObject, type Json, type JsonObject, object, type Path } from '../../src/model/json.ts';
import { parsePointer } from '../../src/model/pointer.ts';
import { leavesOf } from '../../src/plan/fields.ts';
import { type Applied, applyIn, openIn, planIn, undoIn, type Wanted, type World, worldOf } from '../support/engine.ts';
import { caseLaws } from '../support/laws.ts';
import { type PlaceName, places } from '../support/machine.ts';

const ours = ['weather', 'news-desk', 'tide.tables', '__proto__'] as const;
/** What no manifest names, and no descriptor knows. */
const foreignKeys = ['panelState', 'x'];

const word = fc.constantFrom('npx', 'uvx', 'weather-server', 'a b', '', '7', '#no', 'é"\\');
const level = fc.dictionary(fc.constantFrom('LEVEL', 'REGION', 'a/b'), word, { maxKeys: 2 });
const stdio = fc.record(
  { command: word, args: fc.array(word, { maxLength: 2 }), env: level },
  { requiredKeys: ['command'] },
);
const remote = fc.record({ url: fc.constantFrom('https://a.example/mcp', 'https://b.example/mcp') });
const server: fc.Arbitrary<JsonObject> = fc.oneof({ arbitrary: stdio, weight: 3 }, { arbitrary: remote, weight: 1 });
const name = fc.constantFrom(...ours);
const servers = fc.dictionary(name, server, { maxKeys: 2 });

type Rude =
  | { readonly kind: 'change' | 'foreign field' | 'remove'; readonly name: string; readonly value: string }
  | { readonly kind: 'foreign entry' }
  | { readonly kind: 'emptied' }
  | { readonly kind: 'reordered' };
const rude: fc.Arbitrary<Rude> = fc.oneof(
  fc.record({ kind: fc.constantFrom('change', 'foreign field', 'remove'), name, value: word }),
  fc.constantFrom<Rude>(
    { kind: 'foreign entry' },
    { kind: 'foreign entry' },
    { kind: 'reordered' },
    { kind: 'emptied' },
  ),
);

interface Case {
  readonly place: PlaceName;
  readonly start: 'own' | 'blank' | 'none';
  readonly there: Wanted;
  readonly first: Wanted;
  readonly second: Wanted;
  readonly acts: readonly Rude[];
  readonly answer: 'take' | 'skip';
}

/** TOML takes twice and YAML five times as long as JSON: fewer of them. */
const someCase: fc.Arbitrary<Case> = fc.record({
  place: fc.oneof(
    { arbitrary: fc.constantFrom<PlaceName>('cursor', 'zed'), weight: 13 },
    { arbitrary: fc.constant<PlaceName>('codex'), weight: 2 },
    { arbitrary: fc.constant<PlaceName>('goose'), weight: 1 },
  ),
  start: fc.constantFrom('own', 'own', 'own', 'blank', 'none'),
  there: fc.oneof(fc.constant({}), servers),
  first: servers,
  second: servers,
  acts: fc.array(rude, { maxLength: 3 }),
  answer: fc.constantFrom('skip', 'skip', 'take'),
});

const texts: Readonly<Record<PlaceName, string>> = {
  cursor: '{\n  // of-others 1\n  "mcpServers": {\n    "own": { "command": "own", "x": 1 } // of-others 2\n  }\n}\n',
  zed: '// of-others 1\n{\n  "theme": "One", // of-others 2\n  "context_servers": {},\n}\n',
  codex: 'model = "o3" # of-others 1\n\n[mcp_servers.own] # of-others 2\ncommand = "own"\nx = 1\n\n# of-others 3\n',
  goose:
    'GOOSE_MODEL: x # of-others 1\n# of-others 2\nextensions:\n  developer:\n    type: builtin\n    name: developer\n    enabled: true\n',
};

interface Ran {
  readonly start: World;
  readonly first: Applied;
  /** What the rude acts made of it. */
  readonly met: World;
  readonly second: Applied;
  /** The same once more. */
  readonly again: Applied;
  readonly wanted: Wanted;
  readonly answer: 'take' | 'skip';
}

const ranOf = new WeakMap<Case, Ran>();

function ran(one: Case): Ran {
  const known = ranOf.get(one);
  if (known !== undefined) return known;
  const { place, start, answer } = one;
  const text = start === 'own' ? texts[place] : start === 'blank' ? '' : undefined;
  const there = Object.entries(dialect(place, one.there));
  const begin = there.reduce(
    (world, [key, value]) => edited(world, [key], { kind: 'set', value }),
    worldOf(place, text),
  );
  const first = applyIn(begin, dialect(place, one.first), 'skip');
  const met = one.acts.reduce(behave, first.world);
  const wanted = dialect(place, one.second);
  const second = applyIn(met, wanted, answer);
  const again = applyIn(second.world, wanted, answer);
  const made = { start: begin, first, met, second, again, wanted, answer };
  ranOf.set(one, made);
  return made;
}

/** The servers as the host writes them. */
function dialect(place: PlaceName, all: Wanted): Wanted {
  if (place !== 'goose') return all;
  const said = ([key, entry]: readonly [string, JsonObject]) => {
    const { command: cmd = '', args = [], env: envs, url: uri } = entry;
    const common = { name: key, enabled: true };
    const own =
      uri === undefined ? { type: 'stdio', cmd, args, ...(envs && { envs }) } : { type: 'streamable_http', uri };
    return [key, { ...common, ...own }] as const;
  };
  return object(Object.entries(all).map(said)) as Wanted;
}

function edited(world: World, path: Path, change: Change): World {
  const { format, path: top } = places[world.place];
  const text = world.text ?? '';
  return { ...world, text: applyEdits(text, codecs[format].edit(text, changeTree([[[...top, ...path], change]]))) };
}

/** What a person or a program does to the file behind our back. */
function behave(world: World, act: Rude): World {
  if (act.kind === 'emptied') return { ...world, text: world.text === undefined ? undefined : '' };
  if (act.kind === 'reordered') return reordered(world);
  if (act.kind === 'foreign entry') {
    return edited(world, ['theirs'], { kind: 'set', value: { type: 'stdio', name: 'theirs', command: 'theirs' } });
  }
  if (!isObject(entriesIn(world)[act.name])) return world;
  if (act.kind === 'remove') return edited(world, [act.name], { kind: 'remove' });
  const command = world.place === 'goose' ? 'cmd' : 'command';
  return edited(world, [act.name, act.kind === 'change' ? command : 'panelState'], { kind: 'set', value: act.value });
}

/** As a program does that knows no comments. */
function reordered(world: World): World {
  if (world.text === undefined || places[world.place].format !== 'jsonc') return world;
  return { ...world, text: JSON.stringify(reversed(readAgain(world))) };
}

function reversed(value: Json): Json {
  if (isArray(value) || !isObject(value)) return value;
  const members = Object.entries(value).reverse();
  return object(members.map(([key, member]) => [key, reversed(member)] as const));
}

const readBefore = new WeakMap<World, Json>();

/** By the second parser. */
function readAgain(world: World): Json {
  const known = readBefore.get(world);
  if (known !== undefined) return known;
  const value = codecs[places[world.place].format].reread(world.text ?? '');
  readBefore.set(world, value);
  return value;
}

function entriesIn(world: World): JsonObject {
  const found = at(readAgain(world), places[world.place].path);
  return isObject(found) ? found : {};
}

/** Without the servers, and without what is left of their place. */
function besides(world: World, but: readonly string[]): Json {
  const root = readAgain(world) as JsonObject;
  const [key] = places[world.place].path;
  const left = Object.entries(entriesIn(world)).filter(([one]) => !but.includes(one));
  const others = Object.entries(root).filter(([one]) => one !== key);
  return object([...others, ...(left.length === 0 ? [] : [[key, object(left)] as const])]);
}

function recorded(world: World): readonly string[] {
  return world.record.places.flatMap(({ entries }) => Object.keys(entries));
}

function shown(...worlds: readonly World[]): string {
  return worlds.map(({ text }) => text ?? '(no file)').join('\n=>\n');
}

caseLaws(someCase, {
  'what others have in the file is untouched: keys, entries, comments': (one) => {
    const { met, second, wanted } = ran(one);
    const mine = [...Object.keys(wanted), ...recorded(met)];
    assert.ok(equal(besides(second.world, mine), besides(met, mine)), shown(met, second.world));
    const comments = (world: World) => world.text?.match(/of-others \d/g) ?? [];
    assert.equal(comments(second.world), comments(met));
  },

  'fields of others stay in every entry that stays': (one) => {
    const { met, second } = ran(one);
    const after = entriesIn(second.world);
    for (const [key, entry] of Object.entries(entriesIn(met))) {
      const now = Object.entries(after).find(([other]) => other === key)?.[1];
      for (const field of now === undefined ? [] : foreignKeys) {
        assert.ok(equal(at(now as Json, [field]), at(entry, [field])), shown(met, second.world));
      }
    }
  },

  'an entry of others under a name of ours is never changed or removed without a word': (one) => {
    const { met, second, answer } = ran(one);
    if (answer === 'take') return;
    const owned = recorded(met);
    const before = new Map(Object.entries(entriesIn(met)));
    const after = new Map(Object.entries(entriesIn(second.world)));
    for (const [key, entry] of before) if (!owned.includes(key)) assert.ok(equal(after.get(key), entry), key);
  },

  'what is wanted stands there, unless a conflict about it is open': (one) => {
    const { second, wanted } = ran(one);
    const open = openIn(second.plan);
    const after = new Map(Object.entries(entriesIn(second.world)));
    const host = findHost(second.world.place) as Host;
    for (const [key, entry] of Object.entries(wanted)) {
      if (open.has(key)) continue;
      assert.ok(after.has(key), key);
      for (const [pointer, value] of leavesOf(entry)) {
        const path = parsePointer(pointer);
        const stands = comparable(host, path, at(after.get(key), path));
        const isEmpty = isObject(value) && isObject(stands);
        assert.ok(isEmpty || equal(stands, comparable(host, path, value)), `${key}${pointer}\n${shown(second.world)}`);
      }
    }
  },

  'after apply the next plan is empty, but for what is in conflict': (one) => {
    const { second, again } = ran(one);
    const open = openIn(second.plan);
    for (const { name: key, edit, record } of again.plan.targets.flatMap(({ entries }) => entries)) {
      if (!open.has(key)) assert.ok(edit === undefined && record.kind === 'keep', `${key}: ${record.kind}`);
    }
  },

  'a second apply writes nothing': (one) => {
    const { second, again } = ran(one);
    assert.is(again.world.text, second.world.text);
    assert.ok(equal(again.world.record as unknown as Json, second.world.record as unknown as Json));
  },

  'undone at once, the bytes are those of before': (one) => {
    const { met, second } = ran(one);
    assert.is(undoIn(met, second, second.world).world.text, met.text);
  },

  'undone after others wrote, our values are those of before, and theirs stay': (one) => {
    const { met, second } = ran(one);
    const now = edited(second.world, ['later'], { kind: 'set', value: { command: 'later', type: 'stdio' } });
    const undone = undoIn(met, second, now);
    if (openIn(undone.plan).size > 0) return;
    assert.ok(equal(entriesIn(undone.world).later, entriesIn(now).later));
    assert.ok(equal(besides(undone.world, ['later']), besides(met, ['later'])), shown(met, now, undone.world));
  },

  'everything taken off again leaves the first bytes': (one) => {
    const { start, first } = ran(one);
    const known = entriesIn(start);
    if (Object.keys(one.first).some((key) => Object.hasOwn(known, key))) return;
    assert.is(applyIn(first.world, {}, 'skip').world.text, start.text);
  },

  'the digest does not depend on the order of keys, in the manifest or in the file': (one) => {
    const { met, second, wanted, answer } = ran(one);
    const { digest } = second.plan;
    assert.is(planIn(met, reversed(wanted) as Wanted, answer).digest, digest);
    assert.is(planIn(reordered(met), wanted, answer).digest, digest);
  },
});

test.run();
