import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FormatError } from '../../../src/formats/codec.ts';
import { codecs } from '../../../src/formats/index.ts';
import { readEntries, renderFile } from '../../../src/formats/place.ts';
import type { Json } from '../../../src/model/json.ts';
import type { EntryEdit } from '../../../src/model/plan.ts';
import type { Origin } from '../../../src/model/record.ts';
import type { Container, FormatName } from '../../../src/model/target.ts';

const map = (...path: string[]): Container => ({ kind: 'map', path });
const list = (...path: string[]): Container => ({ kind: 'array', path, key: 'name' });
const names = (...path: string[]): Container => ({ kind: 'names', path });
const lists = (...path: string[]): Container => ({
  kind: 'arrays',
  path,
  lists: ['stdio_servers', 'shttp_servers'],
  as: 'list',
  key: 'name',
  otherwise: 'url',
});
const entry = { command: 'npx', args: ['-y', 'weather'], env: { LEVEL: 'debug' } };

/** The values of two entries, in the shape of the container. */
function valuesFor({ kind }: Container): readonly [Json, Json] {
  const reached = { url: 'https://news.example/mcp' };
  if (kind === 'names') return [true, true];
  if (kind !== 'arrays') return [entry, reached];
  return [
    { ...entry, list: 'stdio_servers' },
    { ...reached, list: 'shttp_servers' },
  ];
}

function once(format: FormatName, text: string, container: Container, edits: [string, EntryEdit][], origin?: Origin) {
  return renderFile(codecs[format], text, [{ container, edits: new Map(edits), origin }]);
}

/** Texts in which a first entry of ours comes and goes. */
const hollows: readonly (readonly [string, FormatName, Container, string])[] = [
  ['an empty file', 'jsonc', map('mcpServers'), ''],
  ['blanks only', 'jsonc', map('mcpServers'), '\n'],
  ['an empty object', 'jsonc', map('mcpServers'), '{}'],
  ['an empty object over two lines', 'jsonc', map('mcpServers'), '{\n}\n'],
  ['an empty object with a blank', 'jsonc', map('mcpServers'), '{ }\n'],
  ['a byte-order mark and CRLF', 'jsonc', map('mcpServers'), '\uFEFF{\r\n  "theme": "dark"\r\n}\r\n'],
  ['an empty map', 'jsonc', map('mcpServers'), '{\n  "mcpServers": {}\n}\n'],
  ['an empty map over two lines', 'jsonc', map('mcpServers'), '{\n  "mcpServers": {\n  }\n}\n'],
  ['a map that holds comments only', 'jsonc', map('servers'), '{\n  "servers": {\n    // none yet\n  },\n}\n'],
  ['no map, and a comment last', 'jsonc', map('servers'), '{\n  "a": 1 // one\n  // the end\n}'],
  ['a deeper map whose parent is missing', 'jsonc', map('mcp', 'servers'), '{\n\t"a": 1\n}\n'],
  ['a literal dotted key', 'jsonc', map('amp.mcpServers'), '{ "amp.url": "x" }\n'],
  ['a minified file', 'jsonc', map('mcpServers'), '{"a":{"b":1}}'],
  ['an empty list', 'jsonc', list('mcpServers'), '{\n  "mcpServers": []\n}\n'],
  ['no list of names', 'jsonc', names('mcp', 'excluded'), '{\n  "mcp": {}\n}\n'],
  ['JSON5', 'json5', map('mcp', 'servers'), "{\n  mcp: { servers: {}, },\n  a: 'x', // y\n}\n"],
  ['an empty TOML file', 'toml', map('mcp_servers'), ''],
  ['TOML without final newline', 'toml', map('mcp_servers'), 'model = "o3" # m'],
  ['TOML that ends in a comment', 'toml', map('mcp_servers'), 'a = 1\n\n[t]\nb = 2\n# the end'],
  ['a TOML table without keys', 'toml', map('mcp_servers'), '[mcp_servers]\n\n[z]\na = 1\n'],
  ['an inline TOML table', 'toml', map('mcp_servers'), 'mcp_servers = {}\n'],
  ['an empty TOML list', 'toml', list('mcp_servers'), 'mcp_servers = []\na = 1\n\n[[x]]\nb = 1\n'],
  ['no TOML list', 'toml', list('mcp_servers'), '[a]\nb = 1\n'],
  ['an empty YAML file', 'yaml', map('extensions'), ''],
  ['YAML with comments only', 'yaml', map('extensions'), '# mine\n'],
  ['an empty YAML map', 'yaml', map('extensions'), 'a: 1\nextensions: {}\n'],
  ['a YAML key without a value', 'yaml', map('extensions'), 'extensions:\nb: 2\n'],
  ['a YAML key with null', 'yaml', map('extensions'), 'extensions: null # none\nb: 2\n'],
  ['YAML without final newline', 'yaml', map('extensions'), 'a: 1\nb:\n  - x'],
  ['YAML with CRLF', 'yaml', list('mcpServers'), 'name: x\r\nmodels: []\r\n'],
  ['an empty YAML list', 'yaml', list('mcpServers'), 'mcpServers: []\n'],
  ['no arrays in TOML', 'toml', lists('mcp'), '[core]\na = 1\n'],
  ['arrays of which one is there and empty', 'toml', lists('mcp'), '[mcp]\nshttp_servers = [ ]\n\n[z]\na = 1\n'],
  [
    'arrays with servers of others',
    'toml',
    lists('mcp'),
    '[mcp]\nshttp_servers = ["https://a.example/mcp"] # theirs\n\n[[mcp.stdio_servers]]\nname = "own"\n',
  ],
];

for (const [what, format, container, before] of hollows) {
  test(`${what}: our last entry leaves the bytes as our first one found them`, () => {
    const added = once(format, before, container, [
      ['weather', { kind: 'add', value: valuesFor(container)[0] }],
      ['news', { kind: 'add', value: valuesFor(container)[1] }],
    ]);
    assert.is.not(added.text, before);
    const [origin] = added.origins;
    const one = once(format, added.text, container, [['weather', { kind: 'remove' }]], origin);
    const none = once(format, one.text, container, [['news', { kind: 'remove' }]], origin);
    assert.is(none.text, before);
  });

  test(`${what}: entries that came one by one leave it as well`, () => {
    const [one, other] = valuesFor(container);
    const first = once(format, before, container, [['weather', { kind: 'add', value: one }]]);
    const second = once(format, first.text, container, [['news', { kind: 'add', value: other }]], first.origins[0]);
    const origin = second.origins[0];
    const gone = once(
      format,
      second.text,
      container,
      [
        ['weather', { kind: 'remove' }],
        ['news', { kind: 'remove' }],
      ],
      origin,
    );
    assert.is(gone.text, before);
  });
}

test('what somebody else put beside ours keeps the container that we made', () => {
  const added = once('jsonc', '{\n  "a": 1\n}\n', map('mcpServers'), [['weather', { kind: 'add', value: entry }]]);
  const theirs = added.text.replace('"mcpServers": {', '"mcpServers": {\n    "theirs": { "command": "x" },');
  const gone = once('jsonc', theirs, map('mcpServers'), [['weather', { kind: 'remove' }]], added.origins[0]);
  assert.is(gone.text, '{\n  "a": 1,\n  "mcpServers": {\n    "theirs": { "command": "x" }\n  }\n}\n');
});

/** What somebody else put beside ours, with nothing in it: it is theirs all the same. */
const bare: readonly (readonly [string, FormatName, Container, before: string, theirs: [RegExp, string]])[] = [
  ['an entry in a map', 'jsonc', map('s'), '{}\n', [/"s": \{/, '"s": {\n    "theirs": {},']],
  ['an entry in a map that was empty', 'jsonc', map('s'), '{ "s": { } }\n', [/"s": \{/, '"s": {\n    "theirs": {},']],
  ['a map beside a deeper map', 'jsonc', map('m', 's'), '{}\n', [/"m": \{/, '"m": {\n    "theirs": {},']],
  ['a list beside arrays', 'yaml', lists('m'), '{}\n', [/m:\n/, 'm:\n  theirs: []\n']],
  ['a TOML table without keys', 'toml', map('s'), 'a = 1\n', [/$/, '\n[s.theirs]\n']],
];

for (const [what, format, container, before, [where, theirs]] of bare) {
  test(`${what}: what others put there stays, though nothing is in it`, () => {
    const [value] = valuesFor(container);
    const added = once(format, before, container, [['weather', { kind: 'add', value }]]);
    const beside = added.text.replace(where, theirs);
    const gone = once(format, beside, container, [['weather', { kind: 'remove' }]], added.origins[0]);
    assert.match(gone.text, 'theirs');
    assert.not.match(gone.text, 'weather');
  });
}

test('a comment that somebody wrote into the container that we made stays', () => {
  const added = once('jsonc', '{}\n', map('mcpServers'), [['weather', { kind: 'add', value: entry }]]);
  const commented = added.text.replace('"mcpServers": {', '"mcpServers": {\n    // keep me');
  const gone = once('jsonc', commented, map('mcpServers'), [['weather', { kind: 'remove' }]], added.origins[0]);
  assert.match(gone.text, 'keep me');
});

test('a field that leaves takes along the object that is empty without it', () => {
  const text = '{\n  "s": {\n    "weather": {\n      "command": "npx",\n      "env": { "A": "1" }\n    }\n  }\n}\n';
  const edit: EntryEdit = { kind: 'fields', fields: new Map([['/env/A', undefined]]) };
  assert.is(
    once('jsonc', text, map('s'), [['weather', edit]]).text,
    '{\n  "s": {\n    "weather": {\n      "command": "npx"\n    }\n  }\n}\n',
  );
});

test('entries of every kind of container are seen as one map from name to entry', () => {
  const rows: [FormatName, Container, string, Record<string, unknown>][] = [
    [
      'jsonc',
      map('s'),
      '{"s":{"a":{"x":1},"__proto__":{"x":2},"":{}}}',
      { a: { x: 1 }, ['__proto__']: { x: 2 }, '': {} },
    ],
    ['yaml', list('s'), 's:\n  - name: a\n    x: 1\n  - x: 2\n', { a: { x: 1 } }],
    ['toml', list('s'), '[[s]]\nname = "a"\nx = 1\n', { a: { x: 1 } }],
    ['jsonc', names('s'), '{"s":["a","b"]}', { a: true, b: true }],
    ['toml', map('s'), '[s.a]\n', { a: {} }],
    [
      'toml',
      lists('m'),
      '[m]\nstdio_servers = [{ name = "a", x = 1 }]\nshttp_servers = ["u", { url = "v" }, { name = "b", url = "w" }]\n',
      {
        a: { x: 1, list: 'stdio_servers' },
        u: { url: 'u', list: 'shttp_servers' },
        v: { url: 'v', list: 'shttp_servers' },
        b: { url: 'w', list: 'shttp_servers' },
      },
    ],
  ];
  for (const [format, container, text, wanted] of rows) {
    const found = readEntries(codecs[format].read(text), container);
    assert.equal(
      [...found].map(([name, { value }]) => [name, value]),
      Object.entries(wanted),
    );
  }
});

test('an entry whose transport changes moves to the other array, and one that is a bare text becomes an object', () => {
  const text = '[mcp]\nstdio_servers = [{ name = "a", command = "x" }]\nshttp_servers = ["https://u.example"]\n';
  const fields = (members: Record<string, Json | undefined>): EntryEdit => ({
    kind: 'fields',
    fields: new Map(Object.entries(members)),
  });
  const { text: after } = once('toml', text, lists('mcp'), [
    ['a', fields({ '/list': 'shttp_servers', '/command': undefined, '/url': 'https://a.example' })],
    ['https://u.example', fields({ '/api_key': 'k' })],
  ]);
  const found = readEntries(codecs.toml.read(after), lists('mcp'));
  assert.equal(
    [...found].map(([name, { value }]) => [name, value]),
    [
      ['https://u.example', { url: 'https://u.example', api_key: 'k', list: 'shttp_servers' }],
      ['a', { url: 'https://a.example', list: 'shttp_servers' }],
    ],
  );
});

const refused: readonly (readonly [string, FormatName, Container, string])[] = [
  ['a list where a map belongs', 'jsonc', map('s'), '{"s":[]}'],
  ['a text where a map belongs', 'yaml', map('s'), 's: x\n'],
  ['a map where a list belongs', 'toml', list('s'), '[s]\na = 1\n'],
  ['a number on the way to the place', 'jsonc', map('a', 's'), '{"a":3}'],
  ['a list on the way to the place', 'yaml', map('a', 's'), 'a: [1]\n'],
  ['a name that stands twice in a list', 'yaml', list('s'), 's:\n  - name: a\n  - name: a\n'],
  ['a name that stands in two arrays', 'yaml', lists('s'), 's:\n  stdio_servers: [{name: a}]\n  shttp_servers: [a]\n'],
  ['a key that stands twice in the place', 'jsonc', map('s'), '{"s":{"a":{},"a":{}}}'],
  ['a place that stands twice', 'jsonc', map('s'), '{"s":{},"s":{}}'],
];

for (const [what, format, container, text] of refused) {
  test(`${what} is refused`, () => {
    assert.throws(
      () => readEntries(codecs[format].read(text), container),
      (error: unknown) => error instanceof FormatError,
    );
  });
}

test('fields of an entry that is gone are refused', () => {
  const fields: EntryEdit = { kind: 'fields', fields: new Map([['/command', 'uvx']]) };
  assert.throws(
    () => once('jsonc', '{"s":{"b":{}}}', map('s'), [['a', fields]]),
    (error: unknown) => error instanceof FormatError,
  );
});

test('a key that stands twice elsewhere is no obstacle', () => {
  assert.is(readEntries(codecs.jsonc.read('{"x":1,"x":2,"s":{"a":{}}}'), map('s')).size, 1);
});

test.run();
