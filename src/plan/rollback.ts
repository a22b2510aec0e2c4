// A run undone, as a plan: the values before it are desired, the values after it are what must still stand.

import { findHost } from '../hosts/index.ts';
import { bareEntry } from '../model/bare-entry.ts';
import type { Hasher } from '../model/digest.ts';
import { at, equal, isObject, type Json } from '../model/json.ts';
import type { Answer, EntryEdit, EntryPlan, FieldChange, Guard, Verdict } from '../model/plan.ts';
import { parsePointer, printPointer } from '../model/pointer.ts';
import type { TouchedEntry } from '../model/run.ts';
import { isSensitive, shown } from '../secrets/visibility.ts';
import { hashPointer, isAsRecorded } from '../state/records.ts';
import { leavesOf, roleIn } from './fields.ts';

/** One touched entry with its values before the run (from the backup) and now. */
export interface UndoStates {
  readonly touched: TouchedEntry;
  readonly before: Json | undefined;
  readonly actual: Json | undefined;
  /** Index into the target's files. */
  readonly file: number;
  readonly hasher: Hasher | undefined;
  /** The file has the bytes that the run left: everything in it is as the run wrote it. */
  readonly untouched: boolean;
  readonly answer: Answer | undefined;
  /** What is undone, in words. */
  readonly what: string;
}

/** What must become of one value: nothing, back to before, or a conflict. */
type Need = 'nothing' | 'back' | 'conflict';

export function decideUndo(states: UndoStates): EntryPlan {
  const { touched, before, actual } = states;
  const needs = needsOf(states);
  const isConflict = needs.some(([, need]) => need === 'conflict');
  const takes = !isConflict || states.answer === 'take';
  const back = needs.filter(([, need]) => need !== 'nothing').map(([pointer]) => pointer);
  const edit = takes && back.length > 0 ? editOf(states, back) : undefined;
  const verdict: Verdict = isConflict ? 'diverged' : edit === undefined ? 'converged' : verdictOf(edit);
  return bareEntry({
    place: touched.place.place,
    name: touched.name,
    verdict,
    conflict: isConflict ? 'both-changed' : undefined,
    answer: isConflict ? states.answer : undefined,
    reason: {
      environment: touched.before?.environment,
      rule: undefined,
      place: undefined,
      note: states.what,
      isMove: false,
    },
    fields: changesOf(states, back, isConflict && !takes),
    foreign: [...leavesOf(actual).keys()].filter(
      (pointer) => edit?.kind === 'remove' && !Object.hasOwn(touched.after?.fields ?? {}, pointer),
    ),
    guards: edit === undefined ? [] : guardsOf(edit, actual),
    edit,
    sensitive: new Set(leavesOf(before).keys()),
    secrets: new Set(leavesOf(before).keys()),
    record: takes
      ? {
          kind: 'restore',
          record: touched.before ?? undefined,
          heldOff: touched.desired ?? undefined,
          place: touched.place,
        }
      : { kind: 'keep' },
    owned: touched.after !== null,
    file: states.file,
  });
}

function verdictOf(edit: EntryEdit): Verdict {
  return edit.kind === 'add' ? 'add' : edit.kind === 'remove' ? 'prune' : 'update';
}

function needsOf({ touched, before, actual, hasher, untouched }: UndoStates): readonly (readonly [string, Need])[] {
  const isAfter = (pointer: string) => {
    const field = touched.after?.fields[pointer];
    const value = at(actual, parsePointer(pointer));
    return field === undefined
      ? value === undefined
      : isAsRecorded(hasher, hashPointer(touched.place.place, touched.name, pointer), field, value);
  };
  if (touched.edit === 'none') return [];
  if (touched.edit === 'fields') {
    return touched.pointers.map((pointer) => {
      const value = at(actual, parsePointer(pointer));
      if (untouched) return [pointer, 'back'];
      if (equal(value, at(before, parsePointer(pointer)))) return [pointer, 'nothing'];
      return [pointer, actual !== undefined && isAfter(pointer) ? 'back' : 'conflict'];
    });
  }
  if (untouched) return [['', 'back']];
  if (equal(actual, before)) return [['', 'nothing']];
  if (touched.edit === 'remove') return [['', actual === undefined ? 'back' : 'conflict']];
  const isWhole = touched.after !== null && Object.keys(touched.after.fields).every(isAfter);
  return [['', isWhole ? 'back' : 'conflict']];
}

function editOf({ before, actual, touched }: UndoStates, pointers: readonly string[]): EntryEdit | undefined {
  if (touched.edit === 'fields' && actual !== undefined && before !== undefined) {
    return {
      kind: 'fields',
      fields: new Map(pointers.map((pointer) => fieldBefore(before, actual, pointer, pointers))),
    };
  }
  if (before === undefined) return actual === undefined ? undefined : { kind: 'remove' };
  return actual === undefined ? { kind: 'add', value: before } : { kind: 'fields', fields: replaced(before, actual) };
}

/** A field as it was. An object that was there with nothing in it is there again, unless others hold it by now. */
function fieldBefore(
  before: Json,
  actual: Json,
  pointer: string,
  pointers: readonly string[],
): readonly [string, Json | undefined] {
  const path = parsePointer(pointer);
  const value = at(before, path);
  const above = path.slice(0, -1);
  const held = at(before, above);
  if (value !== undefined || above.length === 0 || !isObject(held) || Object.keys(held).length > 0)
    return [pointer, value];
  const own = printPointer(above);
  const isOurs = [...leavesOf(at(actual, above)).keys()].every((leaf) => pointers.includes(own + leaf));
  return isOurs ? [own, held] : [pointer, value];
}

/** Every leaf as it was, and none beside. */
function replaced(before: Json, actual: Json): ReadonlyMap<string, Json | undefined> {
  const fields = new Map<string, Json | undefined>(leavesOf(before));
  for (const pointer of leavesOf(actual).keys()) if (!fields.has(pointer)) fields.set(pointer, undefined);
  return new Map([...fields].filter(([pointer, value]) => !equal(at(actual, parsePointer(pointer)), value)));
}

function guardsOf(edit: EntryEdit, actual: Json | undefined): readonly Guard[] {
  if (edit.kind !== 'fields') return [{ pointer: '', saw: actual, sensitive: actual !== undefined, asApplied: true }];
  return [...edit.fields.keys()].map((pointer) => {
    const saw = at(actual, parsePointer(pointer));
    return { pointer, saw, sensitive: saw !== undefined, asApplied: true };
  });
}

/** Values of a backup may be secrets: public are those that a record has in plain, and those at harmless places. */
function changesOf(
  { touched, before, actual }: UndoStates,
  pointers: readonly string[],
  isConflict: boolean,
): readonly FieldChange[] {
  const leaves = pointers.includes('')
    ? [...new Set([...leavesOf(before).keys(), ...leavesOf(actual).keys()])]
    : pointers;
  const isPlain = (pointer: string, value: Json) => {
    const path = parsePointer(pointer);
    const host = findHost(touched.place.host);
    const isKnown = [touched.before, touched.after].some((record) => {
      const field = record?.fields[pointer];
      return field !== undefined && 'value' in field && equal(field.value, value);
    });
    return (
      isKnown || (host !== undefined && !isSensitive(roleIn(host, touched.place.place, path), path, value, 'file'))
    );
  };
  const see = (pointer: string, entry: Json | undefined) => {
    const value = at(entry, parsePointer(pointer));
    return value === undefined ? undefined : shown(!isPlain(pointer, value), value);
  };
  return leaves.map((pointer) => ({
    pointer,
    before: see(pointer, actual),
    after: see(pointer, before),
    kind: isConflict ? 'conflict' : 'change',
  }));
}
