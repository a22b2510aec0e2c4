// Random JSON documents with comments in every legal place, and what is needed to judge an edit of them.

import type { Json, Path } from '../../src/model/json.ts';
import { isArray, isObject, object } from '../../src/model/json.ts';
import { pick, type Random } from './random.ts';

const keys = ['github', 'time-2', '', '__proto__', 'constructor', 'a/b', 'm~n', 'x.y', 'élan', 'to string', '0', 'env'];

export function randomKey(random: Random): string {
  return pick(random, keys);
}

export function randomValue(random: Random, depth: number): Json {
  const kind = random(depth > 0 ? 9 : 5);
  if (kind >= 7) return Array.from({ length: random(4) }, () => randomValue(random, depth - 1));
  if (kind >= 5) {
    return object(
      Array.from({ length: random(5) }, () => [randomKey(random), randomValue(random, depth - 1)] as const),
    );
  }
  return pick<Json>(random, ['npx', 'it\'s "q" \\ // no /* no', '', 12.5, -3, true, null, 'a\u2028b\n']);
}

export interface Layout {
  readonly json5: boolean;
  readonly newline: string;
  readonly step: string;
  /** Anything anywhere, rather than what people write. */
  readonly wild: boolean;
}

export function randomLayout(random: Random, json5: boolean): Layout {
  return {
    json5,
    newline: pick(random, ['\n', '\n', '\r\n']),
    step: pick(random, ['  ', '    ', '\t']),
    wild: random(3) === 0,
  };
}

interface Pen extends Layout {
  readonly random: Random;
  comments: number;
}

/** A document that says `value`. Its comments are numbered `#0#`, `#1#`… in no order. */
export function printRandomly(random: Random, layout: Layout, value: Json): string {
  const pen: Pen = { ...layout, random, comments: 0 };
  const before = random(3) === 0 ? lineComment(pen) + pen.newline : '';
  const after = pick(random, ['', pen.newline, pen.newline + pen.newline]);
  return before + printValue(pen, value, '', random(8) === 0) + after;
}

function printValue(pen: Pen, value: Json, base: string, flat: boolean): string {
  if (!isArray(value) && !isObject(value)) return printScalar(pen, value);
  const brackets = isArray(value) ? '[]' : '{}';
  const parts = isArray(value) ? value.map((item) => ['', item] as const) : Object.entries(value);
  const inner = base + pen.step;
  const tall = !flat && pen.random(4) > 0;
  const members = parts.map(
    ([key, member]) => (isArray(value) ? '' : printKey(pen, key)) + printValue(pen, member, tall ? inner : base, !tall),
  );
  if (pen.wild) return printWildly(pen, brackets, members);
  return tall ? printTall(pen, brackets, members, base, inner) : printFlat(pen, brackets, members);
}

function printTall(pen: Pen, brackets: string, members: readonly string[], base: string, inner: string): string {
  const { random, newline } = pen;
  if (members.length === 0 && random(2) === 0) return brackets;
  const trailing = random(3) === 0;
  let text = brackets.charAt(0) + (random(5) === 0 ? ` ${lineComment(pen)}` : '') + newline;
  for (const [i, member] of members.entries()) {
    if (random(6) === 0) text += inner + pick(random, [lineComment, blockComment])(pen) + newline;
    if (random(9) === 0) text += newline;
    const comma = i < members.length - 1 || trailing ? ',' : '';
    const beside = i < members.length - 1 && random(8) === 0;
    text += (text.endsWith('\n') ? inner : ' ') + (random(12) === 0 ? `${blockComment(pen)} ` : '') + member;
    text += (random(12) === 0 ? ` ${blockComment(pen)}` : '') + comma;
    if (beside) continue;
    text += pick(random, ['', '', '', '  ', ` ${lineComment(pen)}`, ` ${blockComment(pen)}`]) + newline;
  }
  if (random(5) === 0) text += inner + pick(random, [lineComment, blockComment])(pen) + newline;
  return text + base + brackets.charAt(1);
}

function printFlat(pen: Pen, brackets: string, members: readonly string[]): string {
  const { random } = pen;
  const pad = random(2) === 0 ? ' ' : '';
  const glue = random(3) === 0 ? ',' : ', ';
  const comment = random(6) === 0 ? `${blockComment(pen)} ` : '';
  const end = random(6) === 0 ? ` ${blockComment(pen)}` : '';
  if (members.length === 0) return brackets.charAt(0) + comment + brackets.charAt(1);
  return brackets.charAt(0) + pad + comment + members.join(glue) + end + pad + brackets.charAt(1);
}

/** Blanks, breaks and comments between any two tokens. */
function printWildly(pen: Pen, brackets: string, members: readonly string[]): string {
  const space = () => wildSpace(pen);
  let text = brackets.charAt(0) + space();
  for (const [i, member] of members.entries()) {
    const comma = i < members.length - 1 || pen.random(3) === 0 ? `,${space()}` : '';
    text += member + space() + comma;
  }
  return text + brackets.charAt(1);
}

function wildSpace(pen: Pen): string {
  const { random, newline } = pen;
  const tall = () => ` /* #${pen.comments++}#${newline} */`;
  const parts = [
    () => '',
    () => ' ',
    () => newline,
    () => newline + pen.step,
    () => `${lineComment(pen)}${newline}`,
    () => ` ${blockComment(pen)} `,
    tall,
  ];
  return Array.from({ length: random(3) }, () => pick(random, parts)()).join('');
}

function printKey(pen: Pen, key: string): string {
  const { random } = pen;
  const bare = pen.json5 && /^[a-z]+$/.test(key) && random(2) === 0;
  const colon = pen.wild ? `${wildSpace(pen)}:${wildSpace(pen)}` : pick(random, [': ', ': ', ': ', ':', ' : ']);
  return (bare ? key : printScalar(pen, key)) + colon;
}

function printScalar({ json5, random }: Pen, value: Json): string {
  const text = JSON.stringify(value);
  if (!json5 || typeof value !== 'string' || random(2) === 0) return text;
  return `'${text.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const lineComment = (pen: Pen): string => `// #${pen.comments++}# "not": {a, key`;
const blockComment = (pen: Pen): string => `/* #${pen.comments++}# */`;

/** The numbers of the comments of a text, in its order. */
export function commentsOf(text: string): readonly string[] {
  return text.match(/#\d+#/g) ?? [];
}

/** Every object and array of a value, with its path. */
export function containersOf(value: Json, path: Path = []): readonly { readonly path: Path; readonly value: Json }[] {
  if (!isArray(value) && !isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([key, member]) => containersOf(member, [...path, key]));
  return [{ path, value }, ...inner];
}
