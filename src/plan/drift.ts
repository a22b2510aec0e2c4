// What others changed since we last wrote: the record against the files, whatever the manifest says.

import type { EntryPlan, Verdict } from '../model/plan.ts';
import { owns } from '../state/records.ts';
import { describe } from './describe.ts';
import type { EntryStates } from './entry-states.ts';
import { fieldsOf } from './fields.ts';

/** The entry with the verdicts `in-sync`, `drift`, `re-add`, `host-reset` or `unmanaged`; nothing is to be written. */
export function decideDrift(given: EntryStates): EntryPlan | undefined {
  const states = { ...given, parting: undefined };
  const { actual, recorded, reset } = states;
  if (!owns(recorded)) return actual === undefined ? undefined : describe(states, [], { verdict: 'unmanaged' });
  if (actual === undefined) return describe(states, [], { verdict: reset ? 'host-reset' : 're-add' });
  const fields = fieldsOf(states, undefined, actual.value, recorded);
  const changed = fields.filter(({ verdict }) => verdict !== 'prune').flatMap(({ pointers }) => pointers);
  const verdict: Verdict = changed.length > 0 ? 'drift' : 'in-sync';
  return describe(states, fields, { verdict, left: new Set(changed) });
}
