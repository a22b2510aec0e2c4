// RFC 6901 pointers: paths as text.

import type { Path } from './json.ts';

/** `['a/b', 'm~n']` → `/a~1b/m~0n`; the empty path → the empty text. */
export function printPointer(path: Path): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The inverse of `printPointer`. Throws a RangeError for text that is no pointer. */
export function parsePointer(pointer: string): Path {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new RangeError(`not a JSON pointer: ${pointer}`);
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
