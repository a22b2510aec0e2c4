// One entry's three states → what is to become of it, and why. Reads the verdict table; changes nothing.

import { switchedOff } from '../hosts/index.ts';
import type { Finding } from '../model/finding.ts';
import { at, equal, isObject, type Json } from '../model/json.ts';
import type { EntryEdit, EntryPlan, RecordEdit, Verdict } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import type { EntryRecord } from '../model/record.ts';
import { isSensitive } from '../secrets/visibility.ts';
import type { ActualEntry } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import { owns } from '../state/records.ts';
import { answered, changesTransport, literalInTheWay, replacesLiteral } from './answers.ts';
import { describe } from './describe.ts';
import type { EntryStates, Outcome } from './entry-states.ts';
import { type Field, fieldsOf, isFilled, isGiven, leavesOf, roleIn } from './fields.ts';

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
    if (!exclusive) return parting;
    return { verdict: 'prune', edit: { kind: 'remove' }, record: { kind: 'drop' }, ...ofOther(states) };
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
  const after = [...leavesOf(off.entry)];
  const changed = after.filter(([pointer, value]) => !equal(before.get(pointer), value));
  const owned = after.filter(([pointer]) => Object.hasOwn(mine.fields, pointer));
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
    conflict: 'collision',
    ...ofOther(states),
  };
}

/** The conflict with another manifest that manages it. */
function ofOther(states: EntryStates): Pick<Outcome, 'conflict' | 'otherOwner' | 'findings'> {
  const { other } = states;
  if (other?.conflicts !== true) return {};
  const findings = other.recorded.protect === true ? { findings: [protectedBy(states, other.owner)] } : {};
  return { conflict: 'other-owner', otherOwner: other.owner, ...findings };
}

function protectedBy({ target, name }: EntryStates, owner: string): Finding {
  const message = `protected: it is not taken over; take \`protect\` out of the manifest ${owner} first, and apply that`;
  return { code: 'protected', severity: 'warning', message, target, server: name };
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
  // Of fields that count as one, only those that differ; an object that is no longer empty comes with its members.
  const differs = (pointer: string) => {
    const path = parsePointer(pointer);
    const value = at(desired.value, path);
    return !isFilled(value) && !equal(value, at(actual.value, path));
  };
  const writes = [...updated, ...(reverts ? drifted : [])].flatMap(({ pointers }) => pointers).filter(differs);
  const isSwap = writes.length > 0 && changesTransport(states, desired, actual);
  const edit: EntryEdit | undefined = isSwap
    ? taken(states, desired, actual).edit
    : fieldsEdit(desired, actual, valuesAt(desired, writes));
  const literal = isSwap
    ? literalInTheWay(states, edit)
    : reverts && drifted.some((field) => replacesLiteral(states, desired, actual, field));
  const left = new Set(reverts ? [] : drifted.flatMap(({ pointers }) => pointers));
  const verdict: Verdict =
    drifted.length > 0 ? (updated.length > 0 ? 'diverged' : 'drift') : plain(has, updated.length > 0);
  const record = recordBeside(desired, mine, left);
  if (literal && !states.consent.externalize) return { verdict, conflict: 'literal', left };
  const isRecorded = verdict === 'in-sync' && left.size === 0 && hasSettings(mine, desired);
  if (writes.length === 0 && (isRecorded || verdict === 'drift')) return { verdict, left };
  if (writes.length === 0) return { verdict: 'converged', left, record };
  return { verdict, left, record, ...(edit && { edit }) };
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

/** Where an empty object is desired, it stays although its last member leaves. */
function fieldsEdit(
  desired: DesiredEntry,
  actual: ActualEntry,
  fields: ReadonlyMap<string, Json | undefined>,
): EntryEdit {
  const edits = new Map(fields);
  for (const [pointer, value] of leavesOf(desired.value)) {
    const stands = isObject(value) ? at(actual.value, parsePointer(pointer)) : undefined;
    const members = [...leavesOf(stands).keys()].map((below) => pointer + below);
    if (members.length === 0 || !members.every((member) => edits.has(member))) continue;
    for (const member of members) edits.delete(member);
    edits.set(pointer, value);
  }
  return { kind: 'fields', fields: edits };
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
    const stands = at(actual.value, parsePointer(pointer));
    if (!equal(stands, value) && !(isObject(value) && isObject(stands))) fields.set(pointer, value);
  }
  for (const [pointer, value] of leavesOf(actual.value)) {
    const path = parsePointer(pointer);
    const role = roleIn(states.host, states.place, path);
    const isLiteral = isSensitive(role, path, value, 'file') && !isGiven(desired, role, path);
    const stays = !role.known || (isLiteral && !changesTransport(states, desired, actual));
    const isWanted = at(desired.value, path) !== undefined || wantedAbove(wantedLeaves, pointer);
    if (!isWanted && !stays) fields.set(pointer, undefined);
  }
  return { edit: fieldsEdit(desired, actual, fields), record: written(desired) };
}

/** Is something written over the place where the leaf stands? */
function wantedAbove(wanted: ReadonlyMap<string, Json>, pointer: string): boolean {
  return [...wanted].some(([other, value]) => pointer.startsWith(`${other}/`) && !isObject(value));
}
