// An entry of a plan that knows no more than its name: what is built where most of an entry has no meaning.

import type { EntryPlan } from './plan.ts';

/** Nothing is planned for it, and nothing known of it but what is given. */
export function bareEntry(known: Pick<EntryPlan, 'place' | 'name' | 'verdict'> & Partial<EntryPlan>): EntryPlan {
  return {
    conflict: undefined,
    otherOwner: undefined,
    answer: undefined,
    reason: { environment: undefined, rule: undefined, place: undefined, note: undefined, isMove: false },
    fields: [],
    foreign: [],
    guards: [],
    edit: undefined,
    inline: new Set(),
    sensitive: new Set(),
    secrets: new Set(),
    record: { kind: 'keep' },
    settings: { environment: undefined, rule: undefined, source: undefined, protect: false, onRemove: 'delete' },
    desiredDigest: undefined,
    heldOff: false,
    owned: false,
    unresolved: [],
    findings: [],
    file: 0,
    ...known,
  };
}
