// The digest that is approved: of what would be written and nothing else, equal on every machine that would write
// the same.

import { digestOf, saltedHasher, sha256 } from '../model/digest.ts';
import { byCodePoint, type Json, object } from '../model/json.ts';
import { guardState, operationsOf } from '../model/operations.ts';
import { type EntryPlan, type Filters, isWritten, type TargetPlan } from '../model/plan.ts';

export interface Consents {
  readonly take: readonly string[];
  readonly keep: readonly string[];
  readonly externalize: readonly string[];
  readonly skipConflicts: boolean;
  readonly again: boolean;
}

export function planDigest(
  owner: string,
  environment: string | undefined,
  filters: Filters,
  { take, keep, externalize, skipConflicts, again }: Consents,
  targets: readonly TargetPlan[],
): string {
  const changed = targets.filter((target) => target.files.some((_, index) => isWritten(target, index)));
  return digestOf({
    formatVersion: 1,
    owner,
    environment: environment ?? null,
    filters: object([
      ['hosts', filters.hosts === undefined ? null : asSet(filters.hosts)],
      ['servers', filters.servers === undefined ? null : asSet(filters.servers)],
      ['pattern', filters.pattern ?? null],
    ]),
    consents: {
      take: asSet(take),
      keep: asSet(keep),
      externalize: asSet(externalize),
      skipConflicts,
      again,
    },
    targets: changed.map((target) => targetDigest(owner, target)).sort((a, b) => byCodePoint(digestOf(a), digestOf(b))),
  });
}

/** In which order names were given changes nothing. */
function asSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(byCodePoint);
}

function targetDigest(owner: string, target: TargetPlan): Json {
  const whole = target.files.flatMap(({ symbolic, restore }) =>
    restore === undefined
      ? []
      : [
          {
            file: symbolic,
            bytes: restore.bytes === undefined ? null : sha256(restore.bytes),
            mode: restore.mode ?? null,
          },
        ],
  );
  return {
    target: target.name,
    ...(whole.length > 0 && { whole }),
    changes: target.entries.filter(({ edit }) => edit !== undefined).map((entry) => entryDigest(owner, target, entry)),
  };
}

function entryDigest(owner: string, target: TargetPlan, entry: EntryPlan): Json {
  const file = target.files[entry.file]?.symbolic ?? '';
  const patch = operationsOf(entry, saltedHasher(owner, `${file}#${entry.place}`));
  // Fields come in the order of the manifest's keys, which means nothing.
  return {
    file,
    place: entry.place,
    patch: patch.map((operation) => ({ ...operation })).sort((a, b) => byCodePoint(a.path, b.path)),
    guards: entry.guards
      .map((guard) => ({ pointer: guard.pointer, is: guardState(guard) }))
      .sort((a, b) => byCodePoint(a.pointer, b.pointer)),
  };
}
