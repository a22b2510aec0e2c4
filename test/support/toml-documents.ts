// Random TOML documents as people write them: every form of table, comments everywhere, each comment with a number.

import type { Random } from './random.ts';

const keys = [
  'command',
  'args',
  'env',
  'a',
  'b-1',
  'x.y',
  '~/p',
  '@s/p:1',
  '__proto__',
  'constructor',
  '',
  '7',
  'π',
  'q"q',
];

const scalars = [
  ...['1', '0x1F', '-0', '1_000', '9007199254740993', '30.0', '1e3', '-inf', 'nan', 'true', 'false'],
  ...['1979-05-27 07:32:00z', '1979-05-27T00:32:00.5999-07:00', '1979-05-27', '07:32:00.000', '""'],
  ...['"a # no comment"', "'C:\\path'", '"\\u00e9\\n"', "''", '"""\n\n[not.a.header]\n# none\n"""', "'''a\nb = 1'''"],
];

interface Pen {
  readonly draw: Random;
  /** Pairs, tables or elements in one place are fewer. */
  readonly most: number;
  comments: number;
}

/** A document with `\n` or `\r\n`, with or without final newline, its comments `# c0`, `# c1` and so on. With a `most` of 4 it is long. */
export function tomlDocument(draw: Random, most: number): string {
  const pen: Pen = { draw, most, comments: 0 };
  const newline = draw(4) === 0 ? '\r\n' : '\n';
  const indent = ['', '', '  ', '\t'][draw(4)] as string;
  const used = new Set<string>();
  const top = body(pen, used, '', draw(most));
  const blocks = Array.from({ length: draw(most) }, () => freshKey(pen, used)).flatMap((key) =>
    table(pen, [key], indent, 0),
  );
  const shuffled = draw(3) === 0 ? [...blocks].sort(() => draw(3) - 1) : blocks;
  const text = trivia(pen) + top + shuffled.join('') + trivia(pen);
  const ended = draw(4) === 0 ? text.replace(/\n+$/, '') : text;
  return ended.replaceAll('\n', newline);
}

function chance(pen: Pen, one: number): boolean {
  return pen.draw(one) === 0;
}

function comment(pen: Pen): string {
  pen.comments += 1;
  return `# c${pen.comments - 1}.`;
}

/** Nothing, blank lines or comments. */
function trivia(pen: Pen): string {
  const kinds = ['', '', '', '\n', '\n', '\n\n', '#', '\n#', '#\n', '\n#\n'];
  return (kinds[pen.draw(kinds.length)] as string).replace('#', () => `${comment(pen)}\n`);
}

function freshKey(pen: Pen, used: Set<string>): string {
  let key = keys[pen.draw(keys.length)] as string;
  while (used.has(key)) key += pen.draw(10);
  used.add(key);
  return key;
}

function spell(pen: Pen, key: string): string {
  if (/^[\w-]+$/.test(key) && !chance(pen, 6)) return key;
  return key.includes('"') || chance(pen, 3) ? `'${key}'` : `"${key}"`;
}

function pair(pen: Pen, names: readonly string[], value: string): string {
  const equals = [' = ', ' = ', '=', '   = '][pen.draw(4)] as string;
  return names.map((name) => spell(pen, name)).join('.') + equals + value;
}

/** Lines of pairs, some with dotted keys. */
function body(pen: Pen, used: Set<string>, indent: string, count: number): string {
  let text = '';
  for (let i = 0; i < count; i += 1) {
    const key = freshKey(pen, used);
    const inner = new Set<string>();
    const names = chance(pen, 5)
      ? Array.from({ length: 1 + pen.draw(3) }, () => [key, freshKey(pen, inner), ...(chance(pen, 3) ? ['deep'] : [])])
      : [[key]];
    for (const name of names) {
      text += `${indent}${pair(pen, name, value(pen, 2, indent))}${chance(pen, 5) ? ` ${comment(pen)}` : ''}\n${trivia(pen)}`;
    }
  }
  return text;
}

function value(pen: Pen, depth: number, indent: string): string {
  const kind = depth === 0 ? 0 : pen.draw(6);
  if (kind === 1) return inlineTable(pen, depth);
  if (kind === 2) return `[${pad(pen, many(pen, () => value(pen, depth - 1, indent)).join(', '))}]`;
  if (kind === 3) return tallArray(pen, depth, indent);
  return scalars[pen.draw(scalars.length)] as string;
}

function pad(pen: Pen, inside: string): string {
  return inside !== '' && chance(pen, 2) ? ` ${inside} ` : inside;
}

function many<T>(pen: Pen, make: () => T): T[] {
  return Array.from({ length: pen.draw(pen.most) }, make);
}

function inlineTable(pen: Pen, depth: number): string {
  const used = new Set<string>();
  const pairs = many(pen, () => {
    const key = freshKey(pen, used);
    return pair(pen, chance(pen, 5) ? [key, 'sub'] : [key], value(pen, depth - 1, ''));
  });
  return `{${pad(pen, pairs.join(chance(pen, 3) ? ',' : ', '))}}`;
}

function tallArray(pen: Pen, depth: number, indent: string): string {
  const elements = many(pen, () => value(pen, depth - 1, `${indent}  `));
  const closed = chance(pen, 2);
  const lines = elements.map((element, i) => {
    const comma = closed || i + 1 < elements.length ? ',' : '';
    const note = chance(pen, 4) ? `${indent}  ${comment(pen)}\n` : '';
    const end = chance(pen, 4) ? ` ${comment(pen)}\n` : chance(pen, 8) && comma ? ' ' : '\n';
    return `${note}${indent}  ${element}${comma}${end}`;
  });
  const open = chance(pen, 6) ? ` ${comment(pen)}\n` : '\n';
  if (chance(pen, 8) && !(lines.at(-1)?.includes('#') ?? true)) return `[${open}${lines.join('').trimEnd()}]`;
  return `[${open}${lines.join('')}${indent}]`;
}

/** A table or an array of tables as blocks; what has to stay together is one string. */
function table(pen: Pen, path: readonly string[], indent: string, depth: number): string[] {
  if (chance(pen, 4)) {
    const elements = Array.from({ length: 1 + pen.draw(3) }, () =>
      section(pen, path, indent, depth, '[[', ']]').join(''),
    );
    return [elements.join('')];
  }
  return section(pen, path, indent, depth, '[', ']');
}

function section(
  pen: Pen,
  path: readonly string[],
  indent: string,
  depth: number,
  open: string,
  close: string,
): string[] {
  const used = new Set<string>();
  const outer = indent.repeat(depth);
  const inner = chance(pen, 2) ? outer : outer + indent;
  const names = path.map((name) => spell(pen, name)).join(chance(pen, 8) ? ' . ' : '.');
  const note = chance(pen, 6) ? ` ${comment(pen)}` : '';
  const gap = chance(pen, 5) ? '' : '\n';
  const pairs = body(pen, used, inner, pen.draw(pen.most));
  const own = `${gap}${trivia(pen)}${outer}${open}${names}${close}${note}\n${trivia(pen)}${pairs}`;
  const count = depth < 2 ? pen.draw(Math.max(1, pen.most - depth)) : 0;
  const below = Array.from({ length: count }, () => freshKey(pen, used)).flatMap((key) =>
    table(pen, [...path, key], indent, depth + 1),
  );
  const implied = open === '[' && below.length > 0 && chance(pen, 3);
  if (implied) return below;
  // A header without pairs below those of its members is taken for one that an edit made.
  return pairs === '' ? [own + below.join('')] : [own, ...below];
}
