// How a conflict is settled: what a person said for this entry, then or now, or the policy; and what neither answers.

import { at, type Json } from '../model/json.ts';
import type { Policies } from '../model/manifest.ts';
import type { Answer, Conflict, EntryEdit } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import { isSensitive } from '../secrets/visibility.ts';
import type { ActualEntry } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import { actualDigest, desiredDigest, type EntryStates, isAsApplied, type Outcome } from './entry-states.ts';
import { type Field, isGiven, leavesOf, roleIn } from './fields.ts';

/** From a command to an address, or the reverse. */
export function changesTransport(states: EntryStates, desired: DesiredEntry, actual: ActualEntry): boolean {
  const group = (value: Json, wantedGroup: string) =>
    [...leavesOf(value).keys()].some((pointer) => {
      const path = parsePointer(pointer);
      return roleIn(states.host, states.place, path).group === wantedGroup;
    });
  return group(actual.value, 'launch') !== group(desired.value, 'launch');
}

/** Would a reference replace a literal that we did not write? It may be the only copy. */
export function replacesLiteral(
  states: EntryStates,
  desired: DesiredEntry,
  actual: ActualEntry,
  field: Field,
): boolean {
  return field.pointers.some((pointer) => {
    const path = parsePointer(pointer);
    const value = at(actual.value, path);
    const isReference = desired.native.has(pointer) || desired.inline.has(pointer);
    return isReference && isSensitive(roleIn(states.host, states.place, path), path, value, 'file');
  });
}

/** A conflict is settled by what a person said for this entry, then or now, or else by the policy. */
export function answered(states: EntryStates, outcome: Outcome): Outcome & { readonly answer?: Answer } {
  if (outcome.conflict === undefined) return outcome;
  const isLiteral = outcome.conflict !== 'blocked' && literalInTheWay(states, outcome.edit);
  const conflict = isLiteral ? 'literal' : outcome.conflict;
  const wasKept = isKept(states);
  const answer = wasKept ? 'keep' : (states.consent.answer ?? fromPolicy(states, conflict));
  if (answer === 'take' && isTakeable(conflict, states)) return { ...outcome, conflict, answer };
  const { verdict, findings = [], left = new Set<string>(), otherOwner } = outcome;
  const bare = { verdict, conflict, findings, left, otherOwner };
  if (answer === 'skip') return { ...bare, answer };
  if (answer !== 'keep' || conflict === 'blocked') return bare;
  if (wasKept) return { ...bare, answer };
  const record = { kind: 'kept', desired: desiredDigest(states.desired), actual: actualDigest(states) } as const;
  return { ...bare, answer, record };
}

function fromPolicy({ desired }: EntryStates, conflict: Conflict): Answer | undefined {
  if (conflict === 'other-owner') return undefined;
  const policy: Policies['onConflict'] = desired?.policies.onConflict;
  return policy === 'take' || policy === 'keep' ? policy : undefined;
}

/** What take does not answer: a grave finding, a literal that may be the only copy, what another manifest protects. */
function isTakeable(conflict: Conflict, { other }: EntryStates): boolean {
  if (conflict === 'other-owner' && other?.recorded.protect === true) return false;
  return conflict !== 'blocked' && conflict !== 'literal';
}

/** Taking may not put a reference in a literal's place without consent for this entry. */
export function literalInTheWay(states: EntryStates, edit: EntryEdit | undefined): boolean {
  const { desired, actual } = states;
  if (desired === undefined || actual === undefined || states.consent.externalize || edit?.kind !== 'fields')
    return false;
  const transport = changesTransport(states, desired, actual);
  return [...edit.fields].some(([pointer, value]) => {
    const path = parsePointer(pointer);
    const role = roleIn(states.host, states.place, path);
    const isLiteral = isSensitive(role, path, at(actual.value, path), 'file');
    const isReference = desired.native.has(pointer) || desired.inline.has(pointer);
    const isLost = value === undefined && (transport || isGiven(desired, role, path));
    return isLiteral && !isAsApplied(states, pointer) && (isReference || isLost);
  });
}

function isKept({ recorded, desired, ...states }: EntryStates): boolean {
  const kept = recorded?.kept;
  return (
    states.hasher !== undefined && kept?.desired === desiredDigest(desired) && kept.actual === actualDigest(states)
  );
}
