// `create` and `validate` of packages: what is written is valid, answers a host, and nothing is written over.

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { get, isArray } from '../../src/model/json.ts';
import { assertCode, removeHomes, report, scratchHome } from '../support/home.ts';

test.after(removeHomes);

for (const language of ['typescript', 'python']) {
  test(`a new package in ${language} is valid as it is written`, () => {
    const home = scratchHome();
    const { result } = report(assertCode(home.run('create', 'tide-tables', '--language', language, '--json'), 0));
    const files = get(result, 'files');
    assert.ok(isArray(files) && files.every((file) => home.read(`project/tide-tables/${file}`) !== undefined));
    const { findings, result: valid } = report(assertCode(home.run('validate', 'tide-tables', '--json'), 0));
    assert.equal(findings, []);
    assert.is(get(get(valid, 'package'), 'name'), 'tide-tables');
  });
}

test('a new package for Node answers as soon as its dependencies are there', () => {
  const home = scratchHome();
  assertCode(home.run('create', 'tide-tables'), 0);
  // As `npm install` would leave it.
  const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));
  symlinkSync(installed, join(home.path, 'project/tide-tables/node_modules'));
  const server = 'tides: { command: node, args: [tide-tables/server.js], cwd: "${manifestDir}" }';
  home.write(
    'project/hatch.mcp.yaml',
    `version: 1\nname: sea\nenvironments: { port: { servers: { ${server} } } }\ntargets: { cursor: {} }\n`,
  );
  const { result } = report(assertCode(home.run('check', '--json'), 0));
  const [tides] = get(result, 'servers') as readonly never[];
  assert.is(get(tides, 'name'), 'tide-tables');
  assert.equal(get(tides, 'tools'), ['count_words']);
});

test('nothing is written over, and an empty folder is as good as none', () => {
  const home = scratchHome();
  home.write('project/tide-tables/notes.md', 'mine');
  const { stderr } = assertCode(home.run('create', 'tide-tables'), 5);
  assert.match(stderr, /is there already/);
  assert.equal([...home.leaves('project').keys()], ['project/tide-tables/notes.md']);
});

const wrong: readonly [readonly string[], number, RegExp][] = [
  [['create', 'Tide Tables'], 64, /use `tide-tables`/],
  [['create', '42'], 64, /use lower-case letters/],
  [['create', 'tides', '--language', 'pyton'], 64, /did you mean python\?/],
  [['create'], 64, /needs NAME/],
  [['validate', '.'], 64, /holds no server package/],
];

for (const [words, code, said] of wrong) {
  test(`\`hatch ${words.join(' ')}\` is answered with what to type instead`, () => {
    const home = scratchHome();
    assert.match(assertCode(home.run(...words), code).stderr, said);
    assert.is(home.leaves('project').size, 0);
  });
}

test('an invalid package is code 65, every fault at its place', () => {
  const home = scratchHome();
  home.write('project/tides/package.json', '{\n  "name": "tides",\n  "version": "^2",\n  "bin": "serve.js"\n}\n');
  const { stderr } = assertCode(home.run('validate', 'tides'), 65);
  assert.match(stderr, /tides\/package\.json:3:3 {2}error: `version` must be one version/);
  assert.match(stderr, /tides\/package\.json:4:3 {2}error: the entry point `serve\.js` is not there/);
});

test.run();
