// Random changes of a value, and which lines of a random document a change must leave alone.

import type { Change } from '../../src/formats/codec.ts';
import { at, isArray, isObject, type Json, type Path } from '../../src/model/json.ts';
import { pick, type Random } from '../support/random.ts';
import type { Line } from './yaml-documents.ts';

const strings = [
  ...['npx', '', ' ', 'yes', 'No', '~', 'null', '0300', '1_000', '1e3', '0x1F', '12:30:45', '2024-01-31', '.inf', '<<'],
  ...[
    '=',
    '- x',
    '-',
    '--flag',
    '? y',
    'a: b',
    'a:',
    'a #b',
    '#c',
    '&a',
    '*a',
    '!t',
    '%d',
    '@at',
    '`t',
    '{x',
    '[x',
    'x]',
  ],
  ...[
    'a, b',
    "it's",
    'say "hi"',
    'C:\\dir',
    'two\nlines\n',
    '\ttab',
    'trailing ',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u0007',
  ],
  ...['grün', '😀', '...', '---', '__proto__', 'constructor', '$' + '{VAR:-x}', '|', '>-'],
];

export function randomValue(random: Random, depth: number): Json {
  const kind = random(depth > 0 ? 9 : 6);
  if (kind < 4) return pick(random, strings);
  if (kind === 4) return pick(random, [0, -1, 42, 1.5, 1e21, 1e-7, 2 ** 60]);
  if (kind === 5) return pick<Json>(random, [null, true, false, {}, []]);
  const items = Array.from({ length: random(3) }, () => randomValue(random, depth - 1));
  return kind === 6 ? items : Object.fromEntries(items.map((item) => [pick(random, strings), item]));
}

export function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (!isArray(value) && !isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

/** An addition, a removal or a replacement somewhere in the value. */
export function randomChange(random: Random, value: Json): readonly [Path, Change] {
  const path = pick(random, pathsOf(value));
  const here = at(value, path) as Json;
  const choice = random(3);
  if (choice === 0 && (isObject(here) || isArray(here))) {
    const key = isArray(here) ? String(here.length) : `new ${random(100)}`;
    return [[...path, key], { kind: 'set', value: randomValue(random, 2) }];
  }
  if (choice === 1 && path.length > 0) return [path, { kind: 'remove' }];
  return [path, { kind: 'set', value: path.length === 0 ? { [`new ${random(100)}`]: 1 } : randomValue(random, 2) }];
}

/** The changes whose path no other change shares or encloses. */
export function apart(changes: readonly (readonly [Path, Change])[]): readonly (readonly [Path, Change])[] {
  return changes.filter(([path], i) => {
    return !changes.some(([other], j) => {
      if (i === j || other.length > path.length || !other.every((key, k) => key === path[k])) return false;
      return other.length < path.length || i < j;
    });
  });
}

/**
 * The lines that do not belong to what stands at `path`, nor to the nearest key or flow collection around it, nor to
 * the entry that moves up onto a dash's line when the first one of an item goes.
 */
export function bystanders(lines: readonly Line[], path: Path): readonly string[] {
  const owners = path
    .map((_, i) =>
      path
        .slice(0, i + 1)
        .map((key) => `/${key}`)
        .join(''),
    )
    .reverse();
  const [own = '', ...around] = owners;
  const isOwn = ({ owner }: Line) => owner === own || owner.startsWith(`${own}/`);
  const isTrivia = ({ text }: Line) => /^\s*(#|$)/.test(text);
  const enclosing = around.find((owner) => lines.some((line) => line.owner === owner && !isTrivia(line)));
  const first = lines.findIndex(isOwn);
  const follower = lines.findIndex((line, i) => i > first && !isOwn(line) && !isTrivia(line));
  const movesUp = first !== -1 && /^\s*[-?:] /.test(lines[first]?.text ?? '') ? follower : -1;
  // Inside a flow collection over several lines its comments are not told apart.
  const isFlow =
    lines
      .findLast((line) => line.owner === enclosing)
      ?.text.trim()
      .startsWith('}') ?? false;
  return lines
    .filter((line, i) => !isOwn(line) && i !== movesUp && !(line.owner === enclosing && (isFlow || !isTrivia(line))))
    .map(({ text }) => text);
}

/** Whether all lines of `part` stand in `whole` in their order; a comment may have lost blanks if `dedented`. */
export function standsIn(part: readonly string[], whole: readonly string[], dedented: boolean): boolean {
  let i = 0;
  for (const line of whole) {
    const wanted = part[i];
    if (wanted === undefined) break;
    const isDedented = dedented && /^\s*#/.test(wanted) && wanted.trim() === line.trim() && wanted.endsWith(line);
    if (line === wanted || isDedented) i++;
  }
  return i === part.length;
}
