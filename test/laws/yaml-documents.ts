// Random YAML documents with comments in every legal place. Each line knows the path that it belongs to.

import { pick, type Random } from '../support/random.ts';

export interface Line {
  readonly text: string;
  /** Keys joined by `/`; a comment between entries belongs to their container. */
  readonly owner: string;
}

export interface RandomDocument {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly newline: string;
}

interface Pen {
  readonly random: Random;
  readonly step: number;
  readonly dash: number;
  readonly lines: Line[];
  /** A block scalar has just ended: comments must not be as deep as it. */
  readonly state: { comments: number; afterBlockScalar: boolean };
}

const scalars = [
  'npx',
  '-y',
  '0300',
  '1.0',
  '42',
  '-7',
  'true',
  'yes',
  'null',
  '~',
  '2024-01-31',
  '12345678901234567890',
  '.inf',
  "'it''s'",
  "''",
  '"tab\\t"',
  '"C:\\\\x"',
  'http://h:80/p?q#f',
  'a plain text',
  'two:"colons"',
];
const flows = [
  '{}',
  '[]',
  '{a: 1}',
  '{ a: 1, "b": [x, y] }',
  '[1, two, "three"]',
  '[ -y, {k: v} ]',
  '{a: 1,}',
  '["x",]',
  '[[], {}]',
];
const blockTexts = [['plain'], ['# no comment', 'x: 1'], ['one', '', '  two'], ['- a', '- b']];

/** `depth` is of the collections; what is 3 deep is long. */
export function randomDocument(random: Random, depth: number): RandomDocument {
  const step = pick(random, [2, 2, 4, 3]);
  const pen: Pen = {
    random,
    step,
    dash: pick(random, [0, step]),
    lines: [],
    state: { comments: 0, afterBlockScalar: false },
  };
  if (random(4) === 0) put(pen, '', pick(random, ['---', '--- # marker', '%YAML 1.2\n---']));
  trivia(pen, '', 0);
  if (random(12) === 0) sequence(pen, '', 0, depth, '');
  else mapping(pen, '', 0, depth, '');
  if (random(6) === 0) put(pen, '', '...');
  const newline = pick(random, ['\n', '\n', '\r\n']);
  const ends = random(3) > 0 ? newline : '';
  const lines = pen.lines.flatMap(({ text, owner }) => text.split('\n').map((part) => ({ text: part, owner })));
  return { text: lines.map((line) => line.text).join(newline) + ends, lines, newline };
}

function put(pen: Pen, owner: string, text: string): void {
  pen.lines.push({ text, owner });
  pen.state.afterBlockScalar = false;
}

function comment(pen: Pen): string {
  pen.state.comments += 1;
  return `# comment-${pen.state.comments}.`;
}

/** Comments and blank lines between entries. */
function trivia(pen: Pen, owner: string, column: number): void {
  const { random, state } = pen;
  while (random(4) === 0) {
    if (random(3) === 0 && !state.afterBlockScalar) put(pen, owner, pick(random, ['', '', '   ']));
    else put(pen, owner, ' '.repeat(state.afterBlockScalar ? random(column + 1) : random(column + 5)) + comment(pen));
  }
}

function endOfLine(pen: Pen): string {
  return pen.random(5) === 0 ? pick(pen.random, [' ', '   ']) + comment(pen) : pen.random(12) === 0 ? ' ' : '';
}

/** `lead` is what the first entry's line begins with, if it is not its own. */
function mapping(pen: Pen, path: string, column: number, depth: number, lead: string): void {
  const count = 1 + pen.random(4);
  for (let i = 0; i < count; i++) {
    if (i > 0) trivia(pen, path, column);
    const name = pick(pen.random, ['name', 'args', 'env', 'with blank', '7']) + String(i);
    const quote = pick(pen.random, ['', '', '', '"', "'"]);
    const begin = i === 0 && lead !== '' ? lead : ' '.repeat(column);
    const isExplicit = lead === '' && pen.random(25) === 0;
    const head = isExplicit ? `${begin}? ${quote}${name}${quote}\n${begin}:` : `${begin}${quote}${name}${quote}:`;
    value(pen, `${path}/${name}`, head, column, depth, 'map');
  }
}

function sequence(pen: Pen, path: string, column: number, depth: number, lead: string): void {
  const count = 1 + pen.random(3);
  for (let i = 0; i < count; i++) {
    if (i > 0) trivia(pen, path, column);
    value(pen, `${path}/${i}`, `${i === 0 && lead !== '' ? lead : ' '.repeat(column)}-`, column, depth, 'seq');
  }
}

function value(pen: Pen, path: string, start: string, column: number, depth: number, parent: 'map' | 'seq'): void {
  const { random } = pen;
  // Nobody uses the anchor: it must stay where it is.
  const head = random(20) === 0 ? `${start} &anchor` : start;
  const choice = random(depth > 0 ? 12 : 6);
  if (choice < 3) put(pen, path, `${head} ${pick(random, scalars)}${endOfLine(pen)}`);
  else if (choice === 3) put(pen, path, `${head} ${pick(random, flows)}${endOfLine(pen)}`);
  else if (choice === 4) oddValue(pen, path, head, column);
  else if (choice === 5) blockScalar(pen, path, head, column);
  else nested(pen, path, head, column, depth - 1, parent);
}

function oddValue(pen: Pen, path: string, head: string, column: number): void {
  const inner = ' '.repeat(column + 2 + pen.random(3));
  const odd = [
    () =>
      `${head}${endOfLine(pen)}\n\n${inner}${comment(pen)}\n${inner}${pick(pen.random, ['42', '"own line"', '[a, b]'])}`,
    () => head + endOfLine(pen),
    () => `${head} several words\n${inner}on two lines${endOfLine(pen)}`,
    () => `${head} "folded \\\n${inner}text"${endOfLine(pen)}`,
    () => `${head} [\n${inner}one, ${comment(pen)}\n${inner}"two"${pick(pen.random, ['', ','])}\n${inner}]`,
    () => `${head} {\n${inner}${comment(pen)}\n${inner}a: 1,\n\n${inner}b: x ${comment(pen)}\n${inner}}`,
  ];
  put(pen, path, pick(pen.random, odd)());
}

function blockScalar(pen: Pen, path: string, head: string, column: number): void {
  const header = pick(pen.random, ['|', '>', '|-', '>-', '|+', '>+']);
  const inner = ' '.repeat(column + 1 + pen.random(3));
  const text = pick(pen.random, blockTexts).map((line) => (line === '' ? '' : inner + line));
  const blanks = header.endsWith('+') ? ['', ''].slice(pen.random(3)) : [];
  put(pen, path, [`${head} ${header}${pen.random(6) === 0 ? ` ${comment(pen)}` : ''}`, ...text, ...blanks].join('\n'));
  pen.state.afterBlockScalar = true;
}

function nested(pen: Pen, path: string, head: string, column: number, depth: number, parent: 'map' | 'seq'): void {
  const isMap = pen.random(2) === 0;
  const write = isMap ? mapping : sequence;
  if (parent === 'seq' && head.endsWith('-') && pen.random(3) > 0) {
    const gap = pick(pen.random, [' ', ' ', '   ']);
    write(pen, path, column + 1 + gap.length, depth, head + gap);
    return;
  }
  put(pen, path, head + endOfLine(pen));
  const below = column + (isMap || parent === 'seq' ? pen.step : pen.dash);
  trivia(pen, path, below);
  write(pen, path, below, depth, '');
}
