// What each kind of edit of a TOML text looks like, by example.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changeTree } from '../../../src/formats/change.ts';
import type { Change } from '../../../src/formats/codec.ts';
import { applyEdits } from '../../../src/formats/splice.ts';
import { toml } from '../../../src/formats/toml.ts';
import type { Json, Path } from '../../../src/model/json.ts';
import { parsePointer } from '../../../src/model/pointer.ts';

const remove: Change = { kind: 'remove' };

function set(value: Json): Change {
  return { kind: 'set', value };
}

function source(text: string): Change {
  return { kind: 'source', text, value: toml.reread(`_ = ${text}`) };
}

/** The text after changes that are given by pointer. */
function edited(text: string, changes: Readonly<Record<string, Change>>): string {
  const byPath = Object.entries(changes).map(([pointer, change]): [Path, Change] => [parsePointer(pointer), change]);
  return applyEdits(text, toml.edit(text, changeTree(byPath)));
}

const server = { command: 'npx', args: ['-y', 'p'], env: { A: 'x' } };

/** What is done, the text before, the changes by pointer, the text after. */
type Row = readonly [string, string, Readonly<Record<string, Change>>, string];

/** Where adding and removing are each other's inverse. */
const comings: readonly Row[] = [
  [
    'the first server of an empty text',
    '',
    { '/mcp_servers/new': set(server) },
    '[mcp_servers.new]\ncommand = "npx"\nargs = ["-y", "p"]\nenv = { A = "x" }\n',
  ],
  [
    'the first server, below all that is there',
    'a = 1\n# end\n\n',
    { '/mcp_servers/new one': set({}) },
    'a = 1\n# end\n\n[mcp_servers."new one"]\n\n',
  ],
  [
    'a server at the end of a text without final newline',
    '[mcp_servers.a]\r\nurl = "u"',
    { '/mcp_servers/b': set({ url: 'v' }) },
    '[mcp_servers.a]\r\nurl = "u"\r\n\r\n[mcp_servers.b]\r\nurl = "v"',
  ],
  [
    'a server like its siblings, before the comments that follow them',
    '[m.a]\n  command="x"\n  args=[\n    "p"\n  ]\n\n  [m.a.env]\n    A="1"\n# about z\n\n[z]\n',
    { '/m/b': set(server) },
    '[m.a]\n  command="x"\n  args=[\n    "p"\n  ]\n\n  [m.a.env]\n    A="1"\n\n[m.b]\n  command="npx"\n  args=[\n    "-y",\n    "p"\n  ]\n\n' +
      '  [m.b.env]\n    A="x"\n# about z\n\n[z]\n',
  ],
  [
    'a server among dotted keys',
    'm.a.command = "x"\nm.a.env.Q = "1"\nz = 1\n',
    { '/m/b': set(server) },
    'm.a.command = "x"\nm.a.env.Q = "1"\nm.b.command = "npx"\nm.b.args = ["-y", "p"]\nm.b.env.A = "x"\nz = 1\n',
  ],
  [
    'a server among pairs below the header of all',
    '[m]\na = {command = "x"}\n\n[z]\n',
    { '/m/b': set({ command: 'y', args: [] }) },
    '[m]\na = {command = "x"}\nb = {command = "y", args = []}\n\n[z]\n',
  ],
  [
    'a server in an inline table',
    'm = { a = { command = "x" } } # all\n',
    { '/m/b': set({ command: 'y' }) },
    'm = { a = { command = "x" }, b = { command = "y" } } # all\n',
  ],
  [
    'an element of an empty array',
    'x = 1\nm = []\n\n[t]\nlist = [\n    1,\n]\n',
    { '/m/0': set({ name: 'n', args: ['a'] }) },
    'x = 1\nm = [\n    { name = "n", args = ["a"] },\n]\n\n[t]\nlist = [\n    1,\n]\n',
  ],
  [
    'an element of an array of tables',
    '[[m]]\nname = "a"\n\n[m.env]\nA = "1"\n\n[[m]]\nname = "b"\n# c\n\n[t]\n',
    { '/m/2': set({ name: 'c', env: { C: '3' } }) },
    '[[m]]\nname = "a"\n\n[m.env]\nA = "1"\n\n[[m]]\nname = "b"\n\n[[m]]\nname = "c"\n\n[m.env]\nC = "3"\n# c\n\n[t]\n',
  ],
  [
    'the first element of all',
    'x = 1\n',
    { '/m': set([{ n: 1 }, { n: 2 }]) },
    'x = 1\n\n[[m]]\nn = 1\n\n[[m]]\nn = 2\n',
  ],
  [
    'a field and a table, below the other fields',
    '[m.a]\ncommand = "x" # c\n# d\n\n[m.a.env]\nA = "1"\n\n[z]\n',
    { '/m/a/cwd': set('.'), '/m/a/http': set({ B: '2' }) },
    '[m.a]\ncommand = "x" # c\ncwd = "."\n# d\n\n[m.a.env]\nA = "1"\n\n[m.a.http]\nB = "2"\n\n[z]\n',
  ],
  ['a field of a table that is only a header', '[m.a]\n# d\n', { '/m/a/x': set(1) }, '[m.a]\nx = 1\n# d\n'],
  [
    'a field of a table that only its members name',
    '[m.a.env]\nA = "1"\n',
    { '/m/a/x': set(1) },
    '[m.a.env]\nA = "1"\n\n[m.a]\nx = 1\n',
  ],
  ['a first key, above the headers', '# file\n\n# a\n[a]\n', { '/x': set(1) }, '# file\n\nx = 1\n\n# a\n[a]\n'],
  [
    'a variable in an inline table',
    'env = {A="1",B="2"}\n',
    { '/env/C D': set('3') },
    'env = {A="1",B="2","C D"="3"}\n',
  ],
  [
    'an element on a line of its own',
    'a = [\n  1, # one\n  2 # two\n]\n',
    { '/a/2': set(3) },
    'a = [\n  1, # one\n  2, # two\n  3\n]\n',
  ],
  ['an element where only a comment is', 'a = [ # none\n]\n', { '/a/0': set(3) }, 'a = [ # none\n  3,\n]\n'],
  ['a block where blocks stand close', '[a]\n[b]\n', { '/m': set({ x: 1 }) }, '[a]\n[b]\n\n[m]\nx = 1\n'],
  [
    'a block where only a table inside another stands close',
    '[m.a]\nx = 1\n[m.a.env]\nA = "1"\n',
    { '/m/b': set({ x: 2 }) },
    '[m.a]\nx = 1\n[m.a.env]\nA = "1"\n\n[m.b]\nx = 2\n',
  ],
  [
    'a server of nothing but an inline table',
    '[m.a]\nenv = { A = "1" }\n',
    { '/m/b': set({ env: { B: '2' } }) },
    '[m.a]\nenv = { A = "1" }\n\n[m.b]\nenv = { B = "2" }\n',
  ],
  [
    'several at once, in the order of the map',
    '[m.a]\nx = 1\n',
    { '/m/c': set({ y: 1 }), '/m/b': set({ y: 2 }), '/top': set(3), '/m/a/z': set(4) },
    'top = 3\n\n[m.a]\nx = 1\nz = 4\n\n[m.c]\ny = 1\n\n[m.b]\ny = 2\n',
  ],
];

for (const [name, before, changes, after] of comings) {
  test(`added: ${name}`, () => {
    assert.is(edited(before, changes), after);
  });

  test(`added and removed: ${name}`, () => {
    const gone = Object.keys(changes).map((pointer): [string, Change] => [pointer, remove]);
    assert.is(edited(after, Object.fromEntries(gone)), before);
  });
}

const edits: readonly Row[] = [
  [
    'a block goes with what is inside it, comments around it stay',
    '# above\n[m.a] # h\n# in\nx = 1\n\n# of env\n[m.a.env]\nA = "1" # end\n# below\n\n[z]\n',
    { '/m/a': remove },
    '# above\n# below\n\n[z]\n',
  ],
  [
    'a scattered table goes wherever it stands',
    '[m.a]\nx = 1\n\n# b\n[m.b]\n\n[m.a.env]\nA = "1"\n\n# z\n[z]\n',
    { '/m/a': remove },
    '# b\n[m.b]\n\n# z\n[z]\n',
  ],
  ['an explicit header stays', '[m]\n[m.a]\nx = 1\n', { '/m/a': remove }, '[m]\n'],
  [
    'a field goes with the comment of its line',
    '[a]\n# p\np = 1 # q\n# r\ns = 2\n',
    { '/a/p': remove },
    '[a]\n# p\n# r\ns = 2\n',
  ],
  [
    'all elements but comments go',
    'a = [\n  # one\n  1,\n  2, # two\n]\n',
    { '/a/0': remove, '/a/1': remove },
    'a = [\n  # one\n]\n',
  ],
  ['the middle of an inline table goes', 'a = { b = 1, c = 2, d = 3 }\n', { '/a/c': remove }, 'a = { b = 1, d = 3 }\n'],
  ['the first and the last element go', 'a = [ "1", "2", "3" ]', { '/a/0': remove, '/a/2': remove }, 'a = [ "2" ]'],
  ['what is not there is not removed', 'a = 1', { '/b': remove }, 'a = 1'],
  [
    'a value changes in its place',
    'a   =  1   # one\n',
    { '/a': set('x\ty') },
    'a   =  1   # one\n'.replace('1 ', '"x\\ty" '),
  ],
  ['a float stays one', 't = 10000.0\n', { '/t': set(5) }, 't = 5.0\n'],
  [
    'single quotes stay where they can',
    "a = 'x'\nb = 'y'\n",
    { '/a': set('\\d'), '/b': set("it's") },
    "a = '\\d'\nb = \"it's\"\n",
  ],
  [
    'equal values keep their spelling',
    'a = 0x1F\nb = 30.0\nc = [1,2]\n',
    { '': set({ a: 31, b: 30, c: [1, 2] }) },
    'a = 0x1F\nb = 30.0\nc = [1,2]\n',
  ],
  [
    'an array keeps its lines and the comments of what stays',
    'args = [\n  "-y", # yes\n  # package\n  "p@1", # one\n]\n',
    { '/args': set(['-y', 'p@2', '--x']) },
    'args = [\n  "-y", # yes\n  # package\n  "p@2", # one\n  "--x",\n]\n',
  ],
  [
    'an array grows in front and in the middle',
    'a = ["b", "d"]\n',
    { '/a': set(['a', 'b', 'd']) },
    'a = ["a", "b", "d"]\n',
  ],
  [
    'an array grows in the middle',
    'a = [\n "b",\n "d" # d\n]\n',
    { '/a': set(['b', 'c', 'd']) },
    'a = [\n "b",\n "c",\n "d" # d\n]\n',
  ],
  [
    'an object set over a table changes what differs',
    '[m.a] # h\n# c\ncommand = "x"\nold = 1\n[m.a.env]\nA = "1" # a\n',
    { '/m/a': set({ command: 'x', env: { A: '2' }, url: 'u' }) },
    '[m.a] # h\n# c\ncommand = "x"\nurl = "u"\n[m.a.env]\nA = "2" # a\n',
  ],
  ['a table gives way to a value', 'x = 1\n\n[a]\nb = 1\n', { '/a': set('no') }, 'x = 1\na = "no"\n'],
  ['a value gives way to a table in its place', 'x = 1 # c\n', { '/x': set({ a: [1] }) }, 'x = { a = [1] } # c\n'],
  ['an array of tables gives way to an empty one', 'x = 1\n\n[[a]]\nb = 1\n', { '/a': set([]) }, 'x = 1\na = []\n'],
  ['a table that only its members name is emptied', '[a.b]\nc = 1\n', { '/a': set({}) }, '[a]\n'],
  ['a first key gives way to another', 'x = 1\n\n[a]\n', { '/x': remove, '/y': set(2) }, 'y = 2\n\n[a]\n'],
  ['a late header stays with a comment', '[a.b]\n[a]\n# c\nd = 1\n', { '/a/d': remove }, '[a.b]\n[a]\n# c\n'],
  ['a comment between elements stays', 'a = [ 1, # one\n  2 ]\n', { '/a/1': remove }, 'a = [ 1 # one\n   ]\n'],
  ['a comment before a comma stays', 'a = [\n  1 # one\n  , 2\n]\n', { '/a/0': remove }, 'a = [\n   # one\n   2\n]\n'],
  ['a last server gives way to another', '[m.a]\nx = 1\n', { '/m/a': remove, '/m/b': set({ y: 2 }) }, '[m.b]\ny = 2\n'],
  ['a text is put in place of a value', 'a = { b = 1 } # c\n', { '/a': source('{ }') }, 'a = { } # c\n'],
  ['a text is put in place of all', 'a = 1\n', { '': { kind: 'source', text: '# was\n', value: {} } }, '# was\n'],
  [
    'a key is quoted where it must be',
    '',
    { '/': set(1), '/__proto__': set(2), '/a.b': set(3), '/a-b': set(4), '/é"': set(5) },
    '"" = 1\n__proto__ = 2\n"a.b" = 3\na-b = 4\n"é\\"" = 5\n',
  ],
  [
    'numbers are those of JSON',
    '',
    { '/a': set(-0), '/b': set(1e21), '/c': set(2 ** 53), '/d': set(1e-7) },
    'a = 0\nb = 1e+21\nc = 9007199254740992.0\nd = 1e-7\n',
  ],
];

for (const [name, before, changes, after] of edits) {
  test(name, () => {
    assert.is(edited(before, changes), after);
  });
}

test.run();
