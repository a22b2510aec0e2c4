// A plan as `--json` and `plan --out` print it, read back for the reports. Only what a report shows comes back: values
// stay masked, and nothing can be carried out from it.

import { bareEntry } from '../model/bare-entry.ts';
import type { Finding, Place } from '../model/finding.ts';
import { get, isArray, isObject, type Json } from '../model/json.ts';
import type {
  Answer,
  Conflict,
  Counts,
  EntryEdit,
  EntryPlan,
  FieldChange,
  Guard,
  Plan,
  Reason,
  RecordEdit,
  TargetPlan,
  Verdict,
} from '../model/plan.ts';
import type { FormatName, Scope } from '../model/target.ts';
import { conflictWords, stateWords, verdictWords } from './words.ts';

/** What the document says of itself is not what a plan says; the message tells where. */
export class SavedPlanError extends Error {
  override readonly name = 'SavedPlanError';
}

/** The plan under `result` of a document, with the document's `findings` where they belong. Throws SavedPlanError. */
export function savedPlan(document: Json): Plan {
  const result = member(document, 'result');
  const findings = list(document, 'findings').map(findingOf);
  const targets = list(result, 'targets').map((target) => targetOf(target, findings));
  const environment = get(result, 'environment');
  const inputs = get(result, 'inputs') ?? {};
  const owned = member(result, 'owned');
  return {
    owner: text(result, 'owner'),
    manifest: optional(result, 'manifest'),
    environment:
      environment === undefined ? undefined : { name: text(environment, 'name'), from: text(environment, 'from') },
    filters: {
      hosts: names(inputs, 'hosts'),
      servers: names(inputs, 'servers'),
      pattern: optional(inputs, 'pattern'),
    },
    partial: flag(result, 'partial'),
    targets,
    // `refused` says what the guards say again.
    findings: findings.filter(({ target, code }) => target === undefined && code !== 'refused'),
    counts: countsOf(member(result, 'counts')),
    owned: { before: number(owned, 'before'), after: number(owned, 'after') },
    digest: text(result, 'digest'),
  };
}

function targetOf(target: Json, findings: readonly Finding[]): TargetPlan {
  const name = text(target, 'name');
  const own = findings.filter((finding) => finding.target === name);
  const entries = list(target, 'entries');
  const known = new Set(entries.map((entry) => text(entry, 'name')));
  return {
    name,
    host: text(target, 'host'),
    title: text(target, 'title'),
    scope: text(target, 'scope') as Scope,
    files: list(target, 'files').map((file) => ({
      path: text(file, 'path'),
      symbolic: text(file, 'symbolic'),
      format: text(file, 'format') as FormatName,
      containers: new Map(),
      bytes: undefined,
      fresh: undefined,
    })),
    recordPath: undefined,
    folder: undefined,
    state: oneOf<TargetPlan['state']>(target, 'state', stateWords),
    sharedWith: names(target, 'sharedWith') ?? [],
    inPlace: flag(target, 'inPlace'),
    tightens: flag(target, 'tightens'),
    afterwards: names(target, 'afterwards') ?? [],
    entries: entries.map((entry) => entryOf(entry, own)),
    findings: own.filter(({ server }) => server === undefined || !known.has(server)),
  };
}

function entryOf(entry: Json, findings: readonly Finding[]): EntryPlan {
  const name = text(entry, 'name');
  const place = text(entry, 'place');
  return bareEntry({
    place,
    name,
    verdict: oneOf<Verdict>(entry, 'verdict', verdictWords),
    conflict: get(entry, 'conflict') === undefined ? undefined : oneOf<Conflict>(entry, 'conflict', conflictWords),
    otherOwner: optional(entry, 'otherOwner'),
    answer: optional(entry, 'answer') as Answer | undefined,
    reason: reasonOf(member(entry, 'reason')),
    fields: list(entry, 'fields').map(fieldOf),
    foreign: names(entry, 'foreign') ?? [],
    guards: list(entry, 'guards').map(guardOf),
    edit: editOf(entry),
    record: { kind: text(entry, 'record') } as RecordEdit,
    settings: {
      environment: undefined,
      rule: undefined,
      source: undefined,
      protect: flag(entry, 'protect'),
      onRemove: 'delete',
    },
    heldOff: flag(entry, 'heldOff'),
    owned: flag(entry, 'owned'),
    unresolved: names(entry, 'unresolved') ?? [],
    findings: place === 'servers' ? findings.filter(({ server }) => server === name) : [],
    file: number(entry, 'file'),
  });
}

/** What the patch does, told by its operations: all of the entry, or fields in it. */
function editOf(entry: Json): EntryEdit | undefined {
  const operations = list(entry, 'patch').map((operation) => ({
    op: text(operation, 'op'),
    path: text(operation, 'path'),
    value: get(operation, 'value'),
  }));
  const [first] = operations;
  if (first === undefined) return undefined;
  if (first.path.indexOf('/', 1) < 0) {
    return first.op === 'remove' ? { kind: 'remove' } : { kind: 'add', value: first.value ?? null };
  }
  const pointer = (path: string) => path.slice(path.indexOf('/', 1));
  return { kind: 'fields', fields: new Map(operations.map(({ path, value }) => [pointer(path), value])) };
}

function guardOf(guard: Json): Guard {
  return { pointer: text(guard, 'pointer'), saw: undefined, sensitive: true, asApplied: false };
}

function fieldOf(field: Json): FieldChange {
  return {
    pointer: text(field, 'pointer'),
    before: get(field, 'before'),
    after: get(field, 'after'),
    kind: text(field, 'kind') as FieldChange['kind'],
  };
}

function reasonOf(reason: Json): Reason {
  const place = get(reason, 'place');
  const rule = get(reason, 'rule');
  return {
    environment: optional(reason, 'environment'),
    rule: rule === undefined ? undefined : number(reason, 'rule'),
    place: place === undefined ? undefined : placeOf(place),
    note: optional(reason, 'note'),
    isMove: get(reason, 'isMove') === true,
  };
}

function findingOf(finding: Json): Finding {
  const [hint, target, server] = ['hint', 'target', 'server'].map((key) => optional(finding, key));
  const place = get(finding, 'place');
  return {
    code: text(finding, 'code'),
    severity: oneOf<Finding['severity']>(finding, 'severity', { error: 0, warning: 0, note: 0 }),
    message: text(finding, 'message'),
    ...(hint !== undefined && { hint }),
    ...(target !== undefined && { target }),
    ...(server !== undefined && { server }),
    ...(place !== undefined && { place: placeOf(place) }),
  };
}

function placeOf(place: Json): Place {
  const [line, column] = ['line', 'column'].map((key) =>
    get(place, key) === undefined ? undefined : number(place, key),
  );
  const pointer = optional(place, 'pointer');
  return {
    file: text(place, 'file'),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(pointer !== undefined && { pointer }),
  };
}

const counted: readonly (keyof Counts)[] = [
  'add',
  'update',
  'remove',
  'drift',
  'conflicts',
  'recorded',
  'inSync',
  'unmanaged',
  'deletions',
];

function countsOf(counts: Json): Counts {
  return Object.fromEntries(counted.map((key) => [key, number(counts, key)])) as unknown as Counts;
}

function wrong(key: string, what: string): SavedPlanError {
  return new SavedPlanError(`\`${key}\` is not ${what}`);
}

function member(value: Json, key: string): Json {
  const found = get(value, key);
  if (!isObject(found)) throw wrong(key, 'an object');
  return found;
}

function list(value: Json, key: string): readonly Json[] {
  const found = get(value, key);
  if (!isArray(found)) throw wrong(key, 'a list');
  return found;
}

function optional(value: Json, key: string): string | undefined {
  return get(value, key) === undefined ? undefined : text(value, key);
}

function text(value: Json, key: string): string {
  const found = get(value, key);
  if (typeof found !== 'string') throw wrong(key, 'a text');
  return found;
}

function names(value: Json, key: string): readonly string[] | undefined {
  if (get(value, key) === undefined) return undefined;
  return list(value, key).map((item) => {
    if (typeof item !== 'string') throw wrong(key, 'a list of texts');
    return item;
  });
}

function number(value: Json, key: string): number {
  const found = get(value, key);
  if (typeof found !== 'number' || !Number.isSafeInteger(found)) throw wrong(key, 'a whole number');
  return found;
}

function flag(value: Json, key: string): boolean {
  const found = get(value, key);
  if (typeof found !== 'boolean') throw wrong(key, 'true or false');
  return found;
}

function oneOf<Word extends string>(value: Json, key: string, words: Readonly<Record<Word, unknown>>): Word {
  const found = text(value, key);
  if (!Object.hasOwn(words, found)) throw wrong(key, `one of ${Object.keys(words).join(', ')}`);
  return found as Word;
}
