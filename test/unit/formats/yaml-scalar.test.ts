// Which strings YAML text shows plain, and which need quotes because some reader would take them for something else.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { yaml } from '../../../src/formats/yaml.ts';
import { printScalar, printString, type ScalarStyle } from '../../../src/formats/yaml-scalar.ts';

const ambiguous = [
  ...[
    '',
    ' ',
    'x ',
    'y',
    'Yes',
    'NO',
    'on',
    'off',
    'True',
    'null',
    '~',
    '=',
    '<<',
    '-',
    '- x',
    '? x',
    ': x',
    'x:',
    'x: y',
  ],
  ...[
    'x #y',
    '#x',
    '&x',
    '*x',
    '!x',
    '|',
    '>',
    '%x',
    '@x',
    '`x',
    '"x',
    "'x",
    ',x',
    '[x',
    ']',
    '{x',
    '}',
    '---',
    '...',
    '.',
  ],
  ...[
    '1',
    '-1',
    '+1',
    '0300',
    '0o17',
    '0xFF',
    '0b11',
    '1_000',
    '1e3',
    'e3',
    '.5',
    '-.',
    '._',
    '1.',
    '1.2.3',
    '12:30:45',
  ],
  ...[
    '.inf',
    '-.INF',
    '.NaN',
    '2024-01-31',
    '2024-01-31T10:00:00Z',
    '2024-1-1 10:00:00 +1',
    '127.0.0.1',
    'a\tb',
    'a\nb',
  ],
  ...['a\u0085b', 'a\u2028b', '\ufeffa', '\u0007', '\ud800'],
];
const plain = [
  ...[
    'npx',
    '-y',
    '--flag=1',
    'a#b',
    'a:b',
    'http://h:80/p?q#f',
    'C:\\dir',
    "it's",
    'say "x"',
    '$' + '{VAR:-x}',
    '3d-print',
  ],
  ...['yess', '/x', 'a,b', 'x[0]', '\u00fcber', '\u{1f600}', '__proto__', 'a b', '1.0-beta'],
];

const readBack = (text: string) => {
  const document = `a: ${text}\nb: [${text}]\n`;
  assert.equal(yaml.read(document).value, yaml.reread(document));
  return yaml.read(document).value;
};

test('text that some reader takes for something else is quoted, and no other', () => {
  for (const text of ambiguous) {
    const shown = printString(text, { flow: false, style: 'plain', quote: 'double' });
    assert.match(shown, /^"/, text);
  }
  for (const text of plain) assert.is(printString(text, { flow: false, style: 'plain', quote: 'double' }), text);
});

test('every string reads back in every style', () => {
  for (const text of [...ambiguous, ...plain]) {
    for (const style of ['plain', 'single', 'double'] satisfies readonly ScalarStyle[]) {
      const shown = printString(text, { flow: true, style, quote: 'single' });
      assert.equal(readBack(shown), { a: text, b: [text] }, shown);
    }
  }
});

test('text is quoted more often inside flow collections', () => {
  for (const text of ['http://h', 'a,b', 'x[0]', 'a{b', 'a#b', 'a?b']) {
    assert.is(printString(text, { flow: true, style: 'plain', quote: 'single' }), `'${text}'`);
  }
  assert.is(printString('a b', { flow: true, style: 'plain', quote: 'single' }), 'a b');
});

test('numbers, booleans and null read back as themselves', () => {
  for (const value of [0, -1, 42, 1.5, 1e21, 1e-7, -2.5e-10, 2 ** 60, Number.MAX_VALUE, true, false, null]) {
    assert.equal(readBack(printScalar(value, { flow: true, style: 'double', quote: 'double' })), {
      a: value,
      b: [value],
    });
  }
});

test('a number that is not finite is refused', () => {
  assert.throws(() => printScalar(Number.NaN, { flow: false, style: 'plain', quote: 'double' }), /finite/);
});

test.run();
