// What a plan may not do unless a person saw it or said so.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GuardOptions } from '../../../src/plan/guards.ts';
import { refusalOf } from '../../../src/plan/guards.ts';
import { entry, plan, target } from '../../support/plans.ts';

const unattended: GuardOptions = { allowEmpty: false, maxDeletes: undefined, seen: false, again: false };

interface Row {
  /** Servers of this owner before, and how many of them go. */
  readonly owned: number;
  readonly deleted: number;
  /** Those that only move, or are switched off. */
  readonly left?: number;
  readonly heldOff?: boolean;
  readonly options?: Partial<GuardOptions>;
  /** A piece of what is said; nothing where the plan may be carried out. */
  readonly refused?: string;
}

const rows: Readonly<Record<string, Row>> = {
  'the last server may not go unnoticed': { owned: 1, deleted: 1, refused: 'no server anywhere' },
  'not even where a person saw it': { owned: 1, deleted: 1, options: { seen: true }, refused: 'no server anywhere' },
  'nor where the last ones are switched off': { owned: 2, deleted: 0, left: 2, refused: 'no server anywhere' },
  'it goes with consent': { owned: 1, deleted: 1, options: { allowEmpty: true } },
  'who has nothing may go on having nothing': { owned: 0, deleted: 0 },
  'three may go of a few': { owned: 4, deleted: 3 },
  'four may not': { owned: 12, deleted: 4, refused: '4 servers would be removed, more than the 3' },
  'four of sixteen are a quarter, and may': { owned: 16, deleted: 4 },
  'five of sixteen are more': { owned: 16, deleted: 5, refused: 'more than the 4' },
  'a quarter that is no whole number is rounded down': { owned: 19, deleted: 5, refused: 'more than the 4' },
  'as many may go as were said': { owned: 12, deleted: 5, options: { maxDeletes: 5 } },
  'and no more': { owned: 12, deleted: 6, options: { maxDeletes: 5 }, refused: 'more than the 5' },
  'none where that was said': { owned: 12, deleted: 1, options: { maxDeletes: 0 }, refused: 'more than the 0' },
  'all but one may go where a person saw it': { owned: 12, deleted: 11, options: { seen: true } },
  'what a rollback took off is not brought back': { owned: 2, deleted: 0, heldOff: true, refused: 'zed/weather' },
  'but where a person saw it': { owned: 2, deleted: 0, heldOff: true, options: { seen: true } },
  'or said so': { owned: 2, deleted: 0, heldOff: true, options: { again: true } },
};

for (const [name, { owned, deleted, left = 0, heldOff = false, options, refused }] of Object.entries(rows)) {
  test(name, () => {
    const targets = [target('zed', [entry('weather', { heldOff }), entry('news')])];
    const given = plan(targets, { deletions: deleted }, { owned: { before: owned, after: owned - deleted - left } });
    const refusal = refusalOf(given, { ...unattended, ...options });
    assert.is(refusal?.exit, refused === undefined ? undefined : 'refused');
    assert.ok(refused === undefined || refusal?.message.includes(refused), refusal?.message);
  });
}

test.run();
