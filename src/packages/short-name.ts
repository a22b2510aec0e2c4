// A bare word → the full name that it is in a registry, if there is just one.

import { HatchError } from '../model/errors.ts';
import { get } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { Lookup } from './lookup.ts';
import { type Listed, registryAt } from './registry.ts';
import { sentence } from './text.ts';

export interface Named {
  readonly name: string;
  readonly description: string | undefined;
}

/** Throws HatchError: `usage` where several registered names end with the word, `failed` where none does. */
export async function fullName(lookup: Lookup, word: string): Promise<Named> {
  const others: string[] = [];
  for (const written of lookup.registries) {
    const found = await registryAt(lookup, written).search(word, 200);
    const same = found.filter(({ name }) => last(name) === word.toLowerCase());
    const [only] = same;
    if (only !== undefined && same.length === 1) return { name: only.name, description: descriptionOf(only) };
    if (same.length > 1) {
      throw new HatchError('usage', `\`${word}\` may be ${same.map(({ name }) => name).join(', ')}`, {
        hint: 'write one of them in full',
      });
    }
    others.push(...found.map(({ name }) => name));
  }
  const near = nearest(word, others.map(last));
  const meant = others.find((name) => last(name) === near) ?? others[0];
  throw new HatchError(
    'failed',
    `nothing is called \`${word}\`: no folder here, and no server in ${lookup.registries.join(', ')}`,
    {
      hint:
        meant === undefined
          ? 'a package is also `npm:NAME`, `pypi:NAME`, `oci:IMAGE:TAG`, a folder `./NAME`, or a full name such as io.github.acme/weather'
          : `did you mean ${meant}?`,
    },
  );
}

function last(name: string): string {
  return (name.split('/').at(-1) ?? name).toLowerCase();
}

export function descriptionOf({ document }: Listed): string | undefined {
  return sentence(get(document, 'description'));
}
