// Laws of the YAML codec over random documents full of comments, and over the settings of real users.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyChange, changeTree } from '../../src/formats/change.ts';
import type { Change } from '../../src/formats/codec.ts';
import { applyEdits, render } from '../../src/formats/splice.ts';
import { yaml } from '../../src/formats/yaml.ts';
import { at, equal, isArray, isObject, type Json, type Path } from '../../src/model/json.ts';
import { computing } from '../support/computing.ts';
import { documentLaws } from '../support/laws.ts';
import { pick, type Random } from '../support/random.ts';
import { realConfigs } from '../support/real-configs.ts';
import { apart, bystanders, pathsOf, randomChange, randomValue, standsIn } from './yaml-changes.ts';
import { type RandomDocument, randomDocument } from './yaml-documents.ts';

const set = (value: Json): Change => ({ kind: 'set', value });

interface Given extends RandomDocument {
  readonly value: Json;
}

/** Most are short; one in sixteen is as long as what people have. */
function randomGiven(random: Random): Given {
  const document = randomDocument(random, random(16) === 0 ? 3 : 1);
  return { ...document, value: yaml.read(document.text).value };
}

documentLaws(randomGiven, {
  'read and reread agree on every document': ({ text, value }) => assert.equal(value, yaml.reread(text)),

  'a change makes the value asked for and leaves every other line and comment as it was': (given, random) => {
    const { lines, text } = given;
    const [path, change] = randomChange(random, given.value);
    const after = edited(given, [[path, change]]);
    const isRemoval = change.kind === 'remove';
    // After a removal, blank lines below a block scalar that keeps them have to go.
    const left = bystanders(lines, path).filter((line) => !isRemoval || line.trim() !== '');
    const shown = `${text}\n=> ${path.join('/')} ${JSON.stringify(change)}\n${after}`;
    assert.ok(standsIn(left, after.split(/\r?\n/), isRemoval), `a bystander changed:\n${shown}`);
    for (const comment of left.join('\n').match(/# comment-\d+\./g) ?? []) {
      assert.is(after.split(comment).length, 2, `${comment}\n${shown}`);
    }
  },

  'several changes at once make the value that they ask for': (given, random) => {
    const changes = apart(Array.from({ length: 2 + random(4) }, () => randomChange(random, given.value)));
    const after = edited(given, changes);
    assert.ok(equal(yaml.read(after).value, applyChange(given.value, changeTree(changes)) ?? {}));
    // The proof reads everything twice more: enough for some.
    if (random(8) === 0) assert.is(render(yaml, given.text, changeTree(changes)), after);
  },

  'what is added and taken away again leaves the same bytes': (given, random) => {
    const text = endingItsBlockScalar(given);
    const container = pick(
      random,
      pathsOf(given.value).filter((path) => canHold(at(given.value, path))),
    );
    assert.is(addAndRemove(text, container, randomValue(random, 3)), text);
  },
});

/** The text after the changes, which must read as the changed value. */
function edited({ text, value }: Given, changes: readonly (readonly [Path, Change])[]): string {
  const change = changeTree(changes);
  const after = applyEdits(text, yaml.edit(text, change));
  assert.ok(equal(yaml.reread(after), applyChange(value, change) ?? {}), `${text}\n=>\n${after}`);
  return after;
}

function canHold(value: Json | undefined): boolean {
  return isObject(value) || isArray(value) || value === null;
}

/** Without its final newline a block scalar at the end would read differently: it gets one and keeps it. */
function endingItsBlockScalar({ text, lines, newline }: RandomDocument): string {
  const last = lines.at(-1)?.owner;
  const isLast = lines.some((line) => line.owner === last && /[|>][-+]?( #.*)?$/.test(line.text));
  return isLast && !text.endsWith('\n') ? text + newline : text;
}

/** Adds, takes away again, and gives an emptied container its first look back, as the caller of the codec does. */
function addAndRemove(text: string, container: Path, value: Json): string {
  const before = yaml.read(text);
  const here = at(before.value, container) as Json;
  const path = [...container, isArray(here) ? String(here.length) : 'new'];
  const changed = (was: string, change: Change) => applyEdits(was, yaml.edit(was, change));
  const added = changed(text, changeTree([[path, set(value)]]));
  const removed = changed(added, changeTree([[path, { kind: 'remove' }]]));
  const look = before.source(container) ?? '';
  const isHollow = here === null || Object.keys(here).length === 0;
  if (!isHollow || yaml.read(removed).source(container) === look) return removed;
  return changed(removed, changeTree([[container, { kind: 'source', text: look, value: here }]]));
}

for (const { path: file, host, name, text } of realConfigs().filter((config) => config.name.endsWith('.yaml'))) {
  const { value } = yaml.read(text);
  const all = pathsOf(value).slice(1);
  const paths = all.filter((_, i) => i % Math.ceil((all.length * text.length) / 80_000) === 0);

  test(`${host}/${name} reads alike by both readers`, () => assert.equal(value, yaml.reread(text), file));

  test(`${host}/${name} keeps every comment outside an entry that goes`, () => {
    for (const path of paths) {
      const removed = render(yaml, text, changeTree([[path, { kind: 'remove' }]]));
      assert.ok(standsIn(commentsOutside(text, path), removed.split(/\r?\n/), true), path.join('/'));
    }
  });

  test(`${host}/${name} has the same bytes after an entry came and went`, () => {
    const server = { command: 'npx', args: ['-y', '@x/y'], env: { TOKEN: '${TOKEN}' } };
    for (const path of [[], ...paths.filter((path) => canHold(at(value, path)))]) {
      assert.is(addAndRemove(text, path, server), text, path.join('/'));
    }
  });

  test(`${host}/${name} has the same bytes after a value changed and changed back`, () => {
    for (const path of paths.filter((path) => !canHold(at(value, path)))) {
      const changed = render(yaml, text, changeTree([[path, set('a: b')]]));
      const [before, after] = [text.split('\n'), changed.split('\n')];
      assert.is(
        before.length - after.length,
        (yaml.read(text).source(path) ?? '').split('\n').length - 1,
        path.join('/'),
      );
      const look = yaml.read(text).source(path) ?? '';
      const back = changeTree([[path, { kind: 'source', text: look, value: at(value, path) as Json }]]);
      assert.is(render(yaml, changed, back), text, path.join('/'));
    }
  });
}

/** Comment lines before the entry and after it. */
function commentsOutside(text: string, path: Path): readonly string[] {
  const document = yaml.read(text);
  const start = document.locate(path)?.offset ?? 0;
  const source = document.source(path) ?? '';
  const end = text.indexOf(source, start + (Number.isNaN(Number(path.at(-1))) ? (path.at(-1)?.length ?? 0) : 0));
  const lines = (part: string) => part.split(/\r?\n/).filter((line) => /^\s*#/.test(line));
  // What is left of the last line belongs to the entry.
  const below = text.slice(end + source.length).replace(/^.*/, '');
  return [...lines(text.slice(0, start)), ...lines(below)];
}

test('a batch over many servers takes time in proportion to their number', () => {
  let texts = 0;
  // Each time another text: one that was taken apart just now is at hand.
  const servers = (count: number) =>
    `servers: # ${texts++}\n${Array.from({ length: count }, (_, i) => `  s${i}:\n    cmd: npx # ${i}\n    args: [a, b]\n`).join('')}`;
  const batch = (count: number) =>
    changeTree(
      Array.from({ length: count }, (_, i): [Path, Change] => [
        ['servers', i % 2 ? `s${i}` : `n${i}`],
        i % 2 ? { kind: 'remove' } : set({ cmd: 'x' }),
      ]),
    );
  const time = (count: number) => {
    const [text, change] = [servers(count), batch(count)];
    const computed = computing();
    yaml.edit(text, change);
    return computed();
  };
  time(500);
  assert.ok(
    time(4000) < 32 * Math.max(time(500), 10),
    'eight times the servers take far more than eight times as long',
  );
});

test.run();
