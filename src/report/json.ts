// Reports as JSON: one document with sorted keys, so that equal reports are equal texts. Its schema is published.

import { digestOf } from '../model/digest.ts';
import { type ExitName, exitCodes } from '../model/errors.ts';
import { type Finding, sortFindings } from '../model/finding.ts';
import { byCodePoint, isArray, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { operationsOf } from '../model/operations.ts';
import type { EntryPlan, Guard, Plan, TargetPlan } from '../model/plan.ts';
import type { PlanInputs } from '../model/plan-inputs.ts';
import { type Masks, masks, seenValue } from './mask.ts';
import { sortedEntries, sortedTargets } from './view.ts';

const formatVersion = 1;

/** A value with members that may be left out. */
type Loose = { readonly [key: string]: Loose } | readonly Loose[] | Json | undefined;

/** Without the members that are undefined. */
export function tidy(value: Loose): Json {
  if (isArray(value)) return value.map((item) => tidy(item));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const members = Object.entries(value as Readonly<Record<string, Loose>>);
  return object(members.filter(([, member]) => member !== undefined).map(([key, member]) => [key, tidy(member)]));
}

/** The document that `--json` prints for a command that came to its end, well or not. */
export function reportDocument(given: {
  readonly command: string;
  readonly exit: ExitName;
  readonly findings: readonly Finding[];
  readonly result?: Json | undefined;
  readonly error?: { readonly message: string; readonly hint?: string | undefined } | undefined;
}): JsonObject {
  return tidy({
    formatVersion,
    command: given.command,
    exit: { code: exitCodes[given.exit], name: given.exit },
    findings: sortFindings(given.findings).map((finding) => ({
      ...finding,
      place: finding.place && { ...finding.place },
    })),
    error: given.error === undefined ? undefined : { ...given.error },
    result: given.result,
  }) as JsonObject;
}

/** JSON text, indented, with sorted keys and a final line feed. */
export function printJson(value: Json): string {
  return `${JSON.stringify(sorted(value), undefined, 2)}\n`;
}

function sorted(value: Json): Json {
  if (isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort(byCodePoint);
  return object(keys.map((key) => [key, sorted(value[key] as Json)]));
}

/** A plan as data: what stands under `result` of `plan`, `apply` and their like. */
export function planJson(plan: Plan, inputs?: PlanInputs): JsonObject {
  const shown = masks();
  return tidy({
    owner: plan.owner,
    digest: plan.digest,
    manifest: plan.manifest,
    environment: plan.environment,
    inputs: inputs === undefined ? undefined : inputsJson(plan, inputs),
    partial: plan.partial,
    counts: { ...plan.counts },
    owned: plan.owned,
    targets: sortedTargets(plan).map((target) => targetJson(target, shown)),
  }) as JsonObject;
}

/** The values of `--var` may be secrets: their names are kept, and the values must be given again. */
function inputsJson(plan: Plan, inputs: PlanInputs): Loose {
  const { variables = {}, manifest: _, environment: __, ...others } = inputs;
  return {
    ...others,
    manifest: plan.manifest,
    environment: plan.environment?.name,
    variables: Object.keys(variables).sort(byCodePoint),
  };
}

function targetJson(target: TargetPlan, shown: Masks): Loose {
  return {
    name: target.name,
    host: target.host,
    title: target.title,
    scope: target.scope,
    state: target.state,
    files: target.files.map(({ path, symbolic, format }) => ({ path, symbolic, format })),
    sharedWith: target.sharedWith,
    inPlace: target.inPlace,
    tightens: target.tightens,
    afterwards: target.afterwards,
    entries: sortedEntries(target.entries).map((entry) => entryJson(entry, shown)),
  };
}

function entryJson(entry: EntryPlan, shown: Masks): Loose {
  return {
    place: entry.place,
    name: entry.name,
    file: entry.file,
    verdict: entry.verdict,
    conflict: entry.conflict,
    otherOwner: entry.otherOwner,
    answer: entry.answer,
    reason: { ...entry.reason, place: entry.reason.place && { ...entry.reason.place } },
    fields: entry.fields.map(({ pointer, kind, before, after }) => ({
      pointer,
      kind,
      before: before === undefined ? undefined : shown.show(before),
      after: after === undefined ? undefined : shown.show(after),
    })),
    foreign: entry.foreign,
    patch: patchJson(entry, shown),
    guards: entry.guards.map(guardJson),
    record: entry.record.kind,
    heldOff: entry.heldOff,
    owned: entry.owned,
    unresolved: entry.unresolved,
    protect: entry.settings.protect,
  };
}

function patchJson(entry: EntryPlan, shown: Masks): Loose {
  const { edit } = entry;
  return operationsOf(entry, () => '').map(({ op, path }) => {
    const pointer = edit?.kind === 'fields' ? path.slice(path.indexOf('/', 1)) : '';
    const value = edit?.kind === 'add' ? edit.value : edit?.kind === 'fields' ? edit.fields.get(pointer) : undefined;
    return { op, path, value: value === undefined ? undefined : seenValue(entry, pointer, value, shown) };
  });
}

function guardJson({ pointer, saw, sensitive, asApplied }: Guard): Loose {
  if (saw === undefined) return { pointer, is: 'absent' };
  return { pointer, is: sensitive ? (asApplied ? 'as applied' : 'changed') : digestOf(saw) };
}
