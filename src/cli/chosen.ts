// Entries and hosts that a command line names: as arguments, by a flag, or all of them.

import { HatchError } from '../model/errors.ts';
import type { Call } from './call.ts';

/** The entries to be treated. Throws HatchError (`usage`) where none is named, or some and `--all`. */
export function chosenEntries(call: Call): { readonly entries: readonly string[]; readonly all: boolean } {
  const entries = call.arguments;
  const all = call.values.isOn('all');
  if (all && entries.length > 0) throw new HatchError('usage', 'name entries, or give --all, not both');
  if (!all && entries.length === 0) {
    throw new HatchError('usage', 'no entry is named', {
      hint: 'TARGET/SERVER …, or --all; `hatch list servers` lists them',
    });
  }
  return { entries, all };
}

/** The hosts that are named as arguments or with `--host`; undefined where none is. `all` stands for every one. */
export function chosenHosts(call: Call): readonly string[] | 'all' | undefined {
  const named = [...call.arguments.flatMap((word) => word.split(',')), ...(call.values.list('host') ?? [])];
  if (named.length === 0) return undefined;
  return named.includes('all') ? 'all' : [...new Set(named)];
}

/** As `chosenHosts`. Throws HatchError (`usage`) where none is named. */
export function requiredHosts(call: Call): readonly string[] | 'all' {
  const hosts = chosenHosts(call);
  if (hosts === undefined) throw new HatchError('usage', 'no host is named', { hint: '--host NAME, or all' });
  return hosts;
}
