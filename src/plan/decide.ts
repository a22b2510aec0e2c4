// One entry's three states → what is to become of it, and why. Reads the verdict table; changes nothing.

import { switchedOff } from '../hosts/index.ts';
import type { Finding } from '../model/finding.ts';
import { at, equal, isObject, type Json } from '../model/json.ts';
import type { Policies } from '../model/manifest.ts';
import type { Answer, Conflict, EntryPlan, RecordEdit, Verdict } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import type { EntryRecord } from '../model/record.ts';
import { isSensitive } from '../secrets/visibility.ts';
import type { ActualEntry } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import { owns } from '../state/records.ts';
import { describe } from './describe.ts';
import { actualDigest, desiredDigest, type EntryStates, isAsApplied, type Outcome } from './entry-states.ts';
import { type Field, fieldsOf, leavesOf, roleIn } from './fields.ts';

/** The plan for one entry; undefined where nothing is there, wanted or recorded. */
export function decide(states: EntryStates): EntryPlan | undefined {
  const { desired, actual, recorded } = states;
  if (states.held !== undefined && desired === undefined && owns(recorded)) {
    return describe(states, [], { verdict: 'in-sync', findings: [states.held] });
  }
  const mine = owns(recorded) ? recorded : undefined;
  if (desired === undefined && actual === undefined && recorded === undefined) return undefined;
  const fields = fieldsOf(states, desired, actual?.value, mine);
  const outcome = desired === undefined ? unwanted(states, fields, mine) : wanted(states, desired, fields, mine);
  return describe(states, fields, answered(states, outcome));
}

function unwanted(states: EntryStates, fields: readonly Field[], mine: EntryRecord | undefined): Outcome {
  const { actual, exclusive, recorded } = states;
  if (mine === undefined) {
    if (actual === undefined) return { verdict: 'forget', record: { kind: 'drop' } };
    const parting: Outcome =
      recorded === undefined ? { verdict: 'unmanaged' } : { verdict: 'unmanaged', record: { kind: 'drop' } };
    return exclusive ? { verdict: 'prune', edit: { kind: 'remove' }, record: { kind: 'drop' } } : parting;
  }
  if (actual === undefined) return { verdict: 'forget', record: { kind: 'drop' } };
  if (mine.protect === true) return { verdict: 'in-sync', findings: [protectedFinding(states)] };
  if (mine.origin === 'found' || mine.onRemove === 'forget') return { verdict: 'forget', record: { kind: 'drop' } };
  if (fields.some(({ verdict }) => verdict === 'prune-drifted' || verdict === 'forget')) {
    return { verdict: 'prune-drifted', conflict: 'prune-drifted', edit: { kind: 'remove' }, record: { kind: 'drop' } };
  }
  if (mine.parked) return { verdict: 'parked' };
  if (mine.onRemove === 'disable') return parked(states, actual, mine);
  return { verdict: 'prune', edit: { kind: 'remove' }, record: { kind: 'drop' } };
}

function protectedFinding({ target, name }: EntryStates): Finding {
  return {
    code: 'protected',
    severity: 'note',
    message: 'protected: it stays although nothing gives it any more',
    target,
    server: name,
  };
}

function parked(states: EntryStates, actual: ActualEntry, mine: EntryRecord): Outcome {
  const off = isObject(actual.value) ? switchedOff(states.host, states.name, actual.value) : undefined;
  if (off === undefined || off.satellites.length > 0) {
    const finding: Finding = {
      code: 'disable-unsupported',
      severity: 'error',
      message: `${states.host.title} has no switch in the entry to disable it by`,
      hint: 'choose `onRemove: delete` or `forget`',
    };
    return { verdict: 'prune', conflict: 'blocked', findings: [finding] };
  }
  const before = leavesOf(actual.value);
  const changed = [...leavesOf(off.entry)].filter(([pointer, value]) => !equal(before.get(pointer), value));
  const owned = Object.keys(mine.fields).map(
    (pointer) => [pointer, at(off.entry, parsePointer(pointer)) ?? null] as const,
  );
  return {
    verdict: 'prune',
    edit: { kind: 'fields', fields: new Map(changed) },
    record: { kind: 'write', origin: 'written', fields: new Map([...owned, ...changed]), parked: true },
  };
}

function wanted(
  states: EntryStates,
  desired: DesiredEntry,
  fields: readonly Field[],
  mine: EntryRecord | undefined,
): Outcome {
  const { actual, reset } = states;
  const blocked = desired.findings.some(({ severity }) => severity === 'error');
  const outcome =
    actual === undefined
      ? absent(states, desired, mine, reset)
      : mine === undefined
        ? found(states, desired, actual, fields)
        : both(states, desired, actual, mine, fields);
  if (blocked && outcome.verdict !== 'in-sync') return { verdict: outcome.verdict, conflict: 'blocked' };
  return outcome;
}

function absent(states: EntryStates, desired: DesiredEntry, mine: EntryRecord | undefined, reset: boolean): Outcome {
  const value = withCarried(desired.value, states.carried);
  const write = { edit: { kind: 'add', value }, record: written(desired) } as const;
  if (mine === undefined) return { verdict: 'add', ...write };
  const verdict = reset ? 'host-reset' : 're-add';
  return desired.policies.onDrift === 'revert' ? { verdict, ...write } : { verdict, left: new Set(['']) };
}

function withCarried(value: Json, carried: ReadonlyMap<string, Json>): Json {
  if (!isObject(value) || carried.size === 0) return value;
  const fields = [...carried].map(([pointer, field]) => [parsePointer(pointer)[0] ?? '', field] as const);
  return { ...Object.fromEntries(fields), ...value };
}

/** There, and not recorded as ours. */
function found(states: EntryStates, desired: DesiredEntry, actual: ActualEntry, fields: readonly Field[]): Outcome {
  const origin = 'found';
  if (fields.every(({ verdict }) => verdict === 'adopt-equal')) {
    return { verdict: 'adopt-equal', record: { kind: 'write', origin, fields: leavesOf(desired.value) } };
  }
  if (states.other !== undefined && !states.other.conflicts)
    return { ...taken(states, desired, actual), verdict: 'update' };
  return {
    ...taken(states, desired, actual),
    verdict: 'collision',
    conflict: states.other ? 'other-owner' : 'collision',
  };
}

/** On both sides and ours: field by field, the gravest counts. */
function both(
  states: EntryStates,
  desired: DesiredEntry,
  actual: ActualEntry,
  mine: EntryRecord,
  fields: readonly Field[],
): Outcome {
  const has = (...kinds: readonly Verdict[]) => fields.some(({ verdict }) => kinds.includes(verdict));
  if (has('collision', 'prune-drifted') || fields.some(({ shape }) => shape === 'x y z')) {
    const verdict = has('collision') && !fields.some(({ shape }) => shape === 'x y z') ? 'collision' : 'diverged';
    return {
      ...taken(states, desired, actual),
      verdict,
      conflict: verdict === 'collision' ? 'collision' : 'both-changed',
    };
  }
  const drifted = fields.filter(({ verdict }) => verdict === 'drift' || verdict === 're-add');
  const updated = fields.filter(({ verdict }) => verdict === 'update' || verdict === 'add' || verdict === 'prune');
  const reverts = desired.policies.onDrift === 'revert';
  // Of fields that count as one, only those that differ.
  const differs = (pointer: string) => {
    const path = parsePointer(pointer);
    return !equal(at(desired.value, path), at(actual.value, path));
  };
  const writes = [...updated, ...(reverts ? drifted : [])].flatMap(({ pointers }) => pointers).filter(differs);
  const literal = reverts && drifted.some((field) => replacesLiteral(states, desired, actual, field));
  const left = new Set(reverts ? [] : drifted.flatMap(({ pointers }) => pointers));
  const verdict: Verdict =
    drifted.length > 0 ? (updated.length > 0 ? 'diverged' : 'drift') : plain(has, updated.length > 0);
  const record = recordBeside(desired, mine, left);
  if (literal && !states.consent.externalize) return { verdict, conflict: 'literal', left };
  const isRecorded = verdict === 'in-sync' && left.size === 0 && hasSettings(mine, desired);
  if (writes.length === 0 && (isRecorded || verdict === 'drift')) return { verdict, left };
  if (writes.length === 0) return { verdict: 'converged', left, record };
  return { verdict, left, record, edit: { kind: 'fields', fields: valuesAt(desired, writes) } };
}

/** Does the record say what the manifest says about the entry beside its fields? */
function hasSettings(mine: EntryRecord, { protect, policies, environment, source }: DesiredEntry): boolean {
  return (
    (mine.protect ?? false) === protect &&
    (mine.onRemove ?? 'delete') === policies.onRemove &&
    mine.environment === environment &&
    mine.source === source &&
    mine.parked === undefined &&
    mine.rolledBack === undefined
  );
}

function plain(has: (...kinds: readonly Verdict[]) => boolean, updated: boolean): Verdict {
  if (updated) return 'update';
  return has('converged', 'adopt-equal', 'forget') ? 'converged' : 'in-sync';
}

/** All that is desired is recorded, but what drifted and stays keeps its record. */
function recordBeside(desired: DesiredEntry, mine: EntryRecord, left: ReadonlySet<string>): RecordEdit {
  const fields = new Map([...leavesOf(desired.value)].filter(([pointer]) => !left.has(pointer)));
  const kept = [...left].filter((pointer) => Object.hasOwn(mine.fields, pointer));
  return { kind: 'write', origin: 'written', fields, unchanged: kept };
}

function valuesAt(desired: DesiredEntry, pointers: readonly string[]): ReadonlyMap<string, Json | undefined> {
  return new Map(pointers.map((pointer) => [pointer, at(desired.value, parsePointer(pointer))]));
}

function written(desired: DesiredEntry): RecordEdit {
  return { kind: 'write', origin: 'written', fields: leavesOf(desired.value) };
}

/**
 * The entry as `take` makes it: the fields that the descriptor knows become exactly what is desired; those it does
 * not know stay, and so does a literal at a sensitive position while the transport stays.
 */
function taken(
  states: EntryStates,
  desired: DesiredEntry,
  actual: ActualEntry,
): Pick<Outcome, 'edit' | 'record' | 'conflict'> {
  const wantedLeaves = leavesOf(desired.value);
  if (!isObject(actual.value))
    return { edit: { kind: 'fields', fields: new Map([['', desired.value]]) }, record: written(desired) };
  const fields = new Map<string, Json | undefined>();
  for (const [pointer, value] of wantedLeaves) {
    if (!equal(at(actual.value, parsePointer(pointer)), value)) fields.set(pointer, value);
  }
  for (const [pointer, value] of leavesOf(actual.value)) {
    const path = parsePointer(pointer);
    const role = roleIn(states.host, states.place, path);
    const stays = !role.known || (isSensitive(role, path, value, 'file') && !changesTransport(states, desired, actual));
    if (!wantedLeaves.has(pointer) && !stays) fields.set(pointer, undefined);
  }
  return { edit: { kind: 'fields', fields }, record: written(desired) };
}

/** From a command to an address, or the reverse. */
function changesTransport(states: EntryStates, desired: DesiredEntry, actual: ActualEntry): boolean {
  const group = (value: Json, wantedGroup: string) =>
    [...leavesOf(value).keys()].some((pointer) => {
      const path = parsePointer(pointer);
      return roleIn(states.host, states.place, path).group === wantedGroup && path[0] !== 'type';
    });
  return group(actual.value, 'launch') !== group(desired.value, 'launch');
}

/** Would a reference replace a literal that we did not write? It may be the only copy. */
function replacesLiteral(states: EntryStates, desired: DesiredEntry, actual: ActualEntry, field: Field): boolean {
  return field.pointers.some((pointer) => {
    const path = parsePointer(pointer);
    const value = at(actual.value, path);
    const isReference = desired.native.has(pointer) || desired.inline.has(pointer);
    return isReference && isSensitive(roleIn(states.host, states.place, path), path, value, 'file');
  });
}

/** A conflict is settled by what a person said for this entry, or else by the policy. */
function answered(states: EntryStates, outcome: Outcome): Outcome & { readonly answer?: Answer } {
  const { conflict } = outcome;
  if (conflict === undefined) return outcome;
  const literal = conflict !== 'blocked' && literalInTheWay(states, outcome);
  if (literal) return refused({ ...outcome, conflict: 'literal' }, states);
  if (conflict === 'blocked' || conflict === 'unreadable' || conflict === 'literal') return refused(outcome, states);
  const answer = isKept(states) ? 'keep' : (states.consent.answer ?? fromPolicy(states, conflict));
  if (answer === 'take' && isProtectedFromTaking(states)) return refused(outcome, states);
  if (answer === 'take') return { ...outcome, answer };
  return refused(outcome, states, answer);
}

function refused(
  outcome: Outcome,
  states: EntryStates,
  answer = states.consent.answer,
): Outcome & { readonly answer?: Answer } {
  const { verdict, conflict, findings, left } = outcome;
  const bare = {
    verdict,
    ...(conflict && { conflict }),
    ...(findings && { findings }),
    ...(left && { left }),
  };
  if (answer === 'skip') return { ...bare, answer };
  if (answer !== 'keep' || conflict === 'blocked' || conflict === 'unreadable') return bare;
  return {
    ...bare,
    answer,
    record: { kind: 'kept', desired: desiredDigest(states.desired), actual: actualDigest(states) },
  };
}

function fromPolicy({ desired }: EntryStates, conflict: Conflict): Answer | undefined {
  if (conflict === 'other-owner') return undefined;
  const policy: Policies['onConflict'] = desired?.policies.onConflict;
  return policy === 'take' || policy === 'keep' ? policy : undefined;
}

function isProtectedFromTaking({ recorded, desired }: EntryStates): boolean {
  return recorded?.protect === true && desired === undefined;
}

/** Taking may not put a reference in a literal's place without consent for this entry. */
function literalInTheWay(states: EntryStates, { edit }: Outcome): boolean {
  const { desired, actual } = states;
  if (desired === undefined || actual === undefined || states.consent.externalize || edit?.kind !== 'fields')
    return false;
  const transport = changesTransport(states, desired, actual);
  return [...edit.fields].some(([pointer, value]) => {
    const path = parsePointer(pointer);
    const isLiteral = isSensitive(roleIn(states.host, states.place, path), path, at(actual.value, path), 'file');
    const isReference = desired.native.has(pointer) || desired.inline.has(pointer);
    return isLiteral && !isAsApplied(states, pointer) && (isReference || (transport && value === undefined));
  });
}

function isKept({ recorded, desired, ...states }: EntryStates): boolean {
  const kept = recorded?.kept;
  return (
    states.hasher !== undefined && kept?.desired === desiredDigest(desired) && kept.actual === actualDigest(states)
  );
}
