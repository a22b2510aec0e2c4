// The laws of the heart, over random desired, actual and recorded entries: what is decided is carried out on plain
// values, and an oracle that knows no verdicts looks at the result.

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nextEntry } from '../../src/apply/record-changes.ts';
import { applyChange, changeTree } from '../../src/formats/change.ts';
import { comparable, findHost, type Host } from '../../src/hosts/index.ts';
import { at, equal, isObject, type Json, type JsonObject, type Path } from '../../src/model/json.ts';
import type { Answer, EntryPlan } from '../../src/model/plan.ts';
import { parsePointer } from '../../src/model/pointer.ts';
import type { EntryRecord } from '../../src/model/record.ts';
import { decide } from '../../src/plan/decide.ts';
import { leavesOf } from '../../src/plan/fields.ts';
import { entryStates, hasher, type Told } from '../support/entry-states.ts';
import { caseLaws } from '../support/laws.ts';

const word = fc.constantFrom('npx', 'uvx', 'debug', 'info', '', 'a~b/c', '{x}');
const fields = {
  command: word,
  args: fc.array(word, { maxLength: 2 }),
  cwd: word,
  env: fc.dictionary(fc.constantFrom('LEVEL', 'REGION', '__proto__', 'a/b', ''), word, { maxKeys: 2 }),
};
const remote = {
  url: fc.constantFrom('https://a.example/mcp', 'https://b.example/mcp'),
  headers: fc.dictionary(word, word, { maxKeys: 1 }),
};
const entry: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record(fields, { requiredKeys: ['command'] }),
  fc.record(remote, { requiredKeys: ['url'] }),
);
/** What the host or a person keeps in an entry: names that no manifest has. */
const foreign = fc.dictionary(
  fc.constantFrom('panelState', 'oauthState', 'x~y/z', 'constructor'),
  fc.oneof(word, fc.constant(7)),
  {
    maxKeys: 2,
  },
);

interface Case {
  readonly told: Told;
  readonly actual: JsonObject | undefined;
}

/** Entries that are often equal, as they are in life. */
const someCase: fc.Arbitrary<Case> = fc
  .record({
    pool: fc.tuple(entry, entry, entry),
    picks: fc.tuple(fc.integer({ min: -1, max: 2 }), fc.integer({ min: -1, max: 2 }), fc.integer({ min: -1, max: 2 })),
    foreign,
    digest: fc.boolean(),
    onDrift: fc.constantFrom('revert', 'revert', 'report', 'ignore'),
    onRemove: fc.constantFrom('delete', 'delete', 'forget', 'disable'),
    origin: fc.constantFrom('written', 'written', 'found'),
    answer: fc.constantFrom(undefined, undefined, 'take', 'keep', 'skip'),
    host: fc.constantFrom('cursor', 'codex', 'opencode', 'goose'),
  })
  .map(({ pool, picks: [d, a, l], foreign: theirs, digest, onDrift, onRemove, origin, answer, host }) => {
    const actual = a < 0 ? undefined : { ...pool[a], ...theirs };
    const recorded = l < 0 ? undefined : pool[l];
    const told: Told = {
      host,
      ...(d >= 0 && { desired: pool[d] as JsonObject }),
      ...(actual && { actual }),
      ...(recorded && { recorded }),
      ...(recorded && digest && { digested: [...leavesOf(recorded).keys()] }),
      record: {
        origin: origin as 'written' | 'found',
        ...(onRemove !== 'delete' && { onRemove }),
      } as Partial<EntryRecord>,
      policies: { onDrift, onRemove } as NonNullable<Told['policies']>,
      consent: { answer: answer as Answer | undefined },
    };
    const { record: _, ...withoutRecord } = told;
    return { told: recorded === undefined ? withoutRecord : told, actual };
  });

/** The entry after the edit, as the file would hold it. */
function carriedOut(plan: EntryPlan, actual: Json | undefined): Json | undefined {
  const { edit } = plan;
  if (edit === undefined) return actual;
  if (edit.kind === 'remove') return undefined;
  if (edit.kind === 'add') return edit.value;
  let value: Json = actual ?? {};
  for (const [pointer, next] of edit.fields) {
    const path = parsePointer(pointer);
    value =
      next === undefined
        ? withoutMember(value, path)
        : (applyChange(value, changeTree([[path, { kind: 'set', value: next }]])) ?? {});
  }
  return value;
}

/** An object that lost its last member goes with it. */
function withoutMember(value: Json, path: Path): Json {
  const next = applyChange(value, changeTree([[path, { kind: 'remove' }]])) ?? {};
  const above = path.slice(0, -1);
  const left = at(next, above);
  return above.length > 0 && isObject(left) && Object.keys(left).length === 0 ? withoutMember(next, above) : next;
}

function recordAfter(plan: EntryPlan, record: EntryRecord | undefined): EntryRecord | undefined {
  const values = plan.record.kind === 'write' ? plan.record.fields : new Map();
  return nextEntry(hasher, plan, record, values);
}

interface Judged {
  readonly one: Case;
  readonly plan: EntryPlan;
  readonly after: Json | undefined;
}

const judgedCase: fc.Arbitrary<Judged> = someCase
  .map((one) => ({ one, plan: decide(entryStates(one.told)) }))
  .filter((judged): judged is { one: Case; plan: EntryPlan } => judged.plan !== undefined)
  .map(({ one, plan }) => ({ one, plan, after: carriedOut(plan, one.actual) }));

caseLaws(judgedCase, {
  'fields of others survive in every entry that stays': ({ one: { told, actual }, after }) => {
    if (after === undefined || actual === undefined) return;
    const known = new Set([...leavesOf(told.desired).keys(), ...leavesOf(told.recorded).keys()]);
    for (const [pointer, value] of leavesOf(actual)) {
      const isTheirs = /^\/(panelState|oauthState|x~0y~1z|constructor)$/.test(pointer) && !known.has(pointer);
      if (isTheirs) assert.ok(equal(new Map(leavesOf(after)).get(pointer), value), pointer);
    }
  },

  'what nobody desires and nobody recorded is never touched': ({ one: { told, actual }, plan, after }) => {
    if (told.desired === undefined && told.recorded === undefined)
      assert.ok(plan.edit === undefined && equal(after, actual));
  },

  'a conflict that is not answered by take changes nothing': ({ plan }) => {
    if (plan.conflict !== undefined && plan.answer !== 'take') assert.is(plan.edit, undefined);
  },

  'an entry of somebody else under the same name is never changed without take': ({ one: { told, actual }, plan }) => {
    if (told.recorded === undefined && told.desired !== undefined && actual !== undefined && plan.answer !== 'take') {
      assert.is(plan.edit, undefined);
    }
  },

  'what is written is what is desired, but what drifted and is only reported': ({ one: { told }, plan, after }) => {
    if (
      told.policies?.onDrift !== 'revert' ||
      plan.edit === undefined ||
      plan.edit.kind === 'remove' ||
      told.desired === undefined
    )
      return;
    for (const [pointer, value] of leavesOf(told.desired)) {
      const path = parsePointer(pointer);
      assert.ok(sameHere(told, path, at(after, path), value), pointer);
    }
  },

  'every verdict but a conflict comes to rest': ({ one: { told }, plan, after }) => {
    if (plan.conflict !== undefined && plan.answer !== 'take') return;
    if (plan.verdict === 'drift' && plan.edit === undefined) return;
    const states = entryStates(told);
    const recorded = recordAfter(plan, states.recorded);
    const actual = after === undefined ? undefined : { value: after, path: ['mcpServers', 'weather'], file: 0 };
    const next = decide({ ...states, actual, recorded });
    assert.is(next?.edit, undefined, `${plan.verdict} then ${next?.verdict}`);
    if (plan.verdict !== 're-add' && plan.verdict !== 'diverged') {
      assert.is(next?.record.kind ?? 'keep', 'keep', `${plan.verdict} then ${next?.verdict}`);
    }
  },

  'an answer to keep is remembered until one side changes': ({ one: { told }, plan, after }) => {
    if (plan.record.kind !== 'kept') return;
    const states = entryStates({ ...told, consent: { answer: undefined } });
    assert.ok(equal(after, states.actual?.value));
    assert.is(decide({ ...states, recorded: recordAfter(plan, states.recorded) })?.answer, 'keep');
  },

  'the order of keys decides nothing': ({ one: { told }, plan }) => {
    const reversed = (value: Json): Json =>
      isObject(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, member]) => [key, reversed(member)]),
          )
        : value;
    const turned = { ...told, ...(told.desired && { desired: reversed(told.desired) as JsonObject }) };
    const other = decide(entryStates(turned));
    assert.is(other?.verdict, plan.verdict);
    assert.is(other?.desiredDigest, plan.desiredDigest);
    assert.is(other?.edit?.kind, plan.edit?.kind);
  },
});

/** Equal as the host reads it; any object does where an empty one is wanted. */
function sameHere({ host = 'cursor' }: Told, path: Path, stands: Json | undefined, wanted: Json): boolean {
  const plain = (value: Json | undefined) => comparable(findHost(host) as Host, path, value);
  return equal(plain(stands), plain(wanted)) || (isObject(wanted) && isObject(stands));
}

test.run();
