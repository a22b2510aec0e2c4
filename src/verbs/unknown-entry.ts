// What is said of an entry on the command line that is not there.

import { HatchError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';

/** With the name among `known` that the first of `asked` most likely meant. */
export function unknownEntry(message: string, asked: readonly string[], known: Iterable<string>): HatchError {
  const near = nearest(asked[0] ?? '', known);
  return new HatchError('usage', message, {
    hint: near === undefined ? 'it is written TARGET/SERVER; see `hatch list servers`' : `did you mean \`${near}\`?`,
  });
}
