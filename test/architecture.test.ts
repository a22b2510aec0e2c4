// How the house is built, read from the source text: who may import whom, who may touch the outside, what files may be
// called and how long they may be. The tables are the rules.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hosts } from '../src/hosts/index.ts';

/**
 * Folder (or file) of src → what it may import, types included. Every arrow points up. `ports` are the types of the
 * outside, wrappers around them and the pure paths; whoever imports no more of `system` cannot touch anything it is not handed.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  ports: ['model'],
  system: ['model', 'ports'],
  formats: ['model'],
  hosts: ['model', 'ports'],
  secrets: ['model', 'ports', 'hosts'],
  manifest: ['model', 'ports', 'formats', 'secrets'],
  packages: ['model', 'ports', 'formats', 'secrets', 'manifest'],
  speak: ['model', 'ports'],
  state: ['model', 'ports', 'formats', 'hosts', 'secrets', 'manifest'],
  plan: ['model', 'formats', 'hosts', 'secrets', 'state'],
  apply: ['model', 'ports', 'formats', 'secrets', 'state'],
  report: ['model'],
  verbs: ['model', 'ports', 'formats', 'hosts', 'secrets', 'manifest', 'packages', 'speak', 'state', 'plan', 'apply'],
  cli: ['model', 'ports', 'plan', 'report', 'verbs'],
  'index.ts': ['model', 'system', 'ports', 'apply', 'report', 'verbs'],
  'bin.ts': ['cli', 'system', 'ports', 'verbs'],
};

const ports = ['system/outside.ts', 'system/system.ts', 'system/paths.ts', 'system/trace.ts', 'system/layered.ts'];

/** Folders whose functions only think: nothing there may wait. */
const pure = ['model', 'formats', 'hosts', 'plan', 'report'];

/** File → modules of Node it may import. `system/node.ts` is the door, and may all. */
const builtins: Readonly<Record<string, readonly string[]>> = {
  'bin.ts': ['node:module', 'node:process'],
  'cli/questions.ts': ['node:readline', 'node:stream'],
  'cli/run.ts': ['node:stream'],
  'manifest/locate.ts': ['node:fs', 'node:os', 'node:path', 'node:process'],
  'manifest/pattern.ts': ['node:module', 'node:vm'],
  'model/digest.ts': ['node:crypto'],
  'packages/zip.ts': ['node:zlib'],
  'system/node-outside.ts': ['node:child_process', 'node:crypto', 'node:fs', 'node:process'],
  'system/paths.ts': ['node:path'],
};

/** Files that may name the process, the console, the clock or randomness. */
const touchesTheOutside = [
  'bin.ts',
  'manifest/locate.ts',
  'system/network.ts',
  'system/node.ts',
  'system/node-outside.ts',
];

/** Package → the one file that imports it. */
const packages: Readonly<Record<string, string>> = {
  '@humanwhocodes/momoa': 'formats/jsonc-tree.ts',
  '@modelcontextprotocol/sdk': 'speak/client.ts',
  clipanion: 'cli/parse.ts',
  cosmiconfig: 'manifest/locate.ts',
  'fast-json-patch': 'model/patch.ts',
  json5: 'formats/jsonc-reread.ts',
  'smol-toml': 'formats/toml-values.ts',
  'toml-eslint-parser': 'formats/toml-tree.ts',
  yaml: 'formats/yaml-parse.ts',
};

const longestFile = 300;
const bannedWords = /utils?|helpers?|manager|service|misc|impl\b|chief/i;

interface Source {
  /** Relative to its folder, with `/`. */
  readonly name: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  /** As written, or for a file of src its name. */
  readonly to: string;
  readonly isOurs: boolean;
}

function sourcesIn(folder: string): readonly Source[] {
  const root = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(`${root}${name}`, 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const sources = sourcesIn('src');
const isGenerated = ({ name }: Source) => name.endsWith('.generated.ts');
const imports = sources.flatMap(importsOf);

/** Static and dynamic ones, of types and of values. */
function importsOf({ name, text }: Source): readonly Import[] {
  const written = /^(?:import|export)\s+(?:[^;'"=]*?\sfrom\s+)?'([^']+)'|\b(?:import|require\([^)]*\))\(\s*'([^']+)'/gm;
  return [...text.matchAll(written)].map(([, fixed, late]) => {
    const to = fixed ?? late ?? '';
    const isOurs = to.startsWith('.');
    return {
      from: name,
      to: isOurs ? new URL(to, `file:///src/${name}`).pathname.replace(/^\/src\//, '') : to,
      isOurs,
    };
  });
}

function roomOf(name: string): string {
  if (ports.includes(name)) return 'ports';
  return name.split('/')[0] ?? name;
}

/** `from → to`, for a message. */
const arrow = ({ from, to }: Pick<Import, 'from' | 'to'>) => `${from} → ${to}`;

test('a folder imports only what the table allows', () => {
  const wrong = imports
    // Data beside src.
    .filter(({ to, isOurs }) => isOurs && !to.endsWith('.json'))
    .filter(({ from, to }) => roomOf(from) !== roomOf(to) && !mayImport[roomOf(from)]?.includes(roomOf(to)));
  assert.equal(wrong.map(arrow), []);
});

test('every folder is in the table, and the table has no cycle', () => {
  const rooms = [...new Set(sources.map(({ name }) => roomOf(name)))];
  assert.equal(
    rooms.filter((room) => !Object.hasOwn(mayImport, room)),
    [],
  );
  const order = Object.keys(mayImport);
  const down = Object.entries(mayImport).flatMap(([from, allowed]) =>
    allowed.filter((to) => order.indexOf(to) >= order.indexOf(from) && to !== 'ports').map((to) => arrow({ from, to })),
  );
  assert.equal(down, []);
});

test('no import goes round in a circle, types included', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    if (way.includes(name)) circles.push([...way.slice(way.indexOf(name)), name].join(' → '));
    if (done.has(name)) return;
    done.add(name);
    for (const { from, to, isOurs } of imports) if (from === name && isOurs) visit(to, [...way, name]);
  };
  for (const { name } of sources) visit(name, []);
  assert.equal(circles, []);
});

test('every import leads to a file that is there', () => {
  const names = new Set(sources.map(({ name }) => name));
  const lost = imports.filter(({ to, isOurs }) => isOurs && to.endsWith('.ts') && !names.has(to));
  assert.equal(lost.map(arrow), []);
});

test('only the door, and those it is opened for, use the modules of Node', () => {
  const used = imports.filter(({ from, to }) => to.startsWith('node:') && from !== 'system/node.ts');
  const wrong = used.filter(({ from, to }) => !builtins[from]?.includes(to));
  assert.equal(wrong.map(arrow), []);
});

test('only the edge names the process, the console, the clock or randomness', () => {
  const outside =
    /\b(?:process\.\w|console\.\w|Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|setTimeout\(|fetch\()/;
  const wrong = sources.filter(({ name, text }) => !touchesTheOutside.includes(name) && outside.test(code(text)));
  assert.equal(names(wrong), []);
});

/** The text without its comments. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '');
}

const names = (found: readonly Source[]) => found.map(({ name }) => name);

test('what only thinks does not wait', () => {
  const wrong = sources.filter(
    ({ name, text }) => pure.includes(roomOf(name)) && /\basync\b|\bPromise\b/.test(code(text)),
  );
  assert.equal(names(wrong), []);
});

test('each package is imported by one file', () => {
  const third = imports.filter(({ to, isOurs }) => !isOurs && !to.startsWith('node:'));
  const found = third.map(({ from, to }) =>
    JSON.stringify([to.split('/', to.startsWith('@') ? 2 : 1).join('/'), from]),
  );
  assert.equal(
    [...new Set(found)].sort(),
    Object.entries(packages)
      .map((pair) => JSON.stringify(pair))
      .sort(),
  );
});

test('a secret is revealed only where final bytes are made', () => {
  const wrong = sources.filter(({ name, text }) => name !== 'apply/materialise.ts' && /\.reveal\(/.test(text));
  assert.equal(names(wrong), []);
});

test('the engine knows no host by name', () => {
  const ids = hosts.map(({ id }) => id).join('|');
  const quoted = new RegExp(`(['"\`])(?:${ids})\\1`);
  const wrong = sources.filter(({ name, text }) => roomOf(name) !== 'hosts' && quoted.test(code(text)));
  assert.equal(names(wrong), []);
});

test(`no file is longer than ${longestFile} lines`, () => {
  const long = sources.filter((source) => !isGenerated(source) && source.text.split('\n').length - 1 > longestFile);
  assert.equal(names(long), []);
});

test('every file says first what it is for', () => {
  const silent = [...sources, ...sourcesIn('schema'), ...sourcesIn('bench')].filter(
    ({ text }) => !/^(?:#!.*\n)?(?:\/\/ \S|\/\*)/.test(text),
  );
  assert.equal(names(silent), []);
});

test('nothing is called by a word that says nothing', () => {
  const declared = /\b(?:class|function|interface|type|const)\s+(\w+)/g;
  const wrong = sources
    .filter((source) => !isGenerated(source))
    .flatMap(({ name, text }) => [name, ...[...text.matchAll(declared)].map(([, word]) => `${name} ${word}`)])
    .filter((name) => bannedWords.test(name));
  assert.equal(wrong, []);
});

test('files are called in kebab-case', () => {
  const wrong = sources.filter(({ name }) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.generated)?\.ts$/.test(name));
  assert.equal(names(wrong), []);
});

test('names are exported one by one, and passed on only by tables', () => {
  const passesOn = /^export \* from|^export \{[^}]*\} from/m;
  const wrong = sources.filter(
    ({ name, text }) => /^export default/m.test(text) || (!/(?:^|\/)index\.ts$/.test(name) && passesOn.test(text)),
  );
  assert.equal(names(wrong), []);
});

test('every test file runs its tests', () => {
  const idle = sourcesIn('test').filter(
    ({ name, text }) => name.endsWith('.test.ts') && !/^\s*(?:test|\w+)\.run\(\);$/m.test(text),
  );
  assert.equal(names(idle), []);
});

test.run();
