// An outcome as a plan's entry: what a person sees of it, and what must still hold when it is carried out.

import { at, equal, type Json } from '../model/json.ts';
import type { EntryEdit, EntryPlan, FieldChange, Guard, Reason, Shown } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import { isSensitive, shown } from '../secrets/visibility.ts';
import { owns } from '../state/records.ts';
import { type Consent, desiredDigest, type EntryStates, isAsApplied, type Outcome } from './entry-states.ts';
import {
  type Field,
  foreignLeaves,
  hasAny,
  isDesiredSensitive,
  isFilled,
  leavesOf,
  roleIn,
  secretTexts,
} from './fields.ts';

export function describe(
  states: EntryStates,
  fields: readonly Field[],
  outcome: Outcome & { readonly answer?: Consent['answer'] },
): EntryPlan {
  const { desired, actual, recorded } = states;
  const edit = outcome.edit;
  // Nothing is written or recorded: nobody asks for hashes, and most entries of most plans are so.
  const isQuiet = edit === undefined && outcome.record === undefined && recorded?.rolledBack === undefined;
  const digest = desired === undefined || isQuiet ? undefined : desiredDigest(desired);
  const heldOff = recorded?.rolledBack !== undefined && recorded.rolledBack === digest;
  return {
    place: states.place,
    name: states.name,
    verdict: outcome.verdict,
    conflict: outcome.conflict,
    otherOwner: outcome.otherOwner,
    answer: outcome.answer,
    reason: reasonOf(states),
    fields: fieldChanges(states, fields, outcome),
    foreign: foreignLeaves(desired, actual?.value, recorded).filter((pointer) => !isWrittenOver(edit, pointer)),
    guards: guardsOf(states, outcome),
    edit,
    inline: desired?.inline ?? new Set(),
    sensitive: isQuiet ? new Set() : sensitivePointers(states),
    secrets: isQuiet ? new Set() : secretsOf(states),
    record: outcome.record ?? { kind: 'keep' },
    settings: {
      environment: desired?.environment ?? recorded?.environment,
      rule: desired?.rule ?? recorded?.rule,
      source: desired?.source ?? recorded?.source,
      protect: desired?.protect ?? recorded?.protect ?? false,
      onRemove: desired?.policies.onRemove ?? recorded?.onRemove ?? 'delete',
    },
    desiredDigest: digest,
    heldOff: heldOff && edit !== undefined && !states.consent.again,
    owned: owns(recorded),
    unresolved: edit === undefined ? [] : (desired?.unresolved ?? []),
    findings: [...(desired?.findings ?? []), ...(outcome.findings ?? [])],
    file: actual?.file ?? 0,
  };
}

function isWrittenOver(edit: EntryEdit | undefined, pointer: string): boolean {
  const written = edit?.kind === 'fields' ? [...edit.fields.keys()] : [];
  return written.some((field) => pointer === field || pointer.startsWith(`${field}/`));
}

function reasonOf({ desired, recorded, parting }: EntryStates): Reason {
  return {
    environment: desired?.environment ?? recorded?.environment,
    rule: desired?.rule ?? (parting === undefined ? recorded?.rule : undefined),
    place: desired?.at,
    note: parting?.note,
    isMove: parting?.isMove ?? false,
  };
}

function fieldChanges(states: EntryStates, fields: readonly Field[], outcome: Outcome): readonly FieldChange[] {
  const rotated = new Set(fields.filter((field) => field.rotated).flatMap(({ pointers }) => pointers));
  const change = (pointer: string, after: Json | undefined): FieldChange => ({
    pointer,
    before: shownActual(states, pointer),
    after: after === undefined ? undefined : shownDesired(states, pointer, after),
    kind: rotated.has(pointer) ? 'rotated' : 'change',
  });
  const { edit } = outcome;
  if (edit?.kind === 'add') return [...leavesOf(edit.value)].map(([pointer, value]) => change(pointer, value));
  if (edit?.kind === 'remove')
    return [...leavesOf(states.actual?.value).keys()].map((pointer) => change(pointer, undefined));
  const changes = [...(edit?.fields ?? [])]
    .flatMap(([pointer, value]) => leafChanges(states, pointer, value))
    .map(([pointer, value]) => change(pointer, value));
  if (edit !== undefined && outcome.conflict === undefined) return [...changes, ...left(states, outcome)];
  return outcome.conflict === undefined
    ? left(states, outcome)
    : edit === undefined
      ? conflicting(states, fields)
      : changes;
}

/** The leaves that come and go with a field: nothing that may hide a secret is shown as a whole. */
function leafChanges(
  { actual }: EntryStates,
  pointer: string,
  after: Json | undefined,
): readonly (readonly [string, Json | undefined])[] {
  const before = at(actual?.value, parsePointer(pointer));
  if (!isFilled(before) && !isFilled(after)) return [[pointer, after]];
  const come = isFilled(after) ? leavesOf(after) : new Map<string, Json>();
  const gone = [...leavesOf(before).keys()].filter((below) => !come.has(below));
  return [
    ...gone.map((below) => [pointer + below, undefined] as const),
    ...[...come].map(([below, leaf]) => [pointer + below, leaf] as const),
  ];
}

/** What somebody changed and stays; of fields that count as one, only those that differ. */
function left(states: EntryStates, { left: pointers }: Outcome): readonly FieldChange[] {
  return [...(pointers ?? [])]
    .filter((pointer) => pointer !== '' && !isAsApplied(states, pointer))
    .map((pointer) => ({
      pointer,
      before: shownRecorded(states, pointer),
      after: shownActual(states, pointer),
      kind: 'drift' as const,
    }));
}

function conflicting(states: EntryStates, fields: readonly Field[]): readonly FieldChange[] {
  const quiet = new Set(['in-sync', 'adopt-equal', 'converged']);
  return (
    fields
      .filter(({ verdict }) => !quiet.has(verdict))
      .flatMap(({ pointers }) => pointers)
      // Of fields that count as one, only those that differ.
      .filter((pointer) => {
        const path = parsePointer(pointer);
        const wanted = at(states.desired?.value, path);
        return !isFilled(wanted) && !equal(wanted, at(states.actual?.value, path));
      })
      .map((pointer) => {
        const wanted = at(states.desired?.value, parsePointer(pointer));
        return {
          pointer,
          before: shownActual(states, pointer),
          after: wanted === undefined ? undefined : shownDesired(states, pointer, wanted),
          kind: 'conflict' as const,
        };
      })
      .filter(({ before, after }) => before !== undefined || after !== undefined)
  );
}

/** A host's value is masked by its position, unless it is what the manifest says in public. */
export function shownActual(states: EntryStates, pointer: string): Shown | undefined {
  const { desired, actual, recorded } = states;
  const path = parsePointer(pointer);
  const value = at(actual?.value, path);
  if (value === undefined) return undefined;
  const role = roleIn(states.host, states.place, path);
  const field = recorded && Object.hasOwn(recorded.fields, pointer) ? recorded.fields[pointer] : undefined;
  const isOurs = field !== undefined && 'value' in field && equal(field.value, value);
  const isWanted =
    equal(at(desired?.value, path), value) &&
    desired !== undefined &&
    !isDesiredSensitive(states.host, desired, pointer);
  return shown(!isOurs && !isWanted && isSensitive(role, path, value, 'file'), value);
}

export function shownDesired({ host, desired }: EntryStates, pointer: string, value: Json): Shown {
  const sensitive = desired !== undefined && isDesiredSensitive(host, desired, pointer);
  return shown(sensitive, value);
}

export function shownRecorded({ recorded }: EntryStates, pointer: string): Shown | undefined {
  const field = recorded && Object.hasOwn(recorded.fields, pointer) ? recorded.fields[pointer] : undefined;
  if (field === undefined) return undefined;
  return 'value' in field ? field.value : shown(true, field.digest);
}

/** What the file must still hold at the places that the edit goes over. */
function guardsOf(states: EntryStates, { edit }: Outcome): readonly Guard[] {
  const value = states.actual?.value;
  if (edit === undefined) return [];
  const owned = Object.keys(states.recorded?.fields ?? {});
  if (edit.kind !== 'fields') {
    const asApplied = owned.length > 0 && owned.every((pointer) => isAsApplied(states, pointer));
    return [{ pointer: '', saw: value, sensitive: value !== undefined, asApplied }];
  }
  return [...edit.fields.keys()].map((pointer) => {
    const path = parsePointer(pointer);
    const saw = at(value, path);
    const sensitive = isSensitive(roleIn(states.host, states.place, path), path, saw, 'file');
    return { pointer, saw, sensitive, asApplied: isAsApplied(states, pointer) };
  });
}

function secretsOf({ host, desired, recorded }: EntryStates): ReadonlySet<string> {
  return new Set(desired === undefined ? recordedSecrets(recorded) : secretTexts(host, desired));
}

function recordedSecrets(recorded: EntryStates['recorded']): readonly string[] {
  return Object.entries(recorded?.fields ?? {}).flatMap(([pointer, field]) => ('value' in field ? [] : [pointer]));
}

/** Leaves whose values are recorded and digested as hashes only. */
function sensitivePointers({ host, desired, recorded }: EntryStates): ReadonlySet<string> {
  const sensitive = new Set<string>(recordedSecrets(recorded));
  if (desired === undefined) return sensitive;
  for (const pointer of leavesOf(desired.value).keys()) {
    if (hasAny(desired.inline, pointer) || isDesiredSensitive(host, desired, pointer)) sensitive.add(pointer);
    else sensitive.delete(pointer);
  }
  return sensitive;
}
