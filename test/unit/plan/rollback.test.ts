// A run undone, entry by entry: what goes back, what is left, and what somebody has to decide.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { EntryPlan } from '../../../src/model/plan.ts';
import type { EntryRecord } from '../../../src/model/record.ts';
import type { TouchedEntry } from '../../../src/model/run.ts';
import { Secret } from '../../../src/model/secret.ts';
import { leavesOf } from '../../../src/plan/fields.ts';
import { decideUndo } from '../../../src/plan/rollback.ts';
import { hasher } from '../../support/entry-states.ts';

interface Row {
  /** What the run did, and to which fields. */
  readonly edit: TouchedEntry['edit'];
  readonly pointers?: readonly string[];
  readonly before?: Json;
  /** What the run wrote: it is recorded. */
  readonly wrote?: JsonObject;
  readonly now?: Json;
  readonly untouched?: boolean;
  readonly answer?: 'take' | 'keep';
  readonly verdict: EntryPlan['verdict'];
  /** `add`, `remove`, or the fields that are put back (undefined removes one); nothing where it is left out. */
  readonly undo?: 'add' | 'remove' | Readonly<Record<string, unknown>>;
}

const npx = { command: 'npx', args: ['-y', 'weather'] };
const uvx = { command: 'uvx', args: ['weather'] };
const inUi = { ...npx, disabledByUser: true };

const rows: Readonly<Record<string, Row>> = {
  'what was added goes': { edit: 'add', wrote: npx, now: npx, verdict: 'prune', undo: 'remove' },
  'what was added goes with what others put into it': {
    edit: 'add',
    wrote: npx,
    now: inUi,
    verdict: 'prune',
    undo: 'remove',
  },
  'what was added and changed since is a conflict': { edit: 'add', wrote: npx, now: uvx, verdict: 'diverged' },
  'take removes it all the same': {
    edit: 'add',
    wrote: npx,
    now: uvx,
    answer: 'take',
    verdict: 'diverged',
    undo: 'remove',
  },
  'keep leaves it': { edit: 'add', wrote: npx, now: uvx, answer: 'keep', verdict: 'diverged' },
  'what was added and is gone is only recorded': { edit: 'add', wrote: npx, verdict: 'converged' },
  'what was removed is there again': { edit: 'remove', before: inUi, verdict: 'add', undo: 'add' },
  'what was removed and somebody added again is only recorded': {
    edit: 'remove',
    before: npx,
    now: npx,
    verdict: 'converged',
  },
  'what was removed and somebody added otherwise is a conflict': {
    edit: 'remove',
    before: npx,
    now: uvx,
    verdict: 'diverged',
  },
  'take makes it what it was, and leaves nothing beside': {
    edit: 'remove',
    before: npx,
    now: { ...uvx, timeout: 5 },
    answer: 'take',
    verdict: 'diverged',
    undo: { '/command': 'npx', '/args': ['-y', 'weather'], '/timeout': undefined },
  },
  'a field is as it was, and what others changed beside it stays': {
    edit: 'fields',
    pointers: ['/command'],
    before: npx,
    wrote: { command: 'uvx' },
    now: { ...inUi, command: 'uvx' },
    verdict: 'update',
    undo: { '/command': 'npx' },
  },
  'a field that came goes': {
    edit: 'fields',
    pointers: ['/cwd'],
    before: npx,
    wrote: { ...npx, cwd: '/srv' },
    now: { ...npx, cwd: '/srv' },
    verdict: 'update',
    undo: { '/cwd': undefined },
  },
  'a field that somebody changed since is a conflict': {
    edit: 'fields',
    pointers: ['/command'],
    before: npx,
    wrote: { command: 'uvx' },
    now: { ...npx, command: 'node' },
    verdict: 'diverged',
  },
  'a field that somebody put back is left, and the others go back': {
    edit: 'fields',
    pointers: ['/command', '/args'],
    before: npx,
    wrote: uvx,
    now: { ...npx, args: uvx.args },
    verdict: 'update',
    undo: { '/args': ['-y', 'weather'] },
  },
  'a field of an entry that somebody removed is a conflict': {
    edit: 'fields',
    pointers: ['/cwd'],
    before: { ...npx, cwd: '/srv' },
    wrote: npx,
    verdict: 'diverged',
  },
  'in a file as the run left it everything goes back without a question': {
    edit: 'fields',
    pointers: ['/command'],
    before: npx,
    wrote: { command: 'uvx' },
    now: { ...npx, command: 'node' },
    untouched: true,
    verdict: 'update',
    undo: { '/command': 'npx' },
  },
  'an object that was empty is so again': {
    edit: 'fields',
    pointers: ['/env/LEVEL'],
    before: { ...npx, env: {} },
    wrote: { ...npx, env: { LEVEL: 'debug' } },
    now: { ...npx, env: { LEVEL: 'debug' } },
    verdict: 'update',
    undo: { '/env': {} },
  },
  'an object that was empty and holds something of others keeps that': {
    edit: 'fields',
    pointers: ['/env/LEVEL'],
    before: { ...npx, env: {} },
    wrote: { ...npx, env: { LEVEL: 'debug' } },
    now: { ...npx, env: { LEVEL: 'debug', THEIRS: 'x' } },
    verdict: 'update',
    undo: { '/env/LEVEL': undefined },
  },
  'what was only recorded is only forgotten': { edit: 'none', before: npx, wrote: npx, now: uvx, verdict: 'converged' },
};

function undone({ edit, pointers = [], before, wrote, now, untouched = false, answer }: Row): EntryPlan {
  const after: EntryRecord | null =
    wrote === undefined
      ? null
      : {
          origin: 'written',
          fields: Object.fromEntries([...leavesOf(wrote)].map(([pointer, value]) => [pointer, { value }])),
        };
  const touched: TouchedEntry = {
    target: 'cursor',
    title: 'Cursor',
    file: '/home/ada/.cursor/mcp.json',
    symbolic: '{home}/.cursor/mcp.json',
    name: 'weather',
    edit,
    pointers,
    place: {
      host: 'cursor',
      scope: 'user',
      target: 'cursor',
      file: '/home/ada/.cursor/mcp.json',
      place: 'servers',
    } as TouchedEntry['place'],
    before: null,
    after,
    desired: null,
    store: 'home',
  };
  return decideUndo({ touched, before, actual: now, file: 0, hasher, untouched, answer, what: 'undoes it' });
}

for (const [name, row] of Object.entries(rows)) {
  test(name, () => {
    const { verdict, conflict, edit, record } = undone(row);
    assert.is(verdict, row.verdict);
    assert.is(conflict, verdict === 'diverged' ? 'both-changed' : undefined);
    assert.equal(edit?.kind === 'fields' ? Object.fromEntries(edit.fields) : edit?.kind, row.undo, 'undo');
    assert.is(record.kind, verdict === 'diverged' && row.answer !== 'take' ? 'keep' : 'restore');
  });
}

test('of a backup only what was public is shown', () => {
  const then = { ...npx, env: { TOKEN: 'theirs', LEVEL: 'ours' } };
  const { fields, guards, sensitive } = undone({
    edit: 'remove',
    before: then,
    wrote: { ...npx, env: { LEVEL: 'ours' } },
    verdict: 'add',
  });
  assert.equal(
    fields.map(({ pointer, after }) => [pointer, after instanceof Secret]),
    [
      ['/command', false],
      ['/args', false],
      ['/env/TOKEN', true],
      ['/env/LEVEL', false],
    ],
  );
  assert.ok(sensitive.has('/env/TOKEN') && guards.every(({ saw }) => saw === undefined));
});

test.run();
